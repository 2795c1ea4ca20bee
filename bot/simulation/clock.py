"""The virtual clock of a simulated drive: the working days of the calendar, and those that an outage takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from domain import quota
from domain.workdays import DAY, Calendar
from storage.calendars import SHIPPED, Calendars, read_file

BEYOND = timedelta(days=366)  # how long after the deadline people may still be at it


class NoWorkingDay(ValueError):
    """Between the first day and the deadline nobody is at work."""


@dataclass(frozen=True, slots=True)
class Outage:
    """Working days without the bot, from a day on: nothing is planned and nobody works."""

    start: date
    workdays: int


@dataclass(frozen=True, slots=True)
class Clock:
    """The days of a drive. `days` are its working days, until a year past the deadline; `lost` those of outages."""

    calendar: Calendar
    first: date
    deadline: date
    days: tuple[date, ...]
    lost: frozenset[date]
    reserve: int = 0  # working days before the deadline that the plan keeps free

    @property
    def before_deadline(self) -> int:
        """How many working days the drive has, those of outages counted."""
        return self.calendar.count(self.first, self.deadline)

    def left(self, on: date) -> int:
        """Tell how many working days the plan reckons with, this one counted; 0 after the deadline."""
        days = self.calendar.count(on, self.deadline)
        return quota.days_to_aim_at(days, self.reserve)


def country() -> Calendar:
    """Give the country's calendar as the bot ships it, without what any unit has set."""
    return Calendars({}, {}, read_file(SHIPPED)).of("/")


def clock(
    first: date,
    deadline: date,
    *,
    calendar: Calendar | None = None,
    outages: Iterable[Outage] = (),
    reserve: int = 0,
    beyond: timedelta = BEYOND,
) -> Clock:
    """Set up the clock, which runs on `beyond` the deadline. Raises NoWorkingDay where no working day lies before the deadline or outages take all."""
    calendar = calendar or country()
    span = (deadline + beyond - first).days
    days = tuple(day for n in range(span + 1) if calendar.is_workday(day := first + n * DAY))
    lost = {day for outage in outages for day in [d for d in days if d >= outage.start][: outage.workdays]}
    if not any(day <= deadline and day not in lost for day in days):
        raise NoWorkingDay
    return Clock(calendar, first, deadline, days, frozenset(lost), reserve)
