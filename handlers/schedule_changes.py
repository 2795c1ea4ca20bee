"""What an admin sets on the schedule: days off, made-up workdays, office hours; and how it is taken back.

A change holds for the admin's whole subtree, or below the unit whose code was typed first. Nothing is changed
unless all of what was typed can be done.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain import typed_days, workdays
from domain.people import Role
from domain.typed_days import Refused
from domain.wording import schedule as say
from domain.workdays import Calendar
from handlers.context import Turn
from storage import calendars, schedule_runs
from storage.calendars import OFF, WORKDAY, Place

PLANNED = "plan"  # the mark of a day that was planned


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the admin is told, and whether anything was changed."""

    text: str
    changed: bool = False


def answers_for(turn: Turn) -> tuple[str, ...]:
    """List the subtrees the speaker is admin of, none within another."""
    return tuple(place.path for place in own_places(turn))


def own_places(turn: Turn) -> tuple[Place, ...]:
    """List the units the speaker is admin of, without those that lie within another of them."""
    posts = {post.unit_path: post for post in turn.me.posts_as(Role.ADMIN)}
    return tuple(
        Place(post.unit_id, post.unit_code, post.unit_name, post.unit_path)
        for path, post in posts.items()
        if not any(path != other and path.startswith(other) for other in posts)
    )


async def places_for(turn: Turn, code: str) -> tuple[Place, ...]:
    """Find the units a change is for; none where the code is not one of the speaker's subtree."""
    if not code:
        return own_places(turn)
    return tuple(await calendars.places(turn.tx, code, below=answers_for(turn)))


async def put_off(turn: Turn, words: str) -> Outcome:
    """Set working days off."""
    return await _put(turn, words, OFF)


async def put_workday(turn: Turn, words: str) -> Outcome:
    """Set days off to be worked, mostly a Saturday for a weekday that was swapped away."""
    return await _put(turn, words, WORKDAY)


async def _put(turn: Turn, words: str, kind: str) -> Outcome:
    days = typed_days.read(words, today=turn.today)
    if isinstance(days, Refused):
        return Outcome(say.no_days(days.why, days.said))
    reason = say.reason(days.words)
    if not reason:
        return Outcome(say.no_reason(kind == OFF, days.first, days.last))
    places = await places_for(turn, days.code)
    if not places:
        return Outcome(say.NO_UNIT.format(code=days.code))
    known = await calendars.load(turn.tx, turn.rules.calendar_file)
    changing = {
        place: [on for on in days.each() if known.of(place.path).is_workday(on) == (kind == OFF)]
        for place in places
    }
    if not any(changing.values()):
        return Outcome(say.is_so_already(days.each(), known.of(places[0].path)))
    for place, changed in changing.items():
        for on in changed:
            await calendars.put(
                turn.tx, place.id, on, kind=kind, reason=reason, by=turn.me.id, now=turn.now
            )  # fmt: skip
    await schedule_runs.forget(turn.tx, PLANNED, days.first)
    return Outcome(await _told(turn, {place: on for place, on in changing.items() if on}, kind), True)


async def _told(turn: Turn, changed: dict[Place, list[date]], kind: str) -> str:
    """Tell what holds now, who below keeps to days of their own, and how many working days are left."""
    known = await calendars.load(turn.tx, turn.rules.calendar_file)
    lines: list[str] = []
    for place, days in changed.items():
        calendar = known.of(place.path)
        others = [
            one.place.name
            for one in await calendars.set_days(turn.tx, (place.path,), since=days[0])
            if one.place.id != place.id and one.day in days and one.kind != kind
        ]
        lines.append(
            say.done(
                place.name, [say.special(on, calendar.day(on)) for on in days], list(dict.fromkeys(others))
            )
        )
        lines.extend(days_left(turn, calendar))
    return "\n".join(lines)


def days_left(turn: Turn, calendar: Calendar) -> Iterable[str]:
    """Tell how many working days are left, where there is a deadline and it has not passed."""
    deadline = turn.rules.deadline
    if deadline is not None and deadline >= turn.today:
        yield say.days_left(calendar.count(turn.today, deadline), deadline)


async def put_hours(turn: Turn, words: str) -> Outcome:
    """Set office hours."""
    code, rest = "", words
    hours = workdays.parse_hours(words)
    if hours is None:
        code, rest = typed_days.split_code(words)
        hours = workdays.parse_hours(rest)
    if hours is None or not hours.plausible:
        return Outcome(say.NO_HOURS)
    places = await places_for(turn, code)
    if not places:
        return Outcome(say.NO_UNIT.format(code=code))
    for place in places:
        await calendars.put_hours(turn.tx, place.id, hours, by=turn.me.id, now=turn.now)
    return Outcome(say.hours_done(", ".join(place.name for place in places), hours), True)


async def take_back(turn: Turn, words: str) -> Outcome:
    """Take days back that a unit set: one's own unit's, else the one unit's below that set them."""
    days = typed_days.read(words, today=turn.today)
    if isinstance(days, Refused):
        return Outcome(say.no_days(days.why, days.said))
    places = await places_for(turn, days.code)
    if not places:
        return Outcome(say.NO_UNIT.format(code=days.code))
    ids = {place.id for place in places}
    said = say.span(days.first, days.last)
    found = [
        one
        for one in await calendars.set_days(turn.tx, answers_for(turn), since=days.first)
        if one.day <= days.last
    ]
    meant = [one for one in found if one.place.id in ids] or ([] if days.code else found)
    if not meant:
        unset = say.NOT_SET_BY if days.code else say.NOT_SET
        return Outcome(unset.format(day=said, unit=places[0].name))
    setters = list(dict.fromkeys(one.place for one in meant))
    if len(setters) > 1 and not ids.issuperset(place.id for place in setters):
        codes = ", ".join(f"{place.code} ({place.name})" for place in setters)
        return Outcome(say.SET_BY_SEVERAL.format(day=said, codes=codes))
    for one in meant:
        await calendars.clear(turn.tx, one.place.id, one.day)
    await schedule_runs.forget(turn.tx, PLANNED, days.first)
    known = await calendars.load(turn.tx, turn.rules.calendar_file)
    lines: list[str] = []
    for place in setters:
        calendar = known.of(place.path)
        back = [one.day for one in meant if one.place == place]
        lines.append(say.taken_back(place.name, [say.special(on, calendar.day(on)) for on in back]))
        lines.extend(days_left(turn, calendar))
    return Outcome("\n".join(lines), True)
