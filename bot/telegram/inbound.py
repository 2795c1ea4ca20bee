"""A Telegram update, read as something a person said.

`event_key` and `user_key` look at the raw JSON and never raise: they are needed before anything is understood, to
keep the update. `read` understands it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from aiogram.enums import ChatMemberStatus, ChatType, ContentType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update
from pydantic import ValidationError

from domain.talk.values import (
    Address,
    Attached,
    Chosen,
    Heard,
    Incoming,
    Nothing,
    Said,
    SharedContact,
    Typed,
    Unreadable,
    Unsupported,
)

CHANNEL = "telegram"
BLOCKED = "blocked"  # Unsupported.what: the person has stopped the bot …
UNBLOCKED = "unblocked"  # … and let it in again

ID_MAX = 2**52  # Telegram promises that its numbers fit
DATA = re.compile(r"([1-9a-f][0-9a-f]{0,14}):([!-~]{1,40})", re.ASCII)
FILE_ID = re.compile(r"[\w-]{1,256}", re.ASCII)
NAME_MAX = 255
STALE = Chosen(0, "")  # no prompt has the number 0, so it is answered as a button of the past

# What a person sends by hand; all other content is Telegram's own notice ("message pinned") and nobody said it.
SENT_BY_HAND = frozenset(
    {
        ContentType.UNKNOWN,
        ContentType.ANIMATION,
        ContentType.AUDIO,
        ContentType.CHAT_SHARED,
        ContentType.CHECKLIST,
        ContentType.DICE,
        ContentType.DOCUMENT,
        ContentType.GAME,
        ContentType.LIVE_PHOTO,
        ContentType.LOCATION,
        ContentType.PAID_MEDIA,
        ContentType.PHOTO,
        ContentType.POLL,
        ContentType.RICH_MESSAGE,
        ContentType.STICKER,
        ContentType.STORY,
        ContentType.USERS_SHARED,
        ContentType.USER_SHARED,
        ContentType.VENUE,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.VOICE,
        ContentType.WEB_APP_DATA,
    }
)


def event_key(raw: object) -> str:
    """Name the event so that the same one is known when it comes twice: `update_id:callback id | chat.message_id`.

    Numbers may start afresh after a quiet week, hence the second half. Falls back to a hash of the JSON.
    """
    update = raw if isinstance(raw, Mapping) else {}
    number = update.get("update_id")
    if not _is_id(number):
        return f"sha256:{_digest(raw)}"
    tap = update.get("callback_query")
    if (
        isinstance(tap, Mapping)
        and isinstance(tap.get("id"), str)
        and re.fullmatch(r"[\w-]{1,64}", tap["id"], re.ASCII)
    ):
        return f"{number}:{tap['id']}"
    message = update.get("message")
    if isinstance(message, Mapping) and _is_id(message.get("message_id")):
        chat = message.get("chat")
        if isinstance(chat, Mapping) and isinstance(chat.get("id"), int) and abs(chat["id"]) <= ID_MAX:
            return f"{number}:{int(chat['id'])}.{message['message_id']}"
    return f"{number}:{_digest(raw)[:16]}"


def user_key(raw: object) -> str:
    """Name the person in whose private chat it happened; empty if there is none."""
    update = raw if isinstance(raw, Mapping) else {}
    for kind in ("message", "edited_message", "my_chat_member"):
        if isinstance(event := update.get(kind), Mapping):
            return _private(event.get("chat"), event.get("from"))
    if isinstance(tap := update.get("callback_query"), Mapping):
        under = tap.get("message")
        return _private(under.get("chat") if isinstance(under, Mapping) else None, tap.get("from"))
    return ""


def read(raw: object) -> Heard:
    """Understand one raw update."""
    try:
        update = Update.model_validate(raw)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return Unreadable(f"{where or 'update'}: {first['type']}")
    except (ValueError, TypeError, OverflowError, RecursionError) as fault:  # a date beyond the calendar
        return Unreadable(type(fault).__name__)
    person = user_key(raw)
    if not person:
        return Nothing()
    address, key = Address(CHANNEL, person), event_key(raw)
    if update.callback_query is not None:
        tap = update.callback_query
        if tap.from_user.is_bot:
            return Nothing()
        under = str(tap.message.message_id) if tap.message else None
        return Incoming(address, key, _chosen(tap), message_ref=under, callback_ref=_clean(tap.id))
    if update.my_chat_member is not None:
        change = _membership(update.my_chat_member)
        return Incoming(address, key, change) if change else Nothing()
    if update.message is not None:
        said = _said(update.message)
        return Incoming(address, key, said, message_ref=str(update.message.message_id)) if said else Nothing()
    return Nothing()


def _said(message: Message) -> Said | None:
    sender = message.from_user
    if sender is None or sender.is_bot:
        return None
    if message.text is not None:
        return Typed(_clean(message.text))
    if message.contact is not None:
        # A forwarded card may hold a number its owner no longer has.
        own = message.contact.user_id == sender.id and message.forward_origin is None
        return SharedContact(_clean(message.contact.phone_number), own)
    kind = ContentType(message.content_type)
    if kind in (ContentType.PHOTO, ContentType.DOCUMENT) and (attached := _attached(message)) is not None:
        return attached
    return Unsupported(kind.value) if kind in SENT_BY_HAND else None


def _attached(message: Message) -> Attached | None:
    """Read a photo, in the largest of its sizes, or a document; None where it has no name to fetch it by."""
    caption = _clean(message.caption or "")
    if message.photo:
        size = max(message.photo, key=lambda each: each.width * each.height)
        attached = Attached("photo", size.file_id, "", "image/jpeg", size.file_size, caption)
    elif message.document is not None:
        sent = message.document
        name, mime = (_clean(text or "")[:NAME_MAX] for text in (sent.file_name, sent.mime_type))
        attached = Attached("document", sent.file_id, name, mime, sent.file_size, caption)
    else:
        return None
    return attached if FILE_ID.fullmatch(attached.ref) else None


def _chosen(tap: CallbackQuery) -> Chosen:
    found = DATA.fullmatch(tap.data or "")
    return Chosen(int(found[1], 16), found[2]) if found else STALE


def _membership(change: ChatMemberUpdated) -> Unsupported | None:
    match change.new_chat_member.status:
        case ChatMemberStatus.KICKED:
            return Unsupported(BLOCKED)
        case ChatMemberStatus.MEMBER:
            return Unsupported(UNBLOCKED)
        case _:
            return None


def _clean(text: str) -> str:
    """Keep words as typed but for what no database takes: NUL, and halves of a character without the other."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= ID_MAX


def _private(chat: object, sender: object) -> str:
    if (
        not isinstance(chat, Mapping)
        or not isinstance(sender, Mapping)
        or chat.get("type") != ChatType.PRIVATE
    ):
        return ""
    person = sender.get("id")
    # In a private chat the chat's number is the person's.
    return str(person) if _is_id(person) and person and chat.get("id") == person else ""


def _digest(raw: object) -> str:
    try:
        text: str = json.dumps(raw, sort_keys=True, default=str)
    except (TypeError, ValueError, RecursionError):  # keys of several kinds, a circle, a tower of brackets
        text = _shallow(raw)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _shallow(raw: Any) -> str:
    try:
        return repr(raw)
    except (ValueError, RecursionError):
        return type(raw).__name__
