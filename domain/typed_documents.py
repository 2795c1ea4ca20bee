"""A document named in one line, as people type it: its number, then its day ("15/QĐ-UBND 08/07/2024")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain import dates, typed_days
from domain.folding import squeeze

NUMBER_MAX = 60
OLDEST = timedelta(days=366)  # an older one is of another campaign, or a slip in the year

_SPELLED_OUT = re.compile(r"(\d{1,2}) tháng (\d{1,2}) năm (\d{4})", re.IGNORECASE)
_LINE = re.compile(
    r"(.*?)[\s,;:]*(?:\bng[àa]y\s*)?(?<![\w/.-])(\d{1,2}([/.-])\d{1,2}(?:\3\d{1,4})?)[.,;]?", re.IGNORECASE
)
_SAYS_NUMBER = re.compile(r"(?:[^\W\d_]+\s+){0,3}s[ốo](?:\s*:\s*|\s+|\Z)", re.IGNORECASE)


class Why(StrEnum):
    """Why a line names no document that can be filed."""

    SHAPE = "shape"  # no day at the end
    NO_NUMBER = "no_number"
    LONG = "long"
    IMPOSSIBLE = "impossible"
    FUTURE = "future"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class Refused:
    """Why it will not do; `said` is the day that was meant, where one was found."""

    why: Why
    said: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document's number and the day it was signed."""

    number: str
    signed_on: date


def read(text: str, *, today: date, any_age: bool = False) -> Document | Refused:
    """Read a number and a day; "8/7" without a year is the last 8 July, today counted.

    With `any_age` a document of a former year will do, if its day has the year.
    """
    line = _SPELLED_OUT.sub(r"\1/\2/\3", squeeze(text))
    found = _LINE.fullmatch(line)
    if found is None:
        return Refused(Why.SHAPE)
    number = _SAYS_NUMBER.sub("", found[1], count=1) if _SAYS_NUMBER.match(found[1]) else found[1]
    number = "".join(filter(str.isprintable, number)).strip(" ,;:.")
    if not any(letter.isalnum() for letter in number):
        return Refused(Why.NO_NUMBER, found[2])
    if len(number) > NUMBER_MAX:
        return Refused(Why.LONG)
    signed_on = _day(found[2].replace("-", "/"), today, any_age=any_age)
    return Document(number, signed_on) if isinstance(signed_on, date) else Refused(signed_on, found[2])


def _day(words: str, today: date, *, any_age: bool) -> date | Why:
    read_as = typed_days.read(words, today=today - OLDEST)
    match read_as:
        case typed_days.Days(first, last) if first == last:
            return first if first <= today else Why.FUTURE
        case typed_days.Refused(typed_days.Why.PAST):
            whole = dates.parse(words) if any_age else None
            return whole.earliest if isinstance(whole, dates.PartialDate) and whole.day else Why.OLD
        case typed_days.Refused(typed_days.Why.FAR):
            return Why.FUTURE
        case typed_days.Refused(typed_days.Why.IMPOSSIBLE):
            return Why.IMPOSSIBLE
    return Why.SHAPE
