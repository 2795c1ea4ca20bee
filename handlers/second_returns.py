"""Records returned once more: whoever heads the unit confirms, gives back to the official, or sends to follow-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain import masking
from domain.people import Role, widest
from domain.review import PROPOSED_ROUTE, FollowUpKind, Move
from domain.talk.values import Aside, Choice, Message, Reply, Style
from domain.wording import captions, common
from domain.wording import second_returns as say
from handlers.context import Turn, says
from storage import follow_up_ends, people, second_returns
from storage.lots import By
from storage.second_returns import SecondReturn

STEP = "again"  # what the router calls it
LISTED = 8
WORD_LEAST = 3  # letters of a word to the official

_BACK = Choice("list", say.BACK, row=9)
_ACTS = (
    Choice("confirm", say.CONFIRM, Style.BAD, row=0),
    Choice("give", say.GIVE_BACK, row=1),
    Choice("follow", say.FOLLOW_UP, row=1),
    _BACK,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the prompt that is answered was about."""

    page: int
    one: int  # the decision, 0 for a list
    view: str  # list | one | word | kind

    @classmethod
    def of(cls, payload: dict[str, Any]) -> Asked:
        """Read what a prompt was drawn for."""
        return cls(int(payload.get("page", 0)), int(payload.get("one", 0)), str(payload.get("view", "list")))


def _below(turn: Turn) -> list[str]:
    """List the subtrees this person decides in; an auditor only looks, and not here."""
    return [post.unit_path for post in turn.me.posts_as(Role.HEAD, Role.ADMIN)]


async def count(turn: Turn) -> int:
    """Count what waits for this person's word."""
    return sum([await second_returns.count_below(turn.tx, path) for path in widest(_below(turn))])


async def show(turn: Turn) -> Reply:
    """Show the list to whoever decides."""
    if not _below(turn):
        return says(common.NOT_YOURS)
    return Reply((await _list(turn, 0),))


async def take(turn: Turn, key: str, text: str) -> Reply:
    """Take a tap on the list or on one record, or the words for its official; the right is looked at anew."""
    below = _below(turn)
    if not below:
        return says(common.NOT_YOURS)
    asked = Asked.of(turn.asked.payload if turn.asked else {})
    await people.show_list(turn.tx, turn.account.id, None)
    if key in ("list", "on", "before"):
        page = asked.page + {"on": 1, "before": -1}.get(key, 0)
        return Reply((await _list(turn, page),))
    named = int(key[1:]) if key[:1] == "r" and key[1:].isdecimal() else asked.one
    one = await second_returns.find(turn.tx, named, below)
    if one is None:
        return Reply((Message(say.WENT_ON), await _list(turn, asked.page)))
    if asked.view == "word" and not key:
        return await _give_back(turn, one, asked.page, text)
    match key:
        case "confirm":
            return await _confirm(turn, one, asked.page)
        case "give":
            return Reply((_ask_word(one, asked.page),))
        case "follow":
            return Reply((_ask_kind(one, asked.page),))
    if key in FollowUpKind.__members__:
        return await _follow_up(turn, one, asked.page, FollowUpKind(key))
    return Reply((await _one(turn, one, asked.page),))


async def _list(turn: Turn, page: int) -> Message:
    waiting = await second_returns.waiting(turn.tx, _below(turn))
    if not waiting:
        return Message(say.NONE)
    pages = -(-len(waiting) // LISTED)
    page = min(max(page, 0), pages - 1)
    choices = [
        Choice(f"r{one.decision_id}", say.line(one.number, one.book, one.unit_name, one.reason), row=row)
        for row, one in enumerate(waiting[page * LISTED : (page + 1) * LISTED])
    ]
    if page > 0:
        choices.append(Choice("before", say.BEFORE, row=LISTED))
    if page < pages - 1:
        choices.append(Choice("on", say.NEXT, row=LISTED))
    text = say.head(len(waiting), page, pages)
    return Message(text, step=STEP, choices=tuple(choices), payload=(("view", "list"), ("page", page)))


def _asks(
    text: str, one: SecondReturn, page: int, view: str, *choices: Choice, takes_text: bool = False
) -> Message:
    payload = (("view", view), ("page", page), ("one", one.decision_id))
    return Message(text, step=STEP, choices=choices, takes_text=takes_text, payload=payload)


async def _one(turn: Turn, one: SecondReturn, page: int) -> Message:
    steps = await second_returns.history(turn.tx, one.record_id)
    past = [
        say.Past(each.on, each.reason, each.by, each.move is Move.VENDOR_RESUBMIT, each.changed)
        for each in steps
    ]
    return _asks(say.about(one.number, one.book, one.type, one.unit_name, past), one, page, "one", *_ACTS)


def _ask_word(one: SecondReturn, page: int, line: str = "") -> Message:
    text = f"{line}\n{say.ASK_WORD}" if line else say.ASK_WORD
    return _asks(f"{say.name(one.number, one.book)}\n{text}", one, page, "word", _BACK, takes_text=True)


def _ask_kind(one: SecondReturn, page: int) -> Message:
    kinds = [
        Choice(kind.value, captions.FOLLOW_UP_KINDS[kind], row=row // 2)
        for row, kind in enumerate(FollowUpKind)
    ]
    return _asks(f"{say.name(one.number, one.book)}\n{say.ASK_KIND}", one, page, "kind", *kinds, _BACK)


def _by(turn: Turn) -> By:
    return By(turn.me.id, turn.account.channel, turn.now, turn.today)


async def _done(turn: Turn, text: str, page: int, *asides: Aside) -> Reply:
    """Say what was done and go on with the list."""
    return Reply((Message(text), await _list(turn, page)), asides=asides)


async def _confirm(turn: Turn, one: SecondReturn, page: int) -> Reply:
    took = await second_returns.confirm(turn.tx, one, _by(turn))
    return await _done(turn, say.confirmed(one.number, one.book) if took else say.WENT_ON, page)


async def _give_back(turn: Turn, one: SecondReturn, page: int, text: str) -> Reply:
    word = " ".join(text.split())
    if len(word) > say.WORD_MAX:
        return Reply((_ask_word(one, page, say.WORD_TOO_LONG),))
    if sum(letter.isalpha() for letter in word) < WORD_LEAST:
        return Reply((_ask_word(one, page, say.WORD_TOO_SHORT),))
    took, owner = await second_returns.give_back(turn.tx, one, _by(turn), note=word)
    if not took:
        return await _done(turn, say.WENT_ON, page)
    told = say.given_back(one.number, one.book, queue=owner is None)
    if owner is None or owner == turn.me.id:
        return await _done(turn, told, page)
    message = Message(
        say.to_official(one.number, one.book, masking.numbers_within(word)),
        step="start",
        choices=(Choice("start", captions.START),),
    )
    return await _done(turn, told, page, Aside(owner, message, STEP, str(one.decision_id)))


async def _follow_up(turn: Turn, one: SecondReturn, page: int, kind: FollowUpKind) -> Reply:
    found = await second_returns.held(turn.tx, one)
    took = found is not None and await follow_up_ends.retriage(
        turn.tx, found, _by(turn), kind=kind, route=PROPOSED_ROUTE[kind].value, about=(), shows="",
        key=second_returns.key_of(one),
    )  # fmt: skip
    return await _done(turn, say.followed(one.number, one.book, kind) if took else say.WENT_ON, page)
