"""Phone numbers as people write them, made one: country code and digits, "84912345678"."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[\s.\-()/\u00a0\u200b-\u200f\u202a-\u202e\u2060]+")
_NUMBER = re.compile(
    r"(?:(?:\+|00)840?|84(?=\d{9,10}\Z)|0)?([1-9]\d{8}|2\d{9})\Z", re.ASCII
)  # nine digits after the country code, ten where the line is fixed (02…)
COUNTRY = "84"


def normalise(text: str) -> str | None:
    """Read "0912 345 678", "+84 912.345.678", "84912345678" or, its zero lost in a spreadsheet, "912345678".

    None for anything that is no number of Viet Nam.
    """
    found = _NUMBER.match(_BETWEEN.sub("", text))
    return COUNTRY + found[1] if found else None


def shown(number: str) -> str:
    """Write a normalised number as people read it: "0912 345 678"."""
    local = "0" + number.removeprefix(COUNTRY)
    return f"{local[:4]} {local[4:7]} {local[7:]}"
