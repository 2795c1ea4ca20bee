"""What people send to the Zalo bot, and what it is taken for."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from far_bot_platform import LAN, event, wrapped

from bot.zalo.bot_platform.inbound import event_key, events_in, read, sent_at, user_key
from domain.talk.values import Address, Attached, Chosen, Incoming, Nothing, Typed, Unreadable, Unsupported


def test_a_line_of_text_is_something_that_person_typed():
    assert read(event("a1", "A7 1")) == Incoming(
        Address("zalo_bot", LAN), "a1", Typed("A7 1"), message_ref="a1"
    )


def test_a_line_typed_in_decomposed_letters_is_read_in_composed_ones():
    heard = read(event(text="duye\u0323\u0302t"))
    assert isinstance(heard, Incoming)
    assert heard.said == Typed("duyệt")


@pytest.mark.parametrize(
    ("body", "count"),
    [
        pytest.param(event(), 1, id="bare, as webhooks are"),
        pytest.param(wrapped(event()), 1, id="wrapped, as answers to getUpdates are"),
        pytest.param(wrapped([event("1"), event("2")]), 2, id="several in a wrapper"),
        pytest.param([event("1"), wrapped(event("2"))], 2, id="a list of both kinds"),
        pytest.param({}, 0, id="a probe"),
        pytest.param([], 0, id="an empty list"),
        pytest.param(None, 0, id="nothing"),
        pytest.param({"ok": True, "result": []}, 0, id="a wrapper round nothing"),
        pytest.param({"what": 1}, 1, id="a body nobody can read is kept"),
        pytest.param(
            wrapped(wrapped(wrapped(wrapped(wrapped(wrapped(event())))))), 1, id="a tower of wrappers"
        ),
    ],
)
def test_events_are_found_in_every_kind_of_body(body: Any, count: int):
    assert len(events_in(body)) == count


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        pytest.param(
            event(kind="image", text=None, photo_url="https://x/p.jpg"),
            Attached("photo", "https://x/p.jpg"),
            id="photo",
        ),
        pytest.param(
            event(kind="image", text=None, photo="https://x"),
            Attached("photo", "https://x"),
            id="as documented",
        ),
        pytest.param(
            event(kind="image", text=None, photo_url="https://x", caption=" bản sửa "),
            Attached("photo", "https://x", caption=" bản sửa "),
            id="a picture with words",
        ),
        pytest.param(
            event(kind="image", text=None, photo_url="ftp://x", caption=" bản sửa "),
            Typed(" bản sửa "),
            id="the words under a picture that cannot be had are words",
        ),
        pytest.param(
            event(kind="image", text=None, photo_url="https://x/a b"), Unsupported("photo"), id="no address"
        ),
        pytest.param(event(kind="image", text=None, photo_url=7), Unsupported("photo"), id="a number"),
        pytest.param(event(kind="image", text=None, caption="  "), Unsupported("photo"), id="blank caption"),
        pytest.param(event(kind="sticker", text=None), Unsupported("sticker"), id="sticker"),
        pytest.param(event(kind="voice", text=None), Unsupported("voice"), id="voice"),
        pytest.param(event(kind="link", text=None), Unsupported("link"), id="link"),
        pytest.param(event(kind="document", text=None), Unsupported("document"), id="document"),
        pytest.param(event(kind="contact", text=None), Unsupported("contact"), id="contact card"),
        pytest.param(
            event(kind="unsupported", text=None), Unsupported("unsupported"), id="Zalo will not say"
        ),
    ],
)
def test_what_the_conversation_has_no_use_for_is_named_so_that_it_is_answered(heard: Any, said: Any):
    found = read(heard)
    assert isinstance(found, Incoming)
    assert found.said == said


@pytest.mark.parametrize(
    "heard",
    [
        pytest.param(event(kind="reaction", text=None), id="a reaction"),
        pytest.param(event(kind="seen", text=None), id="a receipt"),
        pytest.param({"event_name": "bot.joined", "message": event()["message"]}, id="another kind of event"),
        pytest.param({"event_name": "message.unsupported.received"}, id="without any message"),
        pytest.param(event(**{"from": {"id": LAN, "is_bot": True}}), id="another bot, or our own echo"),
        pytest.param(event(chat={"id": "zgr-1", "chat_type": "GROUP"}), id="a group"),
        pytest.param(event(chat={"id": "zgr-1"}), id="a group that does not say so"),
        pytest.param(event(chat={"id": LAN, "chat_type": 7}), id="a chat of no kind"),
        pytest.param(event(chat="x"), id="a chat that is none"),
        pytest.param(event(**{"from": {"id": "a b"}}), id="a name that cannot be one"),
    ],
)
def test_what_nobody_said_to_us_is_answered_by_nothing(heard: Any):
    assert read(heard) == Nothing()


def test_our_own_words_echoed_without_a_mark_are_dropped():
    assert isinstance(read(event()), Incoming)
    assert read(event(), own_id=LAN) == Nothing()
    assert user_key(event(), own_id=LAN) == ""


def test_a_private_chat_may_leave_out_its_kind_or_itself():
    assert user_key(event(chat={"id": LAN})) == LAN
    assert user_key(event(chat=None)) == LAN


def test_an_event_is_known_by_its_message_and_otherwise_by_its_bytes():
    assert event_key(event("ffee0011")) == event_key(wrapped(event("ffee0011"))["result"]) == "ffee0011"
    nameless = event(message_id=None)  # type: ignore[arg-type]
    assert event_key(nameless).startswith("sha256:")
    assert event_key(nameless) == event_key(json.loads(json.dumps(nameless)))
    assert event_key(nameless) != event_key(event(message_id=None, text="khác"))  # type: ignore[arg-type]


def test_an_id_beyond_what_a_double_holds_keeps_all_its_digits():
    number = 2**53 + 1
    raw = event(number, **{"from": {"id": number}, "chat": {"id": number, "chat_type": "PRIVATE"}})  # type: ignore[arg-type]
    assert (event_key(raw), user_key(raw)) == ("9007199254740993", "9007199254740993")


@pytest.mark.parametrize(
    "heard", [{}, {"event_name": 3}, [], None, "x", event(text=None), {"unreadable": "<"}]
)
def test_a_broken_event_is_kept_with_the_reason(heard: Any):
    assert isinstance(read(heard), Unreadable)


@pytest.mark.parametrize("date", [None, True, -1, 0, "1720051200000", 10**15, 1.5])
def test_a_date_that_is_none_tells_no_instant(date: Any):
    assert sent_at(event(date=date)) is None


def _any(chance: random.Random, depth: int = 0) -> Any:
    """Draw a JSON value, often one of the words the platform uses in a place where they do not belong."""
    if depth < 5 and chance.random() < 0.45:
        if chance.random() < 0.3:
            return [_any(chance, depth + 1) for _ in range(chance.randrange(4))]
        names = ["ok", "result", "event_name", "message", "from", "chat", "id", "chat_type", "text", "caption",
                 "message_id", "is_bot", "date", "photo_url", "\0", ""]  # fmt: skip
        return {chance.choice(names): _any(chance, depth + 1) for _ in range(chance.randrange(6))}
    return chance.choice(
        [None, True, False, 0, -1, 2**70, 1e308, float("nan"), "", "\0", "\ud800", LAN, "PRIVATE", "GROUP", "x" * 300,
         "message.text.received", "message.image.received", "message..received", "message.unsupported.received"]
    )  # fmt: skip


def _slip(chance: random.Random, value: Any) -> Any:
    """Change a good event in one place."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        name = chance.choice(list(value))
        return {**value, name: _slip(chance, value[name])}
    return _any(chance)


def test_no_body_at_all_raises_and_none_of_them_is_a_tap():
    chance = random.Random(20240704)
    heard = 0
    for turn in range(4000):
        body = _any(chance) if turn % 2 else _slip(chance, wrapped(event("f1", "1", caption="2")))
        for found in events_in(body):
            key, user, when = event_key(found), user_key(found), sent_at(found)
            assert key.encode() and "\0" not in key + user and (when is None or when.tzinfo)
            said = read(found, own_id="x")
            if isinstance(said, Incoming):
                heard += 1
                assert said.address.user == user
                assert not isinstance(said.said, Chosen)
                assert "\0" not in str(said) and str(said).encode()
    assert heard > 100
