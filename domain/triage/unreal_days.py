"""Why a text in a date's field is no real day, and what it may have been meant to be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from domain import dates_in_words
from domain.dates import PartialDate, Unreadable, Why, parse
from domain.folding import fold, is_blank
from domain.triage.spans import LONGEST, span

_EARLIEST_YEAR = 1900
_STEMS = "giap|at|binh|dinh|mau|ky|canh|tan|nham|quy"
_BRANCHES = "ty|ti|suu|dan|mao|meo|thin|ngo|mui|than|dau|tuat|hoi"
_LUNAR = re.compile(
    rf"\b(?:{_STEMS}) (?:{_BRANCHES})\b|\bam lich\b|\bal\b|\bm[uo]ng\b|\bnhuan\b|\bram\b|\bchap\b"
)
_LETTERS = str.maketrans("OoIlQ", "00110")
_AROUND = " .,;:-/'\"()"
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4})\Z", re.ASCII)
_SHORT_YEAR = re.compile(r"(\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*)(\d{2})\Z", re.ASCII)
_MONTH_FIRST = re.compile(r"\s*(\d{1,2})\s*[./\-]\s*(\d{1,2})\s*[./\-]\s*(\d{4})\s*\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Unreal:
    """Why a text is no real day. `year` is set where it is a date, only not of these times."""

    why: Why
    year: int = 0
    suggestion: str = ""
    lunar: bool = False


def unreal(text: str, today: date) -> Unreal | None:
    """Say what is wrong with a date from 1900 to today; None where nothing is, or nothing stands there."""
    read = span(text)
    if read is not None and read.year >= _EARLIEST_YEAR and read.first <= today:
        return None
    return _unreal(text, today)


@lru_cache(maxsize=1024)
def _unreal(text: str, today: date) -> Unreal | None:
    if len(text) > LONGEST:
        return None if is_blank(text) else Unreal(Why.SHAPE, lunar=_is_lunar(text[:LONGEST]))
    read = parse(text)
    if isinstance(read, PartialDate):
        return Unreal(Why.IMPOSSIBLE, read.year, _other_year(read, today))
    if read.why is Why.EMPTY or is_blank(text):
        return None
    if read.why is Why.IMPOSSIBLE:
        return Unreal(Why.IMPOSSIBLE, suggestion=_month_first(text, today))
    return Unreal(Why.SHAPE, suggestion=_reshaped(text.strip(), today), lunar=_is_lunar(text))


def _is_lunar(text: str) -> bool:
    return _LUNAR.search(fold(text)) is not None


def _real(text: str, today: date) -> PartialDate | None:
    read = parse(text)
    if isinstance(read, Unreadable) or read.year < _EARLIEST_YEAR or read.earliest > today:
        return None
    return read


def _other_year(read: PartialDate, today: date) -> str:
    """Change one digit of the year; only where a single year of these times comes of it."""
    digits = f"{read.year:04d}"
    years = {
        int(f"{digits[:at]}{digit}{digits[at + 1 :]}")
        for at in range(len(digits))
        for digit in "0123456789"
        if digit != digits[at]
    }
    fit = []
    for year in sorted(year for year in years if _EARLIEST_YEAR <= year <= today.year):
        if (other := _real(PartialDate(year, read.month, read.day).dotted, today)) is not None:
            fit.append(other.dotted)
    return fit[0] if len(fit) == 1 else ""


def _month_first(text: str, today: date) -> str:
    found = _MONTH_FIRST.match(text)
    other = _real(f"{found[2]}.{found[1]}.{found[3]}", today) if found else None
    return other.dotted if other else ""


def _reshaped(text: str, today: date) -> str:
    """Read what is nearly a date: letters for digits, no marks between, a year of two digits."""
    if (
        (said := dates_in_words.read(text)) is not None
        and said.dotted
        and (real := _real(said.dotted, today))
    ):
        return real.dotted
    plain = text.translate(_LETTERS).strip(_AROUND)
    if found := _COMPACT.match(plain):
        plain = ".".join(found.groups())
    elif found := _SHORT_YEAR.match(plain):
        century = 2000 if 2000 + int(found[2]) <= today.year else 1900
        plain = f"{found[1]}{century + int(found[2])}"
    other = _real(plain, today)
    return other.dotted if other else ""
