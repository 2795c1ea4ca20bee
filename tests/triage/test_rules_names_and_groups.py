"""What triage says of names, ethnic groups and nationalities: hints, since names are free and registers keep old words."""

from __future__ import annotations

import pytest

from domain.records import RecordType, Severity
from domain.triage import lists, names, nations, peoples
from domain.triage.peoples import Told
from domain.triage.shape import Hit
from tests.triage.people_house import fields_hit, hits

KS, KH, KT, HN, CMC = RecordType
OFFICE = {"noiDangKy": "UBND xã Hòa Cư, huyện Cao Lộc, tỉnh Lạng Sơn"}


@pytest.mark.parametrize(
    ("name", "sex", "hint"),
    [
        pytest.param("Hoàng Thị Lan", "1", "2", id="Thị and a man"),
        pytest.param("Hoàng Văn Nam", "2", "1", id="Văn and a woman"),
        pytest.param("HOÀNG THỊ LAN", "1", "2", id="in capitals"),
        pytest.param("Hoa\u0300ng Thi\u0323 Lan", "1", "2", id="letters and marks apart"),
        pytest.param("Hoàng Thị Lan", "2", None, id="Thị and a woman"),
        pytest.param("Văn Thị Lan", "2", None, id="a woman of the surname Văn"),
        pytest.param("Hoàng Thị Văn", "2", None, id="a woman named Văn"),
        pytest.param("Thị Hương", "1", None, id="Thị for a surname"),
        pytest.param("Hoàng Minh Anh", "1", None, id="a name that says nothing"),
        pytest.param("Hoàng Văn Thị Ngọc", "1", None, id="both words"),
        pytest.param("Hoàng Thị Lan", "3", None, id="sex not told"),
        pytest.param("Hoàng Thị Lan", "", None, id="sex left empty"),
        pytest.param("Páo", "2", None, id="one word"),
        pytest.param("", "1", None, id="no name"),
        pytest.param("Hoàng Thị " * 5000, "1", None, id="an endless name"),
    ],
)
def test_a_sex_that_the_name_does_not_hint_at_gets_a_hint(name: str, sex: str, hint: str | None) -> None:
    found = hits(names.RULES, KS, nksHoTen=name, nksGioiTinh=sex)
    assert found == ([] if hint is None else [Hit("nksGioiTinh", sex, hint)])


def test_names_are_free_so_their_rule_is_never_more_than_a_hint() -> None:
    assert [(rule.severity, rule.case_if_equal) for rule in names.RULES] == [(Severity.HINT, "")]


def test_a_mother_named_van_and_a_husband_named_thi_are_pointed_at() -> None:
    assert fields_hit(names.RULES, KS, meHoTen="Nông Văn Nam", chaHoTen="Nông Văn Hải") == ["meHoTen"]
    assert fields_hit(names.RULES, KH, chongHoTen="Nông Thị Lan", voHoTen="Nông Văn Hải") == [
        "chongHoTen",
        "voHoTen",
    ]


@pytest.mark.parametrize(
    ("kind", "found"), [("1", ["cmHoTen"]), ("3", ["cmHoTen"]), ("2", []), ("4", []), ("", [])]
)
def test_a_recognised_father_named_thi_is_pointed_at(kind: str, found: list[str]) -> None:
    assert fields_hit(names.RULES, CMC, loaiXacNhan=kind, cmHoTen="Nông Thị Nga") == found


def test_there_are_fifty_four_groups_and_each_knows_itself() -> None:
    assert len(peoples.NAMES) == 54
    for name in peoples.NAMES:
        for typed in (name, name.upper(), name.lower(), f"Dân tộc {name}", f"{name} (nhánh khác)"):
            assert peoples.read(typed) == peoples.Group(Told.LISTED, name), typed


@pytest.mark.parametrize(
    ("typed", "told", "name"),
    [
        pytest.param("Nùng (Phàn Sinh)", Told.LISTED, "Nùng", id="a branch in brackets"),
        pytest.param("Nùng Phàn Slình", Told.LISTED, "Nùng", id="a branch without"),
        pytest.param("Tày (Thổ)", Told.LISTED, "Tày", id="the older name in brackets"),
        pytest.param("H'Mông", Told.LISTED, "Mông", id="H'Mông"),
        pytest.param("HMÔNG", Told.LISTED, "Mông", id="HMÔNG"),
        pytest.param("Khơ me", Told.LISTED, "Khơ-me", id="without the hyphen"),
        pytest.param("Mán", Told.OLDER, "Dao", id="Mán"),
        pytest.param("Mèo", Told.OLDER, "Mông", id="Mèo"),
        pytest.param("Cao Lan", Told.OLDER, "Sán Chay", id="Cao Lan"),
        pytest.param("Nùng Lạ", Told.BRANCH, "Nùng", id="a branch we do not know"),
        pytest.param("Nùng Tày", Told.NOT_LISTED, "", id="two groups"),
        pytest.param("Nung", Told.NOT_LISTED, "Nùng", id="without its accent"),
        pytest.param("Nugn", Told.NOT_LISTED, "Nùng", id="letters exchanged"),
        pytest.param("Kinnh", Told.NOT_LISTED, "Kinh", id="a letter twice"),
        pytest.param("07", Told.NOT_LISTED, "", id="a number is nobody's name, and two lists number them"),
        pytest.param("Việt Nam", Told.NOT_LISTED, "", id="a country"),
        pytest.param("Người nước ngoài", Told.NOBODYS, "", id="a foreigner"),
        pytest.param("Không rõ", Told.NOBODYS, "", id="not known"),
        pytest.param("Nùng" * 12_500, Told.NOT_LISTED, "", id="endless"),
        pytest.param("", Told.NOT_LISTED, "", id="empty"),
    ],
)
def test_a_group_is_read_by_its_name(typed: str, told: Told, name: str) -> None:
    assert peoples.read(typed) == peoples.Group(told, name)


