"""A head's afternoon: which units and people are behind, for how long, why, and what may be done about it.

The ladder: whoever is behind is told first; after three working days the head of their unit hears of them by name,
after five those above, and the province lists them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain import nudge_messages
from domain.nudges import TOLD_ABOVE, TOLD_HEAD, Reason
from domain.talk.values import Choice, Message
from domain.wording import captions
from domain.wording import follow_up_reminders as say_register
from domain.wording import nudges as say
from domain.wording import second_returns as say_again
from reminders.view import View
from storage import plans
from storage.follow_up_lists import Due
from storage.official_days import OfficialDay
from storage.overseers import Overseer, line_up, told_of
from storage.standings import UnitStanding


@dataclass(slots=True)
class Digest:
    """What one head is to hear; `said` tells that there was more, which they have answered already."""

    units: list[UnitStanding] = field(default_factory=list)
    people: list[tuple[OfficialDay, str]] = field(default_factory=list)  # with the name of their unit
    said: bool = False
    again: int = 0  # records returned once more that wait for the head's word
    register: Due = field(default_factory=Due)  # what presses in the follow-up register, of the nearest units

    @property
    def late(self) -> bool:
        """Say whether anything is behind."""
        return bool(self.units or self.people)

    @property
    def why_not(self) -> Reason | None:
        """Say why there is nothing to hear."""
        if self.late or self.again or self.register.overdue:
            return None
        return Reason.ANSWERED if self.said else Reason.ON_PLAN


def all_of(view: View, told: Mapping[int, date]) -> dict[int, Digest]:
    """Make the digests of all heads; `told` is when officials last heard of their own day."""
    found: dict[int, Digest] = {one.person_id: Digest() for one in view.overseers.values() if one.heads}
    hearing = told_of(view.overseers.values())
    for unit in sorted(view.units.values(), key=_latest_first):
        if unit.behind.days:
            for one in _hearing(hearing, unit.path, unit.behind.days, first_from=1):
                digest = found[one.person_id]
                if _answered(view, one, unit.behind.since):
                    digest.said = True
                else:
                    digest.units.append(unit)
    for person in sorted(
        view.officials.values(), key=lambda each: (-each.behind.days, each.name, each.person_id)
    ):
        since = person.behind.since
        if since is None or not _was_told(person, told):
            continue
        if not view.open_below(*(path for _, path in person.posts)):
            continue  # their units have finished: nothing is missing any more
        for one in _hearing(hearing, person.path, person.behind.days, first_from=TOLD_HEAD):
            digest = found[one.person_id]
            if one.person_id == person.person_id:
                continue
            if _answered(view, one, since):
                digest.said = True
            else:
                digest.people.append((person, person.unit_name))
    for path, number in view.again.items():
        for one in _hearing(hearing, path, 1, first_from=1):
            found[one.person_id].again += number
    for path, due in view.register.units.items():
        for one in _hearing(hearing, path, 1, first_from=1):
            found[one.person_id].register += due
    return found


def _latest_first(unit: UnitStanding) -> tuple[int, int, str]:
    return -unit.behind.days, -unit.missing, unit.code


def _hearing(
    told: Mapping[str, list[Overseer]], path: str, days: int, *, first_from: int
) -> Iterable[Overseer]:
    """List who hears of something that has been behind for so many days: the nearest heads, later all above them."""
    levels = line_up(told, path)
    if levels and days >= first_from:
        yield from levels[0]
    if days >= TOLD_ABOVE:
        for level in levels[1:]:
            yield from level


def _answered(view: View, one: Overseer, since: date | None) -> bool:
    answer = view.answers.get(one.person_id)
    return answer is not None and since is not None and answer.day > since


def _was_told(person: OfficialDay, told: Mapping[int, date]) -> bool:
    """Say whether somebody has heard of it themselves since it began; who cannot be told need not have."""
    if not person.linked or not person.reachable or person.behind.since is None:
        return True
    last = told.get(person.person_id)
    return last is not None and last > person.behind.since


def text(view: View, one: Overseer, digest: Digest) -> str:
    """Word a head's digest."""
    parts = []
    late = [_late(view, one, unit) for unit in digest.units]
    if len(late) == 1:
        unit = digest.units[0]
        parts.append(say.late_unit(late[0], _plan_to(view, unit)))
        parts.append(say.reviewers(_reviewers(view, unit)))
    elif late:
        parts.append(say.late_units(late))
    listed = {unit.path for unit in digest.units} if len(late) == 1 else set()
    beside = [
        (person.name, where, person.behind) for person, where in digest.people if person.path not in listed
    ]
    if beside:
        parts.append(say.long_behind(beside))
    if digest.late:
        parts.append(say.DIGEST_ENDS)
    if digest.again:
        parts.append(say_again.digest(digest.again))
    presses = digest.register
    parts.append(say_register.head_line(presses.overdue, presses.soon, presses.under_way))
    return "\n".join(part for part in parts if part)


def _plan_to(view: View, unit: UnitStanding) -> date | None:
    closed = [day for day, _, _ in unit.history if day < view.today]
    return closed[-1] if closed else None


def _late(view: View, one: Overseer, unit: UnitStanding) -> say.Late:
    said = [
        answer.reason
        for person_id, answer in sorted(view.answers.items())
        if person_id != one.person_id
        and unit.behind.since is not None
        and answer.day > unit.behind.since
        and (other := view.overseers.get(person_id)) is not None
        and any(unit.path.startswith(path) for path, _ in other.heads)
    ]
    return say.Late(unit.name, unit.done, unit.planned, unit.behind, "; ".join(said))


def _reviewers(view: View, unit: UnitStanding) -> list[say.Reviewer]:
    here = [one for one in view.officials.values() if any(path == unit.path for _, path in one.posts)]
    here.sort(key=lambda one: (-one.behind.days, -one.left, one.name))
    return [
        say.Reviewer(one.name, one.done, one.quota, one.behind, _reason(view, one), _state(one))
        for one in here
    ]


def _reason(view: View, one: OfficialDay) -> str:
    answer = view.reasons.get(one.person_id)
    return say.reason(answer.reason) if answer is not None and answer.day == view.today else ""


def _state(one: OfficialDay) -> str:
    if not one.linked:
        return say.NOT_LINKED
    if not one.reachable:
        return say.BLOCKED
    if one.on_leave:
        return say.ON_LEAVE
    return say.NOT_SEEN if one.reason == plans.ABSENT else ""


CHOICES = (
    Choice("now", captions.NUDGE_NOW, row=0),
    Choice("move", captions.TRANSFER, row=0),
    Choice("answer", captions.ANSWER, row=1),
)
_AGAIN = (Choice("again", say_again.SEE, row=2),)


def choices(digest: Digest) -> tuple[Choice, ...]:
    """List what a head may do about it."""
    return (CHOICES if digest.late else ()) + (_AGAIN if digest.again else ())


def message(view: View, words: str, *choices: Choice) -> Message:
    """Make a head's message, with what they may do about it."""
    return Message(
        text=words,
        step=nudge_messages.DIGEST_STEP,
        payload=(("day", view.today.isoformat()),),
        choices=choices,
    )
