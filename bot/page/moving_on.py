"""The chat's card follows what was decided on the page: edited at once where it can be, else shown once the page rests.

On a channel that edits nothing each card is a message of its own, and some channels count messages: there the present
card comes when nothing was done on the page for a minute. Who answers the old one before gets the present one then.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.keeping import keep
from bot.turn import Conversation
from domain.talk.values import Address, Incoming, Reply, Typed
from handlers import today
from handlers.context import Turn
from handlers.page.acts import Outcome
from storage import outbox, page_sessions, people, prompts
from storage.engine import Database, Tx

RESTS = timedelta(seconds=60)


async def after(tx: Tx, turn: Turn, outcome: Outcome, *, session_id: int) -> None:
    """Write to the outbox what the chat shows after an act."""
    reply = outcome.reply
    if reply is None:
        return
    later = not turn.capabilities.can_edit and outcome.next is not None
    if later:
        await page_sessions.owe_card(tx, session_id, turn.now)
        reply = replace(reply, messages=())
    elif not turn.capabilities.can_edit:
        await page_sessions.paid(tx, turn.account.id)
    key = f"answer:{turn.decision_key}"
    if await outbox.knows(tx, f"{key}:0"):
        return  # sent once more, and answered in the chat the first time
    # a tap's own word is the page's to say: no tap waits for it here
    await keep(tx, turn, replace(reply, notice=""), key=key, holder=None)


async def catch_up(database: Database, conversation: Conversation, now: datetime) -> int:
    """Show the present card in chats that are behind, and whose page rests; returns how many there were."""
    owed = await database.read(lambda tx: page_sessions.owed(tx, before=now - RESTS))
    shown = 0
    for account_id in owed:
        shown += await database.write(
            lambda tx, account_id=account_id: _show(tx, conversation, account_id, now)
        )
    return shown


async def _show(tx: Tx, conversation: Conversation, account_id: int, now: datetime) -> int:
    await page_sessions.paid(tx, account_id)
    account = await people.account(tx, account_id)
    if account is None or account.person_id is None or account.channel not in conversation.capabilities:
        return 0
    person = await people.person(tx, account.person_id)
    if person is None or person.locked or not person.posts:
        return 0
    key = f"page-rest:{account_id}:{now.timestamp():.3f}"
    heard = Incoming(Address(account.channel, account.user_key), key, Typed(""))
    turn = await conversation.turn(tx, heard, account, person, key=key, received_at=now, now=now)
    reply = await today.begin(turn)
    if await _shows(turn, reply):
        return 0  # the chat went on by itself
    await keep(tx, turn, reply, key=f"answer:{key}", holder=None)
    return 1


async def _shows(turn: Turn, reply: Reply) -> bool:
    """Say whether the chat's card is about what it would be about anew."""
    if turn.account.card_prompt_id is None or not reply.messages:
        return False
    shown = await prompts.load(turn.tx, turn.account.card_prompt_id, turn.account.id)
    if shown is None or shown.voided or shown.answered_key is not None:
        return False
    anew = dict(reply.messages[-1].payload)
    return all(shown.payload.get(name) == anew.get(name) for name in ("r", "v", "p"))