@pytest.mark.parametrize(
    ("typed", "country", "meant"),
    [
        pytest.param("VIỆT NAM", "Việt Nam", None, id="in capitals"),
        pytest.param("Việt nam", "Việt Nam", None, id="one capital"),
        pytest.param("Đài Loan (Trung Quốc)", "Đài Loan", None, id="with brackets"),
        pytest.param("Hàn Quốc (Korea)", "Hàn Quốc", None, id="with the English name"),
        pytest.param("CHND Trung Hoa", "Trung Quốc", None, id="the state's name"),
        pytest.param("Mỹ", "Hoa Kỳ", None, id="the common name"),
        pytest.param("Việt Nan", "", "Việt Nam", id="a slip"),
        pytest.param("Trung Quôc", "", "Trung Quốc", id="without its tone"),
        pytest.param("Lạng Sơn", "", "", id="a province"),
        pytest.param("704", "", "", id="a code"),
        pytest.param("x" * 50_000, "", "", id="endless"),
    ],
)
def test_a_nationality_is_read_by_the_countrys_name(typed: str, country: str, meant: str | None) -> None:
    assert nations.read(typed) == country
    if meant is not None:
        assert nations.meant(typed) == meant


def test_an_older_name_is_only_hinted_at_and_never_taken_over() -> None:
    found = hits(lists.RULES, KT, **OFFICE, nktDanToc="Mèo", nktQuocTich="Việt Nam")
    assert found == [Hit("nktDanToc", "Mèo", "Mông", severity=Severity.HINT)]
    assert not found[0].loss_free


def test_tho_means_tay_in_the_north_and_a_group_of_its_own_elsewhere() -> None:
    assert [hit.suggestion for hit in hits(lists.RULES, KT, **OFFICE, nktDanToc="Thổ")] == ["Tày"]
    assert (
        hits(lists.RULES, KT, noiDangKy="UBND xã Nghĩa Hợp, huyện Tân Kỳ, tỉnh Nghệ An", nktDanToc="Thổ")
        == []
    )


@pytest.mark.parametrize(
    ("group", "nation", "found"),
    [
        pytest.param("Nùng", "Việt Nam", [], id="of this country"),
        pytest.param("", "Trung Quốc", [], id="a foreigner without a group"),
        pytest.param("Khác", "Trung Quốc", [], id="a foreigner of another"),
        pytest.param("Người nước ngoài", "Hàn Quốc", [], id="a foreigner called so"),
        pytest.param("Nùng", "Trung Quốc", ["nktDanToc"], id="a foreigner with a group of this country"),
        pytest.param("Người nước ngoài", "Việt Nam", ["nktDanToc"], id="a citizen called a foreigner"),
        pytest.param("Nùng", "Việt Nan", ["nktQuocTich"], id="no such country"),
        pytest.param("Nùn", "Việt Nam", ["nktDanToc"], id="no such group"),
        pytest.param(", ,", "-", [], id="nothing in either: another rule's"),
        pytest.param("", "", [], id="empty"),
    ],
)  # fmt: skip
def test_group_and_nationality_are_held_against_each_other(group: str, nation: str, found: list[str]) -> None:
    assert fields_hit(lists.RULES, KT, nktDanToc=group, nktQuocTich=nation) == found


def test_the_newer_layout_has_a_code_beside_the_countrys_name() -> None:
    assert hits(lists.RULES, KS, nksQuocTich="704", nksQuocTichStr="Việt Nam") == []
    assert fields_hit(lists.RULES, KS, nksQuocTich="704", nksQuocTichStr="Việt Nan") == ["nksQuocTichStr"]
    assert fields_hit(lists.RULES, KS, nksQuocTich="704") == ["nksQuocTich"]


def test_a_child_of_neither_parents_group_gets_a_hint() -> None:
    child = {"nksDanToc": "Dao", "meDanToc": "Tày", "chaDanToc": "Nùng (Cháo)"}
    assert hits(lists.RULES, KS, **child) == [Hit("nksDanToc", "Dao", severity=Severity.HINT)]
    assert hits(lists.RULES, KS, **child | {"nksDanToc": "Nùng"}) == []
    assert hits(lists.RULES, KS, **child | {"chaDanToc": ""}) == []


def test_a_code_that_its_list_does_not_have_is_pointed_at() -> None:
    assert fields_hit(lists.RULES, KS, nksGioiTinh="9", loaiDangKy="1", nksLoaiKhaiSinh="01") == [
        "nksGioiTinh"
    ]
    assert hits(lists.RULES, KS, nksGioiTinh="Nam", loaiDangKy="Đúng hạn", nksLoaiKhaiSinh="1.0") == []
