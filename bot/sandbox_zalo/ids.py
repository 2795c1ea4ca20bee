"""Ids of the shapes that Zalo gives out, the same in every run."""

from __future__ import annotations

import hashlib


def hexadecimal(*about: object, length: int = 20) -> str:
    """Hex letters, as the Bot Platform names people and messages."""
    return _digest(about)[:length]


def digits(*about: object, length: int = 19) -> str:
    """Digits that make a number above 2^53, as an Official Account names people."""
    number = int(_digest(about), 16) % 10 ** (length - 1)
    return f"5{number:0{length - 1}d}"


def _digest(about: tuple[object, ...]) -> str:
    return hashlib.sha256(":".join(map(str, about)).encode()).hexdigest()
