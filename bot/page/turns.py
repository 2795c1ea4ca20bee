"""A turn of the conversation that a page takes for somebody: the same transaction, rules and person as in the chat."""

from __future__ import annotations

from aiohttp import web

from bot.page.house import PageHouse
from bot.page.visitor import Visitor
from domain.talk.values import Address, Chosen, Incoming
from handlers.context import Turn
from storage import people
from storage.engine import Tx

CHANNEL = "page"  # how the log names what was decided here


async def turn_of(tx: Tx, house: PageHouse, known: Visitor, key: str = "") -> Turn:
    """Make a turn for a visitor: who they are and what they may do is read anew, within this transaction.

    To the chat it is as if their living card had been tapped, so that its message is the one that is edited.
    """
    account = await people.account(tx, known.account.id) or known.account
    person = await people.person(tx, known.person.id)
    if person is None or person.locked or not person.posts or account.person_id != person.id:
        raise web.HTTPNotFound  # shut out since the request began
    heard = Incoming(
        Address(account.channel, account.user_key),
        f"page:{key}",
        Chosen(account.card_prompt_id or 0, ""),
        message_ref=account.card_ref,
    )
    now = house.clock()
    return await house.conversation.turn(
        tx, heard, account, person, key=f"page:{key}", received_at=now, now=now, channel=CHANNEL
    )
