"""How units went, summed day by day: days off, units that are through, units that came later."""

from __future__ import annotations

from datetime import date

import pytest

from domain import course
from domain.course import Against, Day
from domain.standing import Behind

THURSDAY, FRIDAY, MONDAY, TUESDAY = (date(2024, 7, day) for day in (4, 5, 8, 9))
DEADLINE = date(2024, 7, 17)


def days(*rows: tuple[date, int, int]) -> tuple[Day, ...]:
    return tuple(Day(*row) for row in rows)


ONE = days((THURSDAY, 0, 10), (FRIDAY, 8, 20), (MONDAY, 20, 30))


def test_one_unit_alone_is_its_own_days():
    assert course.together([(ONE, 25)]) == ONE


def test_no_units_have_no_days():
    assert course.together([]) == () and course.together([((), 5)]) == ()


@pytest.mark.parametrize(
    ("other", "now", "summed"),
    [
        pytest.param(
            days((THURSDAY, 0, 5), (MONDAY, 6, 9)), 7,
            days((THURSDAY, 0, 15), (FRIDAY, 14, 25), (MONDAY, 26, 39)),
            id="a day off: the line stands still, what was done by then is what the next morning says",
        ),
        pytest.param(
            days((THURSDAY, 0, 5)), 5,
            days((THURSDAY, 0, 15), (FRIDAY, 13, 25), (MONDAY, 25, 35)),
            id="through after a day: all it had stays in the sums",
        ),
        pytest.param(
            days((MONDAY, 3, 9)), 4,
            days((THURSDAY, 3, 13), (FRIDAY, 11, 23), (MONDAY, 23, 39)),
            id="records that came on Monday: before, its line is what it had",
        ),
        pytest.param(
            (), 100,
            days((THURSDAY, 100, 110), (FRIDAY, 108, 120), (MONDAY, 120, 130)),
            id="through long ago: done and planned alike",
        ),
    ],
)  # fmt: skip
def test_units_are_summed_over_days_that_are_not_the_same(
    other: tuple[Day, ...], now: int, summed: tuple[Day, ...]
):
    assert course.together([(ONE, 25), (other, now)]) == summed


def test_the_plan_is_held_against_what_is_done_by_now():
    against = course.against(ONE, 25, TUESDAY, finished=False)
    assert against == Against(25, 30, MONDAY, Behind(1, MONDAY)) and against.missing == 5


def test_today_is_not_asked_for_before_its_evening():
    assert course.against(ONE, 25, MONDAY, finished=False) == Against(25, 20, FRIDAY, Behind())


def test_what_is_done_on_a_saturday_counts_for_friday():
    assert course.against(ONE[:2], 19, date(2024, 7, 6), finished=False) == Against(
        19, 20, FRIDAY, Behind(2, THURSDAY)
    )
    assert course.against(ONE[:2], 20, date(2024, 7, 6), finished=False) == Against(20, 20, FRIDAY, Behind())


def test_who_is_through_is_behind_nothing():
    against = course.against(ONE, 25, TUESDAY, finished=True)
    assert against is not None and against.behind == Behind()


def test_on_the_first_day_there_is_nothing_to_hold_against():
    assert course.against(ONE[:1], 4, THURSDAY, finished=False) is None
    assert course.against((), 4, THURSDAY, finished=False) is None


def drawn(rows: tuple[Day, ...], **more: object):
    about = {"title": "Xã Hòa Cư", "as_of": "đến 08/07/2024", "done": 25, "still_open": 75, "deadline": DEADLINE,
             "today": MONDAY, "forecast": (TUESDAY, None)}  # fmt: skip
    return course.burn_up(rows, **{**about, **more})  # type: ignore[arg-type]


def test_the_picture_begins_the_evening_before_and_ends_at_the_deadline():
    chart = drawn(ONE)
    assert chart is not None and chart.total == 100 and chart.forecast == (TUESDAY, None)
    assert chart.done == ((date(2024, 7, 3), 0), (THURSDAY, 8), (FRIDAY, 20), (MONDAY, 25))
    assert chart.planned == ((THURSDAY, 10), (FRIDAY, 20), (MONDAY, 30), (DEADLINE, 100))


def test_a_picture_of_who_is_through_says_when_and_forecasts_nothing():
    chart = drawn(ONE, still_open=0, today=TUESDAY)
    assert chart is not None and (chart.finished_on, chart.forecast) == (MONDAY, None)


def test_after_the_deadline_the_line_has_no_way_to_go():
    chart = drawn(ONE, deadline=FRIDAY)
    assert chart is not None and chart.planned[-1] == (MONDAY, 30)


def test_without_a_planned_day_there_is_no_picture():
    assert drawn(()) is None
