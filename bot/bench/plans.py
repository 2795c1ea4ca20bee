"""Planning a province's day, against one raw statement that lays the same number of records on the same desks."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.bench import plan_days, plan_runs, servers, shelves
from bot.bench.measure import RUNS, Row
from bot.bench.plan_runs import Took, plan
from bot.bench.plan_shelves import DAY, NEXT_DAY, PROVINCE, Size, build
from storage.engine import open_database


@dataclass(slots=True)
class _Taken:
    """All runs on one database."""

    ours: list[Took] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)
    again: list[Took] = field(default_factory=list)
    second: list[Took] = field(default_factory=list)
    log: int = 0

    def compare(self, raw: tuple[float, int]) -> None:
        took, laid = raw
        assert laid == self.ours[-1].fresh, (laid, self.ours[-1].fresh)
        self.raw.append(took)


async def _day(address: str, taken: _Taken) -> None:
    """Plan the first day, and once more when it is planned."""
    database = open_database(address, checkpoints=True)
    taken.ours.append(await plan(database, DAY))
    taken.again.append(await plan(database, DAY))
    await database.close()


async def _work_through(address: str, taken: _Taken) -> None:
    database = open_database(address, checkpoints=True)
    await plan(database, DAY)
    taken.log = await plan_days.work_through(database)
    await database.close()


async def _second_day(address: str, taken: _Taken) -> None:
    database = open_database(address, checkpoints=True)
    taken.second.append(await plan(database, NEXT_DAY))
    await database.close()


def _on_sqlite(size: Size, runs: int) -> tuple[_Taken, int]:
    taken = _Taken()
    with tempfile.TemporaryDirectory(prefix="rasoat-bench-") as folder:
        prepared = Path(folder) / "plan.db"
        count = asyncio.run(build(shelves.sqlite_address(prepared.parent, prepared.name), size))
        for _ in range(runs):
            with shelves.copy_of(prepared) as path:
                asyncio.run(_day(shelves.sqlite_address(path.parent, path.name), taken))
            with shelves.copy_of(prepared) as path:
                taken.compare(plan_runs.raw_sqlite(path, taken.ours[-1].asked))
        asyncio.run(_work_through(shelves.sqlite_address(prepared.parent, prepared.name), taken))
        for _ in range(runs):
            with shelves.copy_of(prepared) as path:
                asyncio.run(_second_day(shelves.sqlite_address(path.parent, path.name), taken))
    return taken, count


def _on_postgres(server: Any, size: Size, runs: int) -> _Taken:
    taken = _Taken()
    server.psql("CREATE DATABASE prepared")
    asyncio.run(build(servers.our_address(server, "prepared"), size))
    asyncio.run(servers.vacuum(server, "prepared"))
    for _ in range(runs):
        with servers.copy_of(server, "prepared") as name:
            asyncio.run(_day(servers.our_address(server, name), taken))
        with servers.copy_of(server, "prepared") as name:
            taken.compare(
                asyncio.run(plan_runs.raw_postgres(servers.raw_address(server, name), taken.ours[-1].asked))
            )
    asyncio.run(_work_through(servers.our_address(server, "prepared"), taken))
    for _ in range(runs):
        with servers.copy_of(server, "prepared") as name:
            asyncio.run(_second_day(servers.our_address(server, name), taken))
    return taken


def _add(row: Row, where: str, taken: _Taken) -> None:
    whole = [took.whole for took in taken.ours]
    ratios = [ours / raw for ours, raw in zip(whole, taken.raw, strict=True)]
    row.add(f"{where}: time, against the baseline's", ratios, "×", at_most=4)
    row.add(f"{where}: time", whole, "s", at_most=1.5)
    row.add(f"{where}: of it the longest writing transaction", [max(took.writes) for took in taken.ours], "s")
    row.add(f"{where}: time of the baseline", taken.raw, "s")
    row.add(f"{where}: time of the second day", [took.whole for took in taken.second], "s")
    again = [1000 * took.whole for took in taken.again]
    row.add(f"{where}: the same day again, all of it planned", again, "ms")


def measure(runs: int = RUNS, *, size: Size = PROVINCE) -> Row:
    """Measure the row."""
    load = shelves.load()
    sqlite, count = _on_sqlite(size, runs)
    with servers.postgres() as server:
        version, durable = asyncio.run(servers.settings(server.get_uri()))
        postgres = _on_postgres(server, size, runs)
    row = Row(
        "plan",
        f"{size.open:,} open of {count:,} records, uneven backlogs in {size.communes} communes with several books"
        f" each, {size.people} officials, some of them of districts; {sqlite.ours[0].fresh:,} records laid on desks,"
        " from the overview to the last commit, on a fresh copy each time: SQLite (WAL, synchronous=FULL), PostgreSQL"
        f" {version} on the same machine ({durable}). Baseline: sqlite3 and asyncpg, one transaction with one UPDATE …"
        " FROM, which numbers each unit's free records by a window function and gives each person as many as ours did,"
        " books and all other rows of the plan left aside. Second day: a fifth of the first one's records carried over,"
        f" {sqlite.log:,} decisions in the log. Load of the machine at the start {load:.1f}",
    )
    _add(row, "SQLite", sqlite)
    _add(row, "PostgreSQL", postgres)
    return row
