"""Judging after a file was taken in: new records, or all open ones where the units changed."""

from __future__ import annotations

import time

from sqlalchemy import select

from storage import triage
from storage.engine import open_database
from storage.imports.outcome import Order, Outcome, Progress
from storage.tables import RecordRow

records = RecordRow.__table__  # type: ignore[attr-defined]


async def catch_up(address: str, order: Order, outcome: Outcome, progress: Progress | None = None) -> None:
    """Judge what no rule has judged yet."""
    await _judge(address, order, outcome, progress, units_changed=False)


async def after_units(address: str, order: Order, outcome: Outcome) -> None:
    """Judge all open records anew where the names or the places of units have changed."""
    await _judge(address, order, outcome, None, units_changed=True)


async def _judge(
    address: str, order: Order, outcome: Outcome, progress: Progress | None, *, units_changed: bool
) -> None:
    started = time.perf_counter()
    database = open_database(address)
    try:
        there = await database.read(lambda tx: tx.run(select(records.c.id).limit(1)))
        if there.first() is None:
            return
        judge = triage.judge_all if units_changed else triage.catch_up
        told = None if progress is None else lambda done: progress(1.0, done)
        outcome.judged = (await judge(database, now=order.now, today=order.today, progress=told)).judged
    finally:
        await database.close()
        outcome.judging_s = time.perf_counter() - started
