"""How units rank against their own plan: order, bands, and whose name may be read by others.

A place is praise: only the upper half is named, and everybody sees their own. Approving, returning and following up
count the same, and people are never ranked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from domain.charts import Bar, LeaderboardChart
from domain.folding import fold

FULL, NEAR = 100, 80  # per cent of the plan to date at which a band begins
BARS = 20  # what a phone shows without scrolling
OWN_BARS = 5  # of units of one's own that stand further down


class Band(StrEnum):
    """How a unit stands against its own plan to date."""

    REACHED = "reached"  # 100 % and more
    NEAR = "near"  # 80 to 99 %
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a unit has done and should have done by now, in records. Counts below 0 raise ValueError."""

    unit_id: int
    name: str
    done: int
    planned: int
    finished: bool = False  # nothing is open any more: the plan is kept, however it was drawn
    counted: bool = True  # False: no working day of its plan is over yet

    def __post_init__(self) -> None:
        if self.done < 0 or self.planned < 0:
            raise ValueError(f"negative count: {self.done}/{self.planned}")

    @property
    def percent(self) -> int | None:
        """Give done of planned in whole per cent, rounded down; None while there is nothing to compare."""
        if not self.counted or (self.planned == 0 and self.done == 0):
            return None
        share = FULL if self.planned == 0 else 100 * self.done // self.planned
        return max(FULL, share) if self.finished else share


@dataclass(frozen=True, slots=True)
class Place:
    """A unit on the board. Without a ratio it has no rank and no band, and stands behind all others."""

    standing: Standing
    rank: int | None  # units of the same per cent share one: 1, 2, 2, 4
    percent: int | None
    band: Band | None


@dataclass(frozen=True, slots=True)
class Line:
    """A place as one reader sees it: `name` is empty where it is not for their eyes."""

    rank: int | None
    name: str
    percent: int | None
    band: Band | None
    own: bool
    done: int = 0  # 0 where the unit is not named: figures would tell who it is
    planned: int = 0


def band_of(percent: int) -> Band:
    """Put a ratio into its band."""
    if percent >= FULL:
        return Band.REACHED
    return Band.NEAR if percent >= NEAR else Band.SLOW


def ranked(standings: Iterable[Standing]) -> tuple[Place, ...]:
    """Order units: the higher per cent first, then who has done more, then by name; ranks with ties."""
    ordered = sorted(standings, key=_order)
    places: list[Place] = []
    for percent, alike in groupby(ordered, key=lambda standing: standing.percent):
        rank = None if percent is None else len(places) + 1
        places += [
            Place(standing, rank, percent, None if percent is None else band_of(percent))
            for standing in alike
        ]
    return tuple(places)


def _order(standing: Standing) -> tuple[int, int, str, str, int]:
    share = -1 if standing.percent is None else standing.percent
    return -share, -standing.done, fold(standing.name), standing.name, standing.unit_id


def with_ratio(places: Iterable[Place | Line]) -> int:
    """Count the units that have a rank."""
    return sum(place.rank is not None for place in places)


def named(places: Sequence[Place], own: Collection[int] = ()) -> tuple[Line, ...]:
    """Let one reader see the board: names of the upper half of those that have a ratio, and of the units in `own`.

    Of an odd number the one in the middle is named. Who shares a rank across the middle is named by the order within.
    """
    upper = -(-with_ratio(places) // 2)
    lines = []
    for at, place in enumerate(places):
        mine = place.standing.unit_id in own
        if mine or (at < upper and place.rank is not None):
            standing = place.standing
            lines.append(
                Line(
                    place.rank,
                    standing.name,
                    place.percent,
                    place.band,
                    mine,
                    standing.done,
                    standing.planned,
                )
            )
        else:
            lines.append(Line(place.rank, "", place.percent, place.band, mine))
    return tuple(lines)


def bands(lines: Iterable[Place | Line]) -> Mapping[Band, int]:
    """Count the units of each band, the best first; bands without any are 0."""
    counts = dict.fromkeys(Band, 0)
    for line in lines:
        if line.band is not None:
            counts[line.band] += 1
    return counts


def chart(lines: Sequence[Line], *, title: str, as_of: str, limit: int = BARS) -> LeaderboardChart | None:
    """Make the picture of a board: its upper part as bars, one's own units behind it, the rest as counts.

    None where no unit has a ratio: there is nothing to draw.
    """
    if not with_ratio(lines):
        return None
    upper, below = lines[:limit], lines[limit:]
    own = [line for line in below if line.own][:OWN_BARS]
    drawn = [line for line in upper if line.own or line.rank is not None] + own
    counts = bands(lines)
    return LeaderboardChart(
        title=title,
        as_of=as_of,
        bars=tuple(
            Bar(line.rank, line.name, line.percent, line.done, line.planned,
                None if line.band is None else line.band.value, line.own)
            for line in drawn
        ),
        counts=tuple((band.value, counts[band]) for band in Band),
        waiting=sum(line.rank is None for line in lines),
    )  # fmt: skip
