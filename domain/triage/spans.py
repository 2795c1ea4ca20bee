"""Dates of a record as spans of days."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from domain import dates

LONGEST = 40  # characters; no date is longer, whatever else was typed into its field
_TWO_DIGITS = {f"{number:02d}": number for number in range(1, 32)}
_YEARS = {str(year): year for year in range(1850, 2100)}


class Span(NamedTuple):
    """The days a partial date can mean, first and last counted; `year` is the year of both."""

    first: date
    last: date
    year: int

    @property
    def part(self) -> dates.PartialDate:
        """The date as the register knows it: a whole year, a whole month or one day."""
        month = self.first.month if self.first.month == self.last.month else None
        return dates.PartialDate(self.year, month, self.first.day if self.first == self.last else None)


def span(text: str) -> Span | None:
    """Read a date of the exchange files; None where the text is no date (empty, impossible, words)."""
    if len(text) == 10 and text[2] == text[5] == ".":  # as nearly all are: dd.mm.yyyy
        day, month, year = _TWO_DIGITS.get(text[:2]), _TWO_DIGITS.get(text[3:5]), _YEARS.get(text[6:])
        if day and month and year:
            # made anew each time: a province's days are too many to be remembered near at hand
            try:
                whole = date(year, month, day)
            except ValueError:
                return None
            return Span(whole, whole, year)
    return _span(text) if text and len(text) <= LONGEST else None


@lru_cache(maxsize=1024)
def _span(text: str) -> Span | None:
    read = dates.parse(text)
    if isinstance(read, dates.Unreadable):
        return None
    return Span(read.earliest, read.latest, read.year)


def full_years(since: date, until: date) -> int:
    """Count full years from one day to a later one; below zero where the order is the other way round."""
    years = until.year - since.year
    return years - ((until.month, until.day) < (since.month, since.day))


def oldest(born: Span, on: Span) -> int:
    """Tell the greatest age, in full years, that any completion of the two dates gives."""
    return full_years(born.first, on.last)


def youngest(born: Span, on: Span) -> int:
    """Tell the least age, in full years, that any completion of the two dates gives."""
    return full_years(born.last, on.first)
