"""What an event of the Official Account means; nothing in one makes the reading raise."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from oa_far import HOA, event, said

from bot.zalo.oa import inbound
from domain.talk.values import Address, Attached, Chosen, Incoming, Nothing, Typed, Unreadable, Unsupported

FROM_HOA = Address("zalo_oa", HOA)
FUZZED = 5_000


def heard(raw: dict[str, Any]) -> Any:
    found = inbound.read(raw)
    assert isinstance(found, Incoming) and found.address == FROM_HOA
    return found.said


def test_a_typed_line_is_what_the_person_typed() -> None:
    assert inbound.read(said("A7 1")) == Incoming(FROM_HOA, "96d3", Typed("A7 1"), message_ref="96d3")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("#rs 12.approve", Chosen(12, "approve"), id="a button"),
        pytest.param(" #rs 12.approve", Typed(" #rs 12.approve"), id="a space in front: typed"),
        pytest.param("#rs 12.approve ", Chosen(12, "approve"), id="a space behind"),
        pytest.param("#rs 0.approve", Chosen(0, ""), id="no prompt has the number 0"),
        pytest.param("#rs 12", Chosen(0, ""), id="half a payload"),
        pytest.param("#rs", Chosen(0, ""), id="only the mark"),
        pytest.param("#rs 99999999999999999999.approve", Chosen(0, ""), id="a number no database holds"),
        pytest.param("#rs 12.đồng ý", Chosen(0, ""), id="a key in no letters of ours"),
        pytest.param("#rs ١٢.approve", Chosen(0, ""), id="digits of another script"),
        pytest.param("duyệt #rs 12.approve", Typed("duyệt #rs 12.approve"), id="in the middle of words"),
        pytest.param("a\0b\ud800", Typed("ab?"), id="what no database takes"),
    ],
)
def test_a_hidden_payload_is_a_choice_and_a_broken_one_a_stale_choice(text: str, meant: Any) -> None:
    assert heard(said(text)) == meant


def test_the_payload_of_every_button_is_read_back() -> None:
    for prompt, key in ((1, "a"), (2**40, "fix:full_name:12"), (17, "~" * 40)):
        assert heard(said(inbound.payload_of(prompt, key))) == Chosen(prompt, key)


@pytest.mark.parametrize(
    "kind", ["image", "file", "link", "location", "business_card", "sticker", "gif", "audio", "video"]
)
def test_what_is_no_text_is_unsupported_by_its_kind(kind: str) -> None:
    assert heard(event(f"user_send_{kind}", message={"attachments": [{"type": kind}]})) == Unsupported(kind)


def test_a_picture_with_words_or_without_is_a_picture() -> None:
    assert heard(event("user_send_image", message={"text": "bản sửa"})) == Unsupported("image")
    assert heard(event("user_send_image", message={"attachments": []})) == Unsupported("image")


def attached(kind: str, *payloads: Any, **more: Any) -> dict[str, Any]:
    return {"attachments": [{"type": kind, "payload": payload} for payload in payloads], **more}


@pytest.mark.parametrize(
    ("kind", "message", "said"),
    [
        pytest.param(
            "image",
            attached("image", {"url": "https://x.zdn.vn/a", "thumbnail": "https://x.zdn.vn/s"}, text="chữ"),
            Attached("photo", "https://x.zdn.vn/a", caption="chữ"),
            id="a picture with words",
        ),
        pytest.param(
            "image",
            attached("image", {"url": "https://x/1"}, {"url": "https://x/2"}),
            Attached("photo", "https://x/1"),
            id="of several the first",
        ),
        pytest.param(
            "file",
            attached("file", {"url": "https://x/f", "name": "QĐ.pdf", "size": "1204", "type": "pdf"}),
            Attached("document", "https://x/f", "QĐ.pdf", "", 1204),
            id="a file",
        ),
        pytest.param(
            "file",
            attached("file", {"url": "https://x/f", "name": 5, "size": "nhiều"}),
            Attached("document", "https://x/f", "5"),
            id="a file of which little is known",
        ),
        pytest.param("file", attached("file", {"name": "QĐ.pdf"}), Unsupported("file"), id="no address"),
        pytest.param("file", attached("file", "https://x"), Unsupported("file"), id="no payload"),
        pytest.param("image", {"attachments": "https://x"}, Unsupported("image"), id="no list"),
        pytest.param(
            "gif", attached("gif", {"url": "https://x/g"}), Unsupported("gif"), id="a moving picture is none"
        ),
    ],
)
def test_a_picture_or_file_is_known_by_its_address(kind: str, message: Any, said: Any) -> None:
    assert heard(event(f"user_send_{kind}", message=message)) == said


def test_a_text_event_without_text_is_unsupported() -> None:
    for text in (None, "", 5, ["a"]):
        assert heard(event("user_send_text", message={"text": text})) == Unsupported("text")


def test_following_and_leaving_let_us_write_and_forbid_it() -> None:
    assert heard(event("follow")) == Unsupported("unblocked")
    assert heard(event("unfollow")) == Unsupported("blocked")
    assert inbound.event_key(event("follow")) != inbound.event_key(event("unfollow"))


@pytest.mark.parametrize(
    "name",
    ["oa_send_text", "oa_send_image", "oa_send_list", "user_received_message", "user_seen_message",
     "user_submit_info", "user_reacted_message", "user_send_group_text", "anonymous_send_text", "add_user_to_tag"],
)  # fmt: skip
def test_echoes_receipts_and_events_of_groups_are_nobodys(name: str) -> None:
    raw = event(name, message={"text": "duyệt", "msg_ids": ["1"]})
    assert inbound.read(raw) == Nothing() and inbound.user_key(raw) == ""


def test_an_id_beyond_what_a_double_holds_keeps_every_digit() -> None:
    body = json.dumps(said("1")).replace(f'"{HOA}"', "5512345678901234567").encode()
    raw = inbound.parse(body)
    assert raw is not None and inbound.user_key(raw) == "5512345678901234567"
    assert raw["sender"]["id"] == "5512345678901234567"


def test_the_same_message_has_the_same_key_and_another_has_another() -> None:
    assert inbound.event_key(said("1")) == inbound.event_key(said("1")) == "96d3"
    assert inbound.event_key(said("1", msg_id="96d4")) == "96d4"
    nameless = event("user_send_text", message={"msg_id": None, "text": "1"})
    assert inbound.event_key(nameless).startswith("sha256:")


def test_an_event_without_a_sender_is_unreadable() -> None:
    for sender in (None, {}, {"id": ""}, {"id": "a b"}, {"id": True}, {"id": ["1"]}, {"id": "9" * 65}, "x"):
        raw = event("user_send_text", sender=sender)
        assert isinstance(inbound.read(raw), Unreadable) and inbound.user_key(raw) == ""


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"1", b"null", b"{", b"\xff\xfe", b"[" * 100_000, b'"event_name"']
)
def test_a_body_that_is_no_object_is_none(body: bytes) -> None:
    assert inbound.parse(body) is None


def _odd(rng: random.Random, depth: int = 0) -> Any:
    simple = [
        None,
        True,
        0,
        -1,
        2**70,
        1.5,
        float("nan"),
        "",
        "x" * 300,
        "\0",
        "\ud800",
        "#rs ",
        "1",
        HOA,
        "é" * 5,
    ]
    if depth < 3 and rng.random() < 0.3:
        names = ["id", "msg_id", "text", "sender", "message", "attachments", "", "\ud800"]
        return rng.choice(
            [
                [_odd(rng, depth + 1) for _ in range(rng.randrange(3))],
                {rng.choice(names): _odd(rng, depth + 1) for _ in range(rng.randrange(4))},
            ]
        )
    return rng.choice(simple)


def test_no_fuzzed_event_makes_the_reading_raise() -> None:
    rng = random.Random(4)
    names = [*inbound.HEARD, "oa_send_text", "user_seen_message", "", "\ud800", 5, None]
    for _ in range(FUZZED):
        raw: Any = event(rng.choice(["user_send_text", "follow", "user_send_image"]))
        raw["event_name"] = rng.choice(names)
        for _ in range(rng.randrange(4)):
            place = raw
            if rng.random() < 0.5 and isinstance(raw.get("message"), dict):
                place = raw["message"]
            place[rng.choice([*raw, "text", "msg_id", "id"])] = _odd(rng)
        if rng.random() < 0.02:
            raw = _odd(rng)
        found = inbound.read(raw)
        assert isinstance(found, Incoming | Nothing | Unreadable)
        assert isinstance(inbound.event_key(raw), str) and isinstance(inbound.user_key(raw), str)
        inbound.event_key(raw).encode()  # it goes into a database
        if isinstance(found, Incoming):
            assert isinstance(found.said, Typed | Chosen | Unsupported) and found.address.user
            if isinstance(found.said, Typed):
                found.said.text.encode()
