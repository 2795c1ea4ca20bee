"""What fell due and was done: a mark per kind and period, so that nothing is done twice."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Tx
from storage.tables_plans import ScheduleRunRow

runs = ScheduleRunRow.__table__  # type: ignore[attr-defined]


async def forget(tx: Tx, kind: str, since: date) -> None:
    """Forget what was done from a day on, so that it is done again: what it rested on has changed."""
    await tx.run(delete(runs).where(runs.c.kind == kind, runs.c.period >= since.isoformat()))


async def is_done(tx: Tx, kind: str, period: str) -> bool:
    """Say whether a kind was done for a period."""
    query = select(runs.c.kind).where(runs.c.kind == kind, runs.c.period == period)
    return (await tx.run(query)).first() is not None


async def note(tx: Tx, kind: str, period: str, *, now: datetime, result: str) -> bool:
    """Note that a kind was done for a period; False where somebody had noted it before."""
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    took = await tx.run(
        make(runs).on_conflict_do_nothing(),
        {"kind": kind, "period": period, "done_at": now, "result": result},
    )
    return took.rowcount == 1
