"""How many records were ever decided, read from the log a morning at a time, and the line each unit should have reached.

What the vendor sends again and is decided again counts again; what was imported as decided does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.review import Move, State
from storage.decisions import decisions, heads
from storage.engine import Tx
from storage.hot import Hot
from storage.situation import Standing, unit_plans
from storage.situation import units as units_table
from storage.tables_nudges import DoneLevelRow

levels_table = DoneLevelRow.__table__  # type: ignore[attr-defined]
_OPEN = [State.PENDING.value, State.ASKED.value]
_DONE = [State.APPROVED.value, State.RETURNED.value, State.FOLLOW_UP.value]


def _among(column: ColumnElement[str], states: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(column == state for state in states))  # a list would have to be written out at each call


_counts = case(
    (and_(_among(decisions.c.from_state, _OPEN), _among(decisions.c.to_state, _DONE)), 1),
    (
        and_(
            _among(decisions.c.from_state, _DONE),
            _among(decisions.c.to_state, _OPEN),
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


_here = select(units_table.c.id).where(units_table.c.path.like(bindparam("p_path") + "%"))
_kept_below = Hot(
    select(func.coalesce(func.sum(levels_table.c.done), 0)).where(levels_table.c.unit_id.in_(_here))
)
_newer_below = Hot(
    select(func.coalesce(func.sum(_counts), 0))
    .select_from(
        heads.outerjoin(levels_table, levels_table.c.unit_id == heads.c.unit_id).join(
            decisions,
            and_(
                decisions.c.unit_id == heads.c.unit_id,
                decisions.c.seq > func.coalesce(levels_table.c.seq, 0),
            ),
        )
    )
    .where(heads.c.unit_id.in_(_here))
)


async def below(tx: Tx, path: str) -> int:
    """Tell how many records of a subtree were ever decided, as of now."""
    kept = (await tx.run(_kept_below, {"p_path": path})).scalar_one()
    return int(kept) + int((await tx.run(_newer_below, {"p_path": path})).scalar_one())


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
