"""When a unit will be through, as a range of days, told from what was done on its last working days.

The middle is what is still to do over the pace. How far from it the truth may lie grows with how uneven the days were
and with how few were seen; the rest (illness, help that comes, a plan that asks for more) is a spread that was fitted
on simulated drives and measured on others: docs/decisions/0011-forecast.md. A unit is through on the first evening on
which nothing is open in it; several units are through on the day the last of them is.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import fmean, variance

from domain.pace import Position

FEWEST = 3  # working days that must have been seen before anything is told
HORIZON = 750  # working days, some three years: what is later is not told as a day
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9

# Fitted on simulated drives; docs/decisions/0011-forecast.md tells on which, and how well they do on others.
_INFLOW = 0.5  # of what comes in a day: the flow that was seen lasts for a part of the time only
_VENDOR = 0.5  # of what lies at the vendor comes back before the end
_LATE = 0.7  # working days after the aim, of a unit whose people can do what the plan asks
# the logarithm of what the plan asks over what good days bring: where people cannot any more, and how sharply
_CAN, _CAN_SPREAD = 0.05, 0.06
_PLANNED_SCALE, _PLANNED_OWN = 0.95, 0.08  # who falls behind a plan is helped
_AHEAD = 0.75  # who would be through in less than that part of the time is not held back by a plan
_FREE_SCALE, _FREE_OWN = 1.03, 0.05  # without a plan, towards the end fewer people have something left to do
_SLOW, _SLOWER = 0.05, 1.8  # one unit in twenty is then left with somebody slow, and takes so much longer
_EVEN = 0.5  # of the variance of a day's decisions counts: who is slow today may catch up
_UNEVEN = 0.05  # the same over the square of the pace where nothing was seen yet; weighs as much as two days
_COMMON = 0.17  # what all units of one forecast share
_LUCK = (1 - _COMMON * math.sqrt(1.5), 1.0, 1 + _COMMON * math.sqrt(1.5))  # three equal chances
_ROOT = math.sqrt(2)


class Why(StrEnum):
    """Why no day can be told."""

    FINISHED = "finished"  # nothing is open
    TOO_EARLY = "too_early"  # too few working days were seen
    NOTHING_DONE = "nothing_done"  # not one decision on the days looked back on
    GROWING = "growing"  # as much comes in as is done
    FAR = "far"  # beyond the horizon, even if all goes well


@dataclass(frozen=True, slots=True)
class Unknown:
    """No forecast, and why."""

    why: Why


@dataclass(frozen=True, slots=True)
class Forecast:
    """The days on which the work is done with a chance of 10, 50 and 90 %; None lies beyond the horizon.

    `pace` is decisions a working day, as seen.
    """

    earliest: date
    middle: date | None
    latest: date | None
    pace: float


@dataclass(frozen=True, slots=True)
class Whole:
    """A forecast for several units together; `unknown` of them, with `still_open` records, are not in it."""

    found: Forecast | Unknown
    unknown: int
    still_open: int


@dataclass(frozen=True, slots=True)
class _Spread:
    """Working days until all is done, as far as the pace tells: the middle, and a standard deviation."""

    days: float
    deviation: float

    def chance(self, day: int, luck: float, floor: int = 0) -> float:
        """Tell how likely it is that all is done by the evening of a working day; the first is 1."""
        middle = max(self.days * luck, floor)
        return _normal((day - middle) / (self.deviation * middle / self.days))


@dataclass(frozen=True, slots=True)
class _Outlook:
    """What a unit's position comes to. `free` is set where no plan holds it back, `planned` where a plan asks."""

    pace: float
    free: _Spread | None = None
    planned: _Spread | None = None
    aim: int = 0
    keeps: float = 0.0  # how likely it is that the people can do what the plan asks

    def chance(self, day: int, luck: float) -> float:
        """Tell how likely it is that all is done by the evening of a working day; the first is 1."""
        found = 0.0
        if self.free:
            slow = self.free.chance(day, luck * _SLOWER)
            found = (1 - _SLOW) * self.free.chance(day, luck) + _SLOW * slow
        if self.planned and day >= self.aim:
            kept = self.keeps * _normal((day + 0.5 - self.aim) / _LATE)
            behind = (1 - self.keeps) * self.planned.chance(day, luck, self.aim)
            found = max(found, kept + behind)
        return found


