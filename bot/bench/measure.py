"""Measuring: several runs of work and baseline in turn, medians, spread, and the ratio pair by pair."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

RUNS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its median, smallest and largest value over the runs, and what was to be reached."""

    what: str
    values: tuple[float, ...]
    unit: str
    target: str = ""
    reached: bool | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def text(self) -> str:
        """Write the figure with its spread."""
        low, high = min(self.values), max(self.values)
        spread = f" ({_short(low)}–{_short(high)})" if len(self.values) > 1 else ""
        return f"{_short(self.median)}{' ' + self.unit if self.unit else ''}{spread}"


@dataclass(slots=True)
class Row:
    """What one row of the table measured, and under which conditions."""

    name: str
    conditions: str
    figures: list[Figure] = field(default_factory=list)

    def add(
        self,
        what: str,
        values: Sequence[float],
        unit: str = "",
        *,
        at_most: float | None = None,
        at_least: float | None = None,
    ) -> None:
        """Add a figure; its median is held against the target."""
        target, reached = "", None
        middle = statistics.median(values)
        if at_most is not None:
            target, reached = f"≤ {_short(at_most)}", middle <= at_most
        if at_least is not None:
            target, reached = f"≥ {_short(at_least)}", middle >= at_least
        self.figures.append(Figure(what, tuple(values), unit, target, reached))


def timed(work: Callable[[], object]) -> float:
    """Run something once; returns the seconds it took by the wall."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def percentile(values: Sequence[float], share: float) -> float:
    """Pick the value below which `share` (0 … 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _short(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"
