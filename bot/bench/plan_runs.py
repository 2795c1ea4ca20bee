"""One run of the planner, watched, and the raw statement that lays the same number of records on the same desks."""

from __future__ import annotations

import itertools
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, text

from bot.bench import shelves
from bot.bench.plan_shelves import DAY, DEADLINE
from reminders import morning_plan
from storage import plans
from storage.engine import Database, Tx, Work
from storage.planning import Campaign
from storage.sqlite import prepare_writer

Asked = tuple[int, int, int, int]  # person, unit, from which place of the unit's queue to which
CAMPAIGN = Campaign(deadline=DEADLINE, zone=ZoneInfo("Asia/Ho_Chi_Minh"))


@dataclass(slots=True)
class Took:
    """What one run of the planner took, in seconds."""

    whole: float = 0.0
    writes: list[float] = field(default_factory=list)  # each transaction that writes
    planned: int = 0  # units
    asked: list[Asked] = field(default_factory=list)

    @property
    def fresh(self) -> int:
        """Records laid on desks."""
        return sum(last - first + 1 for _, _, first, last in self.asked)


class _Watched:
    """A database whose writing transactions are timed, each from the start of its work to its commit."""

    def __init__(self, database: Database, took: Took) -> None:
        self.dialect, self.url = database.dialect, database.url
        self.read, self.close = database.read, database.close
        self._write, self._took = database.write, took

    async def write(self, work: Work[Any]) -> Any:
        began = time.perf_counter()

        async def begun(tx: Tx) -> Any:
            nonlocal began
            began = time.perf_counter()
            return await work(tx)

        result = await self._write(begun)
        self._took.writes.append(time.perf_counter() - began)
        return result


async def plan(database: Database, day: date) -> Took:
    """Plan a day as the bot does, from the overview to the last commit."""
    took = Took()
    watched = _Watched(database, took)
    for each in (database.read, database.write):  # a running bot has its connections open
        await each(lambda tx: tx.run(text("SELECT 1")))
    began = time.perf_counter()
    made = await morning_plan.run(watched, CAMPAIGN, day, clock=lambda: shelves.NOON, mark=True)
    took.whole = time.perf_counter() - began
    took.planned = len(made.lines)
    took.asked = await database.read(lambda tx: _asked(tx, day))
    return took


async def _asked(tx: Tx, day: date) -> list[Asked]:
    """Read who got how many from which unit, as places in the unit's queue."""
    table = plans.plans
    rows = await tx.run(
        select(table.c.unit_id, table.c.person_id, table.c.fresh)
        .where(table.c.day == day, table.c.fresh > 0)
        .order_by(table.c.unit_id, table.c.person_id)
    )
    asked = []
    for unit_id, shares in itertools.groupby(rows, key=lambda row: row.unit_id):
        at = 0
        for row in shares:
            asked.append((row.person_id, unit_id, at + 1, at + row.fresh))
            at += row.fresh
    return asked


_ASKED_TABLE = (
    "CREATE TEMP TABLE asked (person_id bigint, unit_id bigint, first_place int, last_place int,"
    " PRIMARY KEY (unit_id, first_place))"
)
_RAW = f"""
UPDATE records SET assignee_id = chosen.person_id, assigned_on = '{DAY}'
FROM (
 SELECT lying.id, asked.person_id FROM (
  SELECT id, unit_id, row_number() OVER (PARTITION BY unit_id ORDER BY desk_order, id) AS place FROM records
  WHERE state = 'PENDING' AND assignee_id IS NULL AND unit_id IN (SELECT unit_id FROM asked)) AS lying
 JOIN asked ON asked.unit_id = lying.unit_id AND lying.place BETWEEN asked.first_place AND asked.last_place
) AS chosen WHERE records.id = chosen.id
"""


def raw_sqlite(path: Path, asked: Sequence[Asked]) -> tuple[float, int]:
    """Lay the same number of records on each desk by one statement; returns seconds and records."""
    raw = sqlite3.connect(path, isolation_level=None)
    prepare_writer(raw, None)  # the very settings our own writer has: WAL, FULL, the same cache
    raw.execute(_ASKED_TABLE)
    raw.executemany("INSERT INTO asked VALUES (?, ?, ?, ?)", asked)
    began = time.perf_counter()
    raw.execute("BEGIN IMMEDIATE")
    raw.execute(_RAW)
    [laid] = raw.execute("SELECT changes()").fetchone()
    raw.execute("COMMIT")
    took = time.perf_counter() - began
    raw.close()
    return took, laid


async def raw_postgres(address: str, asked: Sequence[Asked]) -> tuple[float, int]:
    """Do the same over the raw driver of PostgreSQL."""
    import asyncpg

    raw = await asyncpg.connect(address)
    await raw.execute(_ASKED_TABLE)
    await raw.copy_records_to_table("asked", records=asked)
    began = time.perf_counter()
    async with raw.transaction():
        told = await raw.execute(_RAW)
    took = time.perf_counter() - began
    await raw.close()
    return took, int(told.split()[1])
