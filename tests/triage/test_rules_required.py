"""What is missing: by the type, by what another field says, and how many at once."""

from __future__ import annotations

import pytest

from domain.records import RecordType, Severity
from tests.triage.rules_house import CLEAN, CMC, HN, KH, KS, KT, findings, of, told

NO_FATHER = {
    f"cha{suffix}": "" for suffix in ("HoTen", "NgaySinh", "DanToc", "QuocTich", "LoaiCuTru", "NoiCuTru")
}
NO_MOTHER = {name.replace("cha", "me"): "" for name in NO_FATHER}


@pytest.mark.parametrize(
    ("record_type", "name"),
    [
        (KS, "so"), (KS, "quyenSo"), (KS, "noiDangKy"), (KS, "loaiDangKy"), (KS, "nksHoTen"), (KS, "nksQueQuan"),
        (KS, "nksLoaiKhaiSinh"), (KS, "meDanToc"), (KS, "chaNoiCuTru"), (KH, "voQuocTich"), (KT, "nktNguyenNhanChet"),
        (HN, "noiCap"), (HN, "nxnTinhTrangHonNhan"), (CMC, "loaiXacNhan"), (CMC, "ncNgaySinh"),
    ],
)  # fmt: skip
def test_a_required_field_left_empty_is_serious_and_only_the_register_tells_why(
    record_type: RecordType, name: str
) -> None:
    found = of("R04", record_type, {name: ""})
    assert [(each.field, each.severity, each.case) for each in found] == [(name, Severity.SERIOUS, "")]
    assert told("R04", record_type, {name: " , , ,\u00a0"}) == [name]


@pytest.mark.parametrize("name", ["trangSo", "nguoiKy", "ghiChu", "nycHoTen", "nksNgaySinhBangChu"])
def test_what_may_be_empty_is_passed_over(name: str) -> None:
    assert findings(KS, {name: ""}) == ()


def test_several_at_once_are_left_out_by_the_vendor() -> None:
    found = of("R04", KH, {"voDanToc": "", "voQuocTich": "", "chongDanToc": ""})
    assert [each.case for each in found] == ["a", "a", "a"]
    assert [each.case for each in of("R04", KH, {"voDanToc": "", "voQuocTich": ""})] == ["", ""]


def test_where_a_spouse_lives_is_a_hint() -> None:
    assert [each.severity for each in of("R04", KH, {"voNoiCuTru": ""})] == [Severity.HINT]


@pytest.mark.parametrize(
    ("kind", "gone"),
    [
        ("3", NO_FATHER),
        ("2", NO_MOTHER),
        ("4", {**NO_FATHER, **NO_MOTHER}),
        ("5", {**NO_FATHER, **NO_MOTHER}),
    ],
)
def test_a_parent_who_is_not_determined_is_not_missing(kind: str, gone: dict[str, str]) -> None:
    assert findings(KS, {**gone, "nksLoaiKhaiSinh": kind, "nycHoTen": ""}) == ()


def test_a_parent_of_whom_all_is_missing_is_one_finding_not_five() -> None:
    found = findings(KS, NO_FATHER)
    assert [(each.rule, each.field) for each in found] == [("R19", "nksLoaiKhaiSinh")]


def test_foreigners_have_no_ethnic_group() -> None:
    assert findings(KH, {"chongQuocTich": "Trung Quốc", "chongDanToc": ""}) == ()
    assert told("R04", KH, {"chongQuocTich": "VIỆT NAM", "chongDanToc": ""}) == ["chongDanToc"]


def test_words_for_nothing_are_the_registers_own() -> None:
    found = of("R04", KS, {"chaNgaySinh": "Không rõ"})
    assert [(each.field, each.severity, each.case) for each in found] == [("chaNgaySinh", Severity.HINT, "c")]


@pytest.mark.parametrize("left", ["NULL", "nan", "N/A", "xxx", "0"])
@pytest.mark.parametrize("name", ["nksNoiSinh", "nksHoTen"])
def test_what_a_program_left_in_an_empty_field_is_no_word_of_the_registers(name: str, left: str) -> None:
    found = of("R04", KS, {name: left})
    assert [(each.field, each.value, each.severity, each.case) for each in found] == [
        (name, left, Severity.SERIOUS, "")
    ]


def test_a_parents_day_that_a_program_left_empty_is_missing_and_no_odd_date() -> None:
    assert [(each.rule, each.field) for each in findings(KS, {"chaNgaySinh": "NaN"})] == [
        ("R04", "chaNgaySinh")
    ]


@pytest.mark.parametrize(
    ("name", "severity"), [("nksGioiTinh", Severity.WARNING), ("loaiDangKy", Severity.HINT)]
)
def test_a_code_that_was_never_set(name: str, severity: Severity) -> None:
    assert [(each.field, each.severity) for each in of("R04", KS, {name: "0"})] == [(name, severity)]


@pytest.mark.parametrize(
    ("words", "severity", "case"),
    [("null", Severity.SERIOUS, ""), ("?", Severity.SERIOUS, ""), ("không ghi", Severity.HINT, "c")],
)
def test_a_code_that_holds_words_for_nothing(words: str, severity: Severity, case: str) -> None:
    found = of("R04", KS, {"loaiDangKy": words})
    assert [(each.field, each.severity, each.case) for each in found] == [("loaiDangKy", severity, case)]


@pytest.mark.parametrize("words", ["Sổ không ghi", "Trong sổ không ghi", "sổ gốc để trống"])
def test_words_of_the_register_for_nothing_are_the_registers(words: str) -> None:
    assert [(each.field, each.case) for each in of("R04", KS, {"nksNoiSinh": words})] == [("nksNoiSinh", "c")]


def test_what_another_field_makes_due() -> None:
    assert told("R04", KH, {"voLoaiGiayToTuyThan": "8"}) == ["voGiayToKhac"]
    assert told("R04", KH, {"voLoaiGiayToTuyThan": "8", "voGiayToKhac": "Giấy xác nhận"}) == []
    assert told("R04", KH, {"loaiDangKy": "3"}) == ["cqNuocNgoaiDaDangKy"]
    assert told("R04", KH, {"loaiDangKy": "3", "qgNuocNgoaiDaDangKy": "Trung Quốc"}) == []


def test_a_record_with_nothing_in_it_is_the_vendors() -> None:
    for record_type in RecordType:
        found = findings(record_type, dict.fromkeys(CLEAN[record_type], ""))
        assert found
        assert {each.rule for each in found} == {"R04"}
        assert {each.case for each in found} == {"a"}
