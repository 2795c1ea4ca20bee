"""Dates written out ("Ngày hai mươi bảy, tháng tám, năm hai nghìn không trăm linh năm"), as registers repeat them.

Read with or without accents. What is only nearly a date gives nothing: a reader who guesses would accuse the digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from domain.dates import PartialDate, Unreadable, parse
from domain.folding import words

LONGEST = 200  # characters
_ONES = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9,
}  # fmt: skip
_TEN, _HUNDRED, _THOUSAND = "muoi", "tram", frozenset({"nghin", "ngan"})
_ZERO_TEN = frozenset({"linh", "le"})
_FIRST_TEN = frozenset({"mung", "mong"})
_SHORT_TENS = {"ham": 20, "bam": 30}
_MONTHS = {"gieng": 1, "chap": 12}
_LUNAR = frozenset({"lich", "nhuan", "ram"})
_MONTH, _YEAR = " tháng ", " năm "
_MARKS, _PARTS = re.compile(r"\s*[./,\-–]\s*"), 3


class Said(NamedTuple):
    """What the words say; None for a part that they leave out."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def denies(self, date: PartialDate) -> bool:
        """Say whether a part that both have differs."""
        return (
            (self.year is not None and self.year != date.year)
            or (self.month is not None and date.month is not None and self.month != date.month)
            or (self.day is not None and date.day is not None and self.day != date.day)
        )

    @property
    def dotted(self) -> str:
        """The exchange files' form where the words make a date that can be, else empty."""
        if self.year is None or (self.day is not None and self.month is None):
            return ""
        parts = (self.day, self.month, self.year)
        read = parse(".".join(f"{part:02d}" for part in parts if part is not None))
        return "" if isinstance(read, Unreadable) else read.dotted


def read(text: str) -> Said | None:
    """Read a date in words; None for anything else, and for dates of the lunar calendar."""
    if not text or len(text) > LONGEST:
        return None
    return _in_order(text) or _in_any_order(text)


def _in_order(text: str) -> Said | None:
    """Read "ngày … tháng … năm …" by its three parts: they come again and again, while whole dates hardly do.

    None where it is not written so, or a part cannot be read by itself.
    """
    day_words, _, rest = text.replace(",", " ").partition(_MONTH)
    month_words, _, year_words = rest.partition(_YEAR)
    day, month, year = _day_alone(day_words), _month_alone(month_words), _year_alone(year_words)
    return Said(year, month, day) if day and month and year else None


@lru_cache(maxsize=256)
def _day_alone(text: str) -> int | None:
    said = words(text)
    if "thang" in said or not _LUNAR.isdisjoint(said):
        return None
    day = _below_hundred(said[said.index("ngay") + 1 :] if "ngay" in said else said)
    return day if day is not None and 1 <= day <= 31 else None


@lru_cache(maxsize=256)
def _month_alone(text: str) -> int | None:
    said = words(text)
    return _month(said) if len(said) <= 2 and _LUNAR.isdisjoint(said) else None


@lru_cache(maxsize=1024)
def _year_alone(text: str) -> int | None:
    said = words(text)
    return _year(said) if _LUNAR.isdisjoint(said) else None


@lru_cache(maxsize=1024)
def _in_any_order(text: str) -> Said | None:
    said = words(text.replace(" dương lịch", ""))
    if not said or not _LUNAR.isdisjoint(said):
        return None
    if "thang" not in said:
        if len(parts := _MARKS.split(text.strip())) == _PARTS:
            return _of_parts(*map(words, parts))
        year = _year(said[1:]) if said[0] == "nam" else _year(said)
        return Said(year) if year is not None else None
    at = said.index("thang")
    before, after = said[:at], said[at + 1 :]
    if "ngay" in before:
        before = before[before.index("ngay") + 1 :]
    day = _below_hundred(before) if before else None
    if before and (day is None or not 1 <= day <= 31):
        return None
    return _month_and_year(day, after)


