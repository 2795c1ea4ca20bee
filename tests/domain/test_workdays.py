"""What a business day is: the calendars of 2024 to 2026 as they were decreed, month ends, Tết, office hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from domain.workdays import (
    DEFAULT_HOURS,
    Calendar,
    Day,
    DayKind,
    Leave,
    OfficeHours,
    office_is_open,
    parse_hours,
)
from storage.calendars import Calendars
from storage.special_days import SHIPPED, read_file, set_day

LANG_SON = Calendars({}, {}, read_file(SHIPPED)).of("/1/2/3/")
DAY = timedelta(days=1)


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + n * DAY for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


# docs: the holidays that fall on Monday to Friday, the Saturdays worked for one, and the sum (Bộ luật Lao động Đ.112)
DECREED = [
    (
        2024,
        ["01/01", "08/02", "09/02", "12/02", "13/02", "14/02", "18/04", "29/04", "30/04", "01/05", "02/09", "03/09"],
        ["04/05"],
        251,
    ),
    (
        2025,
        ["01/01", "27/01", "28/01", "29/01", "30/01", "31/01", "07/04", "30/04", "01/05", "02/05", "01/09", "02/09"],
        ["26/04"],
        250,
    ),
    (
        2026,
        ["01/01", "02/01", "16/02", "17/02", "18/02", "19/02", "20/02", "27/04", "30/04", "01/05", "31/08", "01/09",
         "02/09", "24/11"],
        ["10/01", "22/08"],
        249,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("year", "off", "worked", "sum_of_year"), DECREED)
def test_a_year_has_the_days_off_and_the_worked_saturdays_that_were_decreed(
    year: int, off: list[str], worked: list[str], sum_of_year: int
):
    weekdays_off = [f"{on:%d/%m}" for on in days_of(year) if on.weekday() < 5 and not LANG_SON.is_workday(on)]
    weekends_worked = [f"{on:%d/%m}" for on in days_of(year) if on.weekday() >= 5 and LANG_SON.is_workday(on)]
    assert weekdays_off == off and weekends_worked == worked
    assert LANG_SON.count(date(year, 1, 1), date(year, 12, 31)) == sum_of_year


@pytest.mark.parametrize(
    ("on", "kind", "reason"),
    [
        (date(2024, 5, 4), DayKind.ORDINARY, "Ngày làm bù"),
        (date(2024, 4, 29), DayKind.REST, "Ngày nghỉ (thay cho ngày 04/05/2024)"),
        (date(2024, 2, 10), DayKind.HOLIDAY, "Tết Nguyên Đán"),  # a Saturday: worked, it is paid as a holiday
        (date(2024, 9, 2), DayKind.HOLIDAY, "Quốc khánh"),
        (date(2026, 1, 2), DayKind.REST, "Nghỉ hoán đổi với thứ Bảy 10/01/2026"),
        (date(2026, 1, 10), DayKind.ORDINARY, "Làm bù cho thứ Sáu 02/01/2026"),
        (date(2026, 4, 27), DayKind.HOLIDAY, "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"),
        (date(2024, 7, 6), DayKind.REST, ""),
        (date(2024, 7, 4), DayKind.ORDINARY, ""),
    ],
)
def test_a_day_is_known_by_its_kind_and_a_vietnamese_reason(on: date, kind: DayKind, reason: str):
    assert LANG_SON.day(on) == Day(kind, reason)


def test_the_day_of_culture_can_be_switched_off_until_it_is_law():
    culture = date(2026, 11, 24)
    assert LANG_SON.day(culture) == Day(DayKind.HOLIDAY, "Ngày Văn hóa Việt Nam")
    not_yet = Calendars({}, {}, {culture: set_day("workday", "Chưa có luật")}).of("/1/")
    assert not_yet.is_workday(culture)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        pytest.param(date(2024, 7, 4), date(2024, 10, 29), 82, id="from the letter to its deadline"),
        pytest.param(date(2024, 10, 29), date(2024, 10, 29), 1, id="the last day counts"),
        pytest.param(date(2024, 10, 30), date(2024, 10, 29), 0, id="after the deadline none is left"),
        pytest.param(date(2024, 7, 6), date(2024, 7, 7), 0, id="a weekend"),
        pytest.param(date(2024, 7, 31), date(2024, 8, 1), 2, id="over the end of a month"),
        pytest.param(date(2024, 2, 28), date(2024, 3, 1), 3, id="over a leap day"),
        pytest.param(date(2024, 12, 31), date(2025, 1, 2), 2, id="over New Year"),
        pytest.param(date(2024, 2, 7), date(2024, 2, 15), 2, id="over Tết"),
        pytest.param(date(2025, 1, 24), date(2025, 2, 3), 2, id="over Tết in January"),
    ],
)
def test_working_days_are_counted_with_both_ends(first: date, last: date, days: int):
    assert LANG_SON.count(first, last) == days


@pytest.mark.parametrize(
    ("after", "then"),
    [
        (date(2024, 7, 4), date(2024, 7, 5)),
        (date(2024, 7, 5), date(2024, 7, 8)),
        (date(2024, 2, 7), date(2024, 2, 15)),
        (date(2024, 5, 3), date(2024, 5, 4)),
        (date(2025, 12, 31), date(2026, 1, 5)),
        (date(2024, 8, 30), date(2024, 9, 4)),
    ],
)
def test_after_a_day_work_goes_on_on_the_next_working_day(after: date, then: date):
    assert LANG_SON.next_workday(after) == then and LANG_SON.back(then, 0) == then


def test_three_working_days_back_from_the_day_after_tet_lie_before_it():
    assert LANG_SON.back(date(2024, 2, 15), 3) == date(2024, 2, 5)


def test_an_office_that_never_works_is_a_fault_and_no_endless_search():
    closed = Calendar(lambda _: Day(DayKind.REST))
    with pytest.raises(ValueError, match="year"):
        closed.next_workday(date(2024, 7, 4))
    with pytest.raises(ValueError, match="few"):
        closed.back(date(2024, 7, 4), 1)


def test_special_days_are_the_ones_their_weekday_does_not_tell():
    assert [on for on, _ in LANG_SON.special(date(2024, 4, 20), date(2024, 5, 5))] == [
        date(2024, 4, 29), date(2024, 4, 30), date(2024, 5, 1), date(2024, 5, 4)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2024-07-04 07:29:59", False),
        ("2024-07-04 07:30:00", True),
        ("2024-07-04 11:29:59", True),
        ("2024-07-04 11:30:00", False),
        ("2024-07-04 13:29:59", False),
        ("2024-07-04 13:30:00", True),
        ("2024-07-04 17:29:59", True),
        ("2024-07-04 17:30:00", False),
        ("2024-07-06 09:00:00", False),
        ("2024-05-04 09:00:00", True),
        ("2024-09-02 09:00:00", False),
    ],
)
def test_an_office_is_open_from_its_first_minute_to_the_last(at: str, is_open: bool):
    assert office_is_open(LANG_SON, datetime.fromisoformat(at)) is is_open


MORNING, ALL_DAY = ((time(7), time(11, 30)),), DEFAULT_HOURS.spans


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("07:30-11:30, 13:30-17:30", ALL_DAY),
        ("07:30-11:30 13:30-17:30", ALL_DAY),
        ("7h30-11h30 13h30-17h30", ALL_DAY),
        ("7g30 - 11g30; 13g30 – 17g30", ALL_DAY),
        ("7H30 -11H30 và 13H30- 17H30", ALL_DAY),
        ("07:30-11:30,13:30-17:30.", ALL_DAY),
        ("7-11h30", MORNING),
        ("07:00-11:30", MORNING),
        ("07:00-12:00 12:00-15:00", ((time(7), time(12)), (time(12), time(15)))),
        ("", None),
        ("sáng", None),
        ("07:30", None),
        ("17:30-07:30", None),
        ("07:30-07:30", None),
        ("07:60-11:30", None),
        ("07:30-24:00", None),
        ("13:30-17:30 07:30-11:30", None),
        ("07:30-11:30 11:00-17:30", None),
        ("07:30-11:30-17:30", None),
        ("07:30-11:30 nghỉ trưa", None),
        ("٠٧:٣٠-١١:٣٠", None),
    ],
)
def test_hours_are_read_as_people_write_them_or_not_at_all(typed: str, spans: object):
    read = parse_hours(typed)
    assert (read.spans if read else None) == spans
    assert read is None or parse_hours(str(read)) == read


@pytest.mark.parametrize(
    ("typed", "plausible"),
    [("07:30-11:30", True), ("08:00-10:00", True), ("06:00-18:00", True), ("07-08", False), ("00:00-23:59", False)],
)  # fmt: skip
def test_a_day_of_one_hour_or_of_a_whole_day_is_no_office_day(typed: str, plausible: bool):
    read = parse_hours(typed)
    assert isinstance(read, OfficeHours) and read.plausible is plausible


def test_leave_covers_its_first_and_last_day_and_overlaps_where_a_day_is_shared():
    leave = Leave(date(2024, 7, 29), date(2024, 8, 2))
    covered = [leave.covers(date(2024, 7, 28) + n * DAY) for n in range(7)]
    assert covered == [False, True, True, True, True, True, False]
    assert leave.overlaps(Leave(date(2024, 8, 2), date(2024, 8, 9)))
    assert not leave.overlaps(Leave(date(2024, 8, 3), date(2024, 8, 9)))
