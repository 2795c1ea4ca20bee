"""What heads hear: at most one message a working day, so that what is due in the morning is one text, and waits for
the afternoon's where that is going to be said anyway."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from domain import nudges
from domain.charts import Chart
from domain.nudges import Kind, Reason
from domain.nudges_verdict import Cancel, Postpone, Send, Verdict
from domain.talk.values import Choice, Message
from domain.wording import assignment as say_assignment
from domain.wording import captions
from domain.wording import nudges as say
from reminders import digests
from reminders.digests import Digest
from reminders.view import Due, View, Word
from storage.overseers import Overseer

MORNING = (Kind.NEWS, Kind.ASSIGNMENT, Kind.LEADERBOARD)  # in the order in which they stand in the text


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a head's message."""

    text: str
    choices: tuple[Choice, ...] = ()
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """What there is to say to heads and admins of one kind: sections by person, and why the others hear none.

    With `only`, nothing is due for anybody else in the period so far, and nothing is decided about them.
    """

    kind: Kind
    period: str
    sections: Mapping[int, Section]
    why_not: Mapping[int, Reason] = field(default_factory=dict)
    only: Collection[int] | None = None


def morning(
    view: View, due: Sequence[Due], matters: Sequence[Matter], expected: Mapping[int, Digest]
) -> Iterable[Word]:
    """Decide about what is due in the morning; `expected` are the digests that heads get today as things stand."""
    for one in view.overseers.values():
        yield from _of_one(view, one, due, matters, expected.get(one.person_id))


def _of_one(
    view: View, one: Overseer, due: Sequence[Due], matters: Sequence[Matter], digest: Digest | None
) -> Iterable[Word]:
    carrier: Kind | None = None
    parts: list[tuple[Matter, Section, Verdict]] = []
    for matter in matters:
        run = view.asked_for(due, matter.kind, one.path)
        if run is None or (matter.only is not None and one.person_id not in matter.only):
            continue
        section = matter.sections.get(one.person_id)
        why = run if isinstance(run, Reason) else None
        if why is None and section is None:
            why = matter.why_not.get(one.person_id, Reason.NOTHING)
        rule = nudges.RULES[matter.kind]
        verdict = view.judge(
            rule, view.overseer(one), one.path, why=why, late=isinstance(run, Due) and run.late
        )
        if section is None or not isinstance(verdict, Send):
            yield Word(matter.kind, matter.period, one.person_id, verdict)
        elif digest is not None and digest.why_not is None:
            yield Word(matter.kind, matter.period, one.person_id, _until_digest(view, one))
        else:
            parts.append((matter, section, verdict))
    for matter, _, verdict in parts:
        carried_by = carrier.value if carrier else ""
        united = united_message(view, [section for _, section, _ in parts]) if carrier is None else None
        carrier = carrier or matter.kind
        yield Word(matter.kind, matter.period, one.person_id, verdict, united, carried_by)


def _until_digest(view: View, one: Overseer) -> Verdict:
    at = view.times.of(one.path, Kind.DIGEST) or nudges.RULES[Kind.DIGEST].at
    return Postpone(datetime.combine(view.today, at, view.local.tzinfo), Reason.IN_DIGEST.value)


def united_message(view: View, sections: Sequence[Section]) -> Message:
    """Make one message of several sections; a button that two of them bring stands once."""
    choices: dict[str, Choice] = {}
    for section in sections:
        for choice in section.choices:
            choices.setdefault(choice.key, choice)
    chart = next((section.chart for section in sections if section.chart is not None), None)
    made = digests.message(view, "\n\n".join(section.text for section in sections), *choices.values())
    return made if chart is None else replace(made, chart=chart)


def afternoon(
    view: View,
    due: Sequence[Due],
    made: Mapping[int, Digest],
    waiting: Mapping[int, Sequence[Section]],
) -> Iterable[Word]:
    """Decide about the digests; `waiting` is what was put off this morning to ride along."""
    rule = nudges.RULES[Kind.DIGEST]
    for one in view.overseers.values():
        if not one.heads:
            continue
        run = view.asked_for(due, Kind.DIGEST, one.path)
        if run is None:
            continue
        digest = made[one.person_id]
        riding = list(waiting.get(one.person_id, ()))
        why = run if isinstance(run, Reason) else (None if riding else digest.why_not)
        verdict = view.judge(
            rule, view.overseer(one), one.path, why=why, late=isinstance(run, Due) and run.late
        )
        sections = riding
        if digest.why_not is None:
            sections = [Section(digests.text(view, one, digest), digests.choices(digest)), *riding]
        message = united_message(view, sections) if sections and not isinstance(verdict, Cancel) else None
        yield Word(Kind.DIGEST, view.today.isoformat(), one.person_id, verdict, message)


def news(texts: Mapping[int, str], day: date) -> Matter:
    """Word what this morning's plan brought."""
    button = (Choice("move", captions.STAFFING),)
    return Matter(
        Kind.NEWS, day.isoformat(), {person: Section(text, button) for person, text in texts.items()}
    )


def assignment(view: View, missing: Mapping[str, str], due: date | None) -> Matter:
    """Word whose assignment document is missing, from three days before it is due; `missing` is path → name."""
    sections: dict[int, Section] = {}
    why_not: dict[int, Reason] = {}
    begun = due is not None and (due - view.today).days <= nudges.FILING_FROM
    for one in view.overseers.values():
        if due is None or not begun:
            continue
        below = tuple(path for path, _ in one.posts)
        units = [(path, name) for path, name in missing.items() if path.startswith(below)]
        if not units:
            why_not[one.person_id] = Reason.FILED
            continue
        own = {path for path, _ in one.heads}
        names = [name for _, name in units]
        button = (Choice("file", say_assignment.FILE),) if any(path in own for path, _ in units) else ()
        sections[one.person_id] = Section(
            say.no_document(names, due, own=all(path in own for path, _ in units)), button
        )
    return Matter(Kind.ASSIGNMENT, view.today.isoformat(), sections, why_not)
