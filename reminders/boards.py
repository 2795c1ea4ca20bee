"""Monday's leaderboard for heads and the province: everybody sees the upper half, and their own."""

from __future__ import annotations

from domain import leaderboards
from domain.nudges import Kind
from reminders.heads import Matter, Section
from reminders.view import View


def is_first_of_week(view: View, path: str) -> bool:
    """Say whether today is the first working day of its week in a unit: Monday, unless that is off."""
    calendar = view.calendar(path)
    week = view.today.isocalendar()[:2]
    return calendar.is_workday(view.today) and calendar.back(view.today, 1).isocalendar()[:2] != week


def matter(view: View) -> Matter:
    """Make everybody's board of the week."""
    year, week, _ = view.today.isocalendar()
    period = f"{year}-W{week:02d}"
    places = leaderboards.rank(unit.ranked for unit in view.units.values())
    on = view.plan_to
    sections = {}
    for one in view.overseers.values():
        if not is_first_of_week(view, one.path) or not places or on is None:
            continue
        own = {unit.id for unit in view.below(*(path for path, _ in one.posts))}
        text, chart = leaderboards.board(places, own, on=on, week=week)
        sections[one.person_id] = Section(text, (), chart)
    return Matter(Kind.LEADERBOARD, period, sections)
