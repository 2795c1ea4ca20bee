"""The letter's drive: 262,871 open records in 200 communes with uneven backlogs, from 04/7 to 29/10/2024.

Two things are up to the province: that it aims some working days ahead of the deadline, and that the roster says of
each person what they can do. With both, the plan brings every unit through that has enough people.
"""

from __future__ import annotations

import pytest

from bot.simulation.drive import Drive, invent
from bot.simulation.ledger import Ledger, RecordsLost
from bot.simulation.policies import POLICIES, Plan
from bot.simulation.report import Report, simulate
from bot.simulation.running import run
from tests.simulation.drives import DEADLINE, FIRST, late, letters, with_enough_people


@pytest.fixture(scope="module")
def letter() -> Report:
    """The drive of the default seed, run in all three ways."""
    return simulate(*letters(), POLICIES)


@pytest.fixture(scope="module")
def unprepared() -> Report:
    """The same drive aimed at the very last day, with ceilings as heads guess them or as they come."""
    return simulate(*letters(reserve=0, known_pace=False), POLICIES)


# ── the drive itself ────────────────────────────────────────────────────────────────────────────


def test_the_drive_is_of_the_letters_size_and_uneven():
    drive, clock = letters()
    assert (drive.backlog, len(drive.communes), len(drive.people)) == (262_871, 200, 420)
    assert clock.before_deadline == 82
    sizes = sorted(unit.backlog for unit in drive.communes)
    assert sizes[-1] > 10 * sizes[19]  # the largest against the one at a tenth
    assert {person.unit for person in drive.people} == {None, *range(200)}


def test_the_same_seed_invents_the_same_drive():
    assert invent(300, communes=30, people=50, total=9_000) == invent(
        300, communes=30, people=50, total=9_000
    )
    other = invent(300, communes=30, people=50, total=9_000, seed=1)
    assert other.backlog == 9_000
    assert other != invent(300, communes=30, people=50, total=9_000)


# ── what the plan promises ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", [2024, 2, 5])
def test_every_unit_with_enough_people_finishes_and_the_others_are_named(seed: int):
    drive, clock = letters(seed)
    found = run(drive, clock, Plan(drive))
    enough, overdue = with_enough_people(drive, clock), late(found)
    assert len(enough) > 150
    assert enough & overdue == set()
    assert [unit for unit in overdue if found.units[unit].named_on is None] == []


def test_each_late_unit_of_the_letters_drive_was_named_on_day_one(letter: Report):
    units = letter.runs["plan"].units
    overdue = late(letter.runs["plan"])
    assert overdue
    assert {units[unit].named_on for unit in overdue} == {FIRST}


def test_the_plan_leaves_fewer_units_late_than_either_baseline_and_loads_people_more_evenly(letter: Report):
    ours, equal, fcfs = (letter.figures[name] for name in ("plan", "equal", "fcfs"))
    assert ours.late_units * 10 <= min(equal.late_units, fcfs.late_units)
    assert ours.late_records * 10 <= min(equal.late_records, fcfs.late_records)
    assert ours.loads.spread < min(equal.loads.spread, fcfs.loads.spread)
    assert ours.unequal < min(equal.unequal, fcfs.unequal)
    assert ours.within_units < fcfs.within_units  # the naive split is even within a unit by its nature


def test_without_days_in_reserve_fewer_records_are_late_than_under_the_baselines_but_in_more_units(
    unprepared: Report,
):
    """What is aimed at the last day has no day left for whoever is away on it: why there should be a reserve."""
    drive, clock = unprepared.drive, unprepared.clock
    ours, equal, fcfs = (unprepared.figures[name] for name in ("plan", "equal", "fcfs"))
    assert ours.late_records * 2 < min(equal.late_records, fcfs.late_records)
    assert ours.loads.spread < min(equal.loads.spread, fcfs.loads.spread)
    assert ours.late_units > fcfs.late_units
    assert with_enough_people(drive, clock) & late(unprepared.runs["plan"])


def test_first_come_brings_all_through_who_need_no_help(unprepared: Report):
    drive, clock = unprepared.drive, unprepared.clock
    assert with_enough_people(drive, clock) & late(unprepared.runs["fcfs"]) == set()


# ── what never happens, whoever gives out the work ──────────────────────────────────────────────


def test_work_is_planned_on_every_working_day_and_on_no_other(letter: Report):
    calendar = letter.clock.calendar
    for found in letter.runs.values():
        days = [line.on for line in found.days if line.planned]
        assert all(calendar.is_workday(on) for on in days)
        assert len([on for on in days if on <= DEADLINE]) == 82


def test_sums_hold_on_every_day(letter: Report):
    for found in letter.runs.values():
        assert {line.still_open + line.done + line.at_vendor for line in found.days} == {262_871}


def small() -> Drive:
    return invent(100, total=500, communes=4, people=6)


def test_no_record_is_given_twice():
    ledger = Ledger(small())
    ledger.lay(0, 0, ledger.free[0])
    with pytest.raises(RecordsLost):
        ledger.lay(1, 0, 1)


@pytest.mark.parametrize("where", ["free", "done", "at_vendor", "held"])
def test_a_count_that_is_wrong_by_one_is_noticed(where: str):
    ledger = Ledger(small())
    ledger.check()
    getattr(ledger, where)[0] += 1
    with pytest.raises(RecordsLost):
        ledger.check()


def test_a_day_has_the_same_chances_for_every_way_of_giving_out_work():
    drive, clock = letters()
    assert drive.luck(clock.days[3]) == letters()[0].luck(clock.days[3])
    assert drive.luck(clock.days[3]) != drive.luck(clock.days[4])
