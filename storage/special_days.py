"""Days that are not what their weekday says: the country's holidays, and files of swapped days.

The package `holidays` knows Tết, the national days and most swaps; the shipped file adds the swaps that it misses.
A file holds lines of `day,kind,reason`, kind off or workday; it may be edited in a spreadsheet.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from domain import dates
from domain.folding import squeeze
from domain.wording import operator as say
from domain.wording.schedule import MADE_UP
from domain.workdays import Day, DayKind

SHIPPED = Path(__file__).parent / "vietnam-days.csv"
OFF, WORKDAY = "off", "workday"
COLUMNS = ["day", "kind", "reason"]
_SWAPPED = "thay cho"  # how the package words a weekday that was swapped away: a rest day, no holiday
_CACHED_YEARS = 64


class WrongCalendar(ValueError):
    """A file of days that cannot be read; the text is one line that names the file and the line in it."""


@lru_cache(maxsize=_CACHED_YEARS)
def of_country(year: int) -> Mapping[date, Day]:
    """Tell the country's special days of a year; of years to come only what can be computed."""
    from holidays.countries.vietnam import Vietnam  # 0.1 s, and only the first question of a process needs it

    # the language is named, since under a C locale the package answers in English
    known = Vietnam(years=year, language="vi")  # type: ignore[no-untyped-call]
    days = {
        on: Day(DayKind.REST if _SWAPPED in name else DayKind.HOLIDAY, name)
        for on, name in known.items()
        if on.year == year
    }
    swapped = {on for on in known.weekend_workdays if on.year == year}
    return days | {on: Day(DayKind.ORDINARY, MADE_UP) for on in swapped}


@lru_cache(maxsize=8)
def read_file(path: Path) -> Mapping[date, Day]:
    """Read a file of days, once in a process. Raises WrongCalendar naming the line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as fault:
        raise WrongCalendar(say.file_not_utf8(path)) from fault
    except (OSError, ValueError) as fault:
        raise WrongCalendar(say.file_unreadable(path)) from fault
    days: dict[date, Day] = {}
    for number, row in _rows(path, lines):
        on = _day(row[0])
        if on is None:
            raise WrongCalendar(say.line_wrong(path, number, say.NO_DAY))
        if row[1].lower() not in (OFF, WORKDAY):
            raise WrongCalendar(say.line_wrong(path, number, say.NO_KIND))
        if on in days:
            raise WrongCalendar(say.line_wrong(path, number, say.DAY_TWICE))
        days[on] = set_day(row[1].lower(), row[2])
    return days


def _rows(path: Path, lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Give the lines that hold anything, numbered, with three cells each; spreadsheets part cells with semicolons too."""
    heading = lines[0] if lines else ""
    rows = csv.reader(lines, delimiter=";" if ";" in heading else ",")
    try:
        for number, row in enumerate(rows, 1):
            cells = [squeeze(cell) for cell in row]
            if number == 1:
                if [cell.lower() for cell in cells] != COLUMNS:
                    raise WrongCalendar(say.line_wrong(path, 1, say.NO_HEADING.format(",".join(COLUMNS))))
            elif any(cells):
                yield rows.line_num, [*cells, "", "", ""][: len(COLUMNS)]
    except csv.Error as fault:
        raise WrongCalendar(say.line_wrong(path, rows.line_num, say.NO_LINE)) from fault
    if not lines:
        raise WrongCalendar(say.line_wrong(path, 1, say.NO_HEADING.format(",".join(COLUMNS))))


def _day(text: str) -> date | None:
    """Read 2026-01-02, or 02/01/2026 as spreadsheets like to write it."""
    read = dates.parse(text)
    return read.earliest if isinstance(read, dates.PartialDate) and read.day else None


def set_day(kind: str, reason: str) -> Day:
    """Make a day that somebody set apart; a day off is a rest day, as a swapped-away weekday is."""
    return Day(DayKind.ORDINARY if kind == WORKDAY else DayKind.REST, reason.strip())
