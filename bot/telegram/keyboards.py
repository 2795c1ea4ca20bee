"""Choices drawn as Telegram's keyboards."""

from __future__ import annotations

from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    WebAppInfo,
)

from domain.talk.ports import Showing
from domain.talk.values import Choice, Link, Style
from domain.wording import captions

DATA_BYTES = 64  # Telegram's limit for callback_data
SIDE_BY_SIDE = 18  # letters; a longer caption would be cut where two share a small phone's width

STYLES = {Style.GOOD: "success", Style.BAD: "danger"}

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


def keyboard(showing: Showing) -> Keyboard | None:
    """Draw what a message offers; raises ValueError for a key too long to travel in a button."""
    if showing.ask_contact:
        return _contact(showing.choices)
    if showing.choices or showing.link is not None:
        return _inline(showing.prompt_id or 0, showing.choices, showing.link)
    return ReplyKeyboardRemove(remove_keyboard=True) if showing.drop_keyboard else None


def callback_data(prompt_id: int, key: str) -> str:
    """Write `prompt:key`, the number in hexadecimal; `inbound` reads it."""
    data = f"{prompt_id:x}:{key}"
    if len(data.encode()) > DATA_BYTES:
        raise ValueError(f"a button's data would have {len(data.encode())} bytes: {data!r}")
    return data


def rows_of(choices: tuple[Choice, ...]) -> list[list[Choice]]:
    """Lay choices out: those with the same `row` together, the others two to a row, long captions alone."""
    rows: list[list[Choice]] = []
    for choice in choices:
        last = rows[-1] if rows else []
        if last and choice.row is not None:
            fits = last[0].row == choice.row
        else:
            fits = len(last) == 1 and last[0].row is None and _is_short(last[0]) and _is_short(choice)
        if fits:
            last.append(choice)
        else:
            rows.append([choice])
    return rows


def _is_short(choice: Choice) -> bool:
    return len(choice.label) <= SIDE_BY_SIDE


def _opening(link: Link) -> list[list[InlineKeyboardButton]]:
    """Draw a link: within Telegram first, where it can be opened there, and in the browser."""
    rows = [[InlineKeyboardButton(text=link.caption, url=link.url)]]
    if link.app:
        rows.insert(0, [InlineKeyboardButton(text=captions.OPEN_HERE, web_app=WebAppInfo(url=link.app))])
    return rows


def _inline(prompt_id: int, choices: tuple[Choice, ...], link: Link | None = None) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            *(_opening(link) if link is not None else ()),
            *(
                [
                    InlineKeyboardButton(
                        text=choice.label,
                        callback_data=callback_data(prompt_id, choice.key),
                        style=STYLES.get(choice.style),
                    )
                    for choice in row
                ]
                for row in rows_of(choices)
            ),
        ]
    )


def _contact(choices: tuple[Choice, ...]) -> ReplyKeyboardMarkup:
    # Only a reply keyboard can ask for a contact. Its first button does; others send their caption as text.
    caption, others = (choices[0].label, choices[1:]) if choices else (captions.SHARE_CONTACT, ())
    buttons = [
        [KeyboardButton(text=caption, request_contact=True)],
        *([KeyboardButton(text=choice.label)] for choice in others),
    ]
    return ReplyKeyboardMarkup(keyboard=buttons, resize_keyboard=True, one_time_keyboard=True)
