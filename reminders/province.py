"""The province's evening: the day's seal, what was done, where it will end, and who has been behind for long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain import nudges
from domain.nudges import TOLD_ABOVE, Kind, Reason
from domain.nudges_verdict import Cancel
from domain.talk.values import Message
from domain.wording import forecast as say_forecast
from domain.wording import nudges as say
from reminders.digests import CHOICES, message
from reminders.view import Due, View, Word
from storage import outlooks
from storage.overseers import Overseer


def words(view: View, due: Sequence[Due], seals: Sequence[str]) -> Iterable[Word]:
    """Decide about every admin; `seals` are the lines of the days not told yet."""
    rule = nudges.RULES[Kind.REPORT]
    made: dict[tuple[tuple[str, str], ...], Message] = {}  # those who answer for the same read the same
    for one in view.overseers.values():
        if not one.admin_of:
            continue
        run = view.asked_for(due, Kind.REPORT, one.path)
        if run is None:
            continue
        why = run if isinstance(run, Reason) else None
        late = isinstance(run, Due) and run.late
        verdict = view.judge(rule, view.overseer(one), one.path, why=why, late=late)
        if not isinstance(verdict, Cancel) and one.admin_of not in made:
            made[one.admin_of] = report(view, one, seals)
        yield Word(Kind.REPORT, view.today.isoformat(), one.person_id, verdict, made.get(one.admin_of))


def report(view: View, one: Overseer, seals: Sequence[str]) -> Message:
    """Word an admin's day report."""
    parts = []
    for path, name in one.admin_of:
        units = view.below(path)
        counted = [unit for unit in units if unit.counted]
        late = sorted((u for u in units if u.behind.days), key=lambda u: (-u.behind.days, -u.missing, u.code))
        calendar = view.calendar(path)
        parts.append(
            say.report(
                name,
                view.today,
                sum(p.done for p in view.officials.values() if p.path.startswith(path)),
                sum(unit.done for unit in counted),
                sum(unit.planned for unit in counted),
                sum(unit.open for unit in units),
                len(late),
                len(units),
            )
        )
        whole = outlooks.of(units, view.campaign, calendar, view.ahead(path))
        parts.append(say_forecast.whole(whole, view.campaign.deadline))
        listed = [unit for unit in late if unit.behind.days >= TOLD_ABOVE]
        if listed:
            parts.append(
                say.late_units(
                    [say.Late(u.name, u.done, u.planned, u.behind, _said(view, u.path)) for u in listed]
                )
            )
        here = [p for p in view.officials.values() if p.path.startswith(path)]
        blocked = sum(p.linked and not p.reachable for p in here)
        parts.append(say.unreachable(blocked, sum(not p.linked for p in here)))
    return message(view, "\n".join([*(part for part in parts if part), *seals]), *CHOICES[:2])


def _said(view: View, path: str) -> str:
    said = [
        view.answers[other.person_id].reason
        for other in view.overseers.values()
        if other.person_id in view.answers and any(path.startswith(own) for own, _ in other.heads)
    ]
    return "; ".join(said)
