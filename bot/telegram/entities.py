"""Formatting as Telegram wants it told: beside the text, in UTF-16 units, so that nothing has to be escaped."""

from __future__ import annotations

from collections.abc import Iterable

from aiogram.types import MessageEntity

from domain.markup import Mark


def entities_of(text: str, marks: Iterable[Mark]) -> list[MessageEntity] | None:
    """Give the entities of a text, None where it has none; what a cut text no longer holds is left out."""
    found = []
    for mark in marks:
        words = text[mark.start : mark.start + mark.length]
        if words.strip():
            found.append(
                MessageEntity(type=mark.look.value, offset=_units(text[: mark.start]), length=_units(words))
            )
    return found or None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
