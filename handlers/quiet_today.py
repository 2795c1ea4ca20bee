"""Quiet for the rest of a day (`/dung`): nobody is nudged who asked not to be; answers and cards come as ever."""

from __future__ import annotations

from domain.people import Role
from domain.talk.values import Choice, Message, Reply
from domain.wording import captions
from domain.wording import quiet as say
from handlers.context import Turn, says
from storage import quiet

STEP = "quiet"  # what the router calls it

_AGAIN = Choice("again", say.AGAIN)


async def show(turn: Turn) -> Reply:
    """Nudge the speaker no more today."""
    if not turn.me.posts_as(Role.OFFICIAL, Role.HEAD, Role.ADMIN):
        return says(say.NOTHING)
    await quiet.mute(turn.tx, turn.me.id, turn.today)
    decides = bool(turn.me.posts_as(Role.HEAD, Role.ADMIN))
    return Reply((Message(say.quiet(turn.today, decides=decides), step=STEP, choices=(_AGAIN,)),))


async def take(turn: Turn, key: str, text: str) -> Reply:
    """Nudge the speaker again."""
    await quiet.unmute(turn.tx, turn.me.id)
    return says(say.BACK, notice=captions.NOTED)
