"""How a subtree went, as the shapes of a picture in the page itself: figures in, points out, no words and no colours.

The chat's picture of the same values is drawn with pixels (`bot/charts/burn_up.py`); a page needs no file for it, and
a line drawn here stays sharp on every screen, in print and in the dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.charts import BurnUpChart, Point
from domain.wording.charts import short_day
from domain.wording.figures import count

WIDE, TALL = 400, 220
LEFT, RIGHT, TOP, FLOOR = 56, 392, 12, 190
BEYOND = 0.4  # of the days up to the deadline: a later end lies outside and is told in words
LABEL_WIDE = 34  # of a day under the axis


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis with what is written there; `at` is along that axis."""

    at: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Trend:
    """Shapes in a box of WIDE x TALL: lines as points ("x,y x,y"), the rest as single places."""

    done: str
    planned: str
    roof: float  # where all records would be decided
    today: float
    deadline: float
    end: tuple[float, float] | None  # on the roof: from the earliest to the latest day of the forecast
    counts: tuple[Tick, ...]
    days: tuple[Tick, ...]
    wide: int = WIDE
    tall: int = TALL
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    floor: int = FLOOR


def shapes(chart: BurnUpChart) -> Trend:
    """Lay out the picture of a burn-up chart."""
    first, last = _days(chart)
    most = max([chart.total, 1, *(records for _, records in (*chart.done, *chart.planned))])

    def x(on: date) -> float:
        return round(LEFT + (RIGHT - LEFT) * (on - first).days / max(1, (last - first).days), 1)

    def y(records: int) -> float:
        return round(FLOOR - (FLOOR - TOP) * records / most, 1)

    def line(points: Sequence[Point]) -> str:
        return " ".join(f"{x(on)},{y(records)}" for on, records in points)

    end = None
    if chart.forecast is not None and chart.finished_on is None:
        earliest, latest = chart.forecast
        begin = min(x(min(earliest, last)), RIGHT - 6)
        end = (begin, RIGHT if latest is None else min(max(x(min(latest, last)), begin + 6), RIGHT))
    days = [
        Tick(x(on), short_day(on), "end" if x(on) > RIGHT - LABEL_WIDE / 2 else "middle")
        for on in sorted({first, chart.today, chart.deadline, last})
    ]
    return Trend(
        line(chart.done),
        line(chart.planned),
        y(chart.total),
        x(chart.today),
        x(chart.deadline),
        end,
        tuple(Tick(y(records), count(records)) for records in sorted({0, chart.total // 2, chart.total})),
        _apart(days, keep=(x(chart.today), x(chart.deadline))),
    )


def _days(chart: BurnUpChart) -> tuple[date, date]:
    on = [day for day, _ in (*chart.done, *chart.planned)]
    first = min([*on, chart.today, chart.deadline - timedelta(days=1)])
    last = max([*on, chart.deadline, chart.today])
    if chart.forecast is not None and chart.finished_on is None:
        farthest = last + timedelta(days=max(2, round((last - first).days * BEYOND)))
        latest = chart.forecast[1]
        last = farthest if latest is None else max(last, min(latest, farthest))
    return first, last


def _apart(ticks: Sequence[Tick], *, keep: Sequence[float]) -> tuple[Tick, ...]:
    """Leave out days whose words would run into others; the deadline and today are written before all else."""
    kept: list[Tick] = []
    for tick in sorted(ticks, key=lambda tick: -keep.index(tick.at) if tick.at in keep else 1):
        if all(abs(tick.at - other.at) >= LABEL_WIDE for other in kept):
            kept.append(tick)
    return tuple(sorted(kept, key=lambda tick: tick.at))
