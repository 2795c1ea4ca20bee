"""Warnings of the deadline to heads and the province: with what is left, the pace needed and the forecast."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain import nudges, quota
from domain.nudges import Kind, Reason
from domain.nudges_verdict import Cancel
from domain.talk.values import Choice
from domain.wording import captions
from domain.wording import forecast as say_forecast
from domain.wording import nudges as say
from reminders import digests
from reminders.view import Due, View, Word
from storage import outlooks
from storage.overseers import Overseer


def words(view: View, due: Sequence[Due]) -> Iterable[Word]:
    """Decide about every head and admin, on the days on which a warning is due."""
    rule = nudges.RULES[Kind.DEADLINE]
    for one in view.overseers.values():
        run = view.asked_for(due, Kind.DEADLINE, one.path)
        if run is None:
            continue
        mark = nudges.warning_due(view.calendar(one.path), view.today, view.campaign.deadline)
        if mark is None:
            continue
        still_open = view.open_below(*(path for path, _ in one.posts))
        why = run if isinstance(run, Reason) else (None if still_open else Reason.FINISHED)
        late = isinstance(run, Due) and run.late
        verdict = view.judge(rule, view.overseer(one), one.path, why=why, late=late)
        message = None
        if not isinstance(verdict, Cancel):
            message = digests.message(view, text(view, one), Choice("move", captions.TRANSFER))
        yield Word(Kind.DEADLINE, period(view, mark), one.person_id, verdict, message)


def period(view: View, mark: str) -> str:
    """Name a warning; a deadline that was moved warns anew."""
    return f"{view.campaign.deadline.isoformat()} {mark}"


def text(view: View, one: Overseer) -> str:
    """Word a warning."""
    units = view.below(*(path for path, _ in one.posts))
    calendar = view.calendar(one.path)
    still_open = sum(unit.open for unit in units)
    days = view.days_left(one.path)
    needed = quota.needed(still_open, days)
    whole = outlooks.of_morning(units, view.campaign, calendar, view.ahead_from_today(one.path))
    left = (view.campaign.deadline - view.today).days
    lines = [
        say.deadline(
            left,
            view.campaign.deadline,
            still_open,
            days,
            needed if isinstance(needed, int) else still_open,
            say_forecast.whole(whole, view.campaign.deadline),
        )
    ]
    waiting = sorted((unit for unit in units if unit.open), key=lambda unit: (-unit.open, unit.code))
    if len(waiting) > 1:
        lines.append(say.deadline_units([(unit.name, unit.open) for unit in waiting]))
    return "\n".join(lines)
