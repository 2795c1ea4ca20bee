"""A book whose serving stopped: the official is told, and whoever heads the unit decides about the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain import book_faults
from domain.book_faults import Act, Refused, StopState
from domain.people import Role
from domain.review import ReturnReason
from domain.talk.values import Aside, Choice, Message, Reply, Style
from domain.wording import book_faults as say
from domain.wording import common
from handlers.context import Turn, says
from storage import answering, book_stops, lots
from storage.book_stops import Stop
from storage.prompts import Asked

STEP = "book"  # what the router calls it
KIND = "book"
LISTED = 8

_SEE = Choice("see", say.SEE)
_RETURN = Choice("return", say.RETURN_ALL, Style.BAD)
_GO_ON = Choice("on", say.GO_ON)
_UNDO = Choice("undo", say.UNDO_ALL)


async def after_return(turn: Turn, record_id: int, reason: ReturnReason) -> tuple[str, tuple[Aside, ...]]:
    """Stop the book of a record just returned where the rule says so.

    Gives the line for the official, empty when the book goes on, and what those who decide are told.
    """
    stop_id = await book_stops.after_return(turn.tx, record_id, reason, now=turn.now)
    stop = await book_stops.load(turn.tx, stop_id) if stop_id is not None else None
    if stop is None:
        return "", ()
    deciders = await answering.for_unit(turn.tx, stop.unit_path)
    held = await book_stops.contents(turn.tx, stop)
    who = (deciders.role, deciders.unit_name) if deciders else None
    line = say.told(_name(stop), held.same_fault, stop.reason, who)
    if deciders is None:
        return line, ()
    message = await _draw(turn, stop)
    key = f"{stop.id}:{stop.stopped_at.timestamp():.0f}"  # a book may stop again after a lot came back
    return line, tuple(Aside(person_id, message, KIND, key) for person_id in deciders.person_ids)


async def open_lines(turn: Turn, paths: Sequence[str]) -> tuple[Message, ...]:
    """Show the books of some subtrees that wait for a decision; whoever may decide gets the buttons too."""
    waiting, total = await book_stops.open_below(turn.tx, paths, LISTED)
    if not waiting:
        return ()
    if total == 1 and _may_decide(turn, waiting[0]):
        return (await _draw(turn, waiting[0], say.open_books(1)),)
    names = {stop.id: say.open_book(_name(stop), stop.unit_name, stop.reason) for stop in waiting}
    lines = [say.open_books(total)]
    lines += [f"• {names[stop.id]}" for stop in waiting if not _may_decide(turn, stop)]
    if total > len(waiting):
        lines.append(say.more(total - len(waiting)))
    choices = tuple(
        Choice(f"s{stop.id}", names[stop.id], row=place)
        for place, stop in enumerate(waiting)
        if _may_decide(turn, stop)
    )
    return (Message(text="\n".join(lines), step=STEP if choices else "", choices=choices),)


async def take(turn: Turn, asked: Asked, key: str) -> Reply:
    """Take what is tapped about a stopped book; who may decide is asked again at every act."""
    named = key[1:] if key.startswith("s") and key[1:].isdecimal() else asked.payload.get("stop", 0)
    stop = await book_stops.load(turn.tx, int(named))
    if stop is None or not _may_decide(turn, stop):
        return says(common.NOT_YOURS)
    if turn.came_before(asked):
        return Reply((await _draw(turn, stop),))
    match key:
        case "see" if stop.state is StopState.STOPPED:
            return Reply((await _preview(turn, stop),))
        case "return" if stop.state is StopState.STOPPED:
            return Reply((await _confirm(turn, stop),))
        case "yes":
            return await _give_back(turn, stop, asked.payload.get("seen"))
        case "no" if stop.state is StopState.STOPPED:
            return Reply((await _draw(turn, stop, say.NOT_RETURNED),))
        case "on":
            return await _go_on(turn, stop)
        case "undo":
            return await _undo(turn, stop)
        case _:
            return Reply((await _draw(turn, stop),))


async def _give_back(turn: Turn, stop: Stop, seen: object) -> Reply:
    to = book_faults.decide(stop.state, Act.RETURN)
    if isinstance(to, Refused):
        return Reply((await _draw(turn, stop),))
    if seen != (await book_stops.contents(turn.tx, stop)).pending:
        return Reply((await _confirm(turn, stop, say.COUNT_CHANGED),))
    if not await book_stops.move(turn.tx, stop, to, person_id=turn.me.id, now=turn.now):
        return await _as_it_stands(turn, stop)
    went = await lots.give_back(turn.tx, stop, _by(turn))
    text = say.returned(_name(stop), stop.unit_name, stop.reason, went)
    return Reply((_about(stop, text, _UNDO),))


async def _go_on(turn: Turn, stop: Stop) -> Reply:
    to = book_faults.decide(stop.state, Act.GO_ON)
    if isinstance(to, Refused):
        return Reply((await _draw(turn, stop),))
    if not await book_stops.move(turn.tx, stop, to, person_id=turn.me.id, now=turn.now):
        return await _as_it_stands(turn, stop)
    return says(say.going_on(_name(stop), stop.unit_name, stop.reason))


async def _undo(turn: Turn, stop: Stop) -> Reply:
    to = book_faults.decide(stop.state, Act.UNDO, same_day=_is_of_today(turn, stop))
    if isinstance(to, Refused):
        return Reply((await _draw(turn, stop),))
    if not await book_stops.move(turn.tx, stop, to):
        return await _as_it_stands(turn, stop)
    undone = await lots.take_back(turn.tx, stop, _by(turn))
    return Reply((await _draw(turn, replace(stop, state=to), say.undone(undone.back, undone.left)),))


async def _as_it_stands(turn: Turn, stop: Stop) -> Reply:
    """Tell whoever came second what the first decided."""
    now = await book_stops.load(turn.tx, stop.id)
    return Reply((await _draw(turn, now or stop),))


async def _draw(turn: Turn, stop: Stop, line: str = "") -> Message:
    """Draw a book as it stands: the question, or what was decided."""
    may_undo = False
    if stop.state is StopState.STOPPED:
        held = await book_stops.contents(turn.tx, stop)
        text = say.stopped(_name(stop), stop.unit_name, held.same_fault, stop.reason, held.pending)
        choices: tuple[Choice, ...] = (_SEE, _RETURN, _GO_ON)
    else:
        may_undo = stop.state is StopState.RETURNED and _is_of_today(turn, stop)
        at = stop.decided_at.astimezone(turn.rules.zone) if stop.decided_at else None
        text = say.decided(_name(stop), stop.unit_name, stop.state, stop.decided_by, at, undoable=may_undo)
        choices = (_UNDO,) if may_undo else ()
    return _about(stop, f"{line}\n{text}" if line else text, *choices)


async def _preview(turn: Turn, stop: Stop) -> Message:
    held = await book_stops.contents(turn.tx, stop)
    text = say.preview(_name(stop), stop.unit_name, stop.reason, held.by_state, held.pending, held.staying)
    return _about(stop, text, _RETURN, _GO_ON)


async def _confirm(turn: Turn, stop: Stop, line: str = "") -> Message:
    pending = (await book_stops.contents(turn.tx, stop)).pending
    if not pending:
        return _about(stop, say.nothing_open(_name(stop)), _GO_ON)
    text = say.confirm(_name(stop), stop.unit_name, stop.reason, pending)
    choices = (Choice("yes", say.CONFIRM, Style.BAD, row=0), Choice("no", say.KEEP, row=1))
    message = _about(stop, f"{line}\n{text}" if line else text, *choices)
    return replace(message, payload=(*message.payload, ("seen", pending)))


def _about(stop: Stop, text: str, *choices: Choice) -> Message:
    return Message(text=text, step=STEP if choices else "", choices=choices, payload=(("stop", stop.id),))


def _name(stop: Stop) -> str:
    return say.name(stop.book, stop.book_key)


def _may_decide(turn: Turn, stop: Stop) -> bool:
    """Say whether this person heads a subtree the book lies in; an auditor only looks."""
    posts = turn.me.posts_as(Role.HEAD, Role.ADMIN)
    return any(stop.unit_path.startswith(post.unit_path) for post in posts)


def _is_of_today(turn: Turn, stop: Stop) -> bool:
    """Say whether a decision may still be taken back: until 24:00 of its day in the province."""
    return stop.decided_at is not None and stop.decided_at.astimezone(turn.rules.zone).date() == turn.today


def _by(turn: Turn) -> lots.By:
    return lots.By(turn.me.id, turn.account.channel, turn.now, turn.today)
