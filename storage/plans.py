"""What was planned for whom: a person's day, and the plan of a day unit by unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, Table, bindparam, func, select

from storage.engine import Tx
from storage.hot import Hot
from storage.tables import PersonRow, UnitRow
from storage.tables_plans import PlanRow, UnitPlanRow

people = PersonRow.__table__  # type: ignore[attr-defined]
plans = PlanRow.__table__  # type: ignore[attr-defined]
unit_plans = UnitPlanRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

LEAVE, ABSENT, NO_WEIGHT = "leave", "absent", "no_weight"  # why somebody got nothing new
GONE = "gone"  # the post ended during the day; what was done till then stands
ASKED_FOR = "asked_for"  # a row that only holds what was asked for beyond any plan


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person's share of a unit's day."""

    person_id: int
    name: str
    carried: int
    fresh: int
    extra: int
    most: int
    fixed: bool
    reason: str
    elsewhere: int = 0  # what the same person holds that day in other units

    @property
    def total(self) -> int:
        """Records planned for this day, without what was asked for beyond."""
        return self.carried + self.fresh

    @property
    def room(self) -> int:
        """How many more this person could take."""
        taken = self.total + self.extra + self.elsewhere
        return 0 if self.reason or self.fixed else max(0, self.most - taken)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A unit beside one that falls short, whose people have room."""

    unit_id: int
    code: str
    name: str
    room: int


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit's day as planned."""

    unit_id: int
    code: str
    name: str
    path: str
    parent_id: int | None
    open: int
    days_left: int
    needed: int
    given: int
    shortfall: int
    people: tuple[PersonLine, ...]
    neighbours: tuple[Neighbour, ...] = ()

    @property
    def room(self) -> int:
        """How many records more its people could take."""
        return sum(line.room for line in self.people)


_quota = Hot(
    select(plans.c.unit_id, plans.c.carried, plans.c.fresh, plans.c.extra, plans.c.reason).where(
        plans.c.person_id == bindparam("p_person"), plans.c.day == bindparam("p_day")
    )
)


async def quota_of(tx: Tx, person_id: int, day: date) -> int | None:
    """Tell how many records a person's day holds, all units and overtime asked for together; None without a plan.

    Somebody who was left out as absent, and is back, is as one who was never planned; so is who came from elsewhere.
    """
    rows = (await tx.run(_quota, {"p_person": person_id, "p_day": day})).all()
    planned = [row for row in rows if row.reason not in (ABSENT, ASKED_FOR)]
    if all(row.reason == GONE for row in planned):
        return None
    return sum(int(row.carried + row.fresh) for row in planned) + sum(int(row.extra) for row in rows)


async def reason_of(tx: Tx, person_id: int, day: date) -> str:
    """Tell why somebody has no share of a day; empty where they have one, or were never planned."""
    rows = (await tx.run(_quota, {"p_person": person_id, "p_day": day})).all()
    return "" if any(not row.reason for row in rows) else next((row.reason for row in rows), "")


async def extra_of(tx: Tx, person_id: int, day: date) -> int:
    """Tell how many records somebody asked for beyond the plan that day."""
    rows = (await tx.run(_quota, {"p_person": person_id, "p_day": day})).all()
    return sum(row.extra for row in rows)


async def last_states(tx: Tx, unit_ids: Sequence[int], day: date) -> dict[int, tuple[bool, frozenset[int]]]:
    """Tell how units stood on the last day planned before a day: whether they fell short, and who was absent."""
    last = (
        select(unit_plans.c.unit_id, func.max(unit_plans.c.day).label("day"))
        .where(unit_plans.c.unit_id.in_(unit_ids), unit_plans.c.day < day)
        .group_by(unit_plans.c.unit_id)
        .subquery()
    )

    def same_day(table: Table) -> ColumnElement[bool]:
        return (table.c.unit_id == last.c.unit_id) & (table.c.day == last.c.day)

    absent: dict[int, set[int]] = defaultdict(set)
    for row in await tx.run(
        select(plans.c.unit_id, plans.c.person_id).join(last, same_day(plans)).where(plans.c.reason == ABSENT)
    ):
        absent[row.unit_id].add(row.person_id)
    rows = await tx.run(select(unit_plans.c.unit_id, unit_plans.c.shortfall).join(last, same_day(unit_plans)))
    return {row.unit_id: (row.shortfall > 0, frozenset(absent.get(row.unit_id, ()))) for row in rows}


async def planned_units(tx: Tx, day: date) -> set[int]:
    """List the units whose day has been planned."""
    return {
        unit_id for (unit_id,) in await tx.run(select(unit_plans.c.unit_id).where(unit_plans.c.day == day))
    }


async def of_day(tx: Tx, day: date, path: str = "/") -> list[UnitLine]:
    """Read the plan of a day for a subtree, by code, with each unit's people in the order they were hired."""
    shares: dict[int, list[PersonLine]] = defaultdict(list)
    below = units.c.path.startswith(path, autoescape=True)
    held = await _held_in_all(tx, day, below)
    for row in await tx.run(
        select(plans, people.c.full_name)
        .join(people, people.c.id == plans.c.person_id)
        .join(units, units.c.id == plans.c.unit_id)
        .where(plans.c.day == day, below)
        .order_by(plans.c.unit_id, plans.c.person_id)
    ):
        shares[row.unit_id].append(
            PersonLine(
                row.person_id,
                row.full_name,
                row.carried,
                row.fresh,
                row.extra,
                row.most,
                row.fixed,
                row.reason,
                held[row.person_id] - row.carried - row.fresh - row.extra,
            )
        )
    rows = await tx.run(
        select(unit_plans, units.c.code, units.c.name, units.c.path, units.c.parent_id)
        .join(units, units.c.id == unit_plans.c.unit_id)
        .where(unit_plans.c.day == day, below)
        .order_by(units.c.code, units.c.id)
    )
    lines = [
        UnitLine(row.unit_id, row.code, row.name, row.path, row.parent_id, row.open, row.days_left, row.needed,
                 row.given, row.shortfall, tuple(shares.get(row.unit_id, ())))
        for row in rows
    ]  # fmt: skip
    return with_neighbours(lines)


async def _held_in_all(tx: Tx, day: date, below: ColumnElement[bool]) -> dict[int, int]:
    """Tell how many records the people of a subtree hold that day, in all units they serve."""
    theirs = (
        select(plans.c.person_id).join(units, units.c.id == plans.c.unit_id).where(plans.c.day == day, below)
    )
    rows = await tx.run(
        select(plans.c.person_id, func.sum(plans.c.carried + plans.c.fresh + plans.c.extra).label("n"))
        .where(plans.c.person_id.in_(theirs), plans.c.day == day)
        .group_by(plans.c.person_id)
    )
    return {row.person_id: int(row.n) for row in rows}


NEIGHBOURS = 5


def with_neighbours(lines: Sequence[UnitLine]) -> list[UnitLine]:
    """Name, for each unit that falls short, the units under the same one whose people have room, the most first."""
    beside: dict[int | None, list[UnitLine]] = defaultdict(list)
    for line in lines:
        if line.room and not line.shortfall:
            beside[line.parent_id].append(line)
    found = []
    for line in lines:
        near: list[Neighbour] = []
        if line.shortfall:
            having = sorted(beside[line.parent_id], key=lambda other: (-other.room, other.code))
            near = [Neighbour(o.unit_id, o.code, o.name, o.room) for o in having[:NEIGHBOURS]]
        found.append(replace(line, neighbours=tuple(near)))
    return found
