"""A broadcast to 15,000 in virtual time, with faults and deaths, against everybody once at the limit without any."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from bot.bench import broadcast_run, shelves
from bot.bench.broadcast_run import Outcome
from bot.bench.measure import Row
from domain.broadcast import A_SECOND

PEOPLE, KILLS, SEED = 15_000, 20, 158


def measure(runs: int = 1, *, people: int = PEOPLE, kills: int = KILLS) -> Row:
    """Measure the row."""
    load = shelves.load()
    outcomes: list[Outcome] = []
    real: list[float] = []
    for number in range(runs):
        with tempfile.TemporaryDirectory(prefix="rasoat-bench-") as folder:
            began = time.perf_counter()
            address = shelves.sqlite_address(Path(folder))
            outcomes.append(
                asyncio.run(broadcast_run.run(address, people=people, kills=kills, seed=SEED + number))
            )
            real.append(time.perf_counter() - began)
    row = Row(
        "broadcast",
        f"{people:,} recipients through the Bot API stand-in over HTTP, SQLite FULL, one process; 3 % of sends answered"
        f" 429 (again after 1 s), 2 % 502, 1 % taken and the line cut, 2 % of people have blocked the bot; {kills} deaths"
        f" by -9 on the way, each start counted as {broadcast_run.RESTART_S:.0f} s; the sender's progress message counts"
        " towards the pace. Virtual time: it goes on when delivery waits, by as much as it waits. Ideal: every recipient"
        f" once at {A_SECOND} a second without a fault. Load of the machine at the start {load:.1f}",
    )
    row.add(
        "time from its beginning to its end, against the ideal",
        [one.ratio for one in outcomes],
        "×",
        at_most=1.15,
    )
    row.add("time", [one.took_s for one in outcomes], "s of virtual time")
    row.add("who can be reached and got nothing", [float(one.missed) for one in outcomes], at_most=0)
    spare = [float(one.in_flight + one.ambiguous - one.copies) for one in outcomes]
    row.add("copies", [float(one.copies) for one in outcomes])
    row.add("in flight at the deaths, and taken though the line was cut, less the copies", spare, at_least=0)
    row.add("most calls in any second", [float(one.most_a_second) for one in outcomes], at_most=A_SECOND)
    row.add(
        "shortest time between two messages in a chat", [one.nearest_in_chat_s for one in outcomes], "s",
        at_least=1,
    )  # fmt: skip
    row.add("recipients with one status at the end", [float(sum(one.statuses.values())) for one in outcomes],
            at_least=people)  # fmt: skip
    row.add("the machine's time", real, "s")
    return row
