"""A webhook event of the Official Account, read as something a person said.

Ids are strings beyond what a double holds: JSON numbers are kept as the letters that were sent. Nothing here raises
for what an event holds.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from bot.zalo.fetching import is_address
from domain.talk.values import (
    Address,
    Attached,
    Chosen,
    Heard,
    Incoming,
    Nothing,
    Said,
    Typed,
    Unreadable,
    Unsupported,
)

CHANNEL = "zalo_oa"
BLOCKED = "blocked"  # Unsupported.what: the person no longer follows the account …
UNBLOCKED = "unblocked"  # … and follows it again

TEXT_EVENT = "user_send_text"
KINDS = {
    "user_send_image": "image",
    "user_send_file": "file",
    "user_send_audio": "audio",
    "user_send_video": "video",
    "user_send_sticker": "sticker",
    "user_send_gif": "gif",
    "user_send_link": "link",
    "user_send_location": "location",
    "user_send_business_card": "business_card",
}
FILES = {"image": "photo", "file": "document"}
FOLLOWS = {"follow": UNBLOCKED, "unfollow": BLOCKED}
HEARD = frozenset({TEXT_EVENT, *KINDS, *FOLLOWS})  # all else is an echo, a receipt or a group's

MARK = "#rs "
PAYLOAD = re.compile(r"#rs ([1-9][0-9]{0,17})\.([!-~]{1,40})", re.ASCII)
STALE = Chosen(0, "")  # no prompt has the number 0, so it is answered as a button of the past
ID = re.compile(r"[\w-]{1,64}", re.ASCII)
MESSAGE_ID = re.compile(r"[\w.:=+/-]{1,128}", re.ASCII)
SIZE = re.compile(r"[0-9]{1,12}", re.ASCII)
NAME_MAX = 255
TEXT_MAX = 20_000  # far more than a person can send


def parse(body: bytes) -> dict[str, Any] | None:
    """Read a body as one JSON object, each number as the letters it was written in; None where it is none."""
    try:
        raw = json.loads(body.decode("utf-8"), parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    return raw if isinstance(raw, dict) else None


def payload_of(prompt_id: int, key: str) -> str:
    """Write what a button brings back. Anyone can type it, so it is only a claim that the router checks."""
    return f"{MARK}{prompt_id}.{key}"


def name_of(raw: object) -> str:
    """Name the event; empty where there is none."""
    name = raw.get("event_name") if isinstance(raw, Mapping) else None
    return name if isinstance(name, str) else ""


def user_key(raw: object) -> str:
    """Name the person who did it; empty where nobody did, as with echoes and receipts."""
    name = name_of(raw)
    if name not in HEARD or not isinstance(raw, Mapping):
        return ""
    who = raw.get("follower") if name in FOLLOWS else raw.get("sender")
    if not isinstance(who, Mapping):
        return ""
    found = _letters(who.get("id"))
    return found if ID.fullmatch(found) else ""


def event_key(raw: object) -> str:
    """Name the event so that the same one is known when it comes twice: the message's id, else what happened when."""
    event = raw if isinstance(raw, Mapping) else {}
    name, user = name_of(raw), user_key(raw)
    message_id = _message_id(event)
    if message_id:
        return message_id
    stamp = _letters(event.get("timestamp"))
    if name in FOLLOWS and user and ID.fullmatch(stamp):
        return f"{name}:{user}:{stamp}"
    return f"sha256:{_digest(raw)}"


def read(raw: object) -> Heard:
    """Understand one event."""
    name, person = name_of(raw), user_key(raw)
    if not isinstance(raw, Mapping) or not name:
        return Unreadable("no event_name")
    if name not in HEARD:
        return Nothing()
    if not person:
        return Unreadable("no sender")
    return Incoming(
        Address(CHANNEL, person), event_key(raw), _said(name, raw), message_ref=_message_id(raw) or None
    )


def _said(name: str, event: Mapping[Any, Any]) -> Said:
    if name in FOLLOWS:
        return Unsupported(FOLLOWS[name])
    message = event.get("message")
    if name in KINDS:
        return _attached(KINDS[name], message) or Unsupported(KINDS[name])
    text = message.get("text") if isinstance(message, Mapping) else None
    if not isinstance(text, str) or not text:
        return Unsupported("text")
    text = _clean(text[:TEXT_MAX])
    if text.startswith(MARK.strip()):
        found = PAYLOAD.fullmatch(text.strip())
        return Chosen(int(found[1]), found[2]) if found else STALE
    return Typed(text)


def _attached(kind: str, message: object) -> Attached | None:
    """Read a picture or file by its address; of several in one message the first."""
    if kind not in FILES or not isinstance(message, Mapping):
        return None
    sent = message.get("attachments")
    for one in sent if isinstance(sent, list) else ():
        about = one.get("payload") if isinstance(one, Mapping) and one.get("type") == kind else None
        address = about.get("url") if isinstance(about, Mapping) else None
        if isinstance(about, Mapping) and is_address(address):
            size, text = _letters(about.get("size")), message.get("text")
            return Attached(
                FILES[kind],
                str(address),
                _clean(_letters(about.get("name"))[:NAME_MAX]),
                "",  # `type` is but the name's ending
                int(size) if SIZE.fullmatch(size) else None,
                _clean(text[:TEXT_MAX]) if isinstance(text, str) else "",
            )
    return None


def _message_id(event: Mapping[Any, Any]) -> str:
    message = event.get("message")
    found = _letters(message.get("msg_id")) if isinstance(message, Mapping) else ""
    return found if MESSAGE_ID.fullmatch(found) else ""


def _letters(value: object) -> str:
    if isinstance(value, str):
        return value
    return (
        str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**60 else ""
    )


def _clean(text: str) -> str:
    """Keep words as typed but for what no database takes: NUL, and halves of a character without the other."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _digest(raw: object) -> str:
    try:
        text = json.dumps(raw, sort_keys=True, default=str)
    except (TypeError, ValueError, RecursionError):
        text = type(raw).__name__
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
