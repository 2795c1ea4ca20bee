"""What officials hear: their day in the morning, and once in the afternoon how far they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain import nudge_messages, nudges
from domain.nudges import Kind, Reason
from domain.nudges_verdict import Cancel
from domain.talk.values import Message
from domain.wording import follow_up_reminders as say_register
from reminders.view import Due, View, Word
from storage import plans
from storage.follow_up_lists import Due as Presses
from storage.official_days import OfficialDay


def words(view: View, due: Sequence[Due]) -> Iterable[Word]:
    """Decide about every official for the kinds that are due."""
    for kind, why_not, message in (
        (Kind.MORNING, no_morning, morning_message),
        (Kind.NUDGE, no_nudge, nudge_message),
    ):
        rule = nudges.RULES[kind]
        for one in view.officials.values():
            run = view.asked_for(due, kind, one.path)
            if run is None:
                continue
            why = run if isinstance(run, Reason) else why_not(view, one)
            late = isinstance(run, Due) and run.late
            verdict = view.judge(rule, view.official(one), one.path, why=why, late=late)
            told = None if isinstance(verdict, Cancel) else message(view, one)
            yield Word(kind, view.today.isoformat(), one.person_id, verdict, told)


def no_morning(view: View, one: OfficialDay) -> Reason | None:
    """Say why somebody need not be started, as far as the work goes."""
    still_open = open_in(view, one)
    if not still_open and not one.waiting:
        return Reason.FINISHED
    if one.done:
        return Reason.AT_WORK
    if view.past:
        return None
    return _no_share(one)


def no_nudge(view: View, one: OfficialDay) -> Reason | None:
    """Say why somebody need not be nudged, as far as the work goes."""
    if view.past or one.quota is None:
        return Reason.NO_QUOTA if open_in(view, one) else Reason.FINISHED
    why = _no_share(one)
    if why is not None:
        return why
    return Reason.ON_TRACK if 2 * one.done >= one.quota else None


def _no_share(one: OfficialDay) -> Reason | None:
    if one.reason == plans.LEAVE:
        return Reason.LEAVE
    if not one.quota:
        return Reason.NO_QUOTA
    return Reason.FINISHED if one.done >= one.quota or not one.waiting else None


def open_in(view: View, one: OfficialDay) -> int:
    """Count what is open in the units of somebody's posts."""
    return view.open_below(*(path for _, path in one.posts))


def morning_message(view: View, one: OfficialDay) -> Message:
    """Make the card of the morning; what presses in the follow-up register rides on it."""
    presses = view.register.people.get(one.person_id, Presses())
    return nudge_messages.morning(
        quota=one.quota or 0,
        carried=one.carried,
        unit=one.unit_name,
        still_open=open_in(view, one),
        days_left=view.days_left(one.path),
        how=one.behind,
        past=view.past,
        register=say_register.own_line(presses.overdue, presses.soon),
    )


def nudge_message(view: View, one: OfficialDay) -> Message:
    """Make the afternoon's nudge."""
    return nudge_messages.nudge(one.done, one.quota or 0, one.behind, view.today)
