"""How fast a unit has been: decisions and arrivals a working day, read off what stood there each planned morning.

A morning tells what is open and what was ever decided; between two of them the one has moved by what was decided, and
both together by what came in: new uploads, and what the vendor sent anew. What is decided on a day off falls into the
difference of the next morning.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from domain.workdays import DAY

WINDOW = 10  # working days looked back on


@dataclass(frozen=True, slots=True)
class Morning:
    """A day as it was planned: records open, and records ever decided, those twice that came back and were again."""

    on: date
    still_open: int
    decided: int


@dataclass(frozen=True, slots=True)
class Position:
    """Where a unit stands and how it came there: records a working day, oldest first, the last ten at most.

    `done` leaves out days on which there was nothing to do; a day without the bot is nought in it, and counted in
    `lost`. `at_vendor` are records returned and not back yet. `aim` is in how many working days, the next one counted,
    the plan wants the unit through; 0 where no plan asks for anything.
    """

    still_open: int
    done: tuple[int, ...]
    arrived: tuple[int, ...]
    at_vendor: int = 0
    aim: int = 0
    lost: int = 0

    @property
    def pace(self) -> float:
        """Decisions a working day; 0 where no day was seen."""
        return sum(self.done) / len(self.done) if self.done else 0.0

    @property
    def good_pace(self) -> float:
        """Decisions on the better half of the days with the bot: what the people can do when they are there."""
        days = sorted(self.done, reverse=True)[: max(1, (len(self.done) - self.lost + 1) // 2)]
        return sum(days) / len(days) if days else 0.0

    @property
    def inflow(self) -> float:
        """Records that came in, a working day; 0 where no day was seen."""
        return sum(self.arrived) / len(self.arrived) if self.arrived else 0.0


def position(
    mornings: Sequence[Morning],
    *,
    at_vendor: int,
    is_workday: Callable[[date], bool],
    aim: int = 0,
    window: int = WINDOW,
) -> Position:
    """Read a unit's position as of its last morning, oldest first; raises ValueError without any.

    A unit is planned on each working day on which something is open. Where no morning stands although it was a working
    day, either the bot was down, which is a day without decisions, or the unit was through until something came back.
    """
    if not mornings:
        raise ValueError("a position needs a morning")
    done: list[int] = []
    arrived: list[int] = []
    seen: list[bool] = []
    for before, after in pairwise(mornings[-window - 1 :]):
        decided = max(0, after.decided - before.decided)  # an undo of old decisions is no pace
        came = max(0, after.still_open + after.decided - before.still_open - before.decided)
        missed = sum(is_workday(before.on + n * DAY) for n in range(1, (after.on - before.on).days))
        lost = missed if _stayed_open(before, after) else 0
        done += [decided, *[0] * lost]
        seen += [True, *[False] * lost]
        arrived += [*[0] * missed, came]
    return Position(
        mornings[-1].still_open,
        tuple(done[-window:]),
        tuple(arrived[-window:]),
        at_vendor,
        aim,
        seen[-window:].count(False),
    )


def together(units: Iterable[Sequence[Morning]]) -> list[Morning]:
    """Sum the mornings of several units over the days on which any was planned.

    A unit without a morning that day had the day off, or was through: then all that was open is decided.
    """
    listed = [mornings for mornings in units if mornings]
    days = sorted({morning.on for mornings in listed for morning in mornings})
    sums = dict.fromkeys(days, (0, 0))
    for mornings in listed:
        for morning in _on_each(mornings, days):
            still_open, decided = sums[morning.on]
            sums[morning.on] = still_open + morning.still_open, decided + morning.decided
    return [Morning(on, still_open, decided) for on, (still_open, decided) in sums.items()]


def _stayed_open(before: Morning, after: Morning) -> bool:
    """Say whether something was open all the time between two mornings."""
    return after.decided - before.decided < before.still_open


def _on_each(mornings: Sequence[Morning], days: Sequence[date]) -> Iterable[Morning]:
    """Fill in the days on which a unit was not planned."""
    coming = deque(mornings)
    before = Morning(days[0], 0, mornings[0].decided)  # what was decided before anything was planned
    for on in days:
        if coming and coming[0].on == on:
            before = coming.popleft()
            yield before
        elif coming and _stayed_open(before, coming[0]):
            decided = coming[0].decided
            yield Morning(on, before.still_open + before.decided - decided, decided)
        else:
            yield Morning(on, 0, before.decided + before.still_open)
