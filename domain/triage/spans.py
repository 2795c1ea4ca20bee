"""Dates of a record as spans of days, read once for each text: a province's days repeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from domain import dates

LONGEST = 40  # characters; no date is longer, whatever else was typed into its field


@dataclass(frozen=True, slots=True)
class Span:
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
    return _span(text) if text and len(text) <= LONGEST else None


@lru_cache(maxsize=32_768)
def _span(text: str) -> Span | None:
    if len(text) == 10 and text[2] == text[5] == "." and text.isascii():  # as nearly all are: dd.mm.yyyy
        day, month, year = text[:2], text[3:5], text[6:]
        if day.isdecimal() and month.isdecimal() and year.isdecimal():
            try:
                whole = date(int(year), int(month), int(day))
            except ValueError:
                return None
            return Span(whole, whole, whole.year)
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
