"""Dates of a record as spans of days, read once for each text: a province's days repeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from domain import dates

LONGEST = 40  # characters; no date is longer, whatever else was typed into its field


@dataclass(frozen=True, slots=True)
class Span:
    """The days a partial date can mean, first and last counted."""

    first: date
    last: date
    year: int
    part: dates.PartialDate


def span(text: str) -> Span | None:
    """Read a date of the exchange files; None where the text is no date (empty, impossible, words)."""
    return _span(text) if text and len(text) <= LONGEST else None


@lru_cache(maxsize=65_536)
def _span(text: str) -> Span | None:
    read = dates.parse(text)
    if isinstance(read, dates.Unreadable):
        return None
    return Span(read.earliest, read.latest, read.year, read)


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
