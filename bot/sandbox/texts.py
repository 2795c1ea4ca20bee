"""The words of a message: cleaned, measured, and with their entities (offsets and lengths in UTF-16 units)."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox import markup
from bot.sandbox.errors import bad
from bot.sandbox.params import Params

TEXT_MAX = 4096
CAPTION_MAX = 1024
RAW_BYTES_MAX = 32_768
ENTITIES_MAX = 100

COMMAND = re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@<>])")
ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32)), " ") | {13: None}

TYPES = frozenset(
    [
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "date_time",
    ]
)

Entities = list[dict[str, Any]]


def utf16(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def found_in(text: str) -> Entities:
    """The entities Telegram itself sees in a text: commands and addresses."""
    if "/" not in text:
        return []
    found = [("url", match) for match in ADDRESS.finditer(text)]
    taken = [match.span() for _, match in found]
    for match in COMMAND.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            found.append(("bot_command", match))
    found.sort(key=lambda pair: pair[1].start())
    return [
        {"type": kind, "offset": utf16(text[: match.start()]), "length": utf16(match[0])}
        for kind, match in found
    ]


def read_text(params: Params) -> tuple[str, Entities]:
    """`text` with `entities` or `parse_mode`; raises the 400s of an empty or unreadable one, not of a long one."""
    raw = params.text("text")
    if not raw:
        raise bad("message text is empty")
    text, entities = _read(params, raw, "entities")
    if not text:
        raise bad("text must be non-empty")
    return text, entities


def read_caption(params: Params) -> tuple[str, Entities]:
    """`caption` with `caption_entities` or `parse_mode`; one that is too long is refused by `check_caption`."""
    return _read(params, params.text("caption"), "caption_entities")


def check_caption(caption: str) -> None:
    """Raise the 400 of a caption that is too long."""
    if len(caption) > CAPTION_MAX:
        raise bad("message caption is too long")


def _read(params: Params, raw: str, name: str) -> tuple[str, Entities]:
    if len(raw) > RAW_BYTES_MAX // 4 and len(raw.encode()) > RAW_BYTES_MAX:
        raise bad("text is too long")
    text: str = raw
    entities: Entities = []
    if mode := params.text("parse_mode"):
        text, entities = markup.parse(raw, mode)
    elif name in params.values:
        entities = _given(params, name)
    if CONTROL.search(text):
        text = text.translate(CONTROLS)
    return _trimmed(text, entities)


def _given(params: Params, name: str) -> Entities:
    given = params.json(name, "can't parse entities JSON object")
    if given is None:
        return []
    if not isinstance(given, list):
        raise bad("can't parse entities: expected an Array of MessageEntity")
    read = []
    for entity in given[:ENTITIES_MAX]:
        if not isinstance(entity, dict):
            raise bad("can't parse MessageEntity: expected an Object")
        kind = entity.get("type")
        if kind not in TYPES:
            raise bad("can't parse MessageEntity: unsupported type specified")
        try:
            offset, length = int(entity["offset"]), int(entity["length"])
        except (KeyError, TypeError, ValueError):
            raise bad('can\'t parse MessageEntity: field "offset" must be a Number') from None
        read.append({**entity, "type": kind, "offset": offset, "length": length})
    return read


def _trimmed(text: str, entities: Entities) -> tuple[str, Entities]:
    """Cut white space at both ends, as Telegram does, move the entities along, and add those it sees itself."""
    cut = text.lstrip()
    gone = utf16(text[: len(text) - len(cut)])
    cut = cut.rstrip()
    if not entities:
        return cut, found_in(cut)
    end = utf16(cut)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - gone)
        stop = min(end, entity["offset"] + entity["length"] - gone)
        if start < stop:
            kept.append({**entity, "offset": start, "length": stop - start})
    for seen in found_in(cut):
        if not any(
            e["offset"] < seen["offset"] + seen["length"] and seen["offset"] < e["offset"] + e["length"]
            for e in kept
        ):
            kept.append(seen)
    kept.sort(key=lambda e: (e["offset"], -e["length"]))
    return cut, kept
