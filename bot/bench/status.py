"""`status` and `/tiendo` at a province's size, against counting the records."""

from __future__ import annotations

import asyncio
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
from storage import status
from storage.engine import Database, Tx, open_database

GROUP_BY = text("SELECT type, state, count(*) FROM records GROUP BY type, state")

# Sixty days into a drive: five types and all states in about the letter's shares. With one type and one state the
# running sums would be a twentieth of what they are in life.
SPREAD = (
    "UPDATE records SET"
    " type = CASE WHEN id % 100 < 61 THEN 'KS' WHEN id % 100 < 82 THEN 'KH' WHEN id % 100 < 91 THEN 'KT'"
    " WHEN id % 100 < 99 THEN 'HN' ELSE 'CMC' END,"
    " state = CASE WHEN id % 97 < 67 THEN 'PENDING' WHEN id % 97 < 76 THEN 'APPROVED' WHEN id % 97 < 80 THEN 'ASKED'"
    " WHEN id % 97 < 85 THEN 'RETURNED' WHEN id % 97 < 88 THEN 'FOLLOW_UP' ELSE 'UNSTATED' END,"
    " state_on = date('2024-05-05', '+' || (id % 61) || ' days')",
    "DELETE FROM totals",
    "DELETE FROM tallies",
    "INSERT INTO totals (unit_id, type, state, count)"
    " SELECT unit_id, type, state, count(*) FROM records GROUP BY 1, 2, 3",
    "INSERT INTO tallies (unit_id, type, state, day, count)"
    " SELECT unit_id, type, state, state_on, count(*) FROM records GROUP BY 1, 2, 3, 4",
)


async def _timed(database: Database, work: Callable[[Tx], Awaitable[Any]]) -> float:
    started = time.perf_counter()
    await database.read(work)
    return time.perf_counter() - started


async def _tiendo(tx: Tx) -> None:
    """Answer /tiendo of the province's admin."""
    post = Post(Role.ADMIN, 1, "20", "Tỉnh Lạng Sơn", "province", "/1/")
    person = Person(1, "Quản trị", "84912000001", 0, (post,))
    nobody: Any = None  # what progress never looks at
    turn = Turn(
        tx, Rules(zone=shelves.NOON.tzinfo), shelves.NOON, shelves.DAY, nobody, nobody, nobody, person
    )
    await progress.show(turn)


async def _all(tx: Tx) -> list[Any]:
    return list((await tx.run(GROUP_BY)).all())


async def _spread(tx: Tx) -> None:
    for statement in SPREAD:
        await tx.run(text(statement))


async def _measure(path: Path, size: shelves.Size, runs: int) -> Row:
    database = open_database(shelves.sqlite_address(path.parent, path.name), checkpoints=True)
    await database.write(_spread)
    row = Row(
        "status",
        f"SQLite, {size.records:,} records of five types in six states, {size.communes} communes, decided on over 61"
        " days; the queries of each command in a process that runs, the file in the system's cache. Baseline: SELECT"
        " type, state, count(*) … GROUP BY over the records, the same connection",
    )
    works = (_all, status.read, _tiendo)
    for work in works:
        await _timed(
            database, work
        )  # the first time statements are compiled and pages fetched, for all three
    told, tiendo, baselines = [], [], []
    for _ in range(runs):
        baseline, ours, theirs = [await _timed(database, work) for work in works]
        told.append(100 * ours / baseline)
        tiendo.append(100 * theirs / baseline)
        baselines.append(1000 * baseline)
    await database.close()
    row.add("status, share of the baseline's time", told, "%", at_most=2)
    row.add("/tiendo of the whole province, share of the baseline's time", tiendo, "%", at_most=2)
    row.add("time of the baseline", baselines, "ms")
    return row


def measure(runs: int = RUNS, *, size: shelves.Size = shelves.PROVINCE) -> Row:
    """Measure the row."""
    with shelves.built(size) as path:
        return asyncio.run(_measure(path, size, runs))
