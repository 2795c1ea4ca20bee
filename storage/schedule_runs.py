"""What fell due and was done: a mark per kind and period, so that nothing is done twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Tx
from storage.tables_plans import ScheduleRunRow

runs = ScheduleRunRow.__table__  # type: ignore[attr-defined]


async def forget(tx: Tx, kind: str, since: date) -> None:
    """Forget what was done from a day on, so that it is done again: what it rested on has changed."""
    await tx.run(delete(runs).where(runs.c.kind == kind, runs.c.period >= since.isoformat()))


async def forget_day(tx: Tx, kind: str, since: datetime, until: datetime) -> None:
    """Forget what was done of a kind between two instants, the latter left out, whatever period it was done for.

    With the begin and the end of a day: what of it was looked at today is looked at again.
    """
    done_then = (runs.c.done_at >= since, runs.c.done_at < until)
    await tx.run(delete(runs).where(runs.c.kind == kind, *done_then))


async def is_done(tx: Tx, kind: str, period: str) -> bool:
    """Say whether a kind was done for a period."""
    query = select(runs.c.kind).where(runs.c.kind == kind, runs.c.period == period)
    return (await tx.run(query)).first() is not None


async def of_day(tx: Tx, day: date) -> set[tuple[str, str]]:
    """List (kind, period) of what was done for a day: whose period begins with it."""
    found = await tx.run(select(runs.c.kind, runs.c.period).where(runs.c.period.startswith(day.isoformat())))
    return {(row.kind, row.period) for row in found}


async def missed_ahead(tx: Tx, day: date, now: datetime, result: str) -> set[tuple[str, str]]:
    """List what of a day was given a result at a later moment than now: by a clock that was ahead, and was set back."""
    found = await tx.run(
        select(runs.c.kind, runs.c.period).where(
            runs.c.period.startswith(day.isoformat()), runs.c.result == result, runs.c.done_at > now
        )
    )
    return {(row.kind, row.period) for row in found}


async def forget_one(tx: Tx, kind: str, period: str) -> None:
    """Forget that a kind was done for one period."""
    await tx.run(delete(runs).where(runs.c.kind == kind, runs.c.period == period))


async def last_day(tx: Tx, kinds: Iterable[str], before: date) -> date | None:
    """Find the last day before a day for which any of some kinds was done or found to be too late."""
    query = select(func.max(runs.c.period)).where(
        runs.c.kind.in_(sorted(kinds)), runs.c.period < before.isoformat()
    )
    found = (await tx.run(query)).scalar_one_or_none()
    return date.fromisoformat(found[:10]) if found else None


async def note(tx: Tx, kind: str, period: str, *, now: datetime, result: str) -> bool:
    """Note that a kind was done for a period; False where somebody had noted it before."""
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    took = await tx.run(
        make(runs).on_conflict_do_nothing(),
        {"kind": kind, "period": period, "done_at": now, "result": result},
    )
    return took.rowcount == 1
