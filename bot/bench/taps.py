"""Taps over HTTP: from the tap to the committed decision, its answer and the next card, all through the stand-in.

The stand-in and the officials are one process, the bot is another, as on a machine of its own. Each run works on a
fresh copy of a province's database.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
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


@dataclass(frozen=True, slots=True)
class Worked:
    """What the officials saw, and what the bot's process used meanwhile."""

    rate: float
    p50_ms: float
    p99_ms: float
    timeouts: int
    cpu_ms: float  # of the bot's process, a tap
    memory_mb: list[float]  # of the bot's process, sampled while they worked


@contextmanager
def officials(
    people: int, taps: int, rate: float = 0.0, *more: str
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start the officials, and with them the stand-in; yields its address and the process that tells of them."""
    command = [sys.executable, "-m", "bot.bench.officials", "--people", str(people), "--taps", str(taps)]
    process = subprocess.Popen(
        [*command, "--rate", str(rate), *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
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


def start_bot(command: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    """Start a bot that says nothing."""
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True
    )


def _work(
    command: list[str], environment: dict[str, str], at_work: subprocess.Popen[str], every_s: float
) -> Worked:
    """Let the officials work with one bot and read what it cost."""
    assert at_work.stdout is not None
    bot = start_bot(command, environment)
    try:
        if at_work.stdout.readline().strip() != "begun":
            raise RuntimeError("the bot did not show its first cards")
        before = processes.cpu_s(bot.pid)
        with processes.watched(bot, every_s) as memory:
            seen = json.loads(at_work.stdout.readline())
        used = processes.cpu_s(bot.pid) - before
    finally:
        bot.terminate()
        bot.wait()
    return Worked(
        seen["taps"] / seen["seconds"], seen["p50_ms"], seen["p99_ms"], seen["timeouts"],
        1000 * used / max(seen["taps"], 1), memory,
    )  # fmt: skip


def ours(
    prepared: Path, taps: int, *, people: int = PEOPLE, rate: float = 0.0, every_s: float = 1.0
) -> Worked:
    """Let officials work with `rasoat run` on a copy of a prepared SQLite file, with full durability."""
    with shelves.copy_of(prepared) as path, officials(people, taps, rate) as (base, at_work):
        environment = bot_environment(shelves.sqlite_address(path.parent, path.name), base)
        return _work([sys.executable, "-m", "bot.cli", "run"], environment, at_work, every_s)


def plain(taps: int, *, people: int = PEOPLE) -> Worked:
    """Run the loop that only answers and edits."""
    with officials(people, taps) as (base, at_work):
        command = [sys.executable, "-m", "bot.bench.answerer", base, TOKEN]
        return _work(command, dict(os.environ), at_work, 1.0)


def measure(runs: int = RUNS, *, taps: int = TAPS, size: shelves.Size = shelves.PROVINCE) -> Row:
    """Measure taps without a pause against the plain loop."""
    row = Row(
        "taps",
        f"{PEOPLE} officials without a pause, {taps:,} taps, {size.records:,} records, one process, SQLite FULL,"
        " polling. Baseline: an aiogram loop that answers the tap and edits the card, no database",
    )
    shares, rates, costs, plain_rates, plain_costs, timeouts = [], [], [], [], [], []
    with shelves.built(size) as prepared:
        for _ in range(runs):
            baseline, worked = plain(taps), ours(prepared, taps)
            shares.append(worked.rate / baseline.rate)
            rates.append(worked.rate)
            costs.append(worked.cpu_ms)
            plain_rates.append(baseline.rate)
            plain_costs.append(baseline.cpu_ms)
            timeouts.append(worked.timeouts)
    row.add("rate, share of the baseline's", shares, at_least=0.3)
    row.add("decisions a second", rates, "/s", at_least=250)
    row.add("CPU of the bot a decision", costs, "ms", at_most=4)
    row.add("time-outs", timeouts, at_most=0)
    row.add("taps a second, the baseline", plain_rates, "/s")
    row.add("CPU of the baseline a tap", plain_costs, "ms")
    return row


def measure_rate(runs: int = RUNS, *, taps: int = RATE_TAPS, size: shelves.Size = shelves.PROVINCE) -> Row:
    """Measure the wait at fifty taps a second."""
    row = Row(
        "taps-50",
        f"{PEOPLE} officials, {RATE:.0f} taps a second, {taps:,} taps, {size.records:,} records, one process, SQLite"
        " FULL, polling; the officials and the stand-in share the machine",
    )
    with shelves.built(size) as prepared:
        worked = [ours(prepared, taps, rate=RATE) for _ in range(runs)]
    row.add("p50, tap to next card", [run.p50_ms for run in worked], "ms", at_most=25)
    row.add("p99, tap to next card", [run.p99_ms for run in worked], "ms", at_most=120)
    row.add("time-outs", [run.timeouts for run in worked], at_most=0)
    row.add("taps a second that were made", [run.rate for run in worked], "/s")
    return row
