"""Two people: old enough by the law of the day, and two of them."""

from __future__ import annotations

import pytest

from domain.records import Severity
from tests.triage.rules_house import CMC, HN, KH, KS, KT, findings, of, told


@pytest.mark.parametrize(
    ("made", "man", "fires"),
    [
        # from 2015: full twenty
        ("01.06.2015", "01.06.1995", False),
        ("01.06.2015", "02.06.1995", True),
        # 2001 to 2014: on the day after the nineteenth birthday he has entered his twentieth year
        ("01.06.2014", "31.05.1995", False),
        ("01.06.2014", "01.06.1995", True),
        ("31.12.2014", "30.12.1995", False),
        ("01.01.2015", "01.01.1995", False),
        ("01.01.2015", "02.01.1995", True),
        # what is not known is taken in favour: January, the first
        ("01.06.2015", "1995", False),
        ("01.06.2015", "06.1995", False),
        ("01.06.2015", "07.1995", True),
        ("01.06.2015", "1996", True),
        ("2015", "1995", False),
        ("2014", "31.12.1995", True),  # still eighteen on the last day of that year, all but a day
        ("2014", "30.12.1995", False),
        # a year that two laws share is judged by the milder
        ("1958", "1945", False),  # no law of these
    ],
)
def test_a_man_by_the_law_of_the_day(made: str, man: str, fires: bool) -> None:
    found = of("R10", KH, {"ngayDangKy": made, "chongNgaySinh": man, "voNgaySinh": "1930"})
    assert [each.field for each in found] == (["chongNgaySinh"] if fires else [])
    assert all(each.severity is Severity.WARNING and each.case == "" for each in found)


@pytest.mark.parametrize(
    ("made", "woman", "fires"),
    [
        ("01.06.2015", "01.06.1997", False),
        ("01.06.2015", "02.06.1997", True),
        ("01.06.2005", "31.05.1988", False),  # two days short of a year younger: of age under the law of 2000
        ("01.06.2005", "01.06.1988", True),
    ],
)
def test_a_woman_by_the_law_of_the_day(made: str, woman: str, fires: bool) -> None:
    assert told("R10", KH, {"ngayDangKy": made, "voNgaySinh": woman}) == (["voNgaySinh"] if fires else [])


def test_before_2001_it_is_a_hint() -> None:
    found = of("R10", KH, {"ngayDangKy": "01.06.1995", "chongNgaySinh": "1960", "voNgaySinh": "1980"})
    assert [each.severity for each in found] == [Severity.HINT]


def test_a_marriage_registered_again_is_judged_by_the_day_it_was_made() -> None:
    again = {
        "loaiDangKy": "2",
        "ngayDangKy": "01.06.2016",
        "voNgaySinh": "01.05.1990",
        "chongNgaySinh": "1980",
    }
    assert told("R10", KH, again) == []
    assert told("R10", KH, {**again, "ngayXacLapQuanHeHonNhan": "01.06.2006"}) == ["voNgaySinh"]
    assert told("R10", KH, {**again, "ngayXacLapQuanHeHonNhan": "01.06.2008"}) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"chongHoTen": "Hoàng Thị Thử", "voHoTen": "Nông Văn Ví"}, "chongHoTen"),  # the columns exchanged
        ({"voHoTen": "NÔNG  VĂN VÍ"}, "voHoTen"),
        ({"chongHoTen": "Lý Hoà", "voHoTen": "LÝ HÒA"}, "voHoTen"),  # the tone placed otherwise
        ({"chongSoGiayToTuyThan": "080123456", "voSoGiayToTuyThan": "080123456"}, "voSoGiayToTuyThan"),
        ({"chongSoGiayToTuyThan": "080123456", "voSoGiayToTuyThan": "080 123.456"}, "voSoGiayToTuyThan"),
    ],
)
def test_husband_and_wife_are_two(changes: dict[str, str], field: str) -> None:
    assert told("R11", KH, changes) == [field]


@pytest.mark.parametrize(
    "changes",
    [
        {"voHoTen": "Nông Thị Thử"},  # of one surname
        {"voHoTen": "Hoàng Thị Văn"},
        {"voHoTen": "Lô Mẩy"},
        {"chongHoTen": "Nông Hòa", "voHoTen": "Nông Hoa"},  # two names
        {"chongSoGiayToTuyThan": "080 123 456", "voSoGiayToTuyThan": "080 123 457"},
        {"chongSoGiayToTuyThan": "-", "voSoGiayToTuyThan": "."},
        {"chongHoTen": "Páo", "voHoTen": "Páo Múi"},
        {"chongHoTen": "Nông Thị Ví"},  # a man of that name: both would have to be odd
        {"chongSoGiayToTuyThan": "000000000", "voSoGiayToTuyThan": "000000000"},  # filled in, not shown
        {"chongNoiCuTru": "xã Tân Mỹ, huyện Văn Lãng"},
    ],
)
def test_couples_that_are_in_order(changes: dict[str, str]) -> None:
    assert told("R11", KH, changes) == []


def test_a_parent_who_asks_shows_the_parents_number() -> None:
    shown = {"nycSoGiayToTuyThan": "080123456", "chaSoGiayToTuyThan": "080123456"}
    assert findings(KS, {**shown, "chaLoaiGiayToTuyThan": "1", "nycLoaiGiayToTuyThan": "1"}) == ()
    assert told("R11", KS, {**shown, "nycHoTen": "Nông Văn Khác"}) == ["nycSoGiayToTuyThan"]
    assert told("R11", KS, {"meSoGiayToTuyThan": "080123456", "chaSoGiayToTuyThan": "080123456"}) == [
        "meSoGiayToTuyThan"
    ]


def test_who_asks_for_oneself_shows_ones_own_number() -> None:
    shown = {"nycSoGiayToTuyThan": "080123456", "nxnSoGiayToTuyThan": "080123456"}
    assert told("R11", HN, shown) == []
    assert told("R11", HN, {**shown, "nycHoTen": "Lý Thị Khác"}) == ["nycSoGiayToTuyThan"]


def test_the_dead_ask_for_nothing() -> None:
    shown = {"nycSoGiayToTuyThan": "080123456", "nktSoGiayToTuyThan": "080123456"}
    assert told("R11", KT, shown) == ["nycSoGiayToTuyThan"]


def test_a_child_may_bear_a_parents_name_but_not_the_birthday() -> None:
    assert told("R11", CMC, {"ncHoTen": "Nông Văn Ví"}) == []
    assert told("R11", CMC, {"ncHoTen": "Nông Văn Ví", "ncNgaySinh": "1978"}) == ["ncHoTen"]
