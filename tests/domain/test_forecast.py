"""A forecast names days between which the work will be done, keeps to what was seen, and says when it cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import forecast, pace, quota
from domain.forecast import Forecast, Unknown, Why
from domain.pace import Morning, Position
from domain.wording import forecast as say
from domain.workdays import Calendar, Day, DayKind
from storage.calendars import SHIPPED, Calendars, read_file

DEADLINE = date(2024, 10, 29)
LETTER = date(2024, 7, 3)
CALENDAR = Calendars({}, {}, read_file(SHIPPED)).of("/")
AHEAD = forecast.days_ahead(LETTER, CALENDAR.next_workday)
NEVER = date.max


def even(still_open: int, each_day: int, **other: int) -> Position:
    return Position(still_open, (each_day,) * 10, (0,) * 10, **other)


def told(position: Position, ahead: Sequence[date] = AHEAD) -> Forecast:
    found = forecast.forecast(position, ahead)
    assert isinstance(found, Forecast)
    return found


# ── the letter's own position ───────────────────────────────────────────────────────────────────

DECIDED, LEFT, RETURNED = 55_865, 262_871, 21_296
OLD_PACE = DECIDED / 28
LETTERS = Position(LEFT, (round(OLD_PACE),) * 10, (0,) * 10, RETURNED)


def test_at_the_old_pace_the_letters_province_is_not_through_before_2025():
    assert forecast.at_pace(LEFT, OLD_PACE, AHEAD) == date(2025, 1, 8)  # if nothing at all came back
    found = told(LETTERS)
    assert found.middle is not None
    assert found.middle.year == 2025
    assert found.earliest > DEADLINE
    assert found.latest is not None
    assert found.latest > found.middle


def test_the_letters_province_hears_which_pace_it_needs():
    days = CALENDAR.count(AHEAD[0], DEADLINE)
    needed = quota.needed(LEFT, days)
    assert (days, needed) == (82, 3_206)
    assert say.at_old_pace(OLD_PACE, forecast.at_pace(LEFT, OLD_PACE, AHEAD), 3_206, DEADLINE) == (
        "Nếu giữ nhịp cũ (1.995 hồ sơ mỗi ngày làm việc) thì xong không trước năm 2025; "
        "cần 3.206 hồ sơ mỗi ngày làm việc để kịp hạn 29/10/2024."
    )


# ── what the range follows ──────────────────────────────────────────────────────────────────────


def test_who_has_a_steady_pace_is_through_about_when_it_says():
    found = told(even(200, 10))
    assert found.pace == 10
    assert found.earliest < AHEAD[19] <= AHEAD[22] < (found.latest or NEVER)
    assert found.middle in AHEAD[18:24]


def test_uneven_days_make_a_wider_range():
    uneven = replace(even(200, 10), done=(30, 0, 0, 20, 0, 5, 25, 0, 20, 0))
    assert told(uneven).latest > told(even(200, 10)).latest  # type: ignore[operator]


def test_what_lies_at_the_vendor_and_what_comes_in_make_it_later():
    base = even(400, 10)
    assert told(replace(base, at_vendor=80)).middle > told(base).middle  # type: ignore[operator]
    assert told(replace(base, arrived=(4,) * 10)).middle > told(base).middle  # type: ignore[operator]


def test_a_unit_that_does_what_its_plan_asks_is_through_on_the_day_aimed_at():
    on_plan = even(400, 10, aim=40)
    assert told(on_plan).earliest == told(on_plan).middle == AHEAD[39]
    assert told(on_plan).latest in AHEAD[39:42]


def test_a_plan_that_asks_for_more_than_good_days_bring_does_not_help():
    found = told(even(400, 10, aim=20))
    assert found.middle in AHEAD[33:42]


def test_whoever_does_far_more_than_the_plan_asks_is_through_before_its_day():
    assert told(even(100, 10, aim=40)).latest < AHEAD[39]  # type: ignore[operator]


def test_days_without_the_bot_do_not_show_what_people_can_do():
    outage = Position(400, (10,) * 6 + (0,) * 4, (0,) * 10, aim=40, lost=4)
    absent = replace(outage, lost=0)
    assert outage.pace == 6
    assert outage.good_pace == absent.good_pace == 10
    assert told(outage).middle == AHEAD[39]


def test_several_units_are_through_when_the_last_one_is():
    alone, last = even(100, 10), even(300, 10)
    whole = forecast.of_all([alone, last, even(0, 10)], AHEAD)
    assert isinstance(whole.found, Forecast)
    assert (whole.unknown, whole.found.pace) == (0, 20)
    assert whole.found == replace(told(last), pace=20.0)
    many = forecast.of_all([last] * 20, AHEAD).found
    assert isinstance(many, Forecast)
    assert many.middle > told(last).middle  # type: ignore[operator]


def test_units_without_a_pace_are_counted_and_not_guessed():
    whole = forecast.of_all([even(100, 10), even(70, 0), even(30, 0)], AHEAD)
    assert (whole.unknown, whole.still_open) == (2, 100)
    assert whole.found == told(even(100, 10))
    assert forecast.of_all([even(70, 0)], AHEAD).found == Unknown(Why.NOTHING_DONE)
    assert forecast.of_all([even(0, 5)], AHEAD).found == Unknown(Why.FINISHED)
    assert forecast.of_all([], AHEAD).found == Unknown(Why.FINISHED)


# ── when nothing can be told ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("position", "why"),
    [
        pytest.param(even(0, 10), Why.FINISHED, id="nothing is open"),
        pytest.param(Position(50, (9, 9), (0, 0)), Why.TOO_EARLY, id="the third morning"),
        pytest.param(Position(50, (), ()), Why.TOO_EARLY, id="the first morning"),
        pytest.param(even(50, 0), Why.NOTHING_DONE, id="nobody has done anything"),
        pytest.param(Position(50, (5,) * 10, (10,) * 10), Why.GROWING, id="twice as much comes in"),
        pytest.param(even(100_000, 10), Why.FAR, id="forty years"),
    ],
)
def test_what_cannot_be_told_has_a_reason(position: Position, why: Why):
    assert forecast.forecast(position, AHEAD) == Unknown(why)
    assert say.line(Unknown(why), DEADLINE)


def test_an_end_that_lies_beyond_three_years_is_left_open():
    found = told(even(7_000, 10))
    assert found.latest is None
    assert "chưa rõ muộn nhất" in say.line(found, DEADLINE)


# ── how it is said ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("found", "line"),
    [
        pytest.param(
            Forecast(date(2024, 10, 12), date(2024, 10, 20), date(2024, 11, 5), 3.0),
            "Dự kiến xong: từ 12/10/2024 đến 05/11/2024 (hạn 29/10/2024)",
            id="a range",
        ),
        pytest.param(
            Forecast(date(2024, 10, 14), date(2024, 10, 14), date(2024, 10, 14), 3.0),
            "Dự kiến xong: 14/10/2024 (hạn 29/10/2024)",
            id="one day",
        ),
        pytest.param(
            Forecast(date(2026, 10, 14), None, None, 3.0),
            "Dự kiến xong: không trước 14/10/2026, chưa rõ muộn nhất là khi nào (hạn 29/10/2024)",
            id="no end in sight",
        ),
        pytest.param(Unknown(Why.FINISHED), "Không còn hồ sơ chưa rà soát.", id="through"),
    ],
)
def test_a_forecast_is_one_line(found: Forecast | Unknown, line: str):
    assert say.line(found, DEADLINE) == line


def test_units_left_out_are_named():
    whole = forecast.Whole(Unknown(Why.NOTHING_DONE), 3, 1_412)
    assert say.whole(whole).splitlines()[1] == "Chưa tính 3 đơn vị chưa rõ nhịp, còn 1.412 hồ sơ."


@pytest.mark.parametrize(
    ("through", "words"),
    [
        pytest.param(date(2024, 10, 29), "thì kịp hạn 29/10/2024", id="in time"),
        pytest.param(date(2024, 11, 5), "thì xong không trước 05/11/2024; cần", id="a week late"),
        pytest.param(None, "thì ba năm nữa vẫn chưa xong; cần", id="years late"),
    ],
)
def test_the_old_pace_is_held_against_the_deadline(through: date | None, words: str):
    assert words in say.at_old_pace(0.4, through, 16, DEADLINE)
    assert "chưa đến 1 hồ sơ mỗi ngày" in say.at_old_pace(0.4, through, 16, DEADLINE)


# ── what holds for any position ─────────────────────────────────────────────────────────────────

counts = st.integers(0, 400)
positions = st.builds(
    Position,
    still_open=st.integers(1, 30_000),
    done=st.lists(counts, min_size=3, max_size=10).map(tuple),
    arrived=st.lists(st.integers(0, 40), max_size=10).map(tuple),
    at_vendor=st.integers(0, 2_000),
    aim=st.integers(0, 90),
    lost=st.integers(0, 2),
)


def ends(position: Position) -> tuple[date, date, date] | None:
    found = forecast.forecast(position, AHEAD)
    if isinstance(found, Unknown):
        return (NEVER, NEVER, NEVER) if found.why is Why.FAR else None
    return found.earliest, found.middle or NEVER, found.latest or NEVER


@given(positions)
def test_the_range_is_in_order_of_working_days_and_always_the_same(position: Position):
    found = ends(position)
    if found:
        assert list(found) == sorted(found)
        assert set(found) <= {*AHEAD, NEVER}
        assert ends(position) == found


@given(positions, st.integers(1, 5_000))
def test_more_open_is_never_through_earlier(position: Position, more: int):
    one, other = ends(position), ends(replace(position, still_open=position.still_open + more))
    if one:
        assert other is not None
        assert all(later >= sooner for later, sooner in zip(other, one, strict=True))


@given(positions, st.integers(2, 5))
def test_the_same_days_at_a_faster_pace_are_never_through_later(position: Position, times: int):
    one = ends(position)
    other = ends(replace(position, done=tuple(each * times for each in position.done)))
    if one:
        assert other is not None
        assert all(sooner <= later for later, sooner in zip(one, other, strict=True))


@given(st.lists(positions, min_size=1, max_size=6))
def test_the_whole_is_never_surely_through_before_one_of_its_units(units: list[Position]):
    found = forecast.of_all(units, AHEAD).found
    singles = [each for each in map(ends, units) if each]
    if isinstance(found, Forecast):
        together = (found.earliest, found.middle or NEVER, found.latest or NEVER)
        assert all(
            whole >= max(each) for whole, each in zip(together, zip(*singles, strict=True), strict=True)
        )


# ── reading the pace off the mornings ───────────────────────────────────────────────────────────


def at(day: int, still_open: int, decided: int) -> Morning:
    return Morning(date(2024, 7, day), still_open, decided)  # the 1st is a Monday


def read(*mornings: Morning, calendar: Calendar = CALENDAR, at_vendor: int = 0) -> Position:
    return pace.position(mornings, at_vendor=at_vendor, is_workday=calendar.is_workday)


def test_decisions_and_arrivals_are_what_changed_from_morning_to_morning():
    found = read(at(1, 100, 0), at(2, 90, 10), at(3, 95, 18), at(4, 80, 33), at_vendor=7)
    assert found == Position(80, (10, 8, 15), (0, 13, 0), 7)
    assert (found.pace, found.inflow) == (11, 13 / 3)


def test_a_weekend_is_no_day_without_work_and_what_was_done_on_it_counts_for_friday():
    found = read(at(4, 100, 0), at(5, 90, 10), at(8, 70, 30))
    assert found.done == (10, 20)
    assert found.lost == 0


def test_a_holiday_of_the_unit_is_no_day_without_work():
    flood = Calendar(lambda on: Day(DayKind.REST) if on == date(2024, 7, 3) else None)
    assert read(at(1, 100, 0), at(2, 90, 10), at(4, 80, 20), calendar=flood).done == (10, 10)


def test_days_without_the_bot_are_days_without_decisions():
    found = read(at(1, 100, 0), at(2, 90, 10), at(5, 80, 20))
    assert (found.done, found.lost) == ((10, 10, 0, 0), 2)


def test_a_unit_that_was_through_until_something_came_back_was_not_idle():
    found = read(at(1, 12, 0), at(2, 4, 8), at(9, 3, 12))
    assert (found.done, found.lost) == ((8, 4), 0)
    assert found.arrived == (0, 0, 0, 0, 0, 3)  # one for each working day


def test_only_the_last_ten_days_count():
    mornings = [at(day, 1_000 - day**2, day**2) for day in (1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 15, 16, 17)]
    found = read(*mornings)
    assert len(found.done) == len(found.arrived) == 10
    assert found.done[-1] == 17**2 - 16**2


def test_decisions_that_were_taken_back_are_no_negative_pace():
    assert read(at(1, 100, 50), at(2, 103, 47)).done == (0,)


def test_one_morning_tells_where_a_unit_stands_and_no_pace():
    found = read(at(1, 100, 0))
    assert (found.still_open, found.pace, found.good_pace, found.inflow) == (100, 0, 0, 0)
    with pytest.raises(ValueError, match="a morning"):
        read()


def test_a_subtree_is_the_sum_of_its_units_also_of_those_that_are_through_or_off():
    through = [at(1, 10, 0), at(2, 4, 6)]
    off_on_wednesday = [at(1, 50, 5), at(2, 40, 15), at(4, 30, 25)]
    begins_late = [at(3, 20, 0), at(4, 15, 5)]
    assert pace.together([through, off_on_wednesday, begins_late, []]) == [
        at(1, 60, 5),
        at(2, 44, 21),
        at(3, 50, 35),
        at(4, 45, 40),
    ]


def test_two_hundred_communes_are_told_together_from_their_mornings():
    mornings = [
        Morning(LETTER + timedelta(days=n), 1_300 - 15 * n, 15 * n) for n in range(-20, 1)
        if CALENDAR.is_workday(LETTER + timedelta(days=n))
    ]  # fmt: skip
    units = [[replace(each, still_open=each.still_open + n) for each in mornings] for n in range(200)]
    found = forecast.of_all(
        [pace.position(unit, at_vendor=0, is_workday=CALENDAR.is_workday, aim=82) for unit in units], AHEAD
    )
    assert isinstance(found.found, Forecast)
    assert found.unknown == 0
    assert found.found.earliest > DEADLINE


def test_on_the_first_days_of_a_drive_it_is_too_early_and_not_that_nothing_was_done():
    new = Position(40, (), ())
    idle = Position(40, (0, 0, 0, 0), (0, 0, 0, 0))
    assert forecast.of_all([new, new], AHEAD).found == Unknown(Why.TOO_EARLY)
    assert forecast.of_all([idle], AHEAD).found == Unknown(Why.NOTHING_DONE)
    assert forecast.of_all([new, idle], AHEAD).found == Unknown(Why.NOTHING_DONE)
    assert forecast.of_all([], AHEAD).found == Unknown(Why.FINISHED)
