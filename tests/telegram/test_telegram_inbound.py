"""What Lan does on her phone, read out of Telegram's updates."""

from __future__ import annotations

import json
from typing import Any

import pytest
from far_server import LAN, hidden_forward, message, tap
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.inbound import event_key, read, user_key
from bot.telegram.keyboards import callback_data
from domain.talk.values import (
    Address,
    Attached,
    Chosen,
    Incoming,
    Nothing,
    SharedContact,
    Typed,
    Unreadable,
    Unsupported,
)

HER = {"id": LAN, "is_bot": False, "first_name": "Lan"}
GROUP = {"id": -500, "type": "group", "title": "Tổ rà soát"}


def member(status: str) -> dict[str, Any]:
    bot = {"id": 42, "is_bot": True, "first_name": "Rà soát"}
    new: dict[str, Any] = {"user": bot, "status": status}
    if status == "kicked":
        new["until_date"] = 0
    change = {
        "chat": {"id": LAN, "type": "private", "first_name": "Lan"},
        "from": HER,
        "date": 1720051200,
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": new,
    }
    return {"update_id": 9, "my_chat_member": change}


def said(raw: dict[str, Any]) -> object:
    incoming = read(raw)
    assert isinstance(incoming, Incoming), incoming
    return incoming.said


def test_a_typed_line_arrives_as_typed_with_the_message_it_came_in() -> None:
    assert read(message(5, "  /start ABC 123 ")) == Incoming(
        Address("telegram", str(LAN)), f"5:{LAN}.1005", Typed("  /start ABC 123 "), message_ref="1005"
    )


def test_a_text_longer_than_telegram_lets_through_is_left_to_the_turn() -> None:
    assert said(message(5, "ơ" * 10_000)) == Typed("ơ" * 10_000)


def test_what_no_database_takes_is_cleaned_out_of_a_text() -> None:
    assert said(message(5, "a\0b\ud83dc")) == Typed("ab?c")


def test_a_tap_names_its_prompt_its_message_and_what_must_be_answered() -> None:
    assert read(tap(6, callback_data(0x1F, "approve"))) == Incoming(
        Address("telegram", str(LAN)), "6:600", Chosen(31, "approve"), message_ref="55", callback_ref="600"
    )


@pytest.mark.parametrize(
    "data",
    [
        None, "", "approve", ":approve", "1f:", "1F:approve", "0:approve", "01:approve", " 1f:approve", "1f:a b",
        "1f:approve\n", "-1:approve", "１f:approve", "1f:duyệt", "1f:" + "x" * 41, "f" * 16 + ":x",
    ],
)  # fmt: skip
def test_a_forged_button_is_read_as_one_of_the_past(data: str | None) -> None:
    raw = tap(6, data)
    if data is None:
        raw["callback_query"]["game_short_name"] = "x"
    assert said(raw) == Chosen(0, "")


def test_a_tap_on_a_message_too_old_for_telegram_to_show_is_still_a_tap() -> None:
    gone = {"message_id": 55, "date": 0, "chat": {"id": LAN, "type": "private", "first_name": "Lan"}}
    incoming = read(tap(6, "1f:approve", message=gone))
    assert isinstance(incoming, Incoming)
    assert (incoming.said, incoming.message_ref) == (Chosen(31, "approve"), "55")


def test_her_own_contact_is_vouched_for_and_nobody_elses() -> None:
    card = {"phone_number": "+84912345678", "first_name": "Lan"}
    own = {**card, "user_id": LAN}
    assert said(message(5, None, contact=own)) == SharedContact("+84912345678", own=True)
    assert said(message(5, None, contact={**card, "user_id": 1})) == SharedContact("+84912345678", own=False)
    assert said(message(5, None, contact=card)) == SharedContact("+84912345678", own=False)
    forwarded = {"type": "user", "date": 1720051200, "sender_user": HER}
    assert said(message(5, None, contact=own, forward_origin=forwarded)) == SharedContact(
        "+84912345678", own=False
    )


FILE = {"file_id": "a", "file_unique_id": "b"}
PICTURE = {**FILE, "width": 9, "height": 9}


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("photo", [{**PICTURE, "file_id": "a b"}]),
        ("document", {**FILE, "file_id": ""}),
        ("voice", {**FILE, "duration": 3}),
        ("video_note", {**FILE, "length": 9, "duration": 3}),
        ("location", {"latitude": 21.8, "longitude": 106.7}),
        ("sticker", {**PICTURE, "type": "regular", "is_animated": False, "is_video": False}),
        ("dice", {"emoji": "🎲", "value": 3}),
    ],
)
def test_what_the_talk_has_no_use_for_is_named(kind: str, content: object) -> None:
    assert said(message(5, None, **{kind: content})) == Unsupported(kind)


SIZES = [
    {**PICTURE, "file_id": "small", "file_size": 900},
    {**PICTURE, "file_id": "large", "width": 1280, "height": 960, "file_size": 90_000},
    {**PICTURE, "file_id": "middle", "width": 320, "height": 240},
]


