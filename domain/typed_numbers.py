"""Numbers as people type them where a few records are meant."""

from __future__ import annotations

_LONGEST = 9  # more digits are no number of records, and some thousand of them no number at all


def read(text: str) -> int | None:
    """Read a whole number written in plain digits, zeros in front or not; None where it is none, or beyond all sense."""
    digits = text.strip()
    if not (digits.isdecimal() and digits.isascii()):
        return None
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) <= _LONGEST else None
