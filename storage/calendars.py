"""The calendars of units: the country's holidays, a file of swapped days, and what a unit set for its subtree.

The package `holidays` knows Tết, the national days and most swaps; the shipped file adds the swaps that it misses,
a province's own file (`RASOAT_CALENDAR`) goes before it, and what `/lich` set goes before both.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.workdays import DEFAULT_HOURS, Calendar, Day, DayKind, OfficeHours, parse_hours
from storage.engine import Tx
from storage.tables import UnitRow
from storage.tables_plans import CalendarDayRow, OfficeHoursRow

calendar_days = CalendarDayRow.__table__  # type: ignore[attr-defined]
office_hours = OfficeHoursRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

SHIPPED = Path(__file__).parent / "vietnam-days.csv"
OFF, WORKDAY = "off", "workday"
COLUMNS = ["day", "kind", "reason"]
_SWAPPED = "thay cho"  # how the package words a weekday that was swapped away: a rest day, no holiday
_CACHED_YEARS = 64


class WrongCalendar(ValueError):
    """A file of days that cannot be read; the text names the line."""


@lru_cache(maxsize=_CACHED_YEARS)
def _of_country(year: int) -> Mapping[date, Day]:
    from holidays.countries.vietnam import Vietnam  # 0.1 s, and only the first question of a process needs it

    known = Vietnam(years=year, language="vi")  # type: ignore[no-untyped-call]
    days = {
        on: Day(DayKind.REST if _SWAPPED in name else DayKind.HOLIDAY, name)
        for on, name in known.items()
        if on.year == year
    }
    swapped = {on for on in known.weekend_workdays if on.year == year}
    return days | {on: Day(DayKind.ORDINARY, "Ngày làm bù") for on in swapped}


@lru_cache(maxsize=8)
def read_file(path: Path) -> Mapping[date, Day]:
    """Read a file of days: `day,kind,reason`, kind off or workday. Raises WrongCalendar naming the line."""
    days: dict[date, Day] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if [name.strip() for name in rows.fieldnames or ()] != COLUMNS:
                raise WrongCalendar(f"{path}: 1: {','.join(COLUMNS)}")
            for row in rows:
                if (row["kind"] or "").strip() not in (OFF, WORKDAY):
                    raise WrongCalendar(f"{path}: {rows.line_num}: kind = off | workday")
                days[date.fromisoformat(row["day"].strip())] = set_day(
                    row["kind"].strip(), row["reason"] or ""
                )
    except (OSError, UnicodeDecodeError) as fault:
        raise WrongCalendar(f"{path}: {fault}") from fault
    except (ValueError, AttributeError) as fault:
        if isinstance(fault, WrongCalendar):
            raise
        raise WrongCalendar(f"{path}: {rows.line_num}: {fault}") from fault
    return days


def set_day(kind: str, reason: str) -> Day:
    """Make a day that somebody set apart; a day off is a rest day, as a swapped-away weekday is."""
    return Day(DayKind.ORDINARY if kind == WORKDAY else DayKind.REST, reason.strip())


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendars of all units, read at once."""

    days: Mapping[int, Mapping[date, Day]]  # unit → what it set
    hours: Mapping[int, OfficeHours]
    file: Mapping[date, Day]

    def of(self, unit_path: str) -> Calendar:
        """Give the calendar of a unit; what the nearest unit above it has set counts."""
        line = [int(part) for part in reversed(unit_path.split("/")) if part]
        sets = [self.days[unit_id] for unit_id in line if unit_id in self.days]
        hours = next((self.hours[unit_id] for unit_id in line if unit_id in self.hours), DEFAULT_HOURS)

        def given(on: date) -> Day | None:
            for days in (*sets, self.file):
                if on in days:
                    return days[on]
            return _of_country(on.year).get(on)

        return Calendar(given, hours)


async def load(tx: Tx, file: Path | None = None) -> Calendars:
    """Read what units have set; a province's own `file` goes before the shipped one."""
    days: dict[int, dict[date, Day]] = {}
    for row in await tx.run(select(calendar_days)):
        days.setdefault(row.unit_id, {})[row.day] = set_day(row.kind, row.reason)
    hours = {row.unit_id: parse_hours(row.hours) for row in await tx.run(select(office_hours))}
    known = {**read_file(SHIPPED), **(read_file(file) if file else {})}
    return Calendars(days, {unit_id: read for unit_id, read in hours.items() if read}, known)


@dataclass(frozen=True, slots=True)
class SetDay:
    """A day that a unit set apart."""

    unit_id: int
    unit_name: str
    day: date
    kind: str
    reason: str


async def set_days(tx: Tx, paths: Iterable[str], *, since: date) -> list[SetDay]:
    """List the days set by units of some subtrees, from a day on."""
    prefixes = tuple(paths)
    rows = await tx.run(
        select(calendar_days, units.c.name, units.c.path)
        .join(units, units.c.id == calendar_days.c.unit_id)
        .where(calendar_days.c.day >= since)
        .order_by(calendar_days.c.day, calendar_days.c.unit_id)
    )
    return [
        SetDay(row.unit_id, row.name, row.day, row.kind, row.reason)
        for row in rows
        if row.path.startswith(prefixes)
    ]


async def put(
    tx: Tx, unit_id: int, day: date, *, kind: str, reason: str, by: int | None, now: datetime
) -> None:
    """Set a day apart for a unit's subtree, over whatever it was set to before."""
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    statement = make(calendar_days)
    values = {"kind": kind, "reason": reason, "set_by": by, "set_at": now}
    await tx.run(
        statement.on_conflict_do_update(
            index_elements=["unit_id", "day"], set_={name: statement.excluded[name] for name in values}
        ),
        {"unit_id": unit_id, "day": day, **values},
    )


async def clear(tx: Tx, unit_id: int, day: date) -> bool:
    """Take back what a unit set for a day; False where it had set nothing."""
    took = await tx.run(
        delete(calendar_days).where(
            calendar_days.c.unit_id == bindparam("p_unit"), calendar_days.c.day == bindparam("p_day")
        ),
        {"p_unit": unit_id, "p_day": day},
    )
    return took.rowcount == 1


async def put_hours(tx: Tx, unit_id: int, hours: OfficeHours) -> None:
    """Set the office hours of a unit's subtree."""
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    statement = make(office_hours)
    await tx.run(
        statement.on_conflict_do_update(
            index_elements=["unit_id"], set_={"hours": statement.excluded["hours"]}
        ),
        {"unit_id": unit_id, "hours": str(hours)},
    )
