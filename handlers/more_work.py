"""More records now (`/ngoaigio`): voluntary, marked as asked for beyond the plan."""

from __future__ import annotations

from domain import typed_numbers
from domain.people import Role
from domain.talk.values import Choice, Message, Reply
from domain.wording import captions
from domain.wording import more_work as say
from domain.wording import review as say_review
from handlers import overtime, practice, today
from handlers.context import Turn, says
from storage import claims, desk, people, plans, shares

STEP = "more_work"  # what the router calls it
NUMBERS = (5, 10, 20)
MOST = 100  # records a day that somebody may ask for beyond the plan

_DROP = Choice("drop", captions.DROP)


async def show(turn: Turn, argument: str = "") -> Reply:
    """Ask how many, or take the number written behind the command."""
    if not turn.me.posts_as(Role.OFFICIAL):
        return says(say_review.NO_WORK_ROLE)
    if practice.is_due(turn):
        return await today.begin(turn)
    await people.show_list(turn.tx, turn.account.id, None)
    if refusal := say.LEFT_OUT.get(await plans.reason_of(turn.tx, turn.me.id, turn.today)):
        return says(refusal)
    if argument:
        return await _take(turn, argument)
    most = await _most(turn)
    return Reply((_ask(say.ASK.format(most=most)),)) if most else says(say.ENOUGH.format(most=MOST))


async def take(turn: Turn, key: str, text: str) -> Reply:
    """Take the number, chosen or typed."""
    if not turn.me.posts_as(Role.OFFICIAL):
        return says(say_review.NO_WORK_ROLE)
    await people.show_list(turn.tx, turn.account.id, None)
    if key == _DROP.key:
        return says(say.DROPPED, notice=captions.NOTED)
    if refusal := say.LEFT_OUT.get(await plans.reason_of(turn.tx, turn.me.id, turn.today)):
        return says(refusal)
    return await _take(turn, key.removeprefix("n") or text)


def _ask(text: str) -> Message:
    choices = tuple(Choice(f"n{number}", say.number(number), row=0) for number in NUMBERS)
    return Message(text=text, step=STEP, choices=(*choices, _DROP), takes_text=True)


async def _most(turn: Turn) -> int:
    return max(0, MOST - await plans.extra_of(turn.tx, turn.me.id, turn.today))


async def _take(turn: Turn, words: str) -> Reply:
    most = await _most(turn)
    if not most:
        return says(say.ENOUGH.format(most=MOST))
    number = typed_numbers.read(words.strip().removesuffix(say.RECORDS))
    if number is None or not 1 <= number <= most:
        return Reply((_ask(say.WRONG_NUMBER.format(most=most)),))
    waiting = await desk.held_count(turn.tx, turn.me.id)
    came = await claims.claim(turn.tx, turn.me.id, number, today=turn.today)
    if not came:
        return says(say.NONE_WAITING)
    unit_id = turn.me.posts_as(Role.OFFICIAL)[0].unit_id
    await shares.ask_for_more(turn.tx, turn.me.id, unit_id, turn.today, came)
    told = [say.taken(came, waiting), await overtime.own(turn)]
    note = Message("\n".join(line for line in told if line))
    if waiting:  # the card that lies open goes on being the next one
        return Reply((note,))
    return Reply((note, await today.next_card(turn)))
