"""The plan of a day: read the morning, decide by the rules, write it. Planned once, whoever asks and however often.

A unit's day has the key (unit, day). Whoever writes the key first plans; a second process waits for the first one's
commit and then finds nothing left to do. A process that dies half-way leaves the units it had committed planned, and
the rest to the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from domain import quota
from domain.standing import next_line
from domain.workdays import Calendar
from storage import assigning, calendars, done_levels, leases, morning, plans, shares, situation
from storage.engine import Tx
from storage.morning import Decided
from storage.plans import UnitLine
from storage.situation import Standing, reach, unit_plans

_PLANNED = ("open", "needed", "given", "shortfall", "done", "line")
BATCH = 500  # units that are planned in one transaction


@dataclass(frozen=True, slots=True)
class Campaign:
    """The settings a plan depends on."""

    deadline: date  # the last day on which work counts
    zone: tzinfo
    ceiling: int = quota.CEILING  # records a day, where the roster gives a person none of their own
    calendar_file: Path | None = None
    reserve: int = 0  # working days before the deadline that are kept free


@dataclass(frozen=True, slots=True)
class Due:
    """Units whose day can be planned, with the working days each has left, and why others are not."""

    units: Mapping[int, Standing]
    days_left: Mapping[int, int]
    off: Mapping[str, int]  # why the day is none for work → in how many units
    over: int  # units with open records and no working day left


async def due(tx: Tx, campaign: Campaign, day: date) -> Due:
    """Find the units with open records for which that day is a working day."""
    found = await situation.with_open(tx, await situation.standing_units(tx, day))
    known = await calendars.load(tx, campaign.calendar_file)
    counted: dict[tuple[int, ...], tuple[Calendar, int]] = {}
    days_left: dict[int, int] = {}
    off: dict[str, int] = {}
    over = 0
    for unit in found.values():
        key = known.key(unit.path)
        if key not in counted:
            calendar = known.of(unit.path)
            counted[key] = calendar, calendar.count(day, campaign.deadline)
        calendar, left = counted[key]
        if left <= 0:
            over += 1
        elif not calendar.is_workday(day):
            reason = calendar.day(day).reason
            off[reason] = off.get(reason, 0) + 1
        else:
            days_left[unit.id] = left
    return Due({unit_id: found[unit_id] for unit_id in days_left}, days_left, off, over)


async def groups(tx: Tx, campaign: Campaign, day: date) -> tuple[Due, list[list[int]]]:
    """Part what is due and not planned into groups of units that share people."""
    todo = await due(tx, campaign, day)
    planned = await planned_units(tx, todo, day)
    root = {unit_id: unit_id for unit_id in todo.units}

    def find(unit_id: int) -> int:
        while root[unit_id] != unit_id:
            root[unit_id] = root[root[unit_id]]
            unit_id = root[unit_id]
        return unit_id

    for unit_ids in reach(todo.units, await situation.posts(tx, campaign.zone)).values():
        for unit_id in unit_ids[1:]:
            root[find(unit_id)] = find(unit_ids[0])
    found: dict[int, list[int]] = {}
    for unit_id in todo.units:
        if unit_id not in planned:
            found.setdefault(find(unit_id), []).append(unit_id)
    return todo, list(found.values())


async def planned_units(tx: Tx, todo: Due, day: date) -> set[int]:
    """Tell which units have been planned; also those that took over records of one which was, before it merged."""
    planned = await plans.planned_units(tx, day)
    return {unit.id for unit in todo.units.values() if not planned.isdisjoint(unit.shelves)}


async def batches(tx: Tx, campaign: Campaign, day: date) -> tuple[Due, list[list[int]]]:
    """Put the groups together to batches of which each is small enough for one transaction."""
    todo, found = await groups(tx, campaign, day)
    parts: list[list[int]] = []
    for group in found:
        if parts and len(parts[-1]) + len(group) <= BATCH:
            parts[-1] += group
        else:
            parts.append(list(group))
    return todo, parts


async def foresee(tx: Tx, campaign: Campaign, day: date) -> tuple[Due, list[UnitLine]]:
    """Tell what planning that day would give, those units that are planned already as they were; writes nothing."""
    todo = await due(tx, campaign, day)
    planned = await plans.of_day(tx, day)
    done = await planned_units(tx, todo, day)
    decided = await _decide(
        tx, campaign, day, {i: unit for i, unit in todo.units.items() if i not in done}, todo
    )
    lines = sorted([*planned, *decided.lines], key=lambda line: (line.code, line.unit_id))
    return todo, plans.with_neighbours(lines)


async def _decide(tx: Tx, campaign: Campaign, day: date, units: Mapping[int, Standing], todo: Due) -> Decided:
    seen = await situation.look(tx, units, await situation.posts(tx, campaign.zone, units), day=day)
    return morning.decide(seen, todo.days_left, day=day, ceiling=campaign.ceiling, reserve=campaign.reserve)


async def plan(
    tx: Tx, campaign: Campaign, day: date, unit_ids: Iterable[int], *, now: datetime, todo: Due | None = None
) -> list[UnitLine]:
    """Plan a day for some units and lay the records on the desks; units planned before are left as they are.

    `todo` is what is due, where the caller has just read it. Returns the lines of the units planned now.
    """
    todo = todo or await due(tx, campaign, day)
    mine = await _take_keys(tx, [i for i in sorted(unit_ids) if i in todo.units], day, todo, now)
    if not mine:
        return []
    await leases.end_lent_posts(tx, day, now)
    units = {unit_id: todo.units[unit_id] for unit_id in mine}
    decided = await _decide(tx, campaign, day, units, todo)
    shelves = [shelf_id for unit in units.values() for shelf_id in unit.shelves]
    stands = await done_levels.mornings(tx, units, day)
    await leases.renew(tx, shelves, gone=decided.gone, stand_ins=decided.stand_ins, day=day)
    await shares.put(tx, [row for line in decided.lines for row in rows_of(line, day)])
    await tx.run(
        update(unit_plans)
        .where(unit_plans.c.unit_id == bindparam("p_unit"), unit_plans.c.day == bindparam("p_day"))
        .values({name: bindparam(f"p_{name}") for name in _PLANNED}),
        [
            {"p_unit": line.unit_id, "p_day": day, "p_open": line.open, "p_needed": line.needed,
             "p_given": line.given, "p_shortfall": line.shortfall, "p_done": stands[line.unit_id].done,
             "p_line": next_line(stands[line.unit_id].line, stands[line.unit_id].done + line.open,
                                 quota.days_to_aim_at(line.days_left, campaign.reserve))}
            for line in decided.lines
        ],
    )  # fmt: skip
    wishes = {line.unit_id: [(p.person_id, p.fresh) for p in line.people] for line in decided.lines}
    await assigning.assign(tx, wishes, {unit.id: unit.shelves for unit in units.values()}, day=day)
    return list(decided.lines)


async def _take_keys(tx: Tx, unit_ids: list[int], day: date, todo: Due, now: datetime) -> list[int]:
    """Write the keys of these units' day; returns those that nobody had written, in order."""
    if not unit_ids:
        return []
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    statement = make(unit_plans).on_conflict_do_nothing().returning(unit_plans.c.unit_id)
    rows = [
        {"unit_id": unit_id, "day": day, "open": 0, "days_left": todo.days_left[unit_id], "needed": 0, "given": 0,
         "shortfall": 0, "planned_at": now}
        for unit_id in unit_ids
    ]  # fmt: skip
    return sorted(unit_id for (unit_id,) in await tx.run(statement, rows))


def rows_of(line: UnitLine, day: date) -> list[dict[str, Any]]:
    """Give a unit's line as the rows of its people."""
    return [
        {"person_id": p.person_id, "unit_id": line.unit_id, "day": day, "carried": p.carried, "fresh": p.fresh,
         "extra": 0, "most": p.most, "fixed": p.fixed, "reason": p.reason}
        for p in line.people
    ]  # fmt: skip
