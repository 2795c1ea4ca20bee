"""A grammar of Telegram updates: what phones really send, and what goes wrong with it on the way or on purpose.

Shapes are those of the Bot API. Buttons are named by whose screen they stand on; whoever drives the bot puts in what
is really there, so that taps reach deep into the conversation and other people's buttons are real ones.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.journeys.fuzz_words import (
    ADMIN,
    ATTACHMENTS,
    BOT,
    CHANNEL,
    COMMANDS,
    EVERYBODY,
    GROUP,
    HOA,
    HOSTILE,
    JUNK,
    KNOWN,
    LAN,
    MINH,
    SENT_ON,
    STRANGERS,
    WORDS,
    Json,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Button:
    """A button on somebody's screen: `back` messages up from the newest that has any, `which` of them."""

    whose: int
    back: int
    which: int


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """An update as it will be sent. `number`: next, again (the last one whole), earlier, or none of its own."""

    raw: Json
    number: str = "next"


def person(user: int) -> Json:
    return {"id": user, "is_bot": False, "first_name": f"Người {user}", "language_code": "vi"}


def private(user: int) -> Json:
    return {"id": user, "type": "private", "first_name": f"Người {user}"}


_texts = st.one_of(
    st.sampled_from(COMMANDS + WORDS),
    st.sampled_from(COMMANDS + WORDS),
    st.sampled_from(HOSTILE),
    st.text(max_size=12),
    st.builds(lambda piece, times: (piece * times)[:10_000], st.sampled_from(("ơ", "a b ", "1:", "👍")),
              st.sampled_from((250, 999, 1001, 4096, 10_000))),
)  # fmt: skip
_buttons = st.builds(
    Button, st.sampled_from(KNOWN), st.sampled_from((0, 0, 0, 1, 2, 5, 20)), st.integers(0, 23)
)
_data = st.one_of(
    _buttons,
    st.sampled_from(("1:approve", "1f:approve", "fffffffffffffff:x", "0:approve", "approve", "", "1:" + "y" * 40)),
    st.sampled_from((*HOSTILE[:12], "1f:duyệt", "-1:save", "1F:approve", "2:p1", "3:c1", "4:f.meHoTen", "5:c.2")),
)  # fmt: skip


@st.composite
def _message(draw: st.DrawFn, content: st.SearchStrategy[Json]) -> Json:
    user = draw(st.sampled_from(EVERYBODY))
    body = {
        "message_id": draw(st.integers(1, 2_000_000)),
        "from": person(user),
        "chat": private(user),
        "date": SENT_ON,
    }
    return {"message": body | draw(content)}


@st.composite
def _contact(draw: st.DrawFn) -> Json:
    number = draw(st.sampled_from(("+84912000001", "84999999999", "0", "", "một hai ba")))
    card: Json = {"phone_number": number, "first_name": "Ai đó"}
    whose = draw(st.sampled_from((None, *STRANGERS, LAN, 77)))
    return {"contact": card if whose is None else card | {"user_id": whose}}


@st.composite
def _own_tap(draw: st.DrawFn) -> Json:
    """A tap on the person's own screen, mostly on the newest buttons: how work really goes on."""
    user = draw(st.sampled_from((LAN, MINH, HOA, LAN, MINH, ADMIN)))
    back = draw(st.sampled_from((0, 0, 0, 0, 0, 1)))
    return _tap(user, Button(user, back, draw(st.integers(0, 23))), "")


@st.composite
def _own_words(draw: st.DrawFn) -> Json:
    """Words an official types at work: values, quick corrections, commands, captions."""
    user = draw(st.sampled_from((LAN, MINH, HOA)))
    body = {
        "message_id": draw(st.integers(1, 9)),
        "from": person(user),
        "chat": private(user),
        "date": SENT_ON,
    }
    return {"message": body | {"text": draw(st.sampled_from(WORDS))}}


