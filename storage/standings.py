"""How far units are: what was ever decided against their own line, and for how long they have been behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import and_, bindparam, func, select

from domain import ranking
from domain.review import State
from domain.standing import Behind, Evening, behind
from storage import done_levels
from storage.engine import Tx
from storage.hot import Hot
from storage.situation import standing_units, totals, unit_plans, with_open
from storage.situation import units as units_table

LOOK_BACK = timedelta(days=60)  # who has been behind for longer is behind "since" then


@dataclass(slots=True)
class UnitStanding:
    """How far a unit is now. `planned` is its line up to the last working day that is over."""

    id: int
    code: str
    name: str
    path: str
    parent_id: int | None
    open: int = 0
    done: int = 0
    planned: int = 0
    counted: bool = False  # whether a working day of its plan is over
    behind: Behind = field(default_factory=Behind)
    needed: int = 0  # today, as planned this morning
    returned: int = 0  # at the vendor
    around: str = ""  # the name of what it lies in
    history: list[tuple[date, int, int]] = field(default_factory=list)  # morning: (day, open, decided ever)
    lines: list[tuple[date, int]] = field(default_factory=list)  # where its plan is by each of these evenings

    @property
    def ranked(self) -> tuple[ranking.Standing, str]:
        """Give it as the leaderboard takes it, with the name of what it lies in."""
        counts = max(0, self.done), max(0, self.planned)
        return ranking.Standing(self.id, self.name, *counts, self.finished, self.counted), self.around

    @property
    def finished(self) -> bool:
        """Say whether nothing is open any more."""
        return self.open == 0

    @property
    def missing(self) -> int:
        """How many records it is behind its own plan."""
        return max(0, self.planned - self.done)


_mornings = Hot(
    select(unit_plans.c.unit_id, unit_plans.c.day, unit_plans.c.open, unit_plans.c.done, unit_plans.c.line,
           unit_plans.c.needed)
    .where(
        unit_plans.c.day >= bindparam("p_since"),
        unit_plans.c.day <= bindparam("p_today"),
        unit_plans.c.unit_id.in_(
            select(units_table.c.id).where(units_table.c.path.like(bindparam("p_path") + "%"))
        ),
    )
)  # fmt: skip


async def now(
    tx: Tx, today: date, path: str = "/", *, look_back: timedelta = LOOK_BACK
) -> dict[int, UnitStanding]:
    """Tell how far each unit of a subtree is that was ever planned or has something open.

    A merged one counts where it went. `look_back` is how far its history is told, and how long it can be behind.
    """
    standing = {
        unit.id: unit for unit in (await standing_units(tx, today)).values() if unit.path.startswith(path)
    }
    in_open = {unit.id: unit.open for unit in (await with_open(tx, standing)).values()}
    done = await done_levels.levels(tx)
    returned = {
        row.unit_id: int(row.n)
        for row in await tx.run(
            select(totals.c.unit_id, func.sum(totals.c.count).label("n"))
            .where(totals.c.state == State.RETURNED.value)
            .group_by(totals.c.unit_id)
        )
    }
    of_shelf = {shelf_id: unit.id for unit in standing.values() for shelf_id in unit.shelves}
    rows: dict[int, dict[date, list[int]]] = defaultdict(dict)  # unit → day → open, done, line, needed
    since = {"p_path": path, "p_since": today - look_back, "p_today": today}
    for row in await tx.run(_mornings, since):
        unit_id = of_shelf.get(row.unit_id)
        if unit_id is not None:
            sums = rows[unit_id].setdefault(row.day, [0, 0, 0, 0])
            for place, value in enumerate((row.open, row.done, row.line, row.needed)):
                sums[place] += int(value)
    ever = await _last_lines(tx, today)
    names = {row.id: row.name for row in await tx.run(select(units_table.c.id, units_table.c.name))}
    found: dict[int, UnitStanding] = {}
    for unit in standing.values():
        of_unit = rows.get(unit.id, {})
        if unit.id not in in_open and not of_unit and not any(s in ever for s in unit.shelves):
            continue
        one = UnitStanding(unit.id, unit.code, unit.name, unit.path, unit.parent_id, in_open.get(unit.id, 0))
        one.done = sum(done.get(shelf_id, 0) for shelf_id in unit.shelves)
        one.around = names.get(one.parent_id or 0, "")
        one.returned = sum(returned.get(shelf_id, 0) for shelf_id in unit.shelves)
        _judge(one, of_unit, sum(ever.get(shelf_id, 0) for shelf_id in unit.shelves), today)
        found[unit.id] = one
    return found


def _judge(one: UnitStanding, rows: Mapping[date, list[int]], ever: int, today: date) -> None:
    """Fill in a unit's plan to date, and for how long it has been behind."""
    days = sorted(rows)
    one.history = [(day, rows[day][0], rows[day][1]) for day in days]
    one.lines = [(day, rows[day][2]) for day in days]
    closed = [day for day in days if day < today]
    if today in rows:
        one.needed = rows[today][3]
    if not closed:
        one.planned = ever or one.done
        one.counted = bool(ever)
        return
    one.counted = True
    one.planned = rows[closed[-1]][2]
    after = [*closed[1:], None]
    evenings = [
        Evening(day, one.done if later is None else rows[later][1], rows[day][2])
        for day, later in zip(closed, after, strict=True)
    ]
    if not one.finished:
        one.behind = behind(evenings)


async def _last_lines(tx: Tx, today: date) -> dict[int, int]:
    """Give the newest line of every unit that was ever planned before a day, for those that finished long ago."""
    last = (
        select(unit_plans.c.unit_id, func.max(unit_plans.c.day).label("day"))
        .where(unit_plans.c.day < today)
        .group_by(unit_plans.c.unit_id)
        .subquery()
    )
    rows = await tx.run(
        select(unit_plans.c.unit_id, unit_plans.c.line).join(
            last, and_(unit_plans.c.unit_id == last.c.unit_id, unit_plans.c.day == last.c.day)
        )
    )
    return {row.unit_id: int(row.line) for row in rows}
