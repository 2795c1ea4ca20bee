"""How far units are: what was ever decided, read from the log a morning at a time, against their own line.

What the vendor sends again and is decided again counts again; what was imported as decided does not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.review import Move, State
from domain.standing import Behind, Evening, behind
from storage.decisions import decisions, heads
from storage.engine import Tx
from storage.situation import Standing, standing_units, with_open
from storage.tables_nudges import DoneLevelRow
from storage.tables_plans import UnitPlanRow

levels_table = DoneLevelRow.__table__  # type: ignore[attr-defined]
unit_plans = UnitPlanRow.__table__  # type: ignore[attr-defined]

LOOK_BACK = timedelta(days=60)  # who has been behind for longer is behind "since" then
_OPEN = [State.PENDING.value, State.ASKED.value]
_DONE = [State.APPROVED.value, State.RETURNED.value, State.FOLLOW_UP.value]

_counts = case(
    (and_(decisions.c.from_state.in_(_OPEN), decisions.c.to_state.in_(_DONE)), 1),
    (
        and_(
            decisions.c.from_state.in_(_DONE),
            decisions.c.to_state.in_(_OPEN),
            decisions.c.move != Move.VENDOR_RESUBMIT.value,  # it was done, and is to be done once more
        ),
        -1,
    ),
    else_=0,
)
_newer = (
    select(
        heads.c.unit_id,
        func.max(decisions.c.seq).label("seq"),
        func.sum(_counts).label("n"),
    )
    .select_from(
        heads.outerjoin(levels_table, levels_table.c.unit_id == heads.c.unit_id).join(
            decisions,
            and_(
                decisions.c.unit_id == heads.c.unit_id,
                decisions.c.seq > func.coalesce(levels_table.c.seq, 0),
            ),
        )
    )
    .group_by(heads.c.unit_id)
)


async def levels(tx: Tx) -> dict[int, int]:
    """Tell how many records of each unit were ever decided, as of now; units without any are left out."""
    found = {row.unit_id: int(row.done) for row in await tx.run(select(levels_table))}
    for row in await tx.run(_newer):
        found[row.unit_id] = found.get(row.unit_id, 0) + int(row.n)
    return found


async def fold(tx: Tx, unit_ids: Iterable[int]) -> None:
    """Keep what was counted, so that the log need not be read again from its beginning."""
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    statement = make(levels_table)
    wanted = set(unit_ids)
    rows = [
        {"unit_id": row.unit_id, "seq": int(row.seq), "done": int(row.n)}
        for row in await tx.run(_newer.where(heads.c.unit_id.in_(bindparam("p_units", expanding=True))),
                                {"p_units": sorted(wanted)})
    ]  # fmt: skip
    if rows:
        await tx.run(
            statement.on_conflict_do_update(
                index_elements=["unit_id"],
                set_={
                    "seq": statement.excluded.seq,
                    "done": levels_table.c.done + statement.excluded.done,
                },
                where=levels_table.c.seq < statement.excluded.seq,
            ),
            rows,
        )


@dataclass(frozen=True, slots=True)
class Morning:
    """Where a unit stands as its day is planned: decided so far, and its line of the evening before."""

    done: int
    line: int


async def mornings(tx: Tx, units: Mapping[int, Standing], day: date) -> dict[int, Morning]:
    """Tell where units stand before a day is planned for them.

    A unit merged meanwhile brings its line along: it had one of its own on the last day that was planned for both.
    """
    shelves = [shelf_id for unit in units.values() for shelf_id in unit.shelves]
    await fold(tx, shelves)
    done = {row.unit_id: int(row.done) for row in await tx.run(select(levels_table))}
    last = (
        select(unit_plans.c.unit_id, func.max(unit_plans.c.day).label("day"))
        .where(unit_plans.c.unit_id.in_(shelves), unit_plans.c.day < day)
        .group_by(unit_plans.c.unit_id)
        .subquery()
    )
    before = {
        row.unit_id: (row.day, int(row.line))
        for row in await tx.run(
            select(unit_plans.c.unit_id, unit_plans.c.day, unit_plans.c.line).join(
                last, and_(unit_plans.c.unit_id == last.c.unit_id, unit_plans.c.day == last.c.day)
            )
        )
    }
    found = {}
    for unit in units.values():
        so_far = sum(done.get(shelf_id, 0) for shelf_id in unit.shelves)
        found[unit.id] = Morning(so_far, _line_before(unit, before, done))
    return found


def _line_before(unit: Standing, before: Mapping[int, tuple[date, int]], done: Mapping[int, int]) -> int:
    own = before.get(unit.id)
    line = 0 if own is None else own[1]
    for shelf_id in unit.shelves:
        theirs = before.get(shelf_id)
        if shelf_id == unit.id and own is not None:
            continue
        if theirs is None:
            line += done.get(shelf_id, 0) if own is None else 0  # decided before anything was planned
        elif own is None or theirs[0] >= own[0]:
            line += theirs[1]
    return line


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
    history: list[tuple[date, int, int]] = field(default_factory=list)  # morning: (day, open, decided ever)

    @property
    def finished(self) -> bool:
        """Say whether nothing is open any more."""
        return self.open == 0

    @property
    def missing(self) -> int:
        """How many records it is behind its own plan."""
        return max(0, self.planned - self.done)


async def now(tx: Tx, today: date) -> dict[int, UnitStanding]:
    """Tell how far every unit is that was ever planned or has something open; a merged one counts where it went."""
    standing = await standing_units(tx, today)
    in_open = {unit.id: unit.open for unit in (await with_open(tx, standing)).values()}
    done = await levels(tx)
    of_shelf = {shelf_id: unit.id for unit in standing.values() for shelf_id in unit.shelves}
    rows: dict[int, dict[date, list[int]]] = defaultdict(dict)  # unit → day → open, done, line, needed
    for row in await tx.run(
        select(unit_plans.c.unit_id, unit_plans.c.day, unit_plans.c.open, unit_plans.c.done, unit_plans.c.line,
               unit_plans.c.needed)
        .where(unit_plans.c.day >= today - LOOK_BACK, unit_plans.c.day <= today)
        .order_by(unit_plans.c.day)
    ):  # fmt: skip
        unit_id = of_shelf.get(row.unit_id)
        if unit_id is not None:
            sums = rows[unit_id].setdefault(row.day, [0, 0, 0, 0])
            for place, value in enumerate((row.open, row.done, row.line, row.needed)):
                sums[place] += int(value)
    ever = await _last_lines(tx, today)
    found: dict[int, UnitStanding] = {}
    for unit in standing.values():
        of_unit = rows.get(unit.id, {})
        if unit.id not in in_open and not of_unit and not any(s in ever for s in unit.shelves):
            continue
        one = UnitStanding(unit.id, unit.code, unit.name, unit.path, unit.parent_id, in_open.get(unit.id, 0))
        one.done = sum(done.get(shelf_id, 0) for shelf_id in unit.shelves)
        _judge(one, of_unit, sum(ever.get(shelf_id, 0) for shelf_id in unit.shelves), today)
        found[unit.id] = one
    return found


def _judge(one: UnitStanding, rows: Mapping[date, list[int]], ever: int, today: date) -> None:
    """Fill in a unit's plan to date, and for how long it has been behind."""
    days = sorted(rows)
    one.history = [(day, rows[day][0], rows[day][1]) for day in days]
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
