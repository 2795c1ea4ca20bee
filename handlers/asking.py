"""Asking about the record on a card: the words, a ruling that may answer at once, and on to a person."""

from __future__ import annotations

from typing import Any

from domain import keys
from domain import rulings as rules
from domain.review import Move
from domain.rulings import WORDS_LEAST
from domain.talk.values import Message, Reply
from domain.wording import questions as say
from domain.wording import review as say_review
from handlers import deciding, drawing, questions, today
from handlers import subject as subjects
from handlers.context import TAKES_FILE, Turn, card
from handlers.subject import Subject
from storage import desk
from storage import questions as kept
from storage import rulings as made
from storage.questions import New

ASK, MATCH = "ask", "match"  # what the router calls them


def draw_ask(turn: Turn, subject: Subject, *, line: str = "", file: int | None = None) -> Message:
    """Ask for the words of a question; a picture may come with them."""
    text = drawing.short(turn, subject, f"{line}\n{say.ASK_ABOUT_CARD}" if line else say.ASK_ABOUT_CARD)
    payload = subject.payload(file=file) | {TAKES_FILE: True}
    return card(text, step=ASK, choices=(drawing.BACK,), takes_text=True, payload=payload)


async def begin(turn: Turn, subject: Subject) -> Reply:
    """Ask for the question about the record on the card."""
    if subject.practice is not None:
        return await deciding.back_to_card(turn, subject, say.PRACTICE)
    return Reply((draw_ask(turn, subject),))


async def take_ask(turn: Turn, subject: Subject, key: str, text: str = "") -> Reply:
    """Take the words; where a ruling answers them surely it is shown before anybody is asked."""
    if key == drawing.BACK.key or subject.practice is not None:
        return await deciding.back_to_card(turn, subject)
    file = turn.attachment or (turn.asked.payload.get("file") if turn.asked else None)
    words = say.masked(questions.trimmed(text), subject.record)
    if len(words) < WORDS_LEAST:
        line = say.PICTURE_KEPT if file and not words else say.TOO_SHORT
        return Reply((draw_ask(turn, subject, line=line, file=file),))
    found = await made.sure_answer(turn.tx, words)
    if found is None:
        return await _send(turn, subject, words, file)
    payload = subject.payload(words=words, file=file, ruling=found.id, said=say.match(found, words))
    return Reply((draw_match(payload),), forget_words=True)


def draw_match(payload: dict[str, Any]) -> Message:
    """Show the ruling that may answer."""
    return card(payload["said"], step=MATCH, choices=(*questions.FIT, drawing.BACK), payload=payload)


async def take_match(turn: Turn, subject: Subject, key: str) -> Reply:
    """Take whether the ruling answers: then the card is shown again with it; if not, a person is asked."""
    payload = turn.asked.payload if turn.asked else {}
    if key not in ("yes", "no") or subject.practice is not None:
        return await deciding.back_to_card(turn, subject)
    words, file = str(payload["words"]), payload.get("file")
    found = await made.load(turn.tx, int(payload["ruling"]))
    if key == "no" or found is None or found.withdrawn:
        return await _send(turn, subject, words, file)
    new = _new(turn, subject, words, file)
    await kept.ask_answered(turn.tx, new, ruling_id=found.id, answer=say.answer_of(found))
    again = await subjects.load(turn, subject.payload())
    return await deciding.back_to_card(turn, again or subject, say.GLAD.format(number=found.number))


def _new(turn: Turn, subject: Subject, words: str, file: int | None) -> New:
    record = subject.record
    return New(
        record.unit_id,
        turn.me.id,
        turn.now,
        words,
        topic=rules.topics_of(record)[0],
        card=say.masked_card(record),
        record_id=record.id,
        attachment_id=file,
    )


async def _send(turn: Turn, subject: Subject, words: str, file: int | None) -> Reply:
    """Put the record aside until it is answered, and ask whoever answers for its unit."""
    if not await deciding.log(turn, subject, Move.ASK):
        return await deciding.changed_meanwhile(turn)
    held = await desk.load(turn.tx, subject.record.id)
    assert held is not None  # it was put aside just now
    line, asides = await questions.hand_in(turn, _new(turn, subject, words, file), held.unit_path)
    said = f"{say_review.done(Move.ASK, keys.name_of(subject.record))} {line}"
    return Reply((await today.next_card(turn, said),), asides=asides, forget_words=True)
