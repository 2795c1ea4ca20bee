"""Input that nobody should hand in: found and named by a rule, and nothing of it lost or in the way."""

from __future__ import annotations

from datetime import date

import pytest

from bot.synthetic import places
from domain import fields as catalogue
from domain.records import Finding, RecordType
from domain.triage import engine
from domain.triage.shape import About, Gazetteer, Place

KS, KH, KT, HN, CMC = RecordType
HOME = places.commune("06223")
BIRTH = {
    "so": "24", "quyenSo": "01/2005", "trangSo": "12", "ngayDangKy": "21.03.2005", "loaiDangKy": "1",
    "noiDangKy": HOME.office, "nguoiKy": "Hoàng Văn Ký", "nksHoTen": "Nông Văn Mẫu", "nksGioiTinh": "1",
    "nksNgaySinh": "02.03.2005", "nksNoiSinh": f"Trạm y tế {HOME.place}", "nksQueQuan": HOME.place, "nksDanToc": "Nùng",
    "nksQuocTich": "Việt Nam", "nksLoaiKhaiSinh": "1", "meHoTen": "Hoàng Thị Lan", "meNgaySinh": "1980",
    "meDanToc": "Tày", "meQuocTich": "Việt Nam", "meNoiCuTru": HOME.place, "chaHoTen": "Nông Văn Sơn",
    "chaNgaySinh": "1978", "chaDanToc": "Nùng", "chaQuocTich": "Việt Nam", "chaNoiCuTru": HOME.place,
}  # fmt: skip


@pytest.fixture(scope="module")
def about() -> About:
    rows = places.unit_rows()
    above = {row["code"]: row for row in rows}

    def parents(row: dict[str, str]) -> tuple[str, ...]:
        found = []
        while row["parent_code"]:
            row = above[row["parent_code"]]
            found.append(row["name"])
        return tuple(found)

    known = Gazetteer(Place(row["code"], row["name"], row["level"], parents(row)) for row in rows)
    return About(date(2024, 7, 4), HOME.code, known, "KS.2005.01.2005-03-21.024.pdf")


def judged(about: About, **typed: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for finding in engine.judge(KS, BIRTH | typed, about):
        found.setdefault(finding.rule, set()).add(finding.field)
    return found


def test_the_sound_record_that_the_others_are_made_from_has_no_findings(about: About) -> None:
    assert engine.judge(KS, BIRTH, about) == ()


@pytest.mark.parametrize("record_type", list(RecordType))
def test_a_record_with_every_field_empty_is_said_to_lack_what_it_needs(
    about: About, record_type: RecordType
) -> None:
    for typed in (
        {},
        dict.fromkeys(catalogue.header_row(record_type), ""),
        dict.fromkeys(catalogue.header_row(record_type), " "),
    ):
        found = engine.judge(record_type, typed, about)
        assert {"so", "ngayDangKy"} <= {finding.field for finding in found if finding.rule == "R04"}


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        pytest.param("nksNgaySinh", "31.02.2003", "R05", id="a day that February never has"),
        pytest.param("meNgaySinh", "01/04/5005", "R05", id="a year three thousand years away"),
        pytest.param("chaNgaySinh", "Nhâm Tý", "R05", id="a year of the moon"),
        pytest.param("chaNgaySinh", "mùng 5 tháng Giêng năm Quý Hợi", "R05", id="a day of the moon"),
        pytest.param("nksDanToc", "07", "R16", id="an ethnic group by its code"),
        pytest.param("nksHoTen", "Nông Văn 8", "R20", id="a digit in a name"),
        pytest.param("meHoTen", "Hoa2ng Thị Lan", "R20", id="a key left over in a name"),
    ],
)
def test_a_value_that_cannot_be_is_named_at_its_field(
    about: About, field: str, value: str, rule: str
) -> None:
    assert field in judged(about, **{field: value}).get(rule, set())


def test_a_paper_numbered_as_the_online_portal_does_is_named(about: About) -> None:
    found = judged(about, meLoaiGiayToTuyThan="9", meSoGiayToTuyThan="081234567")
    assert "meLoaiGiayToTuyThan" in set().union(*found.values())


@pytest.mark.parametrize("name", catalogue.header_row(KS))
def test_fifty_thousand_letters_in_any_field_are_judged_and_what_is_told_of_them_is_short(
    about: About, name: str
) -> None:
    for text in (
        "Nông " * 10_000,
        "1" * 50_000,
        "NguyÔn V¨n" * 5_000,
        ", " * 25_000,
        "\u0301" * 50_000,
        "a\u200b" * 25_000,
    ):
        for finding in engine.judge(KS, BIRTH | {name: text}, about):
            assert isinstance(finding, Finding)
            assert len(finding.value) <= 1_000 and len(finding.suggestion) <= 1_000


def test_a_scan_of_another_entry_is_named(about: About) -> None:
    assert "R03" in judged(about, so="25", ngayDangKy="20.04.2005")


@pytest.mark.parametrize(
    "other", ["\x00", "\ud800", "=1+1", "<b>x</b>", "'; DROP TABLE", "\u202e\u202d", "💡", "٢٠٠٥", "²"]
)
def test_no_letter_whatever_stops_the_rules(about: About, other: str) -> None:
    for name, value in BIRTH.items():
        engine.judge(KS, BIRTH | {name: other}, about)
        engine.judge(KS, BIRTH | {name: value + other}, about)
