"""Working days: what a business day is, how many are left, and when the office is open.

The public sector works Monday to Friday; holidays, the days the Prime Minister swaps and what a province or a unit
sets itself are given from outside, so that this file holds no year's facts (Bộ luật Lao động Đ.111, 112).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.folding import fold

DAY = timedelta(days=1)
_SATURDAY = 5
_LOOK_AHEAD = 366  # nothing closes an office for longer


class DayKind(StrEnum):
    """What a day is to somebody who is paid by it; a swapped-away weekday is a rest day, a made-up Saturday ordinary."""

    ORDINARY = "ordinary"
    REST = "rest"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Day:
    """What is known of one day beyond its place in the week."""

    kind: DayKind
    reason: str = ""


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Spans of the day in which the office is open, in order, local time."""

    spans: tuple[tuple[time, time], ...]

    @property
    def length(self) -> timedelta:
        """How long the office is open in a day."""
        return sum(
            (_since_midnight(last) - _since_midnight(first) for first, last in self.spans), timedelta()
        )

    @property
    def plausible(self) -> bool:
        """Say whether a day can look so: 8 hours and at most 4 more (Bộ luật Lao động Đ.105, 107), half days too."""
        return SHORTEST_DAY <= self.length <= LONGEST_DAY

    def __str__(self) -> str:
        return ", ".join(f"{first:%H:%M}-{last:%H:%M}" for first, last in self.spans)


DEFAULT_HOURS = OfficeHours(((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30))))
_SPAN = re.compile(r"(\d{1,2})(?:[:hg.](\d{2})?)?-(\d{1,2})(?:[:hg.](\d{2})?)?\Z", re.ASCII)
_DASH = re.compile(r"\s*[-–—]\s*")
_BETWEEN = re.compile(r"\s*[,;]\s*|\s+va\s+|\s+(?=\d)")
SHORTEST_DAY, LONGEST_DAY = timedelta(hours=2), timedelta(hours=12)


def parse_hours(text: str) -> OfficeHours | None:
    """Read "07:30-11:30, 13:30-17:30" (also "7h30 - 11h30 13h30 - 17h30"); None unless spans follow one another."""
    spans: list[tuple[time, time]] = []
    for piece in _BETWEEN.split(_DASH.sub("-", fold(text)).strip(" .,;")):
        found = _SPAN.match(piece)
        if found is None:
            return None
        try:
            first = time(int(found[1]), int(found[2] or 0))
            last = time(int(found[3]), int(found[4] or 0))
        except ValueError:
            return None
        if first >= last or (spans and spans[-1][1] > first):
            return None
        spans.append((first, last))
    return OfficeHours(tuple(spans))


def _of_week(on: date) -> Day:
    return Day(DayKind.REST if on.weekday() >= _SATURDAY else DayKind.ORDINARY)


class Calendar:
    """One unit's days. `given` tells what is known of a day, or None where the week alone decides."""

    __slots__ = ("_given", "hours")

    def __init__(
        self, given: Callable[[date], Day | None] = lambda _: None, hours: OfficeHours = DEFAULT_HOURS
    ) -> None:
        self._given = given
        self.hours = hours

    def day(self, on: date) -> Day:
        """Tell what a day is, and why where it is not what its weekday says."""
        known = self._given(on)
        return known if known is not None else _of_week(on)

    def is_workday(self, on: date) -> bool:
        """Say whether work is due that day: the one place that knows what a business day is."""
        return self.day(on).kind is DayKind.ORDINARY

    def special(self, first: date, last: date) -> list[tuple[date, Day]]:
        """List the days, both ends counted, that are not just what their weekday says: holidays, swapped and set days."""
        days = ((on, self.day(on)) for on in (first + n * DAY for n in range((last - first).days + 1)))
        return [(on, known) for on, known in days if known != _of_week(on)]

    def count(self, first: date, last: date) -> int:
        """Count the working days from the first day to the last, both counted; 0 where the last lies before."""
        return sum(self.is_workday(first + n * DAY) for n in range((last - first).days + 1))

    def next_workday(self, after: date) -> date:
        """Find the first working day after a day; raises ValueError where a whole year has none."""
        for n in range(1, _LOOK_AHEAD + 1):
            if self.is_workday(after + n * DAY):
                return after + n * DAY
        raise ValueError("a year without a working day")

    def back(self, on: date, workdays: int) -> date:
        """Go back that many working days from a day, which is itself not counted."""
        found = on
        for _ in range(_LOOK_AHEAD * 2):
            if workdays == 0:
                return found
            found -= DAY
            workdays -= self.is_workday(found)
        raise ValueError("too few working days")


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which somebody is away, both counted."""

    first: date
    last: date

    def covers(self, on: date) -> bool:
        """Say whether a day lies in it."""
        return self.first <= on <= self.last

    def overlaps(self, other: Leave) -> bool:
        """Say whether two leaves share a day."""
        return self.first <= other.last and other.first <= self.last


def office_is_open(calendar: Calendar, local: datetime) -> bool:
    """Say whether the office is open at a moment of local time."""
    at = local.time()
    return calendar.is_workday(local.date()) and any(
        first <= at < last for first, last in calendar.hours.spans
    )
