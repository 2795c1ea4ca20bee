"""Drives to run in tests, and who in them has enough people: the truth, which no plan knows."""

from __future__ import annotations

from datetime import date

from bot.simulation import clock as clocks
from bot.simulation import drive as drives
from bot.simulation.clock import Clock
from bot.simulation.drive import Drive
from bot.simulation.running import Run
from domain import quota

FIRST, DEADLINE = date(2024, 7, 4), date(2024, 10, 29)
RESERVE = 10  # working days before the letter's deadline at which a careful province aims


def letters(
    seed: int = drives.SEED, *, reserve: int = RESERVE, known_pace: bool = True
) -> tuple[Drive, Clock]:
    """Invent a drive of the letter's size: aimed ahead of the deadline, with a roster that tells the truth."""
    clock = clocks.clock(FIRST, DEADLINE, reserve=reserve)
    return drives.invent(len(clock.days), seed=seed, known_pace=known_pace), clock


def with_enough_people(drive: Drive, clock: Clock) -> set[int]:
    """Find the units whose own people can do each day what is due, with all that happens to them until the goal.

    Due is what the plan needs on day one and what the vendor will send anew of it; a person can do their pace up to
    their ceiling on each day on which they come.
    """
    days = clock.left(clock.first)
    can = [0.0] * len(drive.communes)
    for person in drive.people:
        if person.unit is not None:
            came = sum(person.at_work(day) for day in range(days))
            can[person.unit] += came / days * min(person.pace, person.ceiling)
    enough = set()
    for unit in drive.communes:
        due = quota.needed(unit.backlog, days)
        assert isinstance(due, int)
        if due / (1 - unit.returned) <= can[unit.id]:
            enough.add(unit.id)
    return enough


def late(found: Run, deadline: date = DEADLINE) -> set[int]:
    """Find the units that are late."""
    return {place for place, unit in enumerate(found.units) if unit.is_late(deadline)}
