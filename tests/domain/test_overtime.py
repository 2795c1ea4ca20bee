"""What an official's evening, Saturday or holiday counts as, told from nothing but the times of decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.overtime import Cell, Cutter, Kind, Span, Timesheet, span_of
from domain.overtime_caps import Reach, Warned, warning, warnings
from domain.wording import overtime as say
from domain.workdays import DEFAULT_HOURS, Calendar, Day, DayKind, OfficeHours, parse_hours

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
CAP = timedelta(minutes=5)
GIVEN = {
    date(2024, 4, 29): Day(DayKind.REST, "thay cho"),  # a Monday, swapped away
    date(2024, 4, 30): Day(DayKind.HOLIDAY),
    date(2024, 5, 4): Day(DayKind.ORDINARY),  # the Saturday that was worked for it
}
OFFICE = Calendar(GIVEN.get)
UNIT, OTHER_UNIT = 3, 4

Decision = tuple[str, str | None]  # decided, shown; by the wall clock of Viet Nam


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM).astimezone(UTC)


def every_minute(first: str, minutes: int) -> list[Decision]:
    """A decision a minute; the first is shown when the work begins."""
    start = datetime.fromisoformat(first)
    moments = [(start + timedelta(minutes=n)).isoformat() for n in range(minutes + 1)]
    return [(decided, shown) for shown, decided in pairwise(moments)]


def counted(decisions: Sequence[Decision], calendar: Calendar = OFFICE) -> dict[tuple[str, str], int]:
    sheet, cutter = Timesheet(CAP), Cutter(calendar, VIETNAM)
    for decided, shown in decisions:
        sheet.add(UNIT, cutter, at(decided), at(shown) if shown else None)
    return {(cell.month, cell.kind.value): minutes for cell, minutes in sheet.minutes().items()}


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        pytest.param(every_minute("2024-07-04 09:00", 60), {}, id="a morning in the office is no overtime"),
        pytest.param(
            every_minute("2024-07-04 11:20", 30),
            {("2024-07", "ngay_thuong"): 20},
            id="going on into the lunch break counts from 11:30",
        ),
        pytest.param(
            every_minute("2024-07-04 13:10", 30),
            {("2024-07", "ngay_thuong"): 20},
            id="beginning before the lunch break is over counts until 13:30",
        ),
        pytest.param(
            every_minute("2024-07-04 17:00", 90),
            {("2024-07", "ngay_thuong"): 60},
            id="an evening counts from 17:30",
        ),
        pytest.param(
            every_minute("2024-07-04 21:30", 60),
            {("2024-07", "ngay_thuong"): 30, ("2024-07", "ngay_thuong_dem"): 30},
            id="from 22:00 on it is night",
        ),
        pytest.param(
            every_minute("2024-07-04 05:30", 60),
            {("2024-07", "ngay_thuong"): 30, ("2024-07", "ngay_thuong_dem"): 30},
            id="until 06:00 it is night",
        ),
        pytest.param(
            every_minute("2024-07-05 23:30", 60),
            {("2024-07", "ngay_nghi_dem"): 30, ("2024-07", "ngay_thuong_dem"): 30},
            id="a Friday night goes over into a Saturday",
        ),
        pytest.param(
            every_minute("2024-07-06 09:00", 60),
            {("2024-07", "ngay_nghi"): 60},
            id="a Saturday counts in office hours too",
        ),
        pytest.param(
            every_minute("2024-05-04 09:00", 60), {}, id="a swapped Saturday is an ordinary day in the office"
        ),
        pytest.param(
            every_minute("2024-05-04 18:00", 60),
            {("2024-05", "ngay_thuong"): 60},
            id="the evening of a swapped Saturday is an ordinary one",
        ),
        pytest.param(
            every_minute("2024-04-29 09:00", 60),
            {("2024-04", "ngay_nghi"): 60},
            id="a weekday swapped away is a rest day",
        ),
        pytest.param(
            every_minute("2024-04-30 21:00", 120),
            {("2024-04", "ngay_le"): 60, ("2024-04", "ngay_le_dem"): 60},
            id="a holiday is a holiday, at night as well",
        ),
        pytest.param(
            every_minute("2024-07-31 23:40", 40),
            {("2024-07", "ngay_thuong_dem"): 20, ("2024-08", "ngay_thuong_dem"): 20},
            id="a month ends at midnight here, while it is still the 31st in UTC",
        ),
        pytest.param(
            [("2024-07-04 18:00", "2024-07-04 17:30"), ("2024-07-04 19:00", "2024-07-04 18:00")],
            {("2024-07", "ngay_thuong"): 10},
            id="of a long gap only five minutes count",
        ),
        pytest.param(
            [("2024-07-04 18:04", "2024-07-04 18:00"), ("2024-07-04 18:06", "2024-07-04 18:00")],
            {("2024-07", "ngay_thuong"): 6},
            id="two records shown at once share the time",
        ),
        pytest.param(
            [("2024-07-04 18:03", "2024-07-04 18:00"), ("2024-07-04 18:05", "2024-07-04 17:00")],
            {("2024-07", "ngay_thuong"): 5},
            id="a card shown before the last decision counts from that decision",
        ),
        pytest.param(
            [("2024-07-04 18:03", "2024-07-04 18:00"), ("2024-07-04 18:05", None)],
            {("2024-07", "ngay_thuong"): 5},
            id="an undo has no card and counts from the last decision",
        ),
        pytest.param(
            [("2024-07-04 18:03", "2024-07-04 18:00"), ("2024-07-04 18:01", "2024-07-04 17:59")],
            {("2024-07", "ngay_thuong"): 3},
            id="what comes out of order counts nothing twice",
        ),
        pytest.param(
            [("2024-07-04 18:03", "2024-07-04 18:03"), ("2024-07-04 18:03", "2024-07-04 18:04")],
            {},
            id="a card shown no earlier than decided counts nothing",
        ),
        pytest.param(
            [("2024-07-04 17:32", "2024-07-04 17:27")],
            {("2024-07", "ngay_thuong"): 2},
            id="a decision that began in the office counts what lies outside",
        ),
        pytest.param([("2024-07-04 18:00:59", "2024-07-04 18:00")], {}, id="less than a minute is left out"),
        pytest.param(
            [("2024-07-04 18:00:40", "2024-07-04 18:00"), ("2024-07-05 18:00:40", "2024-07-05 18:00")],
            {("2024-07", "ngay_thuong"): 1},
            id="seconds add up over the month before they are rounded down",
        ),
        pytest.param([], {}, id="who did nothing has nothing"),
    ],
)
def test_a_day_is_counted_by_the_kind_of_its_hours(
    decisions: list[Decision], expected: dict[tuple[str, str], int]
):
    assert counted(decisions) == expected


def test_the_hours_of_the_unit_decide():
    early = parse_hours("06:30-12:00, 13:00-16:00")
    assert isinstance(early, OfficeHours)
    evening = every_minute("2024-07-04 15:30", 60)
    assert counted(evening) == {}
    assert counted(evening, Calendar(GIVEN.get, early)) == {("2024-07", "ngay_thuong"): 30}


def test_a_gap_between_records_of_two_units_is_counted_once():
    sheet, cutter = Timesheet(CAP), Cutter(OFFICE, VIETNAM)
    sheet.add(UNIT, cutter, at("2024-07-04 18:02"), at("2024-07-04 18:00"))
    sheet.add(OTHER_UNIT, cutter, at("2024-07-04 18:05"), at("2024-07-04 18:00"))
    sheet.add(UNIT, cutter, at("2024-07-04 18:06"), at("2024-07-04 18:02"))
    assert sheet.minutes() == {
        Cell(UNIT, "2024-07", Kind.ORDINARY): 3,
        Cell(OTHER_UNIT, "2024-07", Kind.ORDINARY): 3,
    }
    assert sheet.minutes(counts=lambda unit: unit == OTHER_UNIT) == {
        Cell(OTHER_UNIT, "2024-07", Kind.ORDINARY): 3
    }


def test_a_statement_of_some_days_holds_what_was_worked_on_them():
    sheet, cutter = Timesheet(CAP), Cutter(OFFICE, VIETNAM)
    for decided, shown in every_minute("2024-07-04 23:50", 20):
        sheet.add(UNIT, cutter, at(decided), at(shown or decided))
    night = Cell(UNIT, "2024-07", Kind.ORDINARY_NIGHT)
    assert sheet.minutes() == {night: 20}
    assert sheet.minutes(until=date(2024, 7, 4)) == sheet.minutes(since=date(2024, 7, 5)) == {night: 10}
    assert sheet.minutes(since=date(2024, 7, 6)) == {}


HOURS = 60


@pytest.mark.parametrize(
    ("month", "year", "expected"),
    [
        pytest.param(0, 0, None, id="nothing"),
        pytest.param(32 * HOURS - 1, 160 * HOURS - 1, None, id="a minute below 80 % of both"),
        pytest.param(32 * HOURS, 32 * HOURS, Warned(Reach.NEAR, Reach.BELOW), id="80 % of a month"),
        pytest.param(0, 160 * HOURS, Warned(Reach.BELOW, Reach.NEAR), id="80 % of a year"),
        pytest.param(40 * HOURS, 200 * HOURS, Warned(Reach.NEAR, Reach.NEAR), id="the caps may be reached"),
        pytest.param(40 * HOURS + 1, 200 * HOURS + 1, Warned(Reach.OVER, Reach.OVER), id="and not passed"),
    ],
)
def test_a_warning_comes_at_four_fifths_of_a_cap(month: int, year: int, expected: Warned | None):
    assert warning(month, year) == expected


def test_the_year_is_summed_up_to_each_month_and_begins_anew():
    minutes = {Cell(UNIT, f"2024-{month:02d}", Kind.REST): 30 * HOURS for month in range(1, 8)}
    minutes[Cell(OTHER_UNIT, "2024-07", Kind.REST)] = 3 * HOURS
    minutes[Cell(UNIT, "2025-01", Kind.REST)] = 30 * HOURS
    assert warnings(minutes) == {
        "2024-06": Warned(Reach.BELOW, Reach.NEAR),  # 180 hours
        "2024-07": Warned(Reach.NEAR, Reach.OVER),  # 33 hours, 213 hours
    }


def test_a_person_reads_hours_and_what_is_near():
    line = say.own(date(2024, 7, 31), {Kind.REST: 1900, Kind.ORDINARY: 65}, Warned(Reach.NEAR, Reach.OVER))
    assert line == (
        "Ngoài giờ tháng 07/2024: 32 giờ 45 phút (ngày thường 1 giờ 5 phút, ngày nghỉ hằng tuần 31 giờ 40 phút). "
        "Số liệu tính từ giờ quyết định; thủ trưởng đơn vị xác nhận.\n"
        "⚠️ Làm thêm giờ đã từ 80 % mức 40 giờ một tháng.\n"
        "⚠️ Làm thêm giờ đã vượt mức 200 giờ một năm."
    )
    assert say.own(date(2024, 7, 31), {}, None) == ""


# --- whatever somebody does ---

moments = st.datetimes(datetime(2024, 1, 1), datetime(2025, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
steps = st.lists(
    st.tuples(
        st.timedeltas(timedelta(0), timedelta(hours=3)),
        st.none() | st.timedeltas(timedelta(0), timedelta(hours=9)),
    )
)
caps = st.integers(1, 60).map(lambda minutes: timedelta(minutes=minutes))
zones = st.sampled_from(["Asia/Ho_Chi_Minh", "UTC", "Europe/Berlin", "America/Sao_Paulo"]).map(ZoneInfo)
Log = list[tuple[datetime, datetime | None]]


def log_of(start: datetime, gaps: list[tuple[timedelta, timedelta | None]]) -> Log:
    log: Log = []
    for gap, looked in gaps:
        start += gap
        log.append((start, None if looked is None else start - looked))
    return log


def spans_of(log: Log, cap: timedelta) -> list[Span]:
    befores = [None, *(decided for decided, _ in log)]
    found = [
        span_of(decided, shown, before, cap) for (decided, shown), before in zip(log, befores, strict=False)
    ]
    return [span for span in found if span is not None]


def length(spans: list[Span]) -> timedelta:
    return sum((span.end - span.start for span in spans), timedelta())


@given(moments, steps, caps)
def test_no_two_spans_share_a_moment_and_together_they_never_exceed_the_time_that_passed(start, gaps, cap):
    log = log_of(start, gaps)
    spans = spans_of(log, cap)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(timedelta() < span.end - span.start <= cap for span in spans)
    if spans:
        assert length(spans) <= log[-1][0] - log[0][0] + cap


@given(moments, steps, caps, zones, st.sampled_from([OFFICE, Calendar(), Calendar(hours=OfficeHours(()))]))
def test_cutting_by_any_calendar_loses_and_adds_nothing(start, gaps, cap, zone, calendar):
    cutter = Cutter(calendar, zone)
    spans = spans_of(log_of(start, gaps), cap)
    pieces = [piece for span in spans for piece in cutter.pieces(span)]
    assert sum((piece[2] for piece in pieces), timedelta()) == length(spans)
    assert pieces == [piece for span in spans for piece in cutter.cut(span)]
    assert all(piece[2] > timedelta() for piece in pieces)


@given(moments, steps, caps)
def test_a_unit_without_office_hours_counts_everything_and_one_with_them_no_more(start, gaps, cap):
    closed = Calendar(GIVEN.get, OfficeHours(()))
    sums = []
    for calendar in (closed, Calendar(GIVEN.get, DEFAULT_HOURS)):
        sheet, cutter = Timesheet(cap), Cutter(calendar, VIETNAM)
        for decided, shown in (log := log_of(start, gaps)):
            sheet.add(UNIT, cutter, decided, shown)
        sums.append(sum(sheet.minutes().values()))
    whole = length(spans_of(log, cap)) / timedelta(minutes=1)
    cells = len(Kind) * 25  # each rounded down, the months of the whole log counted
    assert whole - cells <= sums[0] <= whole
    assert sums[1] <= sums[0]
