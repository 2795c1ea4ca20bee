"""Measuring: several runs of work and baseline in turn, medians, spread, and the ratio pair by pair."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

RUNS = 5


class CannotMeasure(RuntimeError):
    """Something a row needs is not here; the text says what."""


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
        return f"{_short(self.median)}{_behind(self.unit)}{spread}"

    def verdict(self) -> str:
        """Say whether the target was reached; a figure without one only tells."""
        return {True: "yes", False: "NO", None: "–"}[self.reached]


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
            target, reached = f"≤ {_short(at_most)}{_behind(unit)}", middle <= at_most
        if at_least is not None:
            target, reached = f"≥ {_short(at_least)}{_behind(unit)}", middle >= at_least
        self.figures.append(Figure(what, tuple(values), unit, target, reached))


def percentile(values: Sequence[float], share: float) -> float:
    """Pick the value below which `share` (0 … 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _behind(unit: str) -> str:
    return f" {unit}" if unit else ""


def _short(value: float) -> str:
    if float(value).is_integer() or abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.2g}"
