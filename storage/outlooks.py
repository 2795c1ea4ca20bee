"""When units will be through, from where they stood on the mornings they were planned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from domain import forecast, pace
from domain.forecast import Whole
from storage.standings import UnitStanding


def of(
    standings: Iterable[UnitStanding], *, is_workday: Callable[[date], bool], ahead: Sequence[date]
) -> Whole:
    """Tell when the last of some units will be through; `ahead` are the working days to come, the next one first."""
    positions = []
    for unit in standings:
        mornings = [pace.Morning(day, still_open, done) for day, still_open, done in unit.history]
        if unit.finished or not mornings:
            continue
        mornings.append(pace.Morning(ahead[0], unit.open, unit.done))  # as if the next morning had come
        positions.append(pace.position(mornings, at_vendor=unit.returned, is_workday=is_workday))
    return forecast.of_all(positions, ahead)
