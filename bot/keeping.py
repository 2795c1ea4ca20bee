"""What a turn says, written to the outbox in the turn's own transaction; nothing is sent in here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.ladder import tell
from bot.offering import as_sent, offer, place_of_card, with_first
from domain.talk.values import Message, Reply, Slot
from handlers import page_links
from handlers.context import Turn
from storage import chat_files, outbox
from storage.engine import Tx


async def keep(tx: Tx, turn: Turn, reply: Reply, *, key: str, holder: str | None) -> tuple[outbox.Item, ...]:
    """Write all that a reply says, to its person and to others, each message once per key.

    With a holder the messages are the holder's to send right after the commit; without one delivery finds them.
    """
    items = []
    reply = replace(reply, messages=tuple([await page_links.carried(turn, each) for each in reply.messages]))
    for place, message in enumerate(as_sent(reply, turn.capabilities)):
        body = await _body(tx, turn, message)
        if place == 0:
            body |= with_first(turn.incoming, reply)
        item = await outbox.add(
            tx, f"{key}:{place}", turn.account.id, body, kind="answer", slot=message.slot,
            priority=outbox.ANSWER, now=turn.now, holder=holder,
        )  # fmt: skip
        if item is not None:
            items.append(item)
    if reply.asides:
        await tell(tx, reply.asides, turn.channels, turn.now)
    return tuple(items)


async def _body(tx: Tx, turn: Turn, message: Message) -> dict[str, Any]:
    body = await offer(tx, turn.account.id, message, turn.capabilities, turn.now)
    if message.slot is Slot.CARD:
        body |= place_of_card(turn)
        if await chat_files.keeps_any(tx, turn.account.id):
            body["tidies"] = True  # what does not belong to this card leaves the chat once it is shown
    return body
