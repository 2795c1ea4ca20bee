"""The days of three years as the government decreed them, written out by hand: no calendar of the product is asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

DAY = timedelta(days=1)

_OFF = {
    2024: "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
}
_MADE_UP = {2024: "05-04", 2025: "04-26", 2026: "01-10 08-22"}


def _written(days: dict[int, str]) -> frozenset[date]:
    return frozenset(
        date.fromisoformat(f"{year}-{day}") for year, listed in days.items() for day in listed.split()
    )


OFF, MADE_UP = _written(_OFF), _written(_MADE_UP)


def of_country(on: date) -> bool:
    """Say whether offices of the country work on a day."""
    return on in MADE_UP or (on.weekday() < 5 and on not in OFF)


class Days:
    """The working days of a province, of which some districts set a few apart themselves."""

    def __init__(self) -> None:
        self.own: dict[int, dict[date, bool]] = {}  # unit → day → whether it works

    def works(self, way_up: Iterable[int], on: date) -> bool:
        """Say whether a unit works on a day; `way_up` names the units from it upward, itself first."""
        for unit_id in way_up:
            if on in self.own.get(unit_id, {}):
                return self.own[unit_id][on]
        return of_country(on)

    def next(self, way_up: tuple[int, ...], after: date) -> date:
        """Find the first working day after a day."""
        on = after + DAY
        while not self.works(way_up, on):
            on += DAY
        return on

    def count(self, way_up: tuple[int, ...], first: date, last: date) -> int:
        """Count the working days from the first day to the last, both counted."""
        return sum(self.works(way_up, first + n * DAY) for n in range((last - first).days + 1))

    def is_first_of_week(self, way_up: tuple[int, ...], on: date) -> bool:
        """Say whether a working day has none before it in its week, which begins on Monday."""
        monday = on - on.weekday() * DAY
        earlier = (monday + n * DAY for n in range(on.weekday()))
        return self.works(way_up, on) and not any(self.works(way_up, day) for day in earlier)
