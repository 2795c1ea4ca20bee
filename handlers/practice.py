"""Practice: a few invented cards before the first real ones. They look and answer alike and count nothing."""

from __future__ import annotations

from domain import practice
from domain.people import Role
from domain.review import Move
from domain.talk.values import Message, Reply
from domain.wording import practice as say
from handlers import drawing
from handlers.context import Turn
from handlers.subject import Subject
from storage import people


def is_due(turn: Turn) -> bool:
    """Say whether this person still has practice before them."""
    return bool(turn.me.posts_as(Role.OFFICIAL)) and turn.me.practice_done < turn.rules.practice


def draw(turn: Turn, said: str = "", *, number: int | None = None) -> Message:
    """Draw the practice card that is next, or the one with this number."""
    turn.told = said or turn.told
    card = practice.card_number(number if number is not None else turn.me.practice_done + 1)
    subject = Subject(card.record, turn.now, practice=card)
    return drawing.draw_card(turn, subject, heading=[said] if said else [])


async def judge(
    turn: Turn, subject: Subject, move: Move, *, reason: str | None, changes: dict[str, str]
) -> str | Reply:
    """Judge an answer. Right: counted, and a line to say so is handed back; wrong: explained, the card again."""
    card = subject.practice
    assert card is not None
    verdict = practice.judge(card, move, reason=reason, changes=changes)
    if isinstance(verdict, practice.Wrong):
        return Reply((draw(turn, say.wrong(card, verdict), number=card.number),))
    if card.number == turn.me.practice_done + 1:
        await people.count_practice(turn.tx, turn.me.id, card.number)
    return say.right(card, turn.rules.practice, verdict)
