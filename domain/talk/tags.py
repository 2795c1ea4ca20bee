"""Short tags such as A7: how one of several open prompts is named where nothing that was shown can be changed."""

from __future__ import annotations

import re
import unicodedata

# letters that are not read as digits or as one another; no T, since "T2" to "T7" are days of the week
_LETTERS = "ABCEHKLMNPUVXY"
ALL: tuple[str, ...] = tuple(f"{letter}{digit}" for letter in _LETTERS for digit in range(1, 10))
_ADDRESSED = re.compile(rf"\s*([{_LETTERS}])([1-9])(?:[\s.:,;)\]/–-]+(.*))?\Z", re.IGNORECASE | re.DOTALL)


def after(tag: str) -> str:
    """Give the tag that follows; the last is followed by the first, an unknown one too."""
    return ALL[(ALL.index(tag) + 1) % len(ALL)] if tag in ALL else ALL[0]


def split(text: str) -> tuple[str, str]:
    """Part a tag from what is said to the prompt it names: "a7.1" is ("A7", "1"); ("", text) where there is none."""
    found = _ADDRESSED.match(unicodedata.normalize("NFKC", text))
    return (f"{found[1]}{found[2]}".upper(), (found[3] or "").strip()) if found else ("", text)
