"""Days as people type them before a reason: "10/07/2024 nghỉ vì lũ", "10/7", "10-12/7", "06223 10/07 …"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.folding import squeeze

MAX_DAYS = 31
AHEAD = timedelta(days=731)  # a day further off is a slip of the finger, and no holiday of it is known yet

_ONE = r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?"
_TO = r"\s*[-–—]\s*"
_ENDS = r"(?=[\s,:;.–—-]|\Z)[\s,:;.–—-]*(.*)\Z"
_SPAN = re.compile(rf"{_ONE}{_TO}{_ONE}{_ENDS}", re.ASCII)
_SHORT_SPAN = re.compile(rf"(\d{{1,2}}){_TO}{_ONE}{_ENDS}", re.ASCII)
_SINGLE = re.compile(rf"{_ONE}{_ENDS}", re.ASCII)
_CODE = re.compile(r"([0-9A-Za-z._-]{1,20}):?\s+(\S.*)\Z", re.ASCII)


class Why(StrEnum):
    """Why typed words name no days that may be set."""

    SHAPE = "shape"
    IMPOSSIBLE = "impossible"  # 31/02
    PAST = "past"
    ORDER = "order"  # the last day before the first
    LONG = "long"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Refused:
    """Words that name no days, and why; `said` is the part that is meant, where one was found."""

    why: Why
    said: str = ""


@dataclass(frozen=True, slots=True)
class Days:
    """The days that were typed, both counted, with the unit's code before and the words behind."""

    first: date
    last: date
    words: str = ""
    code: str = ""

    def each(self) -> tuple[date, ...]:
        """List the days one by one."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


def split_code(text: str) -> tuple[str, str]:
    """Part a unit's code from what follows it; ("", text) where nothing follows."""
    found = _CODE.match(squeeze(text))
    return (found[1], found[2]) if found else ("", squeeze(text))


def read(text: str, *, today: date) -> Days | Refused:
    """Read days, a unit's code perhaps before them and words behind; "10/7" is the next 10 July, today counted."""
    line = squeeze(text)
    found = _read(line, today)
    if found is None:
        code, rest = split_code(line)
        found = _read(rest, today) if code else None
        if isinstance(found, Days):
            return Days(found.first, found.last, found.words, code)
    return found or Refused(Why.SHAPE)


def _read(line: str, today: date) -> Days | Refused | None:
    if found := _SPAN.match(line):
        day, month, year, last_day, last_month, last_year, words = found.groups()
    elif found := _SHORT_SPAN.match(line):
        day, last_day, last_month, last_year, words = found.groups()
        month, year = last_month, last_year
    elif found := _SINGLE.match(line):
        day, month, year, words = found.groups()
        last_day, last_month, last_year = day, month, year
    else:
        return None
    said = line[: len(line) - len(words)].rstrip(" ,:;.–—-")
    if year:
        first = _on(day, month, _full(year))
    elif last_year:  # "28/12-02/01/2025": the last such day before it
        first = _on(day, month, _full(last_year))
        end = _on(last_day, last_month, _full(last_year))
        if first and end and first > end:
            first = _on(day, month, _full(last_year) - 1)
    else:
        first = _next(day, month, today)
    if first is None:
        return Refused(Why.IMPOSSIBLE, said)
    last = _on(last_day, last_month, _full(last_year)) if last_year else _next(last_day, last_month, first)
    if last is None:
        return Refused(Why.IMPOSSIBLE, said)
    why = _wrong(first, last, today)
    return Refused(why, said) if why else Days(first, last, words)


def _wrong(first: date, last: date, today: date) -> Why | None:
    if last < first:
        return Why.ORDER
    if first < today:
        return Why.PAST
    if (last - first).days >= MAX_DAYS:
        return Why.LONG
    return Why.FAR if last - today > AHEAD else None


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _on(day: str, month: str, year: int) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def _next(day: str, month: str, since: date) -> date | None:
    """Find the next such day, `since` counted; 29 February may be years off."""
    for year in range(since.year, min(since.year + 9, date.max.year)):
        if (on := _on(day, month, year)) is not None and on >= since:
            return on
    return None
