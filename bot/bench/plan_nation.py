"""Planning a nation's day on PostgreSQL, against a province's: what a record costs must not grow with their number."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from bot.bench import plan_days, servers, shelves
from bot.bench.measure import RUNS, Row
from bot.bench.plan_runs import Took, plan
from bot.bench.plan_shelves import DAY, NATION, PROVINCE, Size, build
from storage.engine import open_database


async def _fill(server: Any, name: str, size: Size) -> int:
    server.psql(f"CREATE DATABASE {name}")
    return await build(servers.our_address(server, name), size)


async def _day(server: Any, name: str) -> Took:
    """Plan the day and take it back again, so that the next run finds what this one found."""
    await servers.vacuum(server, name)
    database = open_database(servers.our_address(server, name))
    took = await plan(database, DAY)
    await plan_days.take_back(database)
    await database.close()
    return took


def measure(runs: int = RUNS, *, province: Size = PROVINCE, nation: Size = NATION) -> Row:
    """Measure the row."""
    load = shelves.load()
    small: list[Took] = []
    large: list[Took] = []
    with servers.postgres() as server:
        version, durable = asyncio.run(servers.settings(server.get_uri()))
        asyncio.run(_fill(server, "province", province))
        began = time.perf_counter()
        count = asyncio.run(_fill(server, "nation", nation))
        filled = time.perf_counter() - began
        for _ in range(runs):
            small.append(asyncio.run(_day(server, "province")))
            large.append(asyncio.run(_day(server, "nation")))
    row = Row(
        "plan-nation",
        f"PostgreSQL {version} on the same machine ({durable}), {nation.open:,} open of {count:,} records,"
        f" {nation.communes:,} communes, {nation.people:,} officials in one database; {large[0].fresh:,} records laid on"
        f" desks in {len(large[0].writes)} transactions. Baseline: the province of `plan` ({province.open:,} open,"
        f" {small[0].fresh:,} laid on desks) on the same server. Between the runs plans are taken back and tables"
        f" vacuumed. Filling took {filled:,.0f} s. Load of the machine at the start {load:.1f}",
    )
    pairs = list(zip(large, small, strict=True))
    ratios = [ours.whole / ours.fresh / (theirs.whole / theirs.fresh) for ours, theirs in pairs]
    row.add("time a record laid on a desk, against the province's", ratios, "×", at_most=1.5)
    row.add("the same", [1e6 * took.whole / took.fresh for took in large], "µs")
    row.add("the same, the province", [1e6 * took.whole / took.fresh for took in small], "µs")
    row.add("time", [took.whole for took in large], "s")
    row.add("of it the longest writing transaction", [max(took.writes) for took in large], "s")
    return row
