"""When the bot speaks by itself, kind by kind, as an admin sees and sets it (`/lich nhac`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from domain import nudges, typed_days
from domain.nudges import Kind
from domain.people import Role
from domain.talk.values import Choice, Message, Reply
from domain.wording import captions, common, shown
from domain.wording import nudge_times as say
from handlers import schedule_changes as changes
from handlers.context import Turn, says
from handlers.schedule_changes import Outcome
from storage import nudge_times, people, schedule_runs
from storage.calendars import Place
from storage.nudge_times import Times

STEP = "nudge_times"  # what the router calls it
TABLES = 2  # units shown at once: Zalo takes 2.000 characters
SAID_MAX = 30

_DROP = Choice("drop", captions.DROP)
_OFF, _USUAL = Choice("off", say.OFF, row=0), Choice("usual", say.USUAL, row=0)


async def show(turn: Turn, words: str = "") -> Reply:
    """Show the times, or do at once what is written: "[unit's code] sáng 7h45"."""
    if not turn.me.posts_as(Role.ADMIN):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    if not words:
        return await _table(turn, "")
    code, (kind, rest) = "", say.split_kind(words)
    if kind is None:
        code, behind = typed_days.split_code(words)
        kind, rest = say.split_kind(behind)
    if kind is None:
        return await _no_kind(turn, code, words, rest)
    if not rest:
        return await _ask(turn, kind, code)
    outcome = await _change(turn, kind, code, rest)
    return Reply((_kinds(outcome.text, code),)) if outcome.changed else says(outcome.text)


async def take(turn: Turn, key: str, text: str) -> Reply:
    """Take the kind that is to be changed, or its new time."""
    if not turn.me.posts_as(Role.ADMIN):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    payload = turn.asked.payload if turn.asked else {}
    code = str(payload.get("code", ""))
    if key == _DROP.key:
        return says(say.DROPPED, notice=captions.NOTED)
    if key in (kind.value for kind in Kind):
        return await _ask(turn, Kind(key), code)
    if "kind" not in payload:
        return await _table(turn, code)
    kind = Kind(payload["kind"])
    words = {_OFF.key: say.OFF, _USUAL.key: say.USUAL}.get(key, text)
    outcome = await _change(turn, kind, code, words)
    if outcome.changed:
        return Reply((_kinds(outcome.text, code),))
    return await _ask(turn, kind, code, outcome.text)


def _kinds(text: str, code: str) -> Message:
    """Put a button for each kind under some words."""
    choices = [Choice(kind.value, say.button(kind), row=place // 2) for place, kind in enumerate(say.SHOWN)]
    return Message(text, step=STEP, choices=(*choices, _DROP), payload=(("code", code),))


async def _table(turn: Turn, code: str) -> Reply:
    places = await changes.places_for(turn, code)
    if not places:
        return says(say.NO_UNIT.format(code=shown.clean(code, SAID_MAX)))
    times = await nudge_times.load(turn.tx)
    parts = [say.table(place.name, _lines(times, place)) for place in places[:TABLES]]
    more = len(places) - TABLES
    parts += [say.more_units(more)] if more > 0 else []
    return Reply((_kinds("\n".join([*parts, say.HOW]), code),))


def _lines(times: Times, place: Place) -> list[str]:
    lines = []
    for kind in say.SHOWN:
        found = times.set_for(place.path, kind)
        by = (found.unit_name, found.by_name) if found else ("", "")
        lines.append(say.line(kind, times.of(place.path, kind), *by))
    return lines


async def _no_kind(turn: Turn, code: str, words: str, rest: str) -> Reply:
    """Answer words that name no kind: a unit's code alone asks for its table."""
    unit = code or ("" if " " in words else words)
    if any(letter.isdigit() for letter in unit):  # no kind has a digit: it was to be a code
        if not await changes.places_for(turn, unit):
            return says(say.NO_UNIT.format(code=shown.clean(unit, SAID_MAX)))
        if unit == words:
            return await _table(turn, unit)
        words = rest
    return says(say.NO_KIND.format(said=shown.clean(words, SAID_MAX)))


