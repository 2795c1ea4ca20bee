"""Taps over HTTP: from the tap to the committed decision, its answer and the next card, all through the stand-in."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.bench import processes, shelves
from bot.bench.measure import RUNS, Row
from bot.bench.officials import TOKEN

PEOPLE = 32
TAPS = 3_000
RATE = 50.0
RATE_TAPS = 1_500
LONG_TAPS = 100_000


@dataclass(frozen=True, slots=True)
class Worked:
    """What the officials saw, and what the bot's process used meanwhile."""

    rate: float
    p50_ms: float
    p99_ms: float
    timeouts: int
    cpu_ms: float  # of the bot's process, a tap
    memory_mb: float


@contextmanager
def _officials(taps: int, rate: float) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "bot.bench.officials", "--people", str(PEOPLE), "--taps", str(taps)]
    process = subprocess.Popen(
        [*command, "--rate", str(rate)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip(), process
    finally:
        process.terminate()
        process.wait()


def bot_environment(database: str, base: str) -> dict[str, str]:
    """Say to `rasoat run` where its database and the stand-in are."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RASOAT_")}
    return {
        **kept, "RASOAT_DATABASE_URL": database, "RASOAT_TELEGRAM__TOKEN": TOKEN,
        "RASOAT_TELEGRAM__API_BASE": base, "RASOAT_WEB__PORT": "0", "RASOAT_LOG_LEVEL": "ERROR",
    }  # fmt: skip


def _work(command: list[str], environment: dict[str, str], officials: subprocess.Popen[str]) -> Worked:
    """Let the officials work with one bot and read what it cost."""
    assert officials.stdout is not None and officials.stdin is not None
    bot = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert officials.stdout.readline().strip() == "begun", "the bot did not answer"
        before = processes.cpu_s(bot.pid)
        seen = json.loads(officials.stdout.readline())
        used = processes.cpu_s(bot.pid) - before
        memory = processes.memory_mb(bot.pid)
    finally:
        bot.terminate()
        bot.wait()
    return Worked(
        seen["taps"] / seen["seconds"], seen["p50_ms"], seen["p99_ms"], seen["timeouts"],
        1000 * used / max(seen["taps"], 1), memory,
    )  # fmt: skip


def ours(taps: int, rate: float = 0.0) -> Worked:
    """Run `rasoat run` on SQLite with full durability."""
    with tempfile.TemporaryDirectory() as folder, _officials(taps, rate) as (base, officials):
        address = shelves.sqlite_address(Path(folder))

        async def prepare() -> None:
            per_commune = taps // PEOPLE * 2 + 200
            database = await shelves.build(
                address, communes=PEOPLE, per_commune=per_commune, officials=PEOPLE, limit=1_000
            )
            await database.close()

        asyncio.run(prepare())
        return _work([sys.executable, "-m", "bot.cli", "run"], bot_environment(address, base), officials)


def plain(taps: int) -> Worked:
    """Run the loop that only answers and edits."""
    with _officials(taps, 0.0) as (base, officials):
        command = [sys.executable, "-m", "bot.bench.answerer", base, TOKEN]
        return _work(command, dict(os.environ), officials)


def measure() -> Row:
    """Measure taps without a pause against the plain loop."""
    row = Row("taps", f"{PEOPLE} officials without a pause, {TAPS} taps, one process, SQLite FULL, polling")
    shares, rates, costs = [], [], []
    for _ in range(RUNS):
        baseline, worked = plain(TAPS), ours(TAPS)
        shares.append(worked.rate / baseline.rate)
        rates.append(worked.rate)
        costs.append(worked.cpu_ms)
    row.add("share of the plain loop's rate", shares, at_least=0.3)
    row.add("decisions a second", rates, "/s", at_least=250)
    row.add("CPU a decision", costs, "ms", at_most=4)
    return row


def measure_rate() -> Row:
    """Measure the wait at fifty taps a second."""
    row = Row("taps-50", f"{PEOPLE} officials, 50 taps a second, {RATE_TAPS} taps, SQLite FULL, polling")
    runs = [ours(RATE_TAPS, RATE) for _ in range(RUNS)]
    row.add("p50, tap to next card", [run.p50_ms for run in runs], "ms", at_most=25)
    row.add("p99, tap to next card", [run.p99_ms for run in runs], "ms", at_most=120)
    row.add("time-outs", [run.timeouts for run in runs], at_most=0)
    return row
