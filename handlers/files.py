"""Photos and documents that people send: handed to the step that waits for one, else answered once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import timedelta

from domain import attachments as rules
from domain.talk.values import Attached, Reply, Typed
from domain.wording import common
from domain.wording import files as say
from handlers.context import TAKES_FILE, Turn, says
from storage import attachments, prompts
from storage.prompts import Asked

HEAP = timedelta(seconds=20)  # what comes so soon after another file was picked together with it

Answer = Callable[[Turn, Asked, str, str], Awaitable[Reply]]


async def awaiting(turn: Turn, again: Collection[str]) -> Asked | None:
    """Load the prompt last shown, if it waits for a file; `again` are the steps that may be answered more than once."""
    shown = turn.account.shown_prompt_id
    asked = await prompts.load(turn.tx, shown, turn.account.id) if shown is not None else None
    if asked is None or asked.voided or asked.payload.get(TAKES_FILE) is not True:
        return None
    return asked if asked.answered_key is None or asked.step in again else None


async def take_caption(turn: Turn, again: Collection[str]) -> None:
    """Take the words under a picture that nobody asked for as typed, where the channel means them so."""
    said = turn.incoming.said
    if not isinstance(said, Attached) or not turn.capabilities.captions_speak or not said.caption.strip():
        return
    stranger = turn.person is None or not turn.person.posts
    if stranger or await awaiting(turn, again) is None:
        turn.incoming = replace(turn.incoming, said=Typed(said.caption))


async def take(turn: Turn, said: Attached, again: Collection[str], answer: Answer) -> Reply:
    """Keep a file for the step that waits for it, with its caption as words; say why where it will not do."""
    asked = await awaiting(turn, again)
    if asked is None:
        return await _unasked(turn, said)
    if (why := rules.refused_at_once(said)) is not None:
        return says(say.REFUSED[why])
    turn.attachment = await attachments.keep(
        turn.tx, said, channel=turn.incoming.address.channel, by=turn.me.id, now=turn.now
    )
    return await answer(turn, asked, "", said.caption.strip())


async def other(turn: Turn, again: Collection[str]) -> Reply:
    """Answer what is neither words nor a file we take: with what is waited for, where a file is."""
    if await awaiting(turn, again) is None:
        return says(common.ONLY_TEXT)
    return says(say.REFUSED[rules.Why.TYPE] if turn.capabilities.files_in else say.ONLY_PICTURES)


async def _unasked(turn: Turn, said: Attached) -> Reply:
    """Answer a file nobody waits for; of a heap sent at once the first, or the first that is too many."""
    before = await attachments.lately(turn.tx, turn.me.id, turn.now - HEAP)
    await attachments.refuse(
        turn.tx, said, channel=turn.incoming.address.channel, by=turn.me.id, now=turn.now
    )
    if not before:
        return says(common.ONLY_TEXT)
    return says(say.ONE_IS_ENOUGH) if "refused" not in before else Reply()
