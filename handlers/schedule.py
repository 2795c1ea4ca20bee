"""The schedule as an admin sees it: special days, office hours, and what can be set (`/lich`)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from domain.folding import fold
from domain.people import Role
from domain.talk.values import Choice, Message, Reply
from domain.wording import captions, common
from domain.wording import nudge_times as say_times
from domain.wording import schedule as say
from handlers import nudge_times
from handlers import schedule_changes as changes
from handlers.context import Turn, says
from storage import calendars, people, special_days

SPAN = 60  # days that are looked ahead
PICKS = 10

OFF, WORKDAY, HOURS, TAKE_BACK = "off", "workday", "hours", "back"
TIMES = "times"  # when the bot speaks by itself: a conversation of its own
CHANGES: dict[str, Callable[[Turn, str], Awaitable[changes.Outcome]]] = {
    OFF: changes.put_off,
    WORKDAY: changes.put_workday,
    HOURS: changes.put_hours,
    TAKE_BACK: changes.take_back,
}
_WORDS = {"nghi": OFF, "lam": WORKDAY, "gio": HOURS, "bo": TAKE_BACK, "nhac": TIMES}
_MENU = (
    Choice(OFF, say.ADD_OFF, row=0),
    Choice(WORKDAY, say.ADD_WORKDAY, row=0),
    Choice(HOURS, say.HOURS, row=1),
    Choice(TAKE_BACK, say.TAKE_BACK, row=1),
    Choice(TIMES, say_times.BUTTON, row=2),
)
_DROP = Choice("drop", captions.DROP)


async def show(turn: Turn, argument: str) -> Reply:
    """Show the schedule, or do at once what is written behind the command: "nghi 10/07/2024 lũ"."""
    if not turn.me.posts_as(Role.ADMIN):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)  # what was awaited before is awaited no longer
    head, *rest = argument.split(maxsplit=1)[:2] or [""]
    if not head:
        return Reply((_with_menu(await _overview(turn)),))
    what = _WORDS.get(fold(head))
    if what is None:
        return says(say.NO_WAY)
    if what == TIMES:
        return await nudge_times.show(turn, rest[0] if rest else "")
    if not rest:
        return Reply((await _ask(turn, what),))
    outcome = await CHANGES[what](turn, rest[0])
    return Reply((_with_menu(outcome.text),)) if outcome.changed else says(outcome.text)


async def take(turn: Turn, key: str, text: str = "") -> Reply:
    """Take what is to be set, the words it is set with, or a day picked from those that were set."""
    if not turn.me.posts_as(Role.ADMIN):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    if key == _DROP.key:
        return says(say.DROPPED, notice=captions.NOTED)
    if key == TIMES:
        return await nudge_times.show(turn)
    if key in CHANGES:
        return Reply((await _ask(turn, key),))
    asked = turn.asked
    what = asked.payload.get("what") if asked else None
    if asked is None or what not in CHANGES:
        return says(say.NO_WAY)
    picked = asked.choice(key)  # its label is what one may type
    outcome = await CHANGES[what](turn, picked.label if picked else text)
    if outcome.changed:
        return Reply((_with_menu(outcome.text),))
    return Reply((await _ask(turn, what, outcome.text),))


def _with_menu(text: str) -> Message:
    return Message(text=text, step="schedule", choices=_MENU)


async def _ask(turn: Turn, what: str, text: str = "") -> Message:
    """Ask for the words that set something; with `text`, once more, because the last words would not do."""
    picks: list[str] = []
    if what == TAKE_BACK:
        picks = await _set_days(turn)
        if not picks:
            return _with_menu(say.NOTHING_SET)
    tomorrow = turn.today + timedelta(days=1)
    question = {
        OFF: say.ASK_OFF, WORKDAY: say.ASK_WORKDAY, HOURS: say.ASK_HOURS, TAKE_BACK: say.ASK_TAKE_BACK
    }[what].format(day=say.span(tomorrow, tomorrow), days=say.span(tomorrow, tomorrow + timedelta(days=2)))  # fmt: skip
    return Message(
        text=text or question,
        step="schedule",
        payload=(("what", what),),
        takes_text=True,
        choices=(*(Choice(f"d{place}", label) for place, label in enumerate(picks)), _DROP),
    )


async def _set_days(turn: Turn) -> list[str]:
    """Name the days that can be taken back as they are typed: one's own unit's bare, others' behind their code."""
    own = {place.id for place in changes.own_places(turn)}
    days = await calendars.set_days(turn.tx, changes.answers_for(turn), since=turn.today)
    labels = [
        (f"{one.place.code} " if one.place.id not in own else "") + say.span(one.day, one.day) for one in days
    ]
    return list(dict.fromkeys(labels))[:PICKS]


async def _overview(turn: Turn) -> str:
    known = await calendars.load(turn.tx, turn.rules.calendar_file)
    parts = []
    for place in changes.own_places(turn):
        calendar = known.of(place.path)
        own = await calendars.set_days(turn.tx, (place.path,), since=turn.today)
        set_here = {one.day for one in own if one.place.id == place.id}
        coming = calendar.special(turn.today, turn.today + timedelta(days=SPAN))
        parts.append(
            say.overview(
                place.name,
                calendar.hours,
                works=calendar.is_workday(turn.today),
                coming=[say.special(on, day) for on, day in coming if on not in set_here],
                own=[
                    say.set_day(
                        one.day, special_days.set_day(one.kind, one.reason), one.place.name, one.by_name
                    )
                    for one in own
                ],
                span=SPAN,
            )
        )
        parts.extend(changes.days_left(turn, calendar))
    return "\n".join([*parts, say_times.MENTION])
