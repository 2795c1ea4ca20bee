"""Prompts as text: how a list is drawn where there are no buttons."""

from __future__ import annotations

from collections.abc import Sequence

from domain.talk.spelling import bare
from domain.talk.values import Capabilities, Choice

TYPED_BESIDE = 1  # so a card keeps its five buttons when the undo stands beside them

__all__ = ["bare", "is_numbered", "render"]


def is_numbered(choices: Sequence[Choice], *, takes_text: bool, capabilities: Capabilities) -> bool:
    """Say whether a channel draws these choices as a numbered list.

    Where words are awaited no numbers are drawn: "2" would be both a number and a value. A channel that has buttons
    keeps them for one choice more than it can draw: that last one stands in the text, to be typed.
    """
    drawn = capabilities.buttons + (TYPED_BESIDE if capabilities.buttons else 0)
    return bool(choices) and not takes_text and len(choices) > drawn


def render(text: str, choices: Sequence[Choice], *, takes_text: bool) -> str:
    """Draw a prompt as text for a channel that cannot draw its choices as buttons."""
    if not choices:
        return text
    if takes_text:
        return f"{text}\n(hoặc gõ: {' · '.join(bare(choice.label) for choice in choices)})"
    lines = [f"{number}. {choice.label}" for number, choice in enumerate(choices, 1)]
    return "\n".join([text, *lines])
