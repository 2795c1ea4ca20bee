"""`status` and `/tiendo` at a province's size, against counting the records."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.bench import shelves
from bot.bench.measure import RUNS, Row
from domain.people import Person, Post, Role
from handlers import progress
from handlers.context import Rules, Turn
from storage import marks, status
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
# What sixty days of planning leave: a row a unit and working day, each ten records further, and today's decisions.
PLANNED = (
    "WITH RECURSIVE days(day) AS (SELECT date('2024-05-06') UNION ALL SELECT date(day, '+1 day') FROM days"
    " WHERE day < '2024-07-04'),"
    " office AS (SELECT day, row_number() OVER (ORDER BY day) AS nth FROM days"
    " WHERE strftime('%w', day) NOT IN ('0', '6'))"
    " INSERT INTO unit_plans (unit_id, day, open, days_left, needed, given, shortfall, planned_at, done, line)"
    " SELECT units.id, day, 1900 - 10 * nth, 150 - nth, 16, 10, 6, day || ' 00:00:00', (6 + units.id % 9) * nth, 10 * nth"
    " FROM units, office WHERE units.level = 'commune'",
    "INSERT INTO done_levels (unit_id, seq, done) SELECT unit_id, 0, done FROM unit_plans WHERE day = '2024-07-04'",
    "INSERT INTO decisions (unit_id, seq, record_id, revision, person_id, move, from_state, to_state, case_suggested,"
    " case_chosen, decided_at, day, channel, event_key, prev_hash, hash, route)"
    " SELECT unit_id, row_number() OVER (PARTITION BY unit_id ORDER BY id), id, 1, 1, 'approve', 'PENDING', 'APPROVED',"
    " '', '', '2024-07-04 03:00:00', '2024-07-04', 'telegram', 'bench:' || id, '', '', ''"
    " FROM records WHERE id % 119 = 0",
)
DEADLINE = date(2024, 10, 29)


async def _timed(database: Database, work: Callable[[Tx], Awaitable[Any]]) -> float:
    started = time.perf_counter()
    await database.read(work)
    return time.perf_counter() - started


async def _tiendo(tx: Tx) -> None:
    """Answer /tiendo of the province's admin."""
    post = Post(Role.ADMIN, 1, "20", "Tỉnh Lạng Sơn", "province", "/1/")
    person = Person(1, "Quản trị", "84912000001", 0, (post,))
    nobody: Any = None  # what progress never looks at
    rules = Rules(zone=shelves.NOON.tzinfo, deadline=DEADLINE)
    turn = Turn(tx, rules, shelves.NOON, shelves.DAY, nobody, nobody, nobody, person)
    await progress.show(turn)


async def _first_of_day(database: Database) -> float:
    """Time it in milliseconds where nothing is kept; it is kept anew by it."""
    await database.write(lambda tx: marks.remove(tx, "course:/1/"))
    started = time.perf_counter()
    await database.write(_tiendo)
    return 1000 * (time.perf_counter() - started)


async def _all(tx: Tx) -> list[Any]:
    return list((await tx.run(GROUP_BY)).all())


async def _spread(tx: Tx) -> None:
    for statement in (*SPREAD, *PLANNED):
        await tx.run(text(statement))


async def _measure(path: Path, size: shelves.Size, runs: int) -> Row:
    database = open_database(shelves.sqlite_address(path.parent, path.name), checkpoints=True)
    await database.write(_spread)
    row = Row(
        "status",
        f"SQLite, {size.records:,} records of five types in six states, {size.communes} communes, decided on over 61"
        f" days, 44 of them planned, {size.records // 119:,} decisions since this morning; the queries of each command"
        " in a process that runs, the file in the system's cache, how the drive went kept from an earlier /tiendo of the"
        " day. Baseline: SELECT type, state, count(*) … GROUP BY over the records, the same connection",
    )
    works = (_all, status.read, _tiendo)
    await database.write(_tiendo)  # what the first of a day works out and keeps
    for work in works:  # the first time statements are compiled and pages fetched, for all three
        await _timed(database, work)
    told, tiendo, baselines, firsts = [], [], [], []
    for _ in range(runs):
        firsts.append(await _first_of_day(database))
        baseline, ours, theirs = [await _timed(database, work) for work in works]
        told.append(100 * ours / baseline)
        tiendo.append(100 * theirs / baseline)
        baselines.append(1000 * baseline)
    await database.close()
    row.add("status, share of the baseline's time", told, "%", at_most=2)
    row.add("/tiendo of the whole province, share of the baseline's time", tiendo, "%", at_most=2)
    row.add("the first /tiendo of a day, which works out how it went and when it ends", firsts, "ms")
    row.add("time of the baseline", baselines, "ms")
    return row


def measure(runs: int = RUNS, *, size: shelves.Size = shelves.PROVINCE) -> Row:
    """Measure the row."""
    with shelves.built(size) as path:
        return asyncio.run(_measure(path, size, runs))
