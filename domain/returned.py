"""What lies at the vendor, and for how long: days since a record went back, in the steps in which they are listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Age(StrEnum):
    """How many days a record has waited, as lists and files name it."""

    WEEK = "0-7"
    FORTNIGHT = "8-14"
    MONTH = "15-30"
    LONGER = ">30"


_UP_TO = ((7, Age.WEEK), (14, Age.FORTNIGHT), (30, Age.MONTH))


def days_since(went: date, today: date) -> int:
    """Count the days since a record went back; 0 on the day itself, and never less."""
    return max(0, (today - went).days)


def age_of(days: int) -> Age:
    """Tell the step in which so many days are listed."""
    return next((age for most, age in _UP_TO if days <= most), Age.LONGER)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Records that wait at the vendor: how many by age, and the day on which the oldest of them went."""

    by_age: Mapping[Age, int] = field(default_factory=dict)
    since: date | None = None

    @property
    def total(self) -> int:
        """Count them all."""
        return sum(self.by_age.values())


def waiting(went: Mapping[date, int], today: date) -> Waiting:
    """Sort records by age, given as the day they went back and how many."""
    by_age: dict[Age, int] = {}
    for day, number in went.items():
        if number:
            age = age_of(days_since(day, today))
            by_age[age] = by_age.get(age, 0) + number
    return Waiting(by_age, min((day for day, number in went.items() if number), default=None))


def together(parts: Iterable[Waiting]) -> Waiting:
    """Sum up what waits in several places."""
    by_age: dict[Age, int] = {}
    since: date | None = None
    for part in parts:
        for age, number in part.by_age.items():
            by_age[age] = by_age.get(age, 0) + number
        if part.since is not None:
            since = part.since if since is None else min(since, part.since)
    return Waiting(by_age, since)