async def _ask(turn: Turn, kind: Kind, code: str, text: str = "") -> Reply:
    """Ask for a kind's time; with `text`, once more, because the last words would not do."""
    places = await changes.places_for(turn, code)
    if not places:
        return says(say.NO_UNIT.format(code=shown.clean(code, SAID_MAX)))
    times = await nudge_times.load(turn.tx)
    question = text or say.asked(kind, [times.of(place.path, kind) for place in places])
    return Reply(
        (
            Message(
                question, step=STEP, choices=(_OFF, _USUAL, _DROP), takes_text=True,
                payload=(("kind", kind.value), ("code", code)),
            ),
        )
    )  # fmt: skip


async def _change(turn: Turn, kind: Kind, code: str, words: str) -> Outcome:
    """Set, switch off or take back a kind's time; nothing is changed unless all of the words can be done."""
    places = await changes.places_for(turn, code)
    if not places:
        return Outcome(say.NO_UNIT.format(code=shown.clean(code, SAID_MAX)))
    if say.is_usual(words):
        outcome = await _take_back(turn, kind, places)
    elif say.is_off(words):
        outcome = await _put(turn, kind, places, None)
    elif (at := nudges.parse_time(words)) is None:
        outcome = Outcome(_no_time(words))
    elif not nudges.may_be_at(kind, at):
        never = say.REPORT_NEVER_AT if kind is Kind.REPORT else say.NEVER_AT
        outcome = Outcome(never.format(kind=say.name(kind), at=say.at(at)))
    else:
        outcome = await _put(turn, kind, places, at)
    if outcome.changed:  # who has heard today hears nothing twice: messages are known by person and day
        begin = datetime.combine(turn.today, time(), turn.rules.zone)
        await schedule_runs.forget_day(turn.tx, kind.value, begin, begin + timedelta(days=1))
    return outcome


def _no_time(words: str) -> str:
    """Say that the words are no time, or that there are more of them than a time."""
    parts = words.split()
    for length in range(len(parts) - 1, 0, -1):
        first = " ".join(parts[:length])
        if nudges.parse_time(first) or say.is_off(first) or say.is_usual(first):
            return say.TOO_MANY.format(said=shown.clean(" ".join(parts[length:]), SAID_MAX))
    return say.WRONG_TIME.format(said=shown.clean(words, SAID_MAX))


async def _put(turn: Turn, kind: Kind, places: Sequence[Place], at: time | None) -> Outcome:
    for place in places:
        await nudge_times.put(turn.tx, place.id, kind, at, by=turn.me.id, now=turn.now)
    times = await nudge_times.load(turn.tx)
    others = [one.unit_name for place in places for one in times.below(place.path, kind) if one.at != at]
    names = [place.name for place in places]
    return Outcome(say.done(kind, at, names, others, late=_is_late(turn, kind, at)), True)


async def _take_back(turn: Turn, kind: Kind, places: Sequence[Place]) -> Outcome:
    cleared = [place for place in places if await nudge_times.clear(turn.tx, place.id, kind)]
    if not cleared:
        return Outcome(say.NOT_SET.format(unit=say.named([p.name for p in places]), kind=say.name(kind)))
    times = await nudge_times.load(turn.tx)
    now = [(place.name, times.of(place.path, kind)) for place in cleared]
    return Outcome(say.taken_back(kind, now, late=all(_is_late(turn, kind, at) for _, at in now)), True)


def _is_late(turn: Turn, kind: Kind, at: time | None) -> bool:
    """Say whether today it is too late for a kind that is due at a time."""
    local = turn.now.astimezone(turn.rules.zone).time()
    return at is not None and local > nudges.grace_until(nudges.RULES[kind], at)