@st.composite
def _any_tap(draw: st.DrawFn) -> Json:
    user, data = draw(st.sampled_from(EVERYBODY)), draw(_data)
    made = _tap(user, data, draw(st.sampled_from(("", "", "77", "x" * 80, "đ"))))
    gone = draw(st.sampled_from((None, "inaccessible", "inline", "group")))
    tap = made["callback_query"]
    if gone == "inaccessible":
        tap["message"] |= {"date": 0}
    elif gone == "inline":
        del tap["message"]
        tap["inline_message_id"] = "AAAA"
    elif gone == "group":
        tap["message"]["chat"] = GROUP
    return made


def _tap(user: int, data: Any, tap_id: str) -> Json:
    under = {"message_id": 1, "from": BOT, "chat": private(user), "date": SENT_ON, "text": "Thẻ"}
    tap = {"id": tap_id, "from": person(user), "message": under, "chat_instance": "1", "data": data}
    return {"callback_query": tap}


def own_tap(user: int, button: Button) -> Fuzzed:
    """A plain tap, as of somebody who does nothing but work."""
    return Fuzzed(_tap(user, button, ""))


def own_words(user: int, text: str) -> Fuzzed:
    """A plain line, typed."""
    body = {"message_id": 1, "from": person(user), "chat": private(user), "date": SENT_ON, "text": text}
    return Fuzzed({"message": body})


@st.composite
def _elsewhere(draw: st.DrawFn) -> Json:
    """What is no private word to the bot: edits, groups, channels, memberships, kinds nobody knows."""
    user = draw(st.sampled_from(EVERYBODY))
    text = draw(_texts)
    body: Json = {"message_id": 5, "from": person(user), "chat": private(user), "date": SENT_ON, "text": text}
    match draw(
        st.sampled_from(("edited", "group", "channel", "member", "member", "bot", "unknown", "two", "empty"))
    ):
        case "edited":
            return {"edited_message": body | {"edit_date": SENT_ON + 9}}
        case "group":
            return {"message": body | {"chat": GROUP}}
        case "channel":
            return {"channel_post": {**body, "chat": CHANNEL, "sender_chat": CHANNEL}}
        case "member":
            status = draw(st.sampled_from(("kicked", "member", "left", "administrator", "?")))
            return {"my_chat_member": _change(user, status)}
        case "bot":
            return {"message": body | {"from": {**BOT, "id": user}}}
        case "unknown":
            return {"message_of_2031": body}
        case "two":
            return {"message": body, "callback_query": _tap(user, "1:approve", "8")["callback_query"]}
        case _:
            return {}


def _change(user: int, status: str) -> Json:
    new: Json = {"user": BOT, "status": status} | ({"until_date": 0} if status == "kicked" else {})
    old = {"user": BOT, "status": "member"}
    return {
        "chat": private(user),
        "from": person(user),
        "date": SENT_ON,
        "old_chat_member": old,
        "new_chat_member": new,
    }


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inside for place in _places(one, (*path, key)))]


def _broken(raw: Json, place: int, junk: Any) -> Json:
    """Take a field out, or put something of another type into it."""
    raw = copy.deepcopy(raw)
    *way, last = (places := _places(raw)[1:])[place % len(places)] if len(raw) else (None,)
    if last is None:
        return raw
    holder: Any = raw
    for key in way:
        holder = holder[key]
    if junk == "gone":
        del holder[last]
    else:
        holder[last] = junk
    return raw


_whole = st.one_of(
    _own_tap(), _own_tap(), _own_tap(), _own_words(), _any_tap(), _any_tap(),
    _message(st.builds(lambda text: {"text": text}, _texts)), _message(st.builds(lambda text: {"text": text}, _texts)),
    _message(st.sampled_from(ATTACHMENTS)), _message(_contact()), _elsewhere(),
)  # fmt: skip
_part_broken = st.builds(_broken, _whole, st.integers(0, 40), st.sampled_from(("gone", "gone", *JUNK)))
_numbers = st.sampled_from(("next",) * 16 + ("again", "again", "earlier", "none"))

updates = st.builds(Fuzzed, st.one_of(_whole, _whole, _whole, _part_broken), _numbers)
