"""The ways from the chat to the pages: a one-time link, made when it is asked for and written nowhere but in the chat."""

from __future__ import annotations

from dataclasses import replace

from domain.talk.values import Link, Message, Slot
from domain.wording import captions
from domain.wording import page_access as say
from handlers import drawing
from handlers.context import Turn, card
from handlers.subject import Subject
from storage import page_links
from storage.page_links import Target

STEP = "page"  # what the router calls the card with a link on it


async def to_record(turn: Turn, record_id: int) -> Link | None:
    """Make a link to a record, a practice card's number below nought; None where there is no page to lead to."""
    return await _link(turn, Target.RECORD, record_id, captions.OPEN_PAGE)


async def to_progress(turn: Turn) -> Link | None:
    """Make a link to the progress page; None where there is none."""
    return await _link(turn, Target.PROGRESS, None, captions.OPEN_PROGRESS)


async def _link(turn: Turn, target: Target, record_id: int | None, caption: str) -> Link | None:
    base = turn.rules.page_url
    if base is None:
        return None
    handle = await page_links.make(
        turn.tx, person_id=turn.me.id, account_id=turn.account.id, target=target, record_id=record_id,
        now=turn.now,
    )  # fmt: skip
    place = "tien-do" if record_id is None else str(record_id)
    app = f"{base}/mini?den={place}" if base.startswith("https://") else ""
    return Link(caption, f"{base}/r/{handle}", app)


async def draw(turn: Turn, subject: Subject) -> Message | None:
    """Draw the card with the link to its record; None where there is no page."""
    link = await to_record(turn, _number(subject))
    if link is None:
        return None
    text = drawing.short(turn, subject, say.LINK)
    return card(text, step=STEP, choices=(drawing.BACK,), payload=subject.payload(), link=link)


def _number(subject: Subject) -> int:
    return -subject.practice.number if subject.practice is not None else subject.record.id


async def carried(turn: Turn, message: Message) -> Message:
    """Put the link on a card where nothing that was sent can be edited: there a tap for it would cost a message."""
    if turn.capabilities.can_edit or turn.rules.page_url is None or message.step != "card":
        return message
    payload = dict(message.payload)
    number = payload.get("r") or -int(str(payload.get("p", 0)))
    if message.slot is not Slot.CARD or not isinstance(number, int) or not number:
        return message
    return replace(message, link=await to_record(turn, number))
