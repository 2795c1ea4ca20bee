"""PINs: six digits, kept as scrypt hashes. So few digits are guarded by the count of tries, not by the hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from itertools import pairwise

from storage.page_pins import Pin

DIGITS = 6
_COST = {"n": 2**14, "r": 8, "p": 1}


def is_pin(typed: str) -> bool:
    """Say whether something has the form of a PIN."""
    return len(typed) == DIGITS and typed.isascii() and typed.isdigit()


def is_weak(pin: str) -> bool:
    """Say whether a PIN is among the first anybody tries: one digit only, or digits in a row."""
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return steps in ({0}, {1}, {-1})


def _hash(typed: str, salt: str) -> str:
    return hashlib.scrypt(typed.encode(), salt=bytes.fromhex(salt), **_COST).hex()


def made(typed: str) -> Pin:
    """Make what is kept of a PIN."""
    salt = secrets.token_hex(16)
    return Pin(salt, _hash(typed, salt))


def fits(typed: str, kept: Pin) -> bool:
    """Say whether a PIN is the one that was kept."""
    return hmac.compare_digest(_hash(typed, kept.salt), kept.hash)
