"""Difficulties: asking in general (`/vuongmac`), what answers at once, and to whom a question goes."""

from __future__ import annotations

from datetime import datetime

from domain import rulings as rules
from domain.people import Role
from domain.rulings import WORDS_LEAST, WORDS_MOST, QuestionState
from domain.talk.values import Aside, Choice, Message, Reply
from domain.wording import captions, common
from domain.wording import questions as say
from handlers import replying
from handlers.context import TAKES_FILE, Turn, says
from storage import answering, calendars, people, questions, rulings
from storage.answering import Level
from storage.questions import New

STEP = "question"  # what the router calls it
OWN = 6  # of one's own questions that are listed
_DROP = Choice("drop", captions.DROP)
FIT = (Choice("yes", say.FITS, row=0), Choice("no", say.FITS_NOT, row=0))


async def show(turn: Turn, argument: str = "") -> Reply:
    """Show one's own questions with their answers and take a new one; words behind the command are one."""
    if not turn.me.posts_as(Role.OFFICIAL, Role.HEAD):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    if argument.strip():
        return await _ask(turn, argument, None)
    own = await questions.of_person(turn.tx, turn.me.id, limit=OWN)
    lines = [(say.about(one.number, one.book), one.text, one.state, one.answer) for one in own]
    back = [
        Choice(f"r{one.id}", say.take_back(one.text), row=place)
        for place, one in enumerate(own)
        if one.state is QuestionState.OPEN and one.record_id is None
    ]
    return Reply((_waiting(f"{say.own(lines)}\n\n{say.ASK_ANYTHING}", None, *back),))


def _waiting(text: str, file: int | None, *choices: Choice) -> Message:
    payload = ((TAKES_FILE, True), ("file", file))
    return Message(text, step=STEP, choices=(*choices, _DROP), takes_text=True, payload=payload)


async def take(turn: Turn, key: str, text: str) -> Reply:
    """Take a question's words or picture, whether a ruling answers it, or one that is taken back."""
    if not turn.me.posts_as(Role.OFFICIAL, Role.HEAD):
        return says(common.NOT_YOURS)
    await people.show_list(turn.tx, turn.account.id, None)
    payload = turn.asked.payload if turn.asked else {}
    if key == _DROP.key:
        return says(say.DROPPED, notice=captions.NOTED)
    if key.startswith("r") and key[1:].isdecimal():
        return await _take_back(turn, int(key[1:]))
    if payload.get("view") == "match":
        return await _matched(turn, key, payload["words"], payload.get("file"), int(payload["ruling"]))
    return await _ask(turn, text, turn.attachment or payload.get("file"))


def trimmed(text: str) -> str:
    """Squeeze what was typed, and cut what a caption held beyond the limit."""
    return rules.cut(" ".join(text.split()), WORDS_MOST)


async def _ask(turn: Turn, text: str, file: int | None) -> Reply:
    words = say.masked(trimmed(text))
    if len(words) < WORDS_LEAST:
        return Reply((_waiting(say.PICTURE_KEPT if file and not words else say.TOO_SHORT, file),))
    found = await rulings.sure_answer(turn.tx, words)
    if found is None:
        return await _send(turn, words, file)
    payload = (("view", "match"), ("words", words), ("file", file), ("ruling", found.id))
    return Reply((Message(say.match(found, words), step=STEP, choices=(*FIT, _DROP), payload=payload),))


async def _matched(turn: Turn, key: str, words: str, file: int | None, ruling_id: int) -> Reply:
    """Keep that a ruling answered, or send the question on to a person."""
    if turn.asked and turn.asked.answered_key:
        return says(say.MATCH_OVER)
    found = await rulings.load(turn.tx, ruling_id)
    if key == "yes" and found is not None and not found.withdrawn:
        await questions.ask_answered(
            turn.tx, _new(turn, words, file), ruling_id=found.id, answer=say.answer_of(found)
        )
        return says(say.GLAD.format(number=found.number))
    return await _send(turn, words, file)


def _new(turn: Turn, words: str, file: int | None) -> New:
    post = turn.me.posts_as(Role.OFFICIAL, Role.HEAD)[0]
    return New(post.unit_id, turn.me.id, turn.now, words, attachment_id=file)


async def _send(turn: Turn, words: str, file: int | None) -> Reply:
    post = turn.me.posts_as(Role.OFFICIAL, Role.HEAD)[0]
    line, asides = await hand_in(turn, _new(turn, words, file), post.unit_path)
    return Reply((Message(line),), asides=asides)


async def _take_back(turn: Turn, question_id: int) -> Reply:
    found = await questions.load(turn.tx, question_id)
    if found is None or found.asked_by != turn.me.id or found.record_id is not None:
        return says(common.NOT_YOURS)
    to = QuestionState.WITHDRAWN
    if not await questions.settle(turn.tx, found.id, to=to, by=turn.me.id, now=turn.now):
        return says(say.NOT_OPEN)
    return says(say.TAKEN_BACK)


async def hand_in(turn: Turn, new: New, unit_path: str) -> tuple[str, tuple[Aside, ...]]:
    """Keep a question and give it to the nearest level that can answer; gives the line for who asks, and who is told."""
    levels = await answering.levels(turn.tx, unit_path, but=turn.me.id)
    if not levels:
        await questions.ask(turn.tx, new)
        return say.NOBODY_YET, ()
    first = levels[0]
    due = await due_at(turn, unit_path)
    question_id = await questions.ask(turn.tx, new, at_unit_id=first.unit_id, at_role=first.role, due_at=due)
    return say.sent(first.role, first.unit_name, due), await told_to(turn, question_id, first)


async def due_at(turn: Turn, unit_path: str) -> datetime:
    """Tell until when a level may answer a question of a unit, in local time."""
    known = await calendars.load(turn.tx, turn.rules.calendar_file)
    return rules.due(known.of(unit_path), turn.now.astimezone(turn.rules.zone))


async def told_to(turn: Turn, question_id: int, level: Level) -> tuple[Aside, ...]:
    """Show a question to those of a level."""
    found = await questions.load(turn.tx, question_id)
    if found is None:
        return ()
    return tuple(
        Aside(
            person_id, replying.about(found, turn.rules.zone, level.role), replying.KIND, replying.key(found)
        )
        for person_id in level.person_ids
    )
