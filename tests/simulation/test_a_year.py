"""A year of work over Tết, a swapped Saturday and every end of a month, with three days without the bot."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.simulation import clock as clocks
from bot.simulation.clock import NoWorkingDay, Outage
from bot.simulation.drive import Drive, invent
from bot.simulation.policies import POLICIES, Plan, Policy
from bot.simulation.running import DayLine, run

FIRST, LAST = date(2024, 1, 2), date(2024, 12, 31)
OUTAGE = Outage(
    date(2024, 8, 29), 3
)  # over the end of a month: Thursday, Friday, and the Wednesday after 02/9
LOST = {date(2024, 8, 29), date(2024, 8, 30), date(2024, 9, 4)}
TET = [date(2024, 2, day) for day in range(8, 15)]
HOLIDAYS = [date(2024, 4, 18), date(2024, 4, 30), date(2024, 5, 1), date(2024, 9, 2), date(2024, 9, 3)]
SWAPPED_AWAY, MADE_UP = date(2024, 4, 29), date(2024, 5, 4)
ALL_DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def drive() -> Drive:
    return invent(520, total=60_000, communes=24, people=60)


@pytest.fixture(scope="module", params=POLICIES, ids=lambda policy: policy.name)
def days(request: pytest.FixtureRequest) -> list[DayLine]:
    invented: Drive = drive()
    policy: Policy = request.param(invented)
    return run(invented, clocks.clock(FIRST, LAST, outages=[OUTAGE]), policy).days


def planned(days: list[DayLine]) -> set[date]:
    return {line.on for line in days if line.planned}


def test_nothing_is_planned_on_a_day_off(days: list[DayLine]):
    off = {*TET, *HOLIDAYS, SWAPPED_AWAY, *(on for on in ALL_DAYS if on.weekday() >= 5 and on != MADE_UP)}
    assert planned(days) & off == set()


def test_no_working_day_is_missed_but_those_of_the_outage(days: list[DayLine]):
    """All days that are neither weekend nor holiday, and the Saturday worked for the Monday before 30/4."""
    off = {*TET, *HOLIDAYS, SWAPPED_AWAY}
    due = {on for on in ALL_DAYS if (on.weekday() < 5 and on not in off) or on == MADE_UP}
    until = max(line.on for line in days)
    assert {line.on for line in days if not line.planned} == LOST
    assert planned(days) | LOST >= {on for on in due if on <= until}
    assert MADE_UP in planned(days)
    assert len(due) == 251  # as the country's calendar of 2024 has it


def test_sums_hold_every_day_and_an_outage_moves_nothing(days: list[DayLine]):
    assert {line.still_open + line.done + line.at_vendor for line in days} == {60_000}
    assert all(line.decided == 0 for line in days if not line.planned)


def test_under_the_plan_somebody_works_on_each_working_day_until_the_end_of_the_year():
    invented = drive()
    found = run(invented, clocks.clock(FIRST, LAST, outages=[OUTAGE]), Plan(invented))
    assert [line.on for line in found.days if line.on <= LAST and line.planned and not line.decided] == []


def test_after_an_outage_more_is_due_on_each_day_and_nobody_counts_as_absent():
    invented = drive()
    policy = Plan(invented)
    found = run(invented, clocks.clock(FIRST, LAST, outages=[OUTAGE]), policy)
    by_day = {line.on: line for line in found.days}
    after, before = by_day[date(2024, 9, 5)], by_day[date(2024, 8, 28)]
    assert after.decided > 0.8 * before.decided


def test_an_outage_over_the_whole_drive_is_refused():
    with pytest.raises(NoWorkingDay):
        clocks.clock(date(2024, 7, 6), date(2024, 7, 7))
    with pytest.raises(NoWorkingDay):
        clocks.clock(date(2024, 7, 4), date(2024, 7, 5), outages=[Outage(date(2024, 7, 4), 2)])
