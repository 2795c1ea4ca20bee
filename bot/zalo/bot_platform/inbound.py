"""An event of the Zalo Bot Platform, read as something a person said.

Webhook bodies are bare (`{event_name, message}`), answers to getUpdates are wrapped (`{ok, result}`) and hold one
event or several (zalo.md, 2.4). `events_in`, `event_key` and `user_key` look at raw JSON and never raise: they are
needed before anything is understood, to keep the event. `read` understands it.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.zalo.fetching import is_address
from domain.talk.values import (
    Address,
    Attached,
    Heard,
    Incoming,
    Nothing,
    Said,
    Typed,
    Unreadable,
    Unsupported,
)

CHANNEL = "zalo_bot"
DEEPEST = 4  # wrappers within wrappers
PRIVATE = "PRIVATE"
ID = re.compile(r"[\w.:-]{1,128}", re.ASCII)
NAME = re.compile(r"message\.([a-z_]{1,40})\.received", re.ASCII)

# What a person sends by hand; every other kind is a notice of Zalo's own (read, delivered, reacted to) and nobody
# said it: answering such would cost a message of the month each time.
SENT_BY_HAND: dict[str, str] = {
    "image": "photo",
    "photo": "photo",
    "sticker": "sticker",
    "gif": "sticker",
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "link": "link",
    "file": "document",
    "document": "document",
    "contact": "contact",
    "location": "location",
    "unsupported": "unsupported",  # links, documents, contact cards, and all that protected people send
}


def events_in(body: object, _depth: int = 0) -> list[dict[str, Any]]:
    """Take the events out of a body: bare, wrapped or a list of either. A body without any is kept as it is."""
    if isinstance(body, list):
        if _depth >= DEEPEST:
            return []
        return [event for part in body for event in events_in(part, _depth + 1)]
    if not isinstance(body, dict) or not body:
        return []
    result = body.get("result")
    if "event_name" in body or "message" in body or not isinstance(result, dict | list) or _depth >= DEEPEST:
        return [body]
    return events_in(result, _depth + 1)


def event_key(event: object) -> str:
    """Name the event so that the same one is known when it comes twice: its message's id, else a hash of the JSON."""
    found = _id(_part(event, "message").get("message_id"))
    return found or f"sha256:{_digest(event)}"


def user_key(event: object, own_id: str = "") -> str:
    """Name the person in whose private chat it happened; empty if there is none, or the bot said it itself."""
    message = _part(event, "message")
    sender, chat = _part(message, "from"), message.get("chat")
    person = _id(sender.get("id"))
    if not person or sender.get("is_bot") is True or person == own_id:
        return ""
    if chat is None:
        return person
    kind = chat.get("chat_type", PRIVATE) if isinstance(chat, Mapping) else None
    if not isinstance(kind, str) or kind.upper() != PRIVATE:
        return ""
    # In a private chat the chat's id is the person's.
    return person if _id(chat.get("id", person)) == person else ""


def sent_at(event: object) -> datetime | None:
    """Tell when the person said it, where the event tells."""
    date = _part(event, "message").get("date")
    if not isinstance(date, int) or isinstance(date, bool) or not 0 < date < 10**14:
        return None
    return datetime.fromtimestamp(date / 1000, UTC)


def read(event: object, own_id: str = "") -> Heard:
    """Understand one raw event."""
    if not isinstance(event, Mapping):
        return Unreadable("event: not an object")
    name = event.get("event_name")
    if not isinstance(name, str):
        return Unreadable("event_name: missing")
    person = user_key(event, own_id)
    if not person:
        return Nothing()
    message = _part(event, "message")
    said = _said(name, message)
    if said is None or isinstance(said, Unreadable):
        return said or Nothing()
    key = event_key(event)
    return Incoming(Address(CHANNEL, person), key, said, message_ref=_id(message.get("message_id")) or None)


def _said(name: str, message: Mapping[str, Any]) -> Said | Unreadable | None:
    found = NAME.fullmatch(name)
    kind = found[1] if found else ""
    if kind == "text":
        text = message.get("text")
        return Typed(_clean(text)) if isinstance(text, str) else Unreadable("message.text: missing")
    what = SENT_BY_HAND.get(kind)
    if what is None:
        return None
    caption = message.get("caption")
    words = _clean(caption) if isinstance(caption, str) and caption.strip() else ""
    if what == "photo":
        # as captured, and as documented
        address = next(
            (message[name] for name in ("photo_url", "photo") if is_address(message.get(name))), None
        )
        if address is not None:
            return Attached("photo", str(address), caption=words)
        if words:  # the picture cannot be had: the words are what was meant
            return Typed(words)
    return Unsupported(what)


def _part(value: object, name: str) -> Mapping[str, Any]:
    part = value.get(name) if isinstance(value, Mapping) else None
    return part if isinstance(part, Mapping) else {}


def _id(value: object) -> str:
    """Read an id: text, or a number that may be larger than others' programs can hold."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**40:
        return str(value)
    return value if isinstance(value, str) and ID.fullmatch(value) else ""


def _clean(text: str) -> str:
    """Keep words as typed but for what no database takes: NUL, and halves of a character without the other."""
    return unicodedata.normalize("NFC", text.replace("\0", "").encode("utf-8", "replace").decode("utf-8"))


def _digest(raw: object) -> str:
    try:
        text = json.dumps(raw, sort_keys=True, default=str)
    except (TypeError, ValueError, RecursionError):  # keys of several kinds, a circle, a tower of brackets
        text = type(raw).__name__
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
