"""Parse modes: HTML and MarkdownV2 turned into text and entities, or into Telegram's complaint."""

from __future__ import annotations

import html
import re
from typing import Any

from bot.sandbox.errors import bad

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "span": "spoiler",
}
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]*)>")
HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")

MARKS = {
    "*": "bold",
    "__": "underline",
    "_": "italic",
    "~": "strikethrough",
    "||": "spoiler",
    "`": "code",
}
RESERVED = "_*[]()~`>#+-=|{}.!"

Parsed = tuple[str, list[dict[str, Any]]]


def parse(text: str, mode: str) -> Parsed:
    """Parse `text`; raises 400 for an unknown mode and for broken markup, with the byte offset of the fault."""
    match mode.lower():
        case "html":
            return _html(text)
        case "markdownv2" | "markdown":
            return _Markdown(text, strict=mode.lower() == "markdownv2").parse()
    raise bad("unsupported parse_mode")


def _broken(what: str) -> Exception:
    return bad(f"can't parse entities: {what}")


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _html(source: str) -> Parsed:
    plain: list[str] = []
    length = 0  # UTF-16 units so far
    open_tags: list[tuple[str, int, str]] = []
    entities: list[dict[str, Any]] = []
    at = 0
    while at < len(source):
        start = source.find("<", at)
        words = source[at : len(source) if start < 0 else start]
        words = ENTITY.sub(lambda found: html.unescape(found[0]), words)
        plain.append(words)
        length += _utf16(words)
        if start < 0:
            break
        place = f"at byte offset {_bytes(source[:start])}"
        tag = TAG.match(source, start)
        if tag is None:
            raise _broken(f'Unsupported start tag "{_name_at(source, start)}" {place}')
        at, name = tag.end(), tag[2].lower()
        if not tag[1]:
            if name not in TAGS:
                raise _broken(f'Unsupported start tag "{name}" {place}')
            found = HREF.search(tag[3])
            address = next((group for group in found.groups() if group is not None), "") if found else ""
            open_tags.append((name, length, html.unescape(address)))
            continue
        if not open_tags:
            raise _broken(f"Unexpected end tag {place}")
        opened, began, address = open_tags.pop()
        if opened != name:
            raise _broken(f'Unmatched end tag {place}, expected "</{opened}>", found "</{name}>"')
        _add(entities, TAGS[name], began, length, address)
    if open_tags:
        raise _broken(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    entities.sort(key=lambda e: (e["offset"], -e["length"]))
    return "".join(plain), entities


def _name_at(source: str, start: int) -> str:
    found = re.match(r"</?([^\s<>/]*)", source[start:])
    return found[1].lower() if found else ""


def _add(entities: list[dict[str, Any]], kind: str, began: int, ended: int, address: str = "") -> None:
    if ended <= began or (kind == "text_link" and not address):
        return
    entity: dict[str, Any] = {"type": kind, "offset": began, "length": ended - began}
    if kind == "text_link":
        entity["url"] = address
    entities.append(entity)


class _Markdown:
    """One pass over a MarkdownV2 text; the older Markdown is read the same way, but forgives bare signs."""

    def __init__(self, source: str, strict: bool) -> None:
        self.source, self.strict = source, strict
        self.plain: list[str] = []
        self.length = 0
        self.open: list[tuple[str, int, int]] = []  # mark, UTF-16 offset, byte offset
        self.entities: list[dict[str, Any]] = []

    def parse(self) -> Parsed:
        at = 0
        while at < len(self.source):
            at = self._step(at)
        if self.open:
            mark, _, place = self.open[-1]
            name = "TextUrl" if mark == "[" else MARKS[mark].capitalize()
            raise _broken(f"Can't find end of {name} entity at byte offset {place}")
        self.entities.sort(key=lambda e: (e["offset"], -e["length"]))
        return "".join(self.plain), self.entities

    def _say(self, words: str) -> None:
        self.plain.append(words)
        self.length += _utf16(words)

    def _step(self, at: int) -> int:
        sign = self.source[at]
        if sign == "\\" and at + 1 < len(self.source) and self.source[at + 1] in RESERVED + "\\":
            self._say(self.source[at + 1])
            return at + 2
        in_code = bool(self.open) and self.open[-1][0] == "`"
        if in_code and sign != "`":
            self._say(sign)
            return at + 1
        mark = self.source[at : at + 2] if self.source[at : at + 2] in ("__", "||") else sign
        if mark in MARKS and (self.strict or mark in "*_`"):
            self._toggle(mark, at)
            return at + len(mark)
        if sign == "[":
            self.open.append(("[", self.length, _bytes(self.source[:at])))
            return at + 1
        if sign == "]" and self.open and self.open[-1][0] == "[":
            return self._link(at)
        if self.strict and sign in RESERVED:
            raise _broken(f"Character '{sign}' is reserved and must be escaped with the preceding '\\'")
        self._say(sign)
        return at + 1

    def _toggle(self, mark: str, at: int) -> None:
        if self.open and self.open[-1][0] == mark:
            _, began, _ = self.open.pop()
            _add(self.entities, MARKS[mark], began, self.length)
        else:
            self.open.append((mark, self.length, _bytes(self.source[:at])))

    def _link(self, at: int) -> int:
        _, began, _ = self.open.pop()
        if self.source[at + 1 : at + 2] != "(":
            return at + 1
        end = self.source.find(")", at)
        if end < 0:
            raise _broken(f"Can't find end of a URL at byte offset {_bytes(self.source[: at + 1])}")
        _add(self.entities, "text_link", began, self.length, self.source[at + 2 : end].replace("\\", ""))
        return end + 1
