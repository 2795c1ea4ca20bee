"""Lending an official to another unit of one's subtree: where to, until when, and what they get today."""

from __future__ import annotations

from datetime import date, timedelta

from domain.people import Role
from domain.talk.values import Choice, Reply
from domain.wording import staffing as say
from handlers import staffing as views
from handlers.context import Turn, says
from handlers.staffing import DROP, aside, ask, covers
from storage import people, plans, staffing, units
from storage.staffing import Member
from storage.units import Unit

_SATURDAY = 5


async def ask_where(turn: Turn, unit: Unit, member: Member) -> Reply:
    """Offer the units that fall short today, the most first, or ask for one."""
    lines = await plans.of_day(turn.tx, turn.today)
    short = sorted(
        (line for line in lines if line.shortfall and covers(turn, line.path) and line.unit_id != unit.id),
        key=lambda line: (-line.shortfall, line.code),
    )
    choices = [
        Choice(f"u{line.unit_id}", line.name, row=place) for place, line in enumerate(short[: views.UNITS])
    ]
    return Reply(
        (
            ask(
                say.ASK_UNIT,
                *choices,
                DROP,
                takes_text=True,
                view="lend-to",
                person=member.person_id,
                unit=unit.id,
            ),
        )
    )


async def take_unit(turn: Turn, person_id: int, words: str) -> Reply:
    found = await views.matching(turn, words)
    if len(found) == 1:
        return await ask_until(turn, person_id, found[0].id)
    choices = [Choice(f"u{unit.id}", unit.name, row=place) for place, unit in enumerate(found[: views.UNITS])]
    text = say.PICK_UNIT if found else say.NO_UNIT
    return Reply((ask(text, *choices, DROP, takes_text=True, view="lend-to", person=person_id),))


async def _lendable(turn: Turn, person_id: int, unit_id: int) -> tuple[str, str, Unit] | Reply:
    """Look whether somebody may be lent to a unit: both ends must lie in what this person answers for."""
    person = await people.person(turn.tx, person_id)
    unit = await units.load(turn.tx, unit_id)
    posts = (
        [post for post in person.posts_as(Role.OFFICIAL) if covers(turn, post.unit_path)] if person else []
    )
    if person is None or unit is None or not posts or not covers(turn, unit.path):
        return says(say.OUT_OF_REACH)
    if person.reviews_in(unit.path):
        return says(say.THERE_ALREADY.format(name=person.full_name, unit=unit.name))
    return person.full_name, posts[0].unit_name, unit


async def _number(turn: Turn, person_id: int, unit: Unit) -> tuple[int, int]:
    """Tell how many records the unit falls short of today, and how many of them the person has room for."""
    lines = await plans.of_day(turn.tx, turn.today)
    missing = next((line.shortfall for line in lines if line.unit_id == unit.id), 0)
    rooms = [p.room for line in lines for p in line.people if p.person_id == person_id]
    return missing, min(missing, max(rooms, default=turn.rules.ceiling))


async def ask_until(turn: Turn, person_id: int, unit_id: int) -> Reply:
    able = await _lendable(turn, person_id, unit_id)
    if isinstance(able, Reply):
        return able
    name, home, unit = able
    missing, number = await _number(turn, person_id, unit)
    return Reply(
        (
            ask(
                say.lend_question(name, home, unit.name, missing, number),
                Choice("today", say.LEND_TODAY, row=0),
                Choice("week", say.LEND_WEEK, row=0),
                Choice("on", say.LEND_ON, row=1),
                DROP,
                view="until",
                person=person_id,
                to=unit_id,
            ),
        )
    )


def _until(turn: Turn, key: str) -> date | None:
    if key == "today":
        return turn.today
    if key == "week":
        return turn.today + timedelta(days=(_SATURDAY + 1 - turn.today.weekday()) % 7)
    return None


async def take_until(turn: Turn, payload: dict[str, object], key: str) -> Reply:
    person_id, unit_id = int(str(payload["person"])), int(str(payload["to"]))
    able = await _lendable(turn, person_id, unit_id)
    if isinstance(able, Reply):
        return able
    name, _, unit = able
    until = _until(turn, key)
    _, number = await _number(turn, person_id, unit)
    came = await staffing.lend(
        turn.tx, person_id, unit_id, until=until, number=number, day=turn.today, now=turn.now
    )
    told = aside(turn, person_id, say.lent_you(unit.name, until, came))
    said = say.lent(name, unit.name, until, came)
    return Reply((await views.unit_view(turn, unit_id, said),), asides=(told,))