def days_ahead(first: date, next_workday: Callable[[date], date], horizon: int = HORIZON) -> tuple[date, ...]:
    """List the working days after a day, in order; one list does for all units with the same calendar."""
    days = []
    for _ in range(horizon):
        first = next_workday(first)
        days.append(first)
    return tuple(days)


def forecast(position: Position, ahead: Sequence[date]) -> Forecast | Unknown:
    """Tell when one unit will be through.

    `ahead` are the working days to come in order, the first of them the one whose morning the position is of.
    """
    found = _outlook(position)
    return found if isinstance(found, Unknown) else _dated([found], found.pace, ahead)


def of_all(positions: Iterable[Position], ahead: Sequence[date]) -> Whole:
    """Tell when the last of several units will be through; those without a pace are counted, not guessed."""
    outlooks: list[_Outlook] = []
    whys: set[Why] = set()
    unknown = still_open = 0
    for position in positions:
        found = _outlook(position)
        if isinstance(found, _Outlook):
            outlooks.append(found)
        elif found.why is not Why.FINISHED:
            unknown += 1
            whys.add(found.why)
            still_open += position.still_open
    if not outlooks:
        return Whole(Unknown(_shared(whys)), unknown, still_open)
    return Whole(_dated(outlooks, sum(each.pace for each in outlooks), ahead), unknown, still_open)


def _shared(whys: set[Why]) -> Why:
    """Give the one reason for all units; of several, that nothing is being done weighs most."""
    if not whys:
        return Why.FINISHED
    return next(iter(whys)) if len(whys) == 1 else Why.NOTHING_DONE


def at_pace(still_open: int, pace: float, ahead: Sequence[date]) -> date | None:
    """Tell on which day all would be done if every working day brought the pace and nothing came in; None if never."""
    days = math.ceil(still_open / pace) if pace > 0 else len(ahead) + 1
    return ahead[max(days, 1) - 1] if days <= len(ahead) else None


def _outlook(position: Position) -> _Outlook | Unknown:
    if not position.still_open:
        return Unknown(Why.FINISHED)
    if len(position.done) < FEWEST:
        return Unknown(Why.TOO_EARLY)
    pace = position.pace
    if not pace:
        return Unknown(Why.NOTHING_DONE)
    net = pace - _INFLOW * position.inflow
    if net <= 0:
        return Unknown(Why.GROWING)
    work = position.still_open + _VENDOR * position.at_vendor
    free = _free(work / net * _FREE_SCALE, position.done)
    if not position.aim:
        return _Outlook(pace, free)
    good = position.good_pace
    days = work / (good - _INFLOW * position.inflow) * _PLANNED_SCALE
    planned = _Spread(days, math.hypot(_PLANNED_OWN * days, _LATE))
    asked = math.log(position.still_open / position.aim / good)
    keeps = _normal((_CAN - asked) / _CAN_SPREAD)
    is_ahead = position.still_open < _AHEAD * pace * position.aim
    return _Outlook(pace, free if is_ahead else None, planned, position.aim, keeps)


def _free(days: float, done: Sequence[int]) -> _Spread:
    """Widen by how uneven the days were: over all that are to come, and for how few were seen."""
    seen = len(done)
    uneven = variance(done) / fmean(done) ** 2
    uneven = (uneven * (seen - 1) + 2 * _UNEVEN) / (seen + 1)
    return _Spread(days, days * math.sqrt(_EVEN * uneven * (1 / days + 1 / seen) + _FREE_OWN**2))


def _dated(outlooks: Sequence[_Outlook], pace: float, ahead: Sequence[date]) -> Forecast | Unknown:
    """Find the first days by whose evening all are through with a chance.

    Units share some luck, such as help that comes to all who are left; given that, each goes its own way.
    """

    def all_done(day: int) -> float:
        return sum(math.prod([each.chance(day, luck) for each in outlooks]) for luck in _LUCK) / len(_LUCK)

    days = range(1, len(ahead) + 1)
    place = 0
    found: list[date | None] = []
    for chance in (LOW, MIDDLE, HIGH):
        place = bisect_left(days, chance, lo=place, key=all_done)
        found.append(ahead[place] if place < len(ahead) else None)
    earliest, middle, latest = found
    return Forecast(earliest, middle, latest, pace) if earliest else Unknown(Why.FAR)


def _normal(deviations: float) -> float:
    return math.erfc(-deviations / _ROOT) / 2
