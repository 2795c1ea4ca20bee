"""Running sums of records by unit, type, state and day, kept in the transaction that changes a record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Insert, and_, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.review import State
from storage.engine import Tx
from storage.hot import Hot
from storage.tables import TallyRow, TotalRow, UnitRow

tallies = TallyRow.__table__  # type: ignore[attr-defined]
totals = TotalRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]


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
    tx: Tx, unit_id: int, record_type: str, *, out_of: tuple[State, date], into: tuple[State, date]
) -> None:
    """Count one record out of a state (and the day it came into it) and into another."""
    ends = ((out_of, -1), (into, 1))
    await tx.run(
        _ADD[tx.dialect, True],
        [
            {"unit_id": unit_id, "type": record_type, "state": state.value, "day": day, "count": n}
            for (state, day), n in ends
        ],
    )
    await tx.run(
        _ADD[tx.dialect, False],
        [
            {"unit_id": unit_id, "type": record_type, "state": state.value, "count": n}
            for (state, _day), n in ends
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
_by_type = (
    select(totals.c.type, totals.c.state, func.sum(totals.c.count).label("n"))
    .join(units, units.c.id == totals.c.unit_id)
    .where(_below)
    .group_by(totals.c.type, totals.c.state)
)
_since = (
    select(func.coalesce(func.sum(tallies.c.count), 0))
    .join(units, units.c.id == tallies.c.unit_id)
    .where(
        and_(
            _below,
            tallies.c.day >= bindparam("p_since"),
            tallies.c.state.in_(bindparam("p_states", expanding=True)),
        )
    )
)


async def lines_below(tx: Tx, path: str) -> list[Line]:
    """List the counts of a subtree ("/" is all units), unit by unit, type by type, zeros left out."""
    rows = (await tx.run(_lines, {"p_path": path})).all()
    return [Line(row.unit_id, row.type, State(row.state), int(row.n)) for row in rows]


async def by_type(tx: Tx, path: str = "/") -> dict[str, dict[State, int]]:
    """Sum a subtree by type and state."""
    found: dict[str, dict[State, int]] = {}
    for row in await tx.run(_by_type, {"p_path": path}):
        found.setdefault(row.type, {})[State(row.state)] = int(row.n)
    return found


async def came_since(tx: Tx, path: str, since: date, states: Iterable[State]) -> int:
    """Count the records of a subtree that came into one of these states on or after a day and are still there."""
    params = {"p_path": path, "p_since": since, "p_states": [state.value for state in states]}
    return int((await tx.run(_since, params)).scalar_one())
