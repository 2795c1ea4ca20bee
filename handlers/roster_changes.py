"""What an admin can change about people: put somebody on the roster, move a post, end all posts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import structlog

from domain import phones
from domain.folding import fold, squeeze
from domain.people import Person, Role
from domain.talk.values import Aside, Choice
from domain.wording import people as say
from handlers.context import Turn
from storage import desk, invitations, posts, units
from storage.imports.roster import ROLES
from storage.units import Unit

log = structlog.get_logger()

NAME_MAX = 100
_NOT_LETTER = re.compile(r"[^a-z]+")
_ROLES = {**ROLES, **{_NOT_LETTER.sub("", fold(words)): role for role, words in say.ROLE_WORDS.items()}}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a wish. With `ask` it needs an answer: what the next step has to know."""

    text: str
    ask: dict[str, Any] | None = None
    choices: tuple[Choice, ...] = ()
    asides: tuple[Aside, ...] = ()


def answers_for(turn: Turn) -> tuple[str, ...]:
    """The subtrees this admin answers for."""
    return tuple(post.unit_path for post in turn.me.posts_as(Role.ADMIN))


def link_for(turn: Turn, code: str) -> str:
    """Give the link by which a code is used, once the bot knows its name."""
    return f"{turn.rules.bot_link}{code}" if turn.rules.bot_link else ""


async def add(turn: Turn, text: str) -> Outcome:
    """Put somebody on the roster: "họ tên; số điện thoại; mã đơn vị; vai trò"; a known phone gets one role more."""
    again: dict[str, Any] = {"do": "new"}
    parts = [squeeze(part) for part in text.split(";")]
    if len(parts) != 4 or not all(parts):
        return Outcome(say.FOUR_PARTS, again)
    name, phone, role = parts[0], phones.normalise(parts[1]), _ROLES.get(_NOT_LETTER.sub("", fold(parts[3])))
    if not 2 <= len(name) <= NAME_MAX:
        return Outcome(say.LONG_NAME, again)
    if phone is None:
        return Outcome(say.NO_PHONE.format(parts[1][:40]), again)
    if role is None:
        return Outcome(say.NO_ROLE.format(parts[3][:40]), again)
    unit = await _unit(turn, parts[2])
    if isinstance(unit, str):
        return Outcome(unit, again)
    known = await posts.person_with(turn.tx, phone)
    if known is not None and fold(known[1]) != fold(name):
        return Outcome(say.OTHER_NAME, again)
    person_id = known[0] if known else await posts.add_person(turn.tx, name, phone, now=turn.now)
    if not await posts.begin(turn.tx, [posts.NewPost(person_id, unit.id, role.value)], now=turn.now):
        return Outcome(say.HELD_ALREADY.format(name, say.ROLE_WORDS[role].lower(), unit.name))
    log.info("post_begun", person=person_id, unit=unit.id, role=role.value, by=turn.me.id)
    days = turn.rules.invite_days
    code = await invitations.give(turn.tx, person_id, now=turn.now, days=days)
    lines = [say.added(name, role, unit.name, turn.me.full_name)]
    if code is not None:
        lines.append(say.first_code(name, code, link_for(turn, code), days))
    return Outcome("\n".join(lines))


async def move(turn: Turn, person: Person, key: str = "", text: str = "") -> Outcome:
    """Move one of somebody's posts: which one, where to, the yes, and then it is done."""
    asked = turn.asked.payload if turn.asked is not None else {}
    held = await posts.held_by(turn.tx, person.id, below=answers_for(turn))
    chosen = key[1:] if key[:1] == "w" else str(asked.get("post", ""))
    row = next(
        (one for one in held if str(one.id) == chosen), held[0] if len(held) == 1 and not chosen else None
    )
    about = {"do": "move", "p": person.id}
    if row is None:
        if not held:
            return Outcome(say.NO_POST.format(person.full_name))
        picks = [
            Choice(f"w{one.id}", say.post(Role(one.role), one.unit_name), row=at)
            for at, one in enumerate(held)
        ]
        return Outcome(say.WHICH_POST.format(person.full_name), about, tuple(picks))
    about["post"] = row.id
    role = Role(row.role)
    question = say.ASK_WHERE.format(person.full_name, say.ROLE_WORDS[role].lower(), row.unit_name)
    if key == "yes":
        unit = await units.load(turn.tx, int(asked.get("to", 0)))
        if unit is None or unit.ended(turn.today) or not unit.path.startswith(answers_for(turn)):
            return Outcome(question, about)
        released = await posts.move(turn.tx, row, unit.id, now=turn.now, day=turn.today)
        log.info("post_moved", person=person.id, unit=row.unit_id, to=unit.id, role=row.role, by=turn.me.id)
        return Outcome(say.moved(person.full_name, row.unit_name, unit.name, released, turn.me.full_name))
    if not text:
        return Outcome(question, about)
    wanted = await _unit(turn, text)
    if isinstance(wanted, str):
        return Outcome(wanted, about)
    if any((one.unit_id, one.role) == (wanted.id, row.role) for one in held):
        return Outcome(
            say.HELD_ALREADY.format(person.full_name, say.ROLE_WORDS[role].lower(), wanted.name), about
        )
    waiting = await desk.held_count(turn.tx, person.id) if role is Role.OFFICIAL else 0
    sure = say.sure_to_move(person.full_name, role, row.unit_name, wanted.name, waiting)
    return Outcome(sure, {**about, "to": wanted.id}, (Choice("yes", say.YES_MOVE),))


async def end(turn: Turn, person: Person, *, sure: bool = False) -> Outcome:
    """End all posts that somebody holds among the units this admin answers for, after a yes."""
    held = await posts.held_by(turn.tx, person.id, below=answers_for(turn))
    if not held:
        return Outcome(say.NO_POST.format(person.full_name))
    if not sure:
        waiting = await desk.held_count(turn.tx, person.id)
        named = [say.post(Role(row.role), row.unit_name) for row in held]
        text = say.sure_to_end(person.full_name, named, waiting)
        return Outcome(text, {"do": "end", "p": person.id}, (Choice("yes", say.YES_END),))
    released = await posts.end(turn.tx, held, now=turn.now, day=turn.today)
    log.info("posts_ended", person=person.id, posts=len(held), by=turn.me.id)
    return Outcome(say.ended(person.full_name, released, turn.me.full_name))


async def _unit(turn: Turn, code: str) -> Unit | str:
    """Find the valid unit of a typed code among those this admin answers for, or say why there is none."""
    typed = squeeze(code)[:40]
    found = await units.with_code(turn.tx, typed, below=answers_for(turn), on=turn.today)
    if not found:
        return say.NO_UNIT.format(typed)
    return found[0] if not found[0].ended(turn.today) else say.ENDED_UNIT.format(found[0].name)
