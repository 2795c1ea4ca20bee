"""What a head does about a digest: nudge the late, move people, answer for the unit, look at second returns."""

from __future__ import annotations

from domain import nudge_messages
from domain.people import Role
from domain.talk.values import Choice, Message, Reply
from domain.wording import captions, common
from domain.wording import nudges as say
from handlers import assignment, nudging, second_returns, staffing
from handlers.context import Turn, says
from storage import nudges, people

STEP = nudge_messages.DIGEST_STEP  # what the router calls it
ANSWER_MAX = 200

_DROP = Choice("drop", captions.DROP)


async def take(turn: Turn, key: str, text: str) -> Reply:
    """Take a tap on a digest, or the words of an answer; whose right it is, is looked at anew."""
    if not staffing.answering(turn):
        return says(common.NOT_YOURS)
    payload = turn.asked.payload if turn.asked else {}
    if payload.get("view") == "answer":
        await people.show_list(turn.tx, turn.account.id, None)
        return says(say.DROPPED, notice=captions.NOTED) if key == _DROP.key else await _answer(turn, text)
    match key:
        case "now":
            return await nudging.by_hand(turn)
        case "move":
            return await staffing.show(turn)
        case "again":
            return await second_returns.show(turn)
        case "file":
            return await assignment.take(turn, assignment.PAPER, "")
    if not turn.me.posts_as(Role.HEAD):
        return says(common.NOT_YOURS)
    return Reply((_ask(say.ASK_ANSWER.format(most=ANSWER_MAX)),))


def _ask(text: str) -> Message:
    return Message(text, step=STEP, choices=(_DROP,), takes_text=True, payload=(("view", "answer"),))


async def _answer(turn: Turn, text: str) -> Reply:
    """Keep what a head says about units that are behind."""
    if not turn.me.posts_as(Role.HEAD):
        return says(common.NOT_YOURS)
    words = " ".join(text.split())
    if len(words) > ANSWER_MAX:
        return Reply((_ask(say.TOO_LONG.format(most=ANSWER_MAX)),))
    await nudges.answer(turn.tx, turn.me.id, turn.today, words, turn.now, about=nudges.UNITS)
    return says(say.ANSWERED)