@pytest.mark.parametrize(
    ("content", "attached"),
    [
        pytest.param(
            {"photo": SIZES},
            Attached("photo", "large", "", "image/jpeg", 90_000),
            id="a photo in its largest size",
        ),
        pytest.param(
            {"photo": [PICTURE], "caption": "15/QĐ\0 8/7"},
            Attached("photo", "a", "", "image/jpeg", None, "15/QĐ 8/7"),
            id="with its caption",
        ),
        pytest.param(
            {"document": {**FILE, "file_name": "QĐ 15.pdf", "mime_type": "application/pdf", "file_size": 5}},
            Attached("document", "a", "QĐ 15.pdf", "application/pdf", 5),
            id="a document",
        ),
        pytest.param({"document": FILE}, Attached("document", "a"), id="a document nothing is known of"),
        pytest.param(
            {"document": {**FILE, "file_name": "x" * 900}},
            Attached("document", "a", "x" * 255),
            id="a name without end",
        ),
    ],
)
def test_a_photo_or_document_is_known_by_the_name_it_is_fetched_by(
    content: dict[str, object], attached: Attached
) -> None:
    assert said(message(5, None, **content)) == attached


def test_an_animation_is_no_document_though_telegram_calls_it_one_too() -> None:
    moving = {**PICTURE, "duration": 2}
    assert said(message(5, None, animation=moving, document=FILE)) == Unsupported("animation")


def test_content_newer_than_our_types_is_something_she_sent() -> None:
    assert said(message(5, None, hologram={"size": 3})) == Unsupported("unknown")


def test_stopping_the_bot_and_letting_it_in_again_are_told_apart() -> None:
    assert said(member("kicked")) == Unsupported("blocked")
    assert said(member("member")) == Unsupported("unblocked")


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param({**message(5), "message": {**message(5)["message"], "chat": GROUP}}, id="a group"),
        pytest.param(tap(6, "1:a", message={"message_id": 1, "date": 0, "chat": GROUP}), id="a button in a group"),
        pytest.param({"update_id": 5, "edited_message": {**message(5)["message"], "edit_date": 1720051300}}, id="an edit"),
        pytest.param(message(5, **{"from": {**HER, "is_bot": True}}), id="another bot"),
        pytest.param(message(5, **{"from": None}), id="nobody"),
        pytest.param(message(5, None, pinned_message=message(4)["message"]), id="a notice of Telegram"),
        pytest.param({"update_id": 5}, id="an update of a kind nobody knows"),
    ],
)  # fmt: skip
def test_what_nobody_said_to_the_bot_is_nothing(raw: dict[str, Any]) -> None:
    assert read(raw) == Nothing()


def test_an_edit_still_belongs_to_her_chat() -> None:
    assert user_key({"update_id": 5, "edited_message": message(5)["message"]}) == str(LAN)


def test_an_update_that_breaks_the_types_says_where() -> None:
    unreadable = read(hidden_forward(5))
    assert isinstance(unreadable, Unreadable)
    assert unreadable.reason == "message.forward_origin.hidden_user.sender_user_name: missing"
    assert user_key(hidden_forward(5)) == str(LAN)
    assert event_key(hidden_forward(5)) == f"5:{LAN}.1005"


@pytest.mark.parametrize("raw", [None, [], "x", {}, {"update_id": "x"}, {"unreadable": "<"}])
def test_what_is_no_update_is_unreadable_and_keeps_a_key(raw: object) -> None:
    assert isinstance(read(raw), Unreadable)
    assert event_key(raw).startswith("sha256:")
    assert user_key(raw) == ""


def test_a_number_used_again_after_a_quiet_week_is_another_event() -> None:
    assert event_key(message(5)) != event_key(message(5, message_id=77))
    assert event_key(message(5)) == event_key(json.loads(json.dumps(message(5))))
    assert event_key(member("kicked")) != event_key(member("member"))
    assert event_key({**message(1), "update_id": True}) != event_key(message(1))


def test_towers_of_brackets_and_circles_get_a_key_too() -> None:
    tower: Any = []
    for _ in range(100_000):
        tower = [tower]
    circle: dict[str, Any] = {}
    circle["message"] = circle
    for raw in (tower, circle, {1: 2, "a": 3}):
        assert event_key(raw).startswith("sha256:")
        assert user_key(raw) == ""
    while tower:  # taken apart by hand: freeing it at once would go as deep as it is
        tower = tower[0]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def _holes(value: Any) -> list[tuple[dict[str, Any], str]]:
    """Every place of a real update where something else could stand."""
    found = []
    if isinstance(value, dict):
        for key, inner in value.items():
            found.append((value, key))
            found.extend(_holes(inner))
    return found


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_real_update_with_anything_in_any_place_never_raises(data: st.DataObject) -> None:
    real = [message(5), tap(6, "1f:approve"), member("kicked"), hidden_forward(7)]
    raw = json.loads(json.dumps(data.draw(st.sampled_from(real))))
    place, key = data.draw(st.sampled_from(_holes(raw)))
    place[key] = data.draw(JSON)
    outcome = read(raw)
    assert isinstance(outcome, Incoming | Nothing | Unreadable)
    key = event_key(raw)
    assert key.isascii() and 0 < len(key) <= 100
    if isinstance(outcome, Incoming):
        assert (outcome.event_key, outcome.address.user) == (key, user_key(raw))


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_json_at_all_never_raises(raw: object) -> None:
    assert isinstance(read(raw), Incoming | Nothing | Unreadable)
    assert event_key(raw) and user_key(raw) == ""
