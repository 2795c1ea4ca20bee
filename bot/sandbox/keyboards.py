"""`reply_markup`: checked as Telegram checks it, in its words, and brought into the shape messages carry."""

from __future__ import annotations

import json
from typing import Any

from bot.sandbox.errors import bad
from bot.sandbox.params import Params

DATA_BYTES = 64
BUTTONS_MAX = {"inline_keyboard": 100, "keyboard": 300}
IN_A_ROW = {"inline_keyboard": 8, "keyboard": 12}
MARKUP_BYTES = 10_240
STYLES = ("danger", "success", "primary")

# The order in which the Bot API looks for a button's kind; the first it finds counts (telegram.md §5).
KINDS = (
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "login_url",
    "web_app",
    "copy_text",
    "disabled",
)
LOOKS = ("style", "icon_custom_emoji_id")
OF_A_KEY = (
    "request_contact",
    "request_location",
    "request_poll",
    "request_users",
    "request_chat",
    "web_app",
    "style",
)
OTHERS = ("remove_keyboard", "force_reply")

Markup = dict[str, Any]


def read_markup(params: Params) -> Markup | None:
    """The markup of a call: with `inline_keyboard`, `keyboard`, `remove_keyboard` or `force_reply`; else None."""
    given = params.json("reply_markup", "can't parse reply keyboard markup JSON object")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in given:
        return _inline(given)
    if "keyboard" in given:
        return _reply(given)
    if any(given.get(name) for name in OTHERS):
        return given
    return None


def read_inline(params: Params) -> Markup | None:
    """The markup of an edit, which can only be inline; an empty one is none."""
    found = read_markup(params)
    if found is not None and "inline_keyboard" not in found:
        raise bad("inline keyboard expected")
    return found if found and found["inline_keyboard"] else None


def _inline(given: Markup) -> Markup:
    rows = _rows(given, "inline_keyboard", "InlineKeyboardMarkup", "inline keyboard button")
    read = {"inline_keyboard": [[_inline_button(button) for button in row] for row in rows]}
    if len(json.dumps(read, ensure_ascii=False).encode()) > MARKUP_BYTES:
        raise bad("reply markup is too long")
    return read


def _rows(given: Markup, name: str, kind: str, button_kind: str) -> list[list[Any]]:
    rows = given[name]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad(f'field "{name}" of the {kind} must be an Array of Arrays')
    rows = [row for row in rows if row]
    if sum(map(len, rows)) > BUTTONS_MAX[name] or any(len(row) > IN_A_ROW[name] for row in rows):
        raise bad("reply markup is too long")
    for row in rows:
        for button in row:
            if not isinstance(button, dict) and (name == "inline_keyboard" or not isinstance(button, str)):
                raise bad(f"can't parse {button_kind}: expected an Object")
    return rows


def _inline_button(button: Markup) -> Markup:
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad("inline keyboard button text must be non-empty")
    style = button.get("style")
    if style is not None and style not in STYLES:
        raise bad("can't parse inline keyboard button: invalid button style specified")
    for kind in KINDS:
        if button.get(kind) is not None:
            value = button[kind]
            if kind == "callback_data":
                _check_data(value)
            elif kind == "url" and not str(value).strip():
                continue
            elif kind == "copy_text":
                _check_copy(value)
            looks = {look: button[look] for look in LOOKS if button.get(look)}
            return {"text": text, kind: value, **looks}
    raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")


def _check_data(value: Any) -> None:
    if not isinstance(value, str) or not 1 <= len(value.encode("utf-8", "replace")) <= DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")


def _check_copy(value: Any) -> None:
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")


def _reply(given: Markup) -> Markup:
    rows = _rows(given, "keyboard", "ReplyKeyboardMarkup", "keyboard button")
    read: list[list[Markup]] = []
    for row in rows:
        keys = [{"text": key} if isinstance(key, str) else key for key in row]
        for key in keys:
            if not isinstance(key.get("text"), str) or not key["text"].strip():
                raise bad("keyboard button text must be non-empty")
            if key.get("style") is not None and key["style"] not in STYLES:
                raise bad("can't parse keyboard button: invalid button style specified")
        read.append([{"text": key["text"], **{n: key[n] for n in OF_A_KEY if key.get(n)}} for key in keys])
    flags = ("resize_keyboard", "one_time_keyboard", "is_persistent", "selective", "input_field_placeholder")
    return {"keyboard": read, **{name: given[name] for name in flags if given.get(name)}}
