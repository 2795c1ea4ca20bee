"""Running sums of records by unit, type, state and day, kept in the transaction that changes a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Insert, bindparam, case, func, literal_column, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.review import State
from storage.engine import Tx
from storage.hot import Hot
from storage.tables import TallyRow, TotalRow, UnitRow

tallies = TallyRow.__table__  # type: ignore[attr-defined]
totals = TotalRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

UNDECIDED = (State.PENDING, State.UNSTATED)  # nobody has decided these, here or before they came


def _add(dialect: str, *, daily: bool) -> Insert:
    table = tallies if daily else totals
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = make(table)
    keys = list(table.primary_key.columns)
    return statement.on_conflict_do_update(
        index_elements=keys, set_={"count": table.c.count + statement.excluded.count}
    )


_ADD = {(d, daily): Hot(_add(d, daily=daily)) for d in ("sqlite", "postgresql") for daily in (True, False)}


async def move(
    tx: Tx,
    unit_id: int,
    record_type: str,
    *,
    out_of: tuple[State, date],
    into: tuple[State, date],
    from_unit_id: int | None = None,
) -> None:
    """Count one record out of a state (and the day it came into it) and into another; out of another unit with one."""
    left = unit_id if from_unit_id is None else from_unit_id
    ends = ((left, out_of, -1), (unit_id, into, 1))
    await tx.run(
        _ADD[tx.dialect, True],
        [
            {"unit_id": where, "type": record_type, "state": state.value, "day": day, "count": n}
            for where, (state, day), n in ends
        ],
    )
    await tx.run(
        _ADD[tx.dialect, False],
        [
            {"unit_id": where, "type": record_type, "state": state.value, "count": n}
            for where, (state, _day), n in ends
        ],
    )


@dataclass(frozen=True, slots=True)
class Line:
    """How many records of a unit and type are in a state."""

    unit_id: int
    type: str
    state: State
    count: int


_below = units.c.path.like(bindparam("p_path") + "%")
_lines = (
    select(totals.c.unit_id, totals.c.type, totals.c.state, totals.c.count.label("n"))
    .join(units, units.c.id == totals.c.unit_id)
    .where(_below, totals.c.count != 0)
    .order_by(totals.c.unit_id, totals.c.type, totals.c.state)
)
# of a whole tree nearly every row counts: the sign keeps SQLite from looking them up unit by unit
COUNTED_UNIT = {False: totals.c.unit_id, True: literal_column("+totals.unit_id")}
_by_type = {
    whole: Hot(
        select(totals.c.type, totals.c.state, func.sum(totals.c.count).label("n"))
        .where(unit.in_(select(units.c.id).where(_below)))
        .group_by(totals.c.state, totals.c.type)
    )
    for whole, unit in COUNTED_UNIT.items()
}
_undecided = or_(*(totals.c.state == state.value for state in UNDECIDED))
_by_unit = Hot(
    select(
        units.c.id, units.c.name, units.c.parent_id, units.c.path, units.c.valid_to, units.c.merged_into,
        func.coalesce(func.sum(totals.c.count), 0).label("n"),
        func.coalesce(func.sum(case((_undecided, totals.c.count), else_=0)), 0).label("undecided"),
    )
    .select_from(units.outerjoin(totals, totals.c.unit_id == units.c.id))
    .where(_below)
    .group_by(units.c.id)
    .order_by(units.c.id)
)  # fmt: skip


async def lines_below(tx: Tx, path: str) -> list[Line]:
    """List the counts of a subtree ("/" is all units), unit by unit, type by type, zeros left out."""
    rows = (await tx.run(_lines, {"p_path": path})).all()
    return [Line(row.unit_id, row.type, State(row.state), int(row.n)) for row in rows]


def is_whole(path: str) -> bool:
    """Say whether a path means a whole tree: "/", or one that begins at the root."""
    return path.count("/") <= 2


async def by_type(tx: Tx, path: str = "/") -> dict[str, dict[State, int]]:
    """Sum a subtree by type and state."""
    found: dict[str, dict[State, int]] = {}
    for row in await tx.run(_by_type[is_whole(path)], {"p_path": path}):
        found.setdefault(row.type, {})[State(row.state)] = int(row.n)
    return found


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit's own records, those of the units below it not among them: how many, and how many nobody decided."""

    unit_id: int
    name: str
    parent_id: int | None
    path: str
    count: int
    undecided: int
    valid_to: date | None = None
    merged: bool = False

    def stands(self, on: date) -> bool:
        """Say whether it is a unit of its own on a day; what is none any more counts where it went."""
        return not self.merged and (self.valid_to is None or self.valid_to >= on)


async def by_unit(tx: Tx, path: str) -> list[UnitLine]:
    """Sum the units of a subtree one by one, those without records too."""
    rows = (await tx.run(_by_unit, {"p_path": path})).all()
    return [
        UnitLine(
            r.id,
            r.name,
            r.parent_id,
            r.path,
            int(r.n),
            int(r.undecided),
            r.valid_to,
            r.merged_into is not None,
        )
        for r in rows
    ]
