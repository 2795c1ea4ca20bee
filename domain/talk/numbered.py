"""Prompts as text: how a list is drawn where there are no buttons, and what typed words mean beside a prompt.

A whole label typed works on every channel, emoji and accents left out or not. A number is an answer only where a
numbered list was drawn, and then it means that list. Everything else is no answer, so that no stray word approves.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.folding import fold
from domain.talk.values import Capabilities, Choice


def is_numbered(choices: Sequence[Choice], *, takes_text: bool, capabilities: Capabilities) -> bool:
    """Say whether a channel draws these choices as a numbered list.

    Where words are awaited no numbers are drawn: "2" would be both a number and a value.
    """
    return bool(choices) and not takes_text and len(choices) > capabilities.buttons


def render(text: str, choices: Sequence[Choice], *, takes_text: bool) -> str:
    """Draw a prompt as text for a channel that cannot draw its choices as buttons."""
    if not choices:
        return text
    if takes_text:
        return f"{text}\n(hoặc gõ: {' · '.join(bare(choice.label) for choice in choices)})"
    lines = [f"{number}. {choice.label}" for number, choice in enumerate(choices, 1)]
    return "\n".join([text, *lines])


def bare(label: str) -> str:
    """Take the leading signs off a caption: "✅ Phê duyệt" becomes "Phê duyệt"."""
    start = next((i for i, letter in enumerate(label) if letter.isalnum()), 0)
    return label[start:].strip()


def _as_typed(text: str) -> str:
    """Fold words for comparing; signs count ("❌ Phê duyệt" is no approval), how an emoji is to be drawn does not."""
    return fold(text.replace("\ufe0f", "")).rstrip(".! ")


def read(text: str, choices: Sequence[Choice], *, numbered: bool) -> Choice | None:
    """Find the one choice that typed words mean, or None: nothing, or more than one."""
    words = _as_typed(text) if any(letter.isalnum() for letter in text) else ""
    if numbered and text.strip().rstrip(".)").isdecimal():
        number = text.strip().rstrip(".)")
        place = int(number) if len(number) <= 3 else 0
        return choices[place - 1] if 1 <= place <= len(choices) else None
    if not words:
        return None
    meant = [
        choice for choice in choices if words in (_as_typed(choice.label), _as_typed(bare(choice.label)))
    ]
    return meant[0] if len(meant) == 1 else None
