"""What is drawn as a picture, as plain values that travel in an outbox row: words, figures and days, no drawing.

Names here are names of units, never of people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Bar:
    """One unit's bar. Without a `label` its figures are not for the reader either, and are 0."""

    rank: int | None
    label: str
    percent: int | None  # None: nothing to compare yet
    done: int
    planned: int
    band: str | None  # domain.ranking.Band, by value
    own: bool = False


@dataclass(frozen=True, slots=True)
class LeaderboardChart:
    """Units against their own plan, the first of them as bars; `counts` tells the units of each band, drawn or not."""

    title: str
    as_of: str
    bars: tuple[Bar, ...]
    counts: tuple[tuple[str, int], ...] = ()
    waiting: int = 0  # units without a ratio

    @property
    def units(self) -> int:
        """Count the units that have a rank."""
        return sum(count for _, count in self.counts)

    def to_json(self) -> dict[str, Any]:
        """Give it as JSON values."""
        return {
            "kind": "leaderboard", "title": self.title, "as_of": self.as_of,
            "bars": [[b.rank, b.label, b.percent, b.done, b.planned, b.band, b.own] for b in self.bars],
            "counts": [list(each) for each in self.counts], "waiting": self.waiting,
        }  # fmt: skip

    @classmethod
    def from_json(cls, packed: Mapping[str, Any]) -> LeaderboardChart:
        """Read what `to_json` gave."""
        return cls(
            packed["title"], packed["as_of"], tuple(Bar(*bar) for bar in packed["bars"]),
            tuple((band, count) for band, count in packed["counts"]), packed["waiting"],
        )  # fmt: skip


Point = tuple[date, int]  # a day's evening, records


@dataclass(frozen=True, slots=True)
class BurnUpChart:
    """Records done from day to day, the planned line, the total and the deadline, and when it may be finished."""

    title: str
    as_of: str
    done: tuple[Point, ...]  # oldest first, counted from the start
    planned: tuple[Point, ...]  # the same way; corners are enough
    total: int
    deadline: date
    today: date
    forecast: tuple[date, date | None] | None = None  # earliest and latest day; None: no end in sight
    finished_on: date | None = None

    def to_json(self) -> dict[str, Any]:
        """Give it as JSON values."""
        forecast = self.forecast and [_written(self.forecast[0]), _written(self.forecast[1])]
        return {
            "kind": "burn_up", "title": self.title, "as_of": self.as_of, "total": self.total,
            "done": [[day.isoformat(), count] for day, count in self.done],
            "planned": [[day.isoformat(), count] for day, count in self.planned],
            "deadline": _written(self.deadline), "today": _written(self.today), "forecast": forecast,
            "finished_on": _written(self.finished_on),
        }  # fmt: skip

    @classmethod
    def from_json(cls, packed: Mapping[str, Any]) -> BurnUpChart:
        """Read what `to_json` gave."""
        forecast = packed["forecast"] and (
            date.fromisoformat(packed["forecast"][0]),
            _read(packed["forecast"][1]),
        )
        return cls(
            packed["title"], packed["as_of"], _points(packed["done"]), _points(packed["planned"]),
            packed["total"], date.fromisoformat(packed["deadline"]), date.fromisoformat(packed["today"]),
            forecast or None, _read(packed["finished_on"]),
        )  # fmt: skip


Chart = LeaderboardChart | BurnUpChart
_KINDS: Mapping[str, type[LeaderboardChart] | type[BurnUpChart]] = {
    "leaderboard": LeaderboardChart,
    "burn_up": BurnUpChart,
}


def from_json(packed: Mapping[str, Any]) -> Chart:
    """Read a chart of either kind."""
    return _KINDS[packed["kind"]].from_json(packed)


def _points(packed: Any) -> tuple[Point, ...]:
    return tuple((date.fromisoformat(day), count) for day, count in packed)


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