def _of_parts(day: Sequence[str], month: Sequence[str], year: Sequence[str]) -> Said | None:
    """Read three parts set apart by marks, "hai / ba / hai nghìn"; digits alone are no words."""
    if day[:1] == ("ngay",):
        day = day[1:]
    if not day or not month or not year or all(map(str.isdecimal, (*day, *month, *year))):
        return None
    read = _below_hundred(day), _month(month), _year(year[1:] if year[0] == "nam" else year)
    if read[0] is None or read[1] is None or read[2] is None or not 1 <= read[0] <= 31:
        return None
    return Said(read[2], read[1], read[0])


def _month_and_year(day: int | None, said: Sequence[str]) -> Said | None:
    for length in (2, 1):  # "mười một" before "mười"
        month = _month(said[:length])
        if month is None or len(said) < length:
            continue
        rest = said[length:]
        if not rest:
            return None if day is None else Said(None, month, day)
        year = _year(rest[1:]) if rest[0] == "nam" else _year(rest)
        if year is not None:
            # "ngày … tháng … năm 2005" with nothing filled in is not May
            left_open = day is None and said[0] == "nam" and rest[0] != "nam"
            return Said(year, None if left_open else month, day)
        if rest[0] == "nam":
            return None  # the month ends there: "tháng mười hai năm tám lăm" is no year 2585
    return None


def _month(said: Sequence[str]) -> int | None:
    if len(said) == 1 and said[0] in _MONTHS:
        return _MONTHS[said[0]]
    number = _below_hundred(said)
    return number if number is not None and 1 <= number <= 12 else None


def _below_hundred(said: Sequence[str]) -> int | None:
    """Read up to 99: "mùng bảy", "mười lăm", "hai mươi mốt", "hai mốt", "27"."""
    if said and (said[0] in _FIRST_TEN or said[0] in _ZERO_TEN):
        said = said[1:]
        if len(said) != 1 or said[0] == _TEN:
            return 10 if tuple(said) == (_TEN,) else None
        return int(said[0]) if said[0].isdecimal() and len(said[0]) <= 2 else _digit(said[0])
    match len(said):
        case 1:
            if said[0].isdecimal() and len(said[0]) <= 2:
                return int(said[0])
            return 10 if said[0] == _TEN else _digit(said[0])
        case 2:
            tens = _digit(said[0])
            ones = _digit(said[1])
            if said[0] in _SHORT_TENS and ones is not None:
                return _SHORT_TENS[said[0]] + ones
            if said[0] == _TEN:
                return None if ones is None else 10 + ones
            if said[1] == _TEN:
                return None if tens is None else tens * 10
            return None if tens is None or ones is None or tens == 0 else tens * 10 + ones
        case 3:
            tens, ones = _digit(said[0]), _digit(said[2])
            return tens * 10 + ones if said[1] == _TEN and tens is not None and ones is not None else None
    return None


def _digit(word: str) -> int | None:
    return _ONES.get(word)


def _year(said: Sequence[str]) -> int | None:
    if not said:
        return None
    if len(said) > 1 and said[-1].isdecimal():  # "… linh năm (2005)"
        said = said[:-1]
    if len(said) == 1:
        return int(said[0]) if said[0].isdecimal() and len(said[0]) == 4 else None
    if len(said) > 1 and said[1] in _THOUSAND:
        thousands, below = _digit(said[0]), _below_thousand(said[2:])
        return thousands * 1000 + below if thousands and below is not None else None
    digits = [_digit(word) for word in said]
    if len(digits) == 4:
        if said[0] == _TEN and None not in digits[1:]:  # "mười chín tám lăm"
            digits[0] = 1
        if None not in digits:
            return int("".join(map(str, digits)))
    return None


def _below_thousand(said: Sequence[str]) -> int | None:
    if not said:
        return 0
    if len(said) > 1 and said[1] == _HUNDRED:
        hundreds = _digit(said[0])
        below = _below_hundred(said[2:]) if len(said) > 2 else 0
        return None if hundreds is None or below is None else hundreds * 100 + below
    digits = [_digit(word) for word in said]
    if len(digits) == 3 and None not in digits:  # "một nghìn chín tám lăm"
        return int("".join(map(str, digits)))
    return _below_hundred(said)
