"""What is done about one entry of the follow-up register: who, until when, which legal way, what the register shows.

Every act names the version of the entry that was on the screen: of two people the first counts, the second is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain import fields, typed_days, typed_names
from domain import follow_ups as rules
from domain.folding import fold, squeeze
from domain.review import FollowUpKind, Route
from domain.talk.values import Aside, Choice, Message, Reply
from domain.typed_names import Known
from domain.wording import captions
from domain.wording import follow_up_entry as say_entry
from domain.wording import follow_ups as say
from domain.wording.figures import day
from domain.workdays import Calendar
from handlers import follow_up_closing as closing
from handlers import follow_up_views as views
from handlers.context import Turn
from handlers.follow_up_views import DROP, STEP, ask
from storage import calendars, follow_up_lists, follow_ups
from storage.follow_ups import Entry

TEXT_MAX = 300
OFFERED = (5, 10, 20)  # working days ahead that are offered as a day
PEOPLE = 8


async def open_entry(turn: Turn, entry_id: int, said: str = "") -> Reply:
    """Show an entry as it is now."""
    one = await views.seen(turn, entry_id)
    if one is None:
        return Reply((await views.list_view(turn, views.kept_filter(turn), said=said or say.GONE),))
    return Reply((await views.entry_view(turn, one, said),))


async def take(turn: Turn, entry_id: int, version: int, key: str, text: str) -> Reply:
    """Take one act on an entry that was seen at a version; rights, version and whether it is over are looked at anew."""
    one = await views.seen(turn, entry_id)
    if one is None:
        return await open_entry(turn, entry_id)
    if not views.may_act(turn, one.unit_path):
        return Reply((await views.entry_view(turn, one, say.ONLY_LOOK),))
    if key == "reopen":
        return await closing.reopen(turn, one, version)
    if not one.under_way:
        return Reply((await views.entry_view(turn, one, closing.over(turn, one)),))
    if one.version != version:
        return await changed(turn, one)
    payload = turn.asked.payload if turn.asked else {}
    view = payload.get("view")
    if view in closing.VIEWS or key in closing.KEYS:
        return await closing.take(turn, one, str(view), key, text)
    if key in views.STANDINGS:
        standing = views.STANDINGS[key]
        return await _write(
            turn, one, "standing", {"standing": standing.value}, say_entry.STANDING_WORDS[standing]
        )
    if key == "invite":
        words = say_entry.NO_INVITE if one.invite else say_entry.INVITE
        return await _write(turn, one, "invite", {"invite": not one.invite}, words)
    if view == "entry":
        return Reply((await _ask(turn, one, key),))
    match view:
        case "person":
            return await _take_person(turn, one, key, text)
        case "due":
            return await _take_due(turn, one, key.removeprefix("d.") if key else text)
        case "route":
            return await _take_route(turn, one, key)
        case "kind":
            return await _take_kind(turn, one, key)
        case "about":
            return await _take_about(turn, one, text)
        case "note":
            note = squeeze(text)[:TEXT_MAX]
            return (
                await _write(turn, one, "note", {"note": note})
                if note
                else Reply((await _ask(turn, one, "note"),))
            )
    return Reply((await views.entry_view(turn, one),))


async def changed(turn: Turn, one: Entry) -> Reply:
    """Tell who comes second that somebody was quicker, and show the entry as it is."""
    done = await follow_ups.history(turn.tx, one.id, limit=1)
    return Reply((await views.entry_view(turn, one, say.changed(done[0].name if done else "")),))


async def _write(
    turn: Turn, one: Entry, act: str, values: Mapping[str, Any], words: str = "", asides: tuple[Aside, ...] = ()
) -> Reply:  # fmt: skip
    """Write an act down and show the entry."""
    if not await follow_ups.act(turn.tx, one, act, values, by=turn.me.id, now=turn.now):
        fresh = await views.seen(turn, one.id)
        return await changed(turn, fresh or one)
    reply = await open_entry(turn, one.id, say.done(act, words))
    return Reply(reply.messages, asides=asides)


# ── the questions ────────────────────────────────────────────────────────────────────────────────


def _about(one: Entry, text: str, view: str, *choices: Choice, takes_text: bool = True, f: Any = None) -> Message:  # fmt: skip
    return ask(text, *choices, DROP, takes_text=takes_text, view=view, e=one.id, v=one.version, f=f or {})


async def _ask(turn: Turn, one: Entry, key: str, line: str = "") -> Message:
    """Ask for what an act needs, under a line on what was wrong with the last answer."""

    def lined(text: str) -> str:
        return f"{line}\n{text}" if line else text

    kept = views.kept_filter(turn)
    match key:
        case "person":
            able = (await follow_up_lists.candidates(turn.tx, one.unit_path))[:PEOPLE]
            choices = [
                Choice(f"w{who.person_id}", f"{who.name} ({who.unit_name})", row=n)
                for n, who in enumerate(able)
            ]
            return _about(one, lined(say.ASK_PERSON), key, *choices, f=kept)
        case "due":
            calendar, choices = await _calendar(turn, one), []
            for n, ahead in enumerate(OFFERED):
                on = turn.today
                for _ in range(ahead):
                    on = calendar.next_workday(on)
                choices.append(Choice(f"d.{day(on)}", day(on), row=n // 3))
            return _about(one, lined(say.ASK_DUE), key, *choices, f=kept)
        case "route":
            ways = [Choice(f"r{n}", captions.ROUTES[way], row=n) for n, way in enumerate(Route)]
            return _about(one, lined(say.ASK_ROUTE), key, *ways, takes_text=False, f=kept)
        case "kind":
            kinds = [
                Choice(f"k.{kind.value}", captions.FOLLOW_UP_KINDS[kind], row=n)
                for n, kind in enumerate(FollowUpKind)
            ]
            return _about(one, lined(say.ASK_KIND), key, *kinds, takes_text=False, f=kept)
        case "about":
            return _about(one, lined(say.ASK_ABOUT), key, f=kept)
        case "note":
            return _about(one, lined(say.ASK_NOTE), key, f=kept)
    return await views.entry_view(turn, one)


async def _calendar(turn: Turn, one: Entry) -> Calendar:
    return (await calendars.load(turn.tx, turn.rules.calendar_file)).of(one.unit_path)


# ── the answers ──────────────────────────────────────────────────────────────────────────────────


async def _take_person(turn: Turn, one: Entry, key: str, text: str) -> Reply:
    """Take who is to see to it: of the unit or of those above it, whoever else is named is refused."""
    able = await follow_up_lists.candidates(turn.tx, one.unit_path)
    if key[:1] == "w" and key[1:].isdecimal():
        found = next((who for who in able if who.person_id == int(key[1:])), None)
        name = ""
    else:
        name = squeeze(text)[: typed_names.NAME_MAX]
        [named] = typed_names.matched([name], [Known(who.person_id, who.name) for who in able])
        found = next((who for who in able if who.person_id == named.person_id), None)
        if found is None and sum(fold(who.name) == fold(name) for who in able) > 1:
            return Reply((await _ask(turn, one, "person", say.AMBIGUOUS.format(name=name)),))
    if found is None:
        line = say.NOT_HERE.format(name=name or say.SOMEBODY, unit=one.unit_name)
        return Reply((await _ask(turn, one, "person", line),))
    asides: tuple[Aside, ...] = ()
    if found.person_id != turn.me.id:
        told = say.told(views.name(one), one.unit_name, turn.me.full_name, one.due_on)
        asides = (Aside(found.person_id, Message(told), STEP, f"{one.id}:{turn.decision_key}"),)
    return await _write(turn, one, "person", {"person_id": found.person_id}, found.name, asides)


async def _take_due(turn: Turn, one: Entry, words: str) -> Reply:
    """Take a working day from today on."""
    read = typed_days.read(words, today=turn.today)
    if isinstance(read, typed_days.Refused):
        return Reply((await _ask(turn, one, "due", say.no_day(read.why, read.said)),))
    if read.first != read.last or read.words or read.code:
        return Reply((await _ask(turn, one, "due", say.no_day(typed_days.Why.ORDER, "")),))
    calendar, on = await _calendar(turn, one), read.first
    if not calendar.is_workday(on):
        line = say.day_off(on, calendar.day(on).reason, calendar.next_workday(on))
        return Reply((await _ask(turn, one, "due", line),))
    return await _write(turn, one, "due", {"due_on": on}, day(on))


async def _take_route(turn: Turn, one: Entry, key: str) -> Reply:
    ways, place = list(Route), key.removeprefix("r")
    if not place.isdecimal() or int(place) >= len(ways):
        return Reply((await _ask(turn, one, "route"),))
    route = ways[int(place)]
    values = {"route": route.value, "invite": rules.invites(route)}
    return await _write(turn, one, "route", values, captions.ROUTES[route])


async def _take_kind(turn: Turn, one: Entry, key: str) -> Reply:
    kind = FollowUpKind.__members__.get(key.removeprefix("k."))
    if kind is None:
        return Reply((await _ask(turn, one, "kind"),))
    return await _write(turn, one, "kind", {"kind": kind.value}, captions.FOLLOW_UP_KINDS[kind])


async def _take_about(turn: Turn, one: Entry, text: str) -> Reply:
    """Take the fields at fault and what the register shows in each, a line for each."""
    named: dict[str, str] = {}
    for line in text.replace(";", "\n").splitlines():
        words, shows = rules.named_value(line)
        if not squeeze(words):
            continue
        meant = fields.find_field_by_words(one.type, words[:60])
        if len(meant) != 1:
            names = ", ".join(each.label for each in meant[:4])
            said = say.MANY_FIELDS if meant else say.NO_FIELD
            line = said.format(words=squeeze(words)[:40], names=names)
            return Reply((await _ask(turn, one, "about", line),))
        named[meant[0].name] = squeeze(shows)
    if not named or len(named) > rules.FIELDS_MOST:
        line = say.TOO_MANY_FIELDS.format(most=rules.FIELDS_MOST) if named else ""
        return Reply((await _ask(turn, one, "about", line),))
    values = {
        "field": follow_ups.SEPARATOR.join(named),
        "shows": "; ".join(shows for shows in named.values() if shows)[: rules.SHOWS_MOST],
    }
    return await _write(turn, one, "about", values)
