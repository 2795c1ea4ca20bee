"""Dates as registers write them: a day, a month or only a year, compared as intervals.

Files separate with dots, screens with slashes; old entries have blanks as well ("20. 04. 2008"). An order between
two dates counts as broken only when no completion of either satisfies it.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.folding import squeeze

_GAP = r"(?:\s*[./\-]\s*|\s+)"
_DAY_FIRST = re.compile(rf"\s*(?:(?:(\d{{1,2}}){_GAP})?(\d{{1,2}}){_GAP})?(\d{{4}})\s*\Z", re.ASCII)
_YEAR_FIRST = re.compile(r"\s*(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[ T]00:00(?::00)?)?\s*\Z", re.ASCII)


class Why(StrEnum):
    """Why a text is no date."""

    EMPTY = "empty"
    SHAPE = "shape"  # not day, month, year in digits
    IMPOSSIBLE = "impossible"  # 31.02.2005, month 13


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that is no date."""

    raw: str
    why: Why


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month or the year; a day never stands without its month."""

    year: int
    month: int | None = None
    day: int | None = None
    raw: str = ""

    @property
    def earliest(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def dotted(self) -> str:
        """The exchange files' form: dd.mm.yyyy, mm.yyyy or yyyy."""
        return self._joined(".")

    @property
    def slashed(self) -> str:
        """The form shown to people: dd/mm/yyyy, mm/yyyy or yyyy."""
        return self._joined("/")

    @property
    def dashed(self) -> str:
        """The form in names of scans: yyyy-mm-dd, yyyy-mm or yyyy."""
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
        if self.day:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)

    def _joined(self, mark: str) -> str:
        day = f"{self.day:02d}{mark}" if self.day else ""
        month = f"{self.month:02d}{mark}" if self.month else ""
        return f"{day}{month}{self.year:04d}"


def parse(raw: str) -> PartialDate | Unreadable:
    """Read dd.mm.yyyy, mm.yyyy or yyyy with dots, slashes, dashes or blanks, and yyyy-mm-dd from spreadsheets."""
    seen = raw if raw.isascii() else squeeze(raw)  # without what nobody sees in it
    if found := _DAY_FIRST.match(seen):
        day, month, year = found.groups()
    elif found := _YEAR_FIRST.match(seen):
        year, month, day = found.groups()
    else:
        return Unreadable(raw, Why.SHAPE if raw.strip() else Why.EMPTY)
    return _checked(raw, int(year), int(month) if month else None, int(day) if day else None)


def _checked(raw: str, year: int, month: int | None, day: int | None) -> PartialDate | Unreadable:
    if year < 1 or (month is not None and not 1 <= month <= 12):
        return Unreadable(raw, Why.IMPOSSIBLE)
    if day is not None and month is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return Unreadable(raw, Why.IMPOSSIBLE)
    return PartialDate(year, month, day, raw)
