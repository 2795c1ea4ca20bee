"""A second channel for the same person: a short code, and which channel is written to first (`/lienket`)."""

from __future__ import annotations

from domain.talk.values import Choice, Message, Reply
from domain.wording import linking as say
from handlers.context import Turn, says
from storage import invitations, people, preferences

STEP = "linking"  # what the router calls it
MINUTES = 15  # how long a code for another channel is good


async def show(turn: Turn) -> Reply:
    """Show the channels somebody is linked on, with a code for another one and the choice of the preferred one."""
    await people.show_list(turn.tx, turn.account.id, None)
    accounts = await people.accounts_of(turn.tx, turn.me.id)
    channels = [account.channel for account in accounts]
    choices = [Choice("code", say.LINK, row=0)]
    if len(channels) > 1:
        choices += [Choice(f"p-{channel}", say.prefer(channel), row=1) for channel in channels]
    first = await preferences.preferred_channel(turn.tx, turn.me.id) or channels[0]
    return Reply((Message(say.overview(channels, first), step=STEP, choices=tuple(choices)),))


async def take(turn: Turn, key: str, _text: str) -> Reply:
    """Hand out a code, or keep which channel is preferred."""
    await people.show_list(turn.tx, turn.account.id, None)
    accounts = await people.accounts_of(turn.tx, turn.me.id)
    channels = [account.channel for account in accounts]
    wanted = key.removeprefix("p-")
    if key.startswith("p-") and wanted in channels:
        await preferences.prefer_channel(turn.tx, turn.me.id, wanted)
        return says(say.preferred_now(wanted))
    if key != "code":
        return await show(turn)
    digits = await invitations.for_another_channel(turn.tx, turn.me.id, now=turn.now, minutes=MINUTES)
    others = [channel for channel in say.CHANNELS if channel not in channels]
    return says(say.code(digits, MINUTES, others))
