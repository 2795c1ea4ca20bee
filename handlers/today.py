"""The day's list: the next card, what was done, and what is said at its end."""

from __future__ import annotations

from dataclasses import replace

from domain import keys
from domain.people import Role
from domain.review import Move
from domain.talk.values import Choice, Message, Reply
from domain.wording import captions
from domain.wording import review as say
from handlers import drawing, practice, quota
from handlers.context import Turn, card, says
from handlers.subject import Subject
from storage import claims, decisions, desk

LINES = 15


async def begin(turn: Turn) -> Reply:
    """Start or go on: practice first, then the day's records."""
    if not turn.me.posts_as(Role.OFFICIAL):
        return says(say.NO_WORK_ROLE)
    await fill(turn)
    return Reply((await next_card(turn),))


async def fill(turn: Turn) -> int:
    """Fill the list of the day from the unit's queue up to what the day holds for this person; returns how many came.

    What was left from yesterday stays and counts first.
    """
    if practice.is_due(turn):
        return 0
    holds = await quota.of_today(turn)  # first: it may lay a planned list on the desk
    done = await decisions.done_on(turn.tx, turn.me.id, turn.today)
    room = holds - done - await desk.held_count(turn.tx, turn.me.id)
    return await claims.claim(turn.tx, turn.me.id, room, today=turn.today)


async def next_card(turn: Turn, said: str = "") -> Message:
    """Draw the card that is next for this person, or the day's end, under a line on what was just done."""
    turn.told = said or turn.told
    if practice.is_due(turn):
        return practice.draw(turn, said)
    held = await desk.next_record(turn.tx, turn.me.id)
    if held is None and await fill(turn):
        held = await desk.next_record(turn.tx, turn.me.id)
    so_far = await decisions.so_far(turn.tx, turn.me.id, turn.today)
    done = so_far.done
    if held is None:
        return _over(await quota.why_nothing(turn, done), said, can_undo=so_far.undoable)
    if not turn.me.reviews_in(held.unit_path):  # a post ended while its records lay here
        await claims.release_lost(turn.tx, turn.me.id)
        return await next_card(turn, said)
    waiting = await desk.held_count(turn.tx, turn.me.id)
    heading = [line for line in (said, say.position(done, waiting)) if line]
    return drawing.draw_card(
        turn,
        Subject(held.record, turn.now, state_on=held.state_on, unit_code=held.unit_code),
        heading=heading,
        can_undo=so_far.undoable,
    )


def _over(text: str, said: str, *, can_undo: bool) -> Message:
    choices = (Choice("undo", captions.UNDO),) if can_undo else ()
    return card("\n".join([said, text] if said else [text]), step="summary", choices=choices)


async def show_list(turn: Turn) -> Reply:
    """Show what was done today and what waits, by numbers only."""
    if not turn.me.posts_as(Role.OFFICIAL):
        return says(say.NO_WORK_ROLE)
    done = await decisions.of_day(turn.tx, turn.me.id, turn.today)
    waiting = await desk.held_count(turn.tx, turn.me.id)
    lines = [
        (keys.entry_name(one.number, one.book), say.MOVE_WORDS[one.move], one.undone)
        for one in done
        if one.move not in (Move.SKIP, Move.RULING)
    ]
    so_far = await decisions.so_far(turn.tx, turn.me.id, turn.today)
    choices = [Choice("start", captions.START)]
    if decisions.standing(done):
        choices.append(Choice("undo", captions.UNDO))
    message = Message(
        text=say.day_list(lines, so_far.done, waiting, LINES), step="list", choices=tuple(choices)
    )
    return Reply((message,))


def start_button(text: str) -> Message:
    """Put the start button under a line."""
    return replace(card(text), step="start", choices=(Choice("start", captions.START),))
