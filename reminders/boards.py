"""Monday's leaderboard for heads and the province: everybody sees the upper half, and their own."""

from __future__ import annotations

from domain import leaderboards
from domain.nudges import Kind, Reason
from domain.wording import follow_up_reminders as say_register
from reminders.heads import Matter, Section
from reminders.view import View


def is_first_of_week(view: View, path: str) -> bool:
    """Say whether today is the first working day of its week in a unit: Monday, unless that is off."""
    calendar = view.calendar(path)
    week = view.today.isocalendar()[:2]
    return calendar.is_workday(view.today) and calendar.back(view.today, 1).isocalendar()[:2] != week


def matter(view: View) -> Matter:
    """Make the boards of those whose week begins today; who has finished is left alone.

    About the others nothing is decided yet: their week begins later, and a word about it can be written once only.
    """
    year, week, _ = view.today.isocalendar()
    period = f"{year}-W{week:02d}"
    asked = [one for one in view.overseers.values() if is_first_of_week(view, one.path)]
    if not asked:
        return Matter(Kind.LEADERBOARD, period, {}, only=())
    places = leaderboards.rank(unit.ranked for unit in view.units.values())
    on = view.plan_to
    sections, why_not = {}, {}
    for one in asked if places and on is not None else ():
        if not view.open_below(*(path for path, _ in one.posts)):
            why_not[one.person_id] = Reason.FINISHED
            continue
        own = {unit.id for unit in view.below(*(path for path, _ in one.posts))}
        text, chart = leaderboards.board(places, own, on=on, week=week)
        presses = view.register.below(*(path for path, _ in one.posts))
        line = say_register.week_line(presses.overdue, presses.soon, presses.under_way)
        sections[one.person_id] = Section(f"{text}\n{line}" if line else text, (), chart)
    return Matter(Kind.LEADERBOARD, period, sections, why_not, only={one.person_id for one in asked})
