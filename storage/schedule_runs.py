"""What fell due and was done: a mark per kind and period, so that nothing is done twice."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete

from storage.engine import Tx
from storage.tables_plans import ScheduleRunRow

runs = ScheduleRunRow.__table__  # type: ignore[attr-defined]


async def forget(tx: Tx, kind: str, since: date) -> None:
    """Forget what was done from a day on, so that it is done again: what it rested on has changed."""
    await tx.run(delete(runs).where(runs.c.kind == kind, runs.c.period >= since.isoformat()))
