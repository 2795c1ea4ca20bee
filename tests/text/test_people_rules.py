"""What triage says of names, groups, nations, papers and broken text: to a commune's official, record by record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from bot.synthetic import names as people
from domain.fields import Kind, fields_of
from domain.records import RecordType, Severity
from domain.triage import artefacts, lists, names, nations, papers, peoples
from domain.triage.gazetteer import Gazetteer
from domain.triage.peoples import Told
from domain.triage.shape import About, Hit, Rule, View

KS, KH, KT, HN, CMC = RecordType
ABOUT = About(date(2024, 7, 4), "06001", Gazetteer([]), "")
OFFICE = {"noiDangKy": "UBND xã Hòa Cư, huyện Cao Lộc, tỉnh Lạng Sơn"}


def hits(rules: Sequence[Rule], record_type: RecordType, **fields: str) -> list[Hit]:
    view = View(record_type, fields, ABOUT)
    return [hit for rule in rules if record_type in rule.types for hit in rule.check(view)]


def fields_hit(rules: Sequence[Rule], record_type: RecordType, **fields: str) -> list[str]:
    return [hit.field for hit in hits(rules, record_type, **fields)]


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


def _paper(**fields: str) -> list[str]:
    return fields_hit(papers.RULES, HN, **{"nxn" + name: value for name, value in fields.items()})


NUMBER, KIND, GIVEN = "nxnSoGiayToTuyThan", "nxnLoaiGiayToTuyThan", "nxnNgayCapGiayToTuyThan"


@pytest.mark.parametrize(
    ("kind", "number", "found"),
    [
        pytest.param("1", "081234567", [], id="CMND of nine digits"),
        pytest.param("1", "081 234 567", [], id="with blanks"),
        pytest.param("1", "020085001234", [], id="CMND of twelve"),
        pytest.param("1", "08123456", [NUMBER], id="eight digits"),
        pytest.param("1", "0812345678", [NUMBER], id="ten digits"),
        pytest.param("1", "000000000", [NUMBER], id="zeros only"),
        pytest.param("4", "081234567", [NUMBER], id="CCCD of nine"),
        pytest.param("4", "020085001234", [], id="CCCD"),
        pytest.param("4", "003085001234", [NUMBER], id="no such province"),
        pytest.param("2", "B1234567", [], id="passport"),
        pytest.param("2", "E12345678", [], id="a passport of another country"),
        pytest.param("2", "081234567", [KIND], id="the portal's code of a CMND"),
        pytest.param("5", "QĐ 12345", [], id="a soldier's"),
        pytest.param("6", "SQ-1234567", [], id="an officer's"),
        pytest.param("5", "020085001234", [KIND], id="the portal's code of a CCCD"),
        pytest.param("6", "B1234567", [KIND], id="the portal's code of a passport"),
        pytest.param("9", "081234567", [KIND], id="a code of the portal only"),
        pytest.param("8", "Giấy xác nhận", [], id="another paper"),
        pytest.param("", "081234567", [], id="kind not told"),
        pytest.param("0", "08123", [NUMBER], id="kind not told and five digits"),
        pytest.param("0", "0", [], id="both not set"),
        pytest.param("1", "0", [NUMBER], id="a kind, and its number not set"),
        pytest.param("1", "0812345 6O7", [NUMBER], id="a letter for a digit, and a digit more"),
        pytest.param("1", "", [], id="no number"),
        pytest.param("1", "không có", [], id="said to be none"),
        pytest.param("1", "1" * 50_000, [NUMBER], id="endless"),
    ],
)
def test_a_paper_has_a_number_of_its_kind(kind: str, number: str, found: list[str]) -> None:
    born = {"NgaySinh": "01.02.1985", "GioiTinh": "1"}
    assert _paper(LoaiGiayToTuyThan=kind, SoGiayToTuyThan=number, **born) == found


@pytest.mark.parametrize(
    ("number", "born", "sex", "fits"),
    [
        pytest.param("020085001234", "1985", "1", True, id="a man of 1985"),
        pytest.param("020185001234", "02.1985", "2", True, id="a woman of 1985"),
        pytest.param("020203001234", "01.02.2003", "1", True, id="a man of 2003"),
        pytest.param("020185001234", "1985", "1", False, id="a woman's number, a man"),
        pytest.param("020086001234", "1985", "1", False, id="another year"),
        pytest.param("020285001234", "1985", "1", False, id="another century: not born yet"),
        pytest.param("020085001234", "", "", True, id="nothing to hold it against"),
        pytest.param("101085001234", "1985", "1", True, id="born in another country"),
    ],
)
def test_a_citizens_number_fits_its_bearer(number: str, born: str, sex: str, fits: bool) -> None:
    found = _paper(LoaiGiayToTuyThan="4", SoGiayToTuyThan=number, NgaySinh=born, GioiTinh=sex)
    assert found == ([] if fits else [NUMBER])


def test_a_number_of_a_husband_is_held_against_his_part() -> None:
    paper = {"LoaiGiayToTuyThan": "4", "SoGiayToTuyThan": "020185001234"}
    assert hits(papers.RULES, KH, **{"vo" + name: value for name, value in paper.items()}) == []
    assert fields_hit(papers.RULES, KH, **{"chong" + name: value for name, value in paper.items()}) == [
        "chongSoGiayToTuyThan"
    ]


def test_a_citizens_card_is_not_older_than_citizens_cards() -> None:
    card = {"LoaiGiayToTuyThan": "4", "SoGiayToTuyThan": "020085001234"}
    assert _paper(**card, NgayCapGiayToTuyThan="31.12.2015") == [GIVEN]
    assert _paper(**card, NgayCapGiayToTuyThan="2016") == []
    assert _paper(**card, NgayCapGiayToTuyThan="31.02.2015") == []  # no day at all: another rule's
    registered = {"ngayDangKy": "05.06.2010", "meLoaiGiayToTuyThan": "4", "meSoGiayToTuyThan": "020185001234"}
    assert hits(papers.RULES, KS, **registered) == [Hit("meLoaiGiayToTuyThan", "4", "1")]


def test_a_childs_own_number_is_held_against_sex_and_birth() -> None:
    child = {"nksGioiTinh": "2", "nksNgaySinh": "03.04.2017"}
    assert hits(papers.RULES, KS, **child, nksSoDinhDanh="020317001234") == []
    assert fields_hit(papers.RULES, KS, **child, nksSoDinhDanh="020217001234") == ["nksSoDinhDanh"]
    assert fields_hit(papers.RULES, KS, **child, nksSoDinhDanh="02031700123") == ["nksSoDinhDanh"]


def test_broken_text_is_suggested_by_the_column_it_stands_in() -> None:
    found = hits(
        artefacts.RULES,
        KS,
        nksHoTen="NguyÔn V¨n Hßa",
        meHoTen="Hoàng  Thị Lan",
        chaNoiCuTru="Thôn Nà Pàn, , xã Hòa Cư",
        nycSoGiayToTuyThan="0812O4567",
        chaHoTen="Nguyễn Văn Nam",
    )
    assert [(hit.field, hit.suggestion, hit.loss_free, hit.case) for hit in found] == [
        ("nksHoTen", "Nguyễn Văn Hòa", False, "b"),
        ("meHoTen", "Hoàng Thị Lan", True, "b"),
        ("chaNoiCuTru", "Thôn Nà Pàn, xã Hòa Cư", True, "b"),
        ("nycSoGiayToTuyThan", "081204567", False, "b"),
    ]


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        pytest.param("Hoàng Văn 7", None, id="a digit that no keyboard explains"),
        pytest.param("Nguy?n Văn Nam", None, id="a letter that was lost"),
        pytest.param("Nguy\ufffdn Văn Nam", None, id="a letter that a program did not have"),
        pytest.param("Hoàng Đặgn", Severity.HINT, id="an impossible syllable"),
        pytest.param("Hoàng Văn " * 5_000, None, id="more than a line of a register holds"),
        pytest.param("Hoàng" + " Văn" * 12_000, None, id="the same without a blank at its end"),
    ],
)
def test_a_name_that_cannot_be_read_is_pointed_at_without_a_suggestion(
    name: str, severity: Severity | None
) -> None:
    (hit,) = hits(artefacts.RULES, KT, nktHoTen=name)
    assert (hit.field, hit.suggestion, hit.loss_free, hit.severity) == ("nktHoTen", "", False, severity)
    assert len(hit.value) <= 200


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        pytest.param("Nguyển Văn Nam", "Nguyễn Văn Nam", id="a tone that no surname has"),
        pytest.param("NGUYEN VĂN NAM", "NGUYỄN VĂN NAM", id="without accents, in capitals"),
        pytest.param("Hoảng Thị Lan", "Hoàng Thị Lan", id="another tone"),
        pytest.param("Lường Văn Nam", None, id="a surname near to another"),
        pytest.param("Lô Văn Nam", None, id="a short one has too many neighbours"),
        pytest.param("Nguyển", None, id="a single word may be anything"),
        pytest.param("Không Văn Nam", "Khổng Văn Nam", id="a surname without its tone"),
        pytest.param("Không xác định", None, id="words that say nobody is known"),
        pytest.param("Không đọc được chữ ký", None, id="words about a signature"),
        pytest.param("Dường A Dùn", None, id="a surname of the Dao and Hoa"),
        pytest.param("Nông Văn Nam.", "Nông Văn Nam", id="a full stop behind it"),
        pytest.param("Nông, Văn Nam", "", id="a comma inside"),
        pytest.param("Hoàng Văn Đ.", "", id="shortened: what it means stands in the register alone"),
    ],
)
def test_a_surname_that_nobody_bears_gets_a_hint(name: str, meant: str | None) -> None:
    found = hits(artefacts.RULES, KT, nktHoTen=name)
    assert [(hit.suggestion, hit.loss_free, hit.severity) for hit in found] == (
        [] if meant is None else [(meant, False, Severity.HINT)]
    )


def test_how_an_officer_signed_is_no_slip_in_a_name() -> None:
    assert hits(artefacts.RULES, KT, nguoiThucHien="Nông Văn An, Lý Thị Ba") == []


def test_what_stood_alone_in_a_field_before_does_not_hide_a_misspelled_surname() -> None:
    for alone, name in (("Nguyển", "Nguyển Văn Nam"), ("Không", "Không Văn Nam")):
        hits(artefacts.RULES, KT, nktHoTen=alone)
        assert [hit.field for hit in hits(artefacts.RULES, KT, nktHoTen=name)] == ["nktHoTen"]


def test_no_surname_of_the_province_is_taken_for_a_misspelled_one() -> None:
    for surname in {word for group in people._GROUPS.values() for word in group.surnames}:
        assert hits(artefacts.RULES, KT, nktHoTen=f"{surname} Văn Nam") == []


def test_a_citizens_number_gets_back_the_zero_that_a_spreadsheet_took() -> None:
    bearer = {"nxnNgaySinh": "1985", "nxnGioiTinh": "1", "nxnLoaiGiayToTuyThan": "4"}
    (hit,) = hits(papers.RULES, HN, **bearer, nxnSoGiayToTuyThan="20085001234")
    assert (hit.suggestion, hit.loss_free) == ("020085001234", False)


def test_a_paper_is_not_older_than_its_bearer() -> None:
    assert _paper(
        NgaySinh="1985", LoaiGiayToTuyThan="1", SoGiayToTuyThan="081234567", NgayCapGiayToTuyThan="05.06.1984"
    ) == [GIVEN]
    assert (
        _paper(
            NgaySinh="1985", LoaiGiayToTuyThan="1", SoGiayToTuyThan="081234567", NgayCapGiayToTuyThan="1985"
        )
        == []
    )


def test_a_foreigners_name_is_not_measured_by_vietnamese_syllables() -> None:
    stranger = {
        "chaHoTen": "WANG XIAOMING",
        "chaQuocTich": "Trung Quốc",
        "nycHoTen": "WANG XIAOMING",
        "meHoTen": "Nông Thị Lan",
    }
    assert hits(artefacts.RULES, KS, **stranger) == []
    assert fields_hit(artefacts.RULES, KS, **stranger | {"chaQuocTich": "Việt Nam"}) == [
        "chaHoTen",
        "nycHoTen",
    ]
    assert hits(artefacts.RULES, KT, nktHoTen="Ksor Rcom", nktDanToc="Gia-rai") == []


@pytest.mark.parametrize("record_type", list(RecordType))
@pytest.mark.parametrize(
    "value", ["", " ", ", , ,", "\x00", "-", "0", "\ufffd", "Ã", "á" * 50_000, "1 " * 25_000, "Ð", "?"]
)
def test_any_text_in_every_column_is_only_looked_at(record_type: RecordType, value: str) -> None:
    record = {each.name: value for each in fields_of(record_type)}
    for rules in (names.RULES, lists.RULES, papers.RULES, artefacts.RULES):
        for hit in hits(rules, record_type, **record):
            assert hit.field in record
            assert len(hit.value) <= 200


def test_every_rule_names_only_columns_that_some_type_has() -> None:
    columns = {each.name for record_type in RecordType for each in fields_of(record_type)}
    for rule in (*names.RULES, *lists.RULES, *papers.RULES, *artefacts.RULES):
        assert set(rule.fields) <= columns
        assert rule.clause == rule.code


def test_kinds_of_columns_that_hold_text_are_all_looked_at() -> None:
    looked_at = set(artefacts.RULES[0].fields)
    assert looked_at == {
        each.name
        for record_type in RecordType
        for each in fields_of(record_type)
        if each.kind is not Kind.CODE
    }
