"""When units will be through, from where they stood on the mornings they were planned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from domain import forecast, pace, quota
from domain.forecast import Whole
from domain.workdays import Calendar
from storage.planning import Campaign
from storage.standings import UnitStanding


def of(
    standings: Iterable[UnitStanding], campaign: Campaign, calendar: Calendar, ahead: Sequence[date]
) -> Whole:
    """Tell when the last of some units will be through; `ahead` are the working days to come, the next one first."""
    positions = []
    lefts: dict[date, int] = {}
    for unit in standings:
        mornings = [pace.Morning(day, still_open, done) for day, still_open, done in unit.history]
        if unit.finished or not mornings:
            continue
        mornings.append(pace.Morning(ahead[0], unit.open, unit.done))  # as if the next morning had come
        positions.append(_position(mornings, unit, campaign, calendar, lefts))
    return forecast.of_all(positions, ahead)


def of_morning(
    standings: Iterable[UnitStanding], campaign: Campaign, calendar: Calendar, ahead: Sequence[date]
) -> Whole:
    """Tell the same as of a day's morning: a day that is not over yet is no day of work done.

    `ahead` begins with that day, or with the next working day where it is off.
    """
    positions = []
    lefts: dict[date, int] = {}
    for unit in standings:
        mornings = [pace.Morning(day, still_open, done) for day, still_open, done in unit.history]
        if unit.finished and not any(morning.on == ahead[0] for morning in mornings):
            continue
        if mornings and mornings[-1].on < ahead[0]:  # not planned that day
            mornings.append(pace.Morning(ahead[0], unit.open, unit.done))
        if mornings:
            positions.append(_position(mornings, unit, campaign, calendar, lefts))
    if len(positions) == 1:  # then why no day can be told is known too
        return Whole(forecast.forecast(positions[0], ahead), 0, 0)
    return forecast.of_all(positions, ahead)


def _position(
    mornings: Sequence[pace.Morning],
    unit: UnitStanding,
    campaign: Campaign,
    calendar: Calendar,
    lefts: dict[date, int],
) -> pace.Position:
    """Read a unit's position; while its plan aims at the deadline, its pace is the plan's own."""
    on = mornings[-1].on
    if on not in lefts:  # counted once for all units that stand on that day
        lefts[on] = calendar.count(on, campaign.deadline)
    return pace.position(
        mornings,
        at_vendor=unit.returned,
        is_workday=calendar.is_workday,
        aim=quota.days_to_aim_at(lefts[on], campaign.reserve),
    )
