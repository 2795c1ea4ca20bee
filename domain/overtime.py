"""Overtime: which minutes of review somebody worked outside office hours, by kind of day.

Only decisions are known, no clock-in: a decision accounts for the time since its card was shown or since the
decision before, whichever is later, and for no more than a cap on idle gaps. What comes out is a proposal for the
head of the unit to confirm.

Sources: kinds of day and night supplements: Bộ luật Lao động 2019 Đ.98 (150 % ordinary day, 200 % weekly
rest day, 300 % holiday; night more), night 22:00-06:00: Đ.106; for officials TTLT 08/2005/TTLT-BNV-BTC, the same
shares. The legal caps are in overtime_caps.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple, TypeVar

from domain.workdays import DAY, Calendar, DayKind, office_is_open

NIGHT_FROM, NIGHT_TO = time(22), time(6)

_MINUTE = timedelta(minutes=1)
_NOTHING = timedelta()

K = TypeVar("K")


class Kind(StrEnum):
    """What an overtime minute is paid as; the kinds share no minute, so their sum is the whole."""

    ORDINARY = "ngay_thuong"
    REST = "ngay_nghi"
    HOLIDAY = "ngay_le"
    ORDINARY_NIGHT = "ngay_thuong_dem"
    REST_NIGHT = "ngay_nghi_dem"
    HOLIDAY_NIGHT = "ngay_le_dem"


_KIND = {
    (DayKind.ORDINARY, False): Kind.ORDINARY,
    (DayKind.REST, False): Kind.REST,
    (DayKind.HOLIDAY, False): Kind.HOLIDAY,
    (DayKind.ORDINARY, True): Kind.ORDINARY_NIGHT,
    (DayKind.REST, True): Kind.REST_NIGHT,
    (DayKind.HOLIDAY, True): Kind.HOLIDAY_NIGHT,
}


class Span(NamedTuple):
    """A stretch of work, from `start` up to `end`; instants in UTC, `start` before `end`."""

    start: datetime
    end: datetime


def span_of(
    decided_at: datetime, shown_at: datetime | None, before: datetime | None, cap: timedelta
) -> Span | None:
    """Tell what one decision accounts for; None where that is no time at all.

    `before` is when the same person had decided last, of whatever unit. All instants carry an offset.
    """
    end = decided_at.astimezone(UTC)
    start = end - cap
    for limit in (shown_at, before):
        if limit is not None and limit > start:
            start = limit
    return Span(start.astimezone(UTC), end) if start < end else None


class Cutter:
    """Cuts spans at the midnights, office hours and nights of one unit's calendar, by the clock of a zone."""

    __slots__ = ("_calendar", "_days", "_last", "_zone")

    def __init__(self, calendar: Calendar, zone: tzinfo) -> None:
        self._calendar = calendar
        self._zone = zone
        self._days: dict[date, list[_Stretch]] = {}
        self._last: _Stretch | None = None  # most spans lie in the stretch of the one before

    def pieces(self, span: Span) -> Iterator[tuple[date, Kind | None, timedelta]]:
        """Give the parts of a span with their day and kind; no kind: office hours, which are no overtime."""
        at = span.start
        while at < span.end:
            stretch = self._stretch(at)
            until = min(span.end, stretch.end)
            yield stretch.day, stretch.kind, until - at
            at = until

    def cut(self, span: Span) -> Iterable[tuple[date, Kind | None, timedelta]]:
        """Give the same parts, quickly where there is only one, as nearly always."""
        stretch = self._stretch(span.start)
        if span.end <= stretch.end:
            return ((stretch.day, stretch.kind, span.end - span.start),)
        return self.pieces(span)

    def office_hours(self, at: datetime) -> tuple[datetime, datetime] | None:
        """Give the office hours around an instant, from when to when; None where it lies outside of them."""
        stretch = self._stretch(at)
        return (stretch.start, stretch.end) if stretch.kind is None else None

    def _stretch(self, at: datetime) -> _Stretch:
        last = self._last
        if last is not None and last.start <= at < last.end:
            return last
        day = at.astimezone(self._zone).date()
        stretches = self._days.get(day)
        if stretches is None:
            stretches = self._days[day] = list(self._stretches(day))
        found = self._last = stretches[bisect_right(stretches, at, key=lambda one: one.start) - 1]
        return found

    def _stretches(self, day: date) -> Iterator[_Stretch]:
        """Part a day where its kind of time changes; a clock put forward or back shortens or lengthens a part."""
        clock = {time(0), NIGHT_TO, NIGHT_FROM}
        for opens, closes in self._calendar.hours.spans:
            clock |= {opens, closes}
        ends = {datetime.combine(day, at, self._zone).astimezone(UTC) for at in clock}
        last = datetime.combine(day + DAY, time(0), self._zone).astimezone(UTC)
        marks = [*sorted(end for end in ends if end < last), last]
        kind_of_day = self._calendar.day(day).kind
        for start, end in pairwise(marks):
            local = start.astimezone(self._zone)
            night = not NIGHT_TO <= local.time() < NIGHT_FROM
            kind = None if office_is_open(self._calendar, local) else _KIND[kind_of_day, night]
            yield _Stretch(start, end, day, kind)


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: datetime
    end: datetime
    day: date
    kind: Kind | None


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """What a statement counts by: the unit whose records were decided, the month "2024-07", the kind."""

    unit_id: int
    month: str
    kind: Kind


class Timesheet:
    """One person's overtime by unit, day and kind, filled decision by decision in order of time.

    The order runs over all units, so that a gap between records of two units is counted once. A decision that
    comes out of order adds nothing that was counted already.
    """

    __slots__ = ("_before", "_cap", "_worked")

    def __init__(self, cap: timedelta) -> None:
        self._cap = cap
        self._before: datetime | None = None
        self._worked: dict[tuple[int, date, Kind], timedelta] = {}

    def add(self, unit_id: int, cutter: Cutter, decided_at: datetime, shown_at: datetime | None) -> None:
        """Count one decision on a record of that unit, by that unit's calendar."""
        span = span_of(decided_at, shown_at, self._before, self._cap)
        self.passed(decided_at)
        if span is None:
            return
        for day, kind, length in cutter.cut(span):
            if kind is not None:
                key = (unit_id, day, kind)
                self._worked[key] = self._worked.get(key, _NOTHING) + length

    def passed(self, decided_at: datetime) -> None:
        """Take note of a decision that is known to count nothing; it still ends the gap before it."""
        if self._before is None or decided_at > self._before:
            self._before = decided_at

    def minutes(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        counts: Callable[[int], bool] = lambda _unit_id: True,
    ) -> dict[Cell, int]:
        """Sum the days from `since` to `until`, both counted, of the units that count.

        Each cell is rounded down to whole minutes, cells with less are left out.
        """
        sums: dict[Cell, timedelta] = {}
        for (unit_id, day, kind), length in self._worked.items():
            if (since and day < since) or (until and day > until) or not counts(unit_id):
                continue
            cell = Cell(unit_id, month_of(day), kind)
            sums[cell] = sums.get(cell, _NOTHING) + length
        return {cell: sums[cell] // _MINUTE for cell in sorted(sums) if sums[cell] >= _MINUTE}


def month_of(day: date) -> str:
    """Name the month of a day: "2024-07"."""
    return f"{day:%Y-%m}"


def sum_by(minutes: Mapping[Cell, int], key: Callable[[Cell], K]) -> dict[K, int]:
    """Sum cells that share something, in the order they come."""
    sums: dict[K, int] = {}
    for cell, some in minutes.items():
        sums[key(cell)] = sums.get(key(cell), 0) + some
    return sums
