"""Whether `rasoat run` grows over 100,000 taps."""

from __future__ import annotations

import statistics

from bot.bench import shelves, taps
from bot.bench.measure import Row

PEOPLE = 200  # with fewer, each would decide more in a day than anybody does
TAPS = 100_000
RUNS = 1  # a run takes minutes
WARM = 0.1  # share of the run in which caches fill: 10,000 taps


def deviation(samples: list[float]) -> tuple[float, float]:
    """Hold every sample after the warm-up against the level right behind it; returns that level and the worst, in %.

    The level is the median over as long a piece as the warm-up, so that one odd sample does not set it.
    """
    at = max(1, round(len(samples) * WARM))
    level = statistics.median(samples[at : 2 * at] or samples[-1:])
    return level, max((100 * abs(each / level - 1) for each in samples[at:]), default=0.0)


def measure(
    runs: int = RUNS, *, count: int = TAPS, people: int = PEOPLE, size: shelves.Size = shelves.PROVINCE
) -> Row:
    """Measure the row."""
    row = Row(
        "memory",
        f"{people} officials without a pause, {count:,} taps, {size.records:,} records, one process, SQLite FULL,"
        f" polling; RSS once a second, the first {count * WARM:,.0f} taps left out as warm-up. It takes minutes, so"
        " there is one run unless more are asked for",
    )
    levels, worst, ends, timeouts = [], [], [], []
    with shelves.built(size) as prepared:
        for _ in range(runs):
            worked = taps.ours(prepared, count, people=people)
            level, off = deviation(worked.memory_mb)
            levels.append(level)
            worst.append(off)
            ends.append(worked.memory_mb[-1])
            timeouts.append(worked.timeouts)
    row.add("largest deviation of any sample from the level after the warm-up", worst, "%", at_most=5)
    row.add("RSS after the warm-up", levels, "MB")
    row.add("RSS after the last tap", ends, "MB")
    row.add("time-outs", timeouts, "", at_most=0)
    return row
