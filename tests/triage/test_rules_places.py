"""Whose register it is: this unit's under any of its names, one above it, or another's; and units that stood then."""

from __future__ import annotations

import pytest

from domain.records import Severity
from domain.triage.gazetteer import Told
from tests.triage.rules_house import GAZETTEER, HN, HOME, KS, findings, of, told


@pytest.mark.parametrize(
    ("office", "what"),
    [
        ("UBND xã Hòa Cư, huyện Cao Lộc, tỉnh Lạng Sơn", Told.HOME),
        ("Uỷ ban nhân dân xã Hoà Cư", Told.HOME),
        ("UBND X. HÒA CƯ, H. CAO LỘC, T. LẠNG SƠN", Told.HOME),
        ("ubnd xa hoa cu huyen cao loc tinh lang son", Told.HOME),
        ("Hòa Cư", Told.HOME),
        ("UBND xã Bản Cũ, huyện Cao Lộc", Told.HOME),  # what it was called once
        ("UBND xã Hòa Cư, tỉnh Cao Lạng", Told.HOME),  # 1975 to 1978
        ("UBND xã Hòa Cư, H.CL, LS", Told.HOME),
        ("UBND xã Hòa Cư, huyện C. Lộc, tỉnh L. Sơn", Told.HOME),
        ("UBND xã Hòa Cư, H.VL, LS", Told.OTHER),  # first letters of another district
        ("UBND huyện Cao Lộc", Told.ABOVE),
        ("Phòng Tư pháp huyện Cao Lộc, tỉnh Lạng Sơn", Told.ABOVE),
        ("Sở Tư pháp tỉnh Lạng Sơn", Told.ABOVE),
        ("UBND xã Hồng Phong, huyện Cao Lộc", Told.OTHER),
        ("UBND xã Tân Mỹ", Told.OTHER),
        ("UBND huyện Văn Lãng", Told.OTHER),
        ("UBND xã Hòa Cư, huyện Văn Lãng", Told.OTHER),  # of its name, elsewhere
        ("UBND xã Hòa Cư, huyện Hòa An, tỉnh Cao Bằng", Told.OTHER),
        ("UBND phường Bến Nghé, quận 1, thành phố Hồ Chí Minh", Told.OTHER),
        ("UBND thị xã Lạng Sơn", Told.ABOVE),  # what the province's town was called; no commune of its name
        ("UBND xã Bắc Ái, huyện Cao Lộc", Told.UNKNOWN),  # merged before any list begins
        ("Đại sứ quán Việt Nam tại Đức", Told.UNKNOWN),
        (", , ,", Told.NOTHING),
    ],
)
def test_what_the_words_of_an_office_name(office: str, what: Told) -> None:
    assert GAZETTEER.standing(office, HOME).told is what


@pytest.mark.parametrize("home", ["06002", "06003"])
def test_a_name_that_two_communes_bear_is_told_by_the_district(home: str) -> None:
    assert GAZETTEER.standing("UBND xã Hồng Phong", home).told is Told.HOME
    in_cao_loc = GAZETTEER.standing("UBND xã Hồng Phong, huyện Cao Lộc", home).told
    assert in_cao_loc is (Told.HOME if home == "06002" else Told.OTHER)


def test_of_a_unit_that_nobody_knows_nothing_is_said() -> None:
    assert GAZETTEER.standing("UBND xã Tân Mỹ", "99999").told is Told.NOTHING


def test_another_units_record_is_the_vendors_mix_up() -> None:
    found = of("R02", KS, {"noiDangKy": "UBND xã Tân Mỹ, huyện Văn Lãng, tỉnh Lạng Sơn"})
    assert [(each.field, each.severity, each.case) for each in found] == [
        ("noiDangKy", Severity.SERIOUS, "a")
    ]


def test_a_certificate_names_its_office_in_another_column() -> None:
    assert told("R02", HN, {"noiCap": "UBND xã Tân Mỹ"}) == ["noiCap"]


def test_an_unknown_office_is_a_hint_and_a_slip_of_our_name_suggests_it() -> None:
    found = of("R02", KS, {"noiDangKy": "UBND xã Bắc Ái, huyện Cao Lộc"})
    assert [(each.severity, each.case, each.suggestion) for each in found] == [(Severity.HINT, "", "")]
    slip = of("R02", KS, {"noiDangKy": "UBND xã Hòa Cưu, huyện Cao Lộc"})
    assert slip[0].suggestion == "Xã Hòa Cư, Huyện Cao Lộc, Tỉnh Lạng Sơn"


def test_no_office_at_all_is_not_another_office() -> None:
    assert told("R02", KS, {"noiDangKy": ", , ,"}) == []
    assert told("R04", KS, {"noiDangKy": ", , ,"}) == ["noiDangKy"]


@pytest.mark.parametrize(
    ("registered", "fires"),
    [("31.12.1999", False), ("01.01.2000", True), ("1999", False), ("2000", True), ("", False)],
)
def test_an_old_name_is_right_as_long_as_it_was_borne(registered: str, fires: bool) -> None:
    found = of("R21", KS, {"noiDangKy": "UBND xã Bản Cũ", "ngayDangKy": registered})
    assert [(each.field, each.case) for each in found] == ([("noiDangKy", "b")] if fires else [])
    assert all(each.suggestion == "Xã Hòa Cư, Huyện Cao Lộc, Tỉnh Lạng Sơn" for each in found)


@pytest.mark.parametrize(
    ("address", "fires"),
    [
        ("xã Na Sầm, tỉnh Lạng Sơn", True),  # a commune since 01/7/2025, a township before
        ("Thôn Nà Pàn, xã Na Sầm, tỉnh Lạng Sơn", True),
        ("xã Na Sầm, huyện Cao Lộc", True),  # the new commune, in a district that was none any more
        ("xã Na Sầm, huyện Hòa An, tỉnh Cao Bằng", False),  # a commune elsewhere, of which nothing is known
        ("thị trấn Na Sầm, huyện Văn Lãng, tỉnh Lạng Sơn", False),
        ("TT. Na Sầm, H. Văn Lãng", False),
        ("xã Đông Hội, huyện Đông Anh, thành phố Hà Nội", False),
        ("Bằng Tường, Quảng Tây, Trung Quốc", False),
        ("Lạng Sơn", False),
    ],
)
def test_addresses_typed_from_a_later_list_of_units_are_hints(address: str, fires: bool) -> None:
    found = of("R21", KS, {"meNoiCuTru": address})
    assert [(each.field, each.severity) for each in found] == (
        [("meNoiCuTru", Severity.HINT)] if fires else []
    )


def test_units_named_as_they_are_since_2025_are_right_from_then_on() -> None:
    assert "R21" not in {
        each.rule for each in findings(KS, {"meNoiCuTru": "xã Na Sầm, tỉnh Lạng Sơn", "ngayDangKy": "2025"})
    }
