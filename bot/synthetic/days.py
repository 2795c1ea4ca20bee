"""Days of invented records as ordinals, and how registers write them: with dots, only in part, or in words."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from random import Random

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_MONTHS = (
    "một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai",
)  # fmt: skip


@lru_cache(maxsize=65_536)
def dotted(day: int) -> str:
    """Write an ordinal day as exchange files do: "21.03.2005"."""
    return date.fromordinal(day).strftime("%d.%m.%Y")


@lru_cache(maxsize=65_536)
def year_of(day: int) -> int:
    """Tell the year of an ordinal day."""
    return date.fromordinal(day).year


@lru_cache(maxsize=512)
def first_of(year: int) -> int:
    """Give the ordinal of a year's first day."""
    return date(year, 1, 1).toordinal()


def some_day(rng: Random, year: int) -> int:
    """Pick a day of a year."""
    return first_of(year) + int(rng.random() * 365)


def office_day(rng: Random, year: int) -> int:
    """Pick a day of a year from Monday to Friday."""
    return at_office(some_day(rng, year), year)


def at_office(day: int, year: int) -> int:
    """Move a Saturday or Sunday to a day of work nearby in the same year."""
    weekday = (day - 1) % 7  # Monday is 0
    if weekday < 5:
        return day
    later = day + 7 - weekday
    return later if later < first_of(year + 1) else day - (weekday - 4)


def in_part(rng: Random, day: int, only_year: float, only_month: float = 0.03) -> str:
    """Write a day whole, or with those chances only its year or month and year, as people knew it then."""
    chance = rng.random()
    whole = dotted(day)
    if chance < only_year:
        return whole[6:]
    return whole[3:] if chance < only_year + only_month else whole


@lru_cache(maxsize=65_536)
def in_words(text: str) -> str:
    """Write "21.03.2005" in words; a date known in part gives only what it has, anything else nothing.

    "Ngày hai mươi mốt, tháng ba, năm hai nghìn không trăm linh năm".
    """
    parts = [int(part) for part in text.split(".") if part.isdecimal()]
    if not parts or len(parts) != text.count(".") + 1 or parts[-1] < 1000:
        return ""
    said = [f"năm {_year(parts[-1])}"]
    if len(parts) > 1:
        if not 1 <= parts[-2] <= 12:
            return ""
        said.insert(0, f"tháng {_MONTHS[parts[-2] - 1]}")
    if len(parts) > 2:
        said.insert(0, f"ngày {_below_hundred(parts[0])}")
    words = ", ".join(said)
    return words[0].upper() + words[1:]


def _year(year: int) -> str:
    thousands, rest = divmod(year, 1000)
    hundreds, below = divmod(rest, 100)
    words = f"{_DIGITS[thousands]} nghìn"
    if rest:
        words += f" {_DIGITS[hundreds]} trăm"
    if 0 < below < 10:
        return f"{words} linh {_DIGITS[below]}"
    return f"{words} {_below_hundred(below)}" if below else words


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return f"mùng {_DIGITS[ones]}"
    words = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if ones == 0:
        return words
    if ones == 5:
        return f"{words} lăm"
    if ones == 1 and tens > 1:
        return f"{words} mốt"
    return f"{words} {'tư' if ones == 4 and tens > 1 else _DIGITS[ones]}"
