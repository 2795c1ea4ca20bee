"""`status` and `/tiendo` at a province's size, against counting the records."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.bench import shelves
from bot.bench.measure import RUNS, Row
from domain.people import Person, Post, Role
from handlers import progress
from handlers.context import Rules, Turn
from storage import tallies
from storage.engine import Database, Tx

COMMUNES, PER_COMMUNE = 200, 1907  # 381,400 records
GROUP_BY = text("SELECT type, state, count(*) FROM records GROUP BY type, state")


async def _timed(database: Database, work: Callable[[Tx], Awaitable[Any]]) -> float:
    started = time.perf_counter()
    await database.read(work)
    return time.perf_counter() - started


async def _tiendo(tx: Tx) -> None:
    """Answer /tiendo of the province's admin."""
    post = Post(Role.ADMIN, 1, "20", "Tỉnh Lạng Sơn", "province", "/1/")
    person = Person(1, "Quản trị", "84912000001", 0, (post,))
    turn: Any = Turn(
        tx,
        Rules(zone=shelves.NOON.tzinfo),
        shelves.NOON,
        shelves.DAY,
        None,
        None,
        None,
        person,  # type: ignore[arg-type]
    )
    await progress.show(turn)


async def _measure() -> Row:
    with tempfile.TemporaryDirectory() as folder:
        database = await shelves.build(
            shelves.sqlite_address(Path(folder)), communes=COMMUNES, per_commune=PER_COMMUNE, officials=1
        )
        row = Row("status", f"SQLite, {COMMUNES * PER_COMMUNE:,} records, {COMMUNES} communes")
        status, tiendo = [], []
        for _ in range(RUNS):
            baseline = await _timed(database, _all)
            status.append(await _timed(database, tallies.by_type) / baseline)
            tiendo.append(await _timed(database, _tiendo) / baseline)
        row.add("status, share of GROUP BY's time", status, at_most=1 / 50)
        row.add("/tiendo of the province, share of GROUP BY's time", tiendo, at_most=1 / 50)
        await database.close()
        return row


async def _all(tx: Tx) -> list[Any]:
    return list((await tx.run(GROUP_BY)).all())


def measure() -> Row:
    """Measure the row."""
    return asyncio.run(_measure())
