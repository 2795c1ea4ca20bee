"""The calendars of units: what `/lich` set for a unit's subtree, before the files, before the country's days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.workdays import DEFAULT_HOURS, Calendar, Day, DayKind, OfficeHours, parse_hours
from storage.engine import Tx
from storage.special_days import OFF, SHIPPED, WORKDAY, of_country, read_file, set_day
from storage.tables import PersonRow, UnitRow
from storage.tables_plans import CalendarDayRow, OfficeHoursRow

calendar_days = CalendarDayRow.__table__  # type: ignore[attr-defined]
office_hours = OfficeHoursRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]
people = PersonRow.__table__  # type: ignore[attr-defined]

__all__ = ["OFF", "WORKDAY"]


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendars of all units, read at once."""

    days: Mapping[int, Mapping[date, Day]]  # unit → what it set
    hours: Mapping[int, OfficeHours]
    file: Mapping[date, Day]

    def key(self, unit_path: str) -> tuple[int, ...]:
        """Name the calendar of a unit: units with the same key share one."""
        line = (int(part) for part in unit_path.split("/") if part)
        return tuple(unit_id for unit_id in line if unit_id in self.days or unit_id in self.hours)

    def of(self, unit_path: str) -> Calendar:
        """Give the calendar of a unit; what it set itself counts, then what the nearest unit above it set."""
        line = [int(part) for part in reversed(unit_path.split("/")) if part]
        sets = [self.days[unit_id] for unit_id in line if unit_id in self.days]
        hours = next((self.hours[unit_id] for unit_id in line if unit_id in self.hours), DEFAULT_HOURS)

        def given(on: date) -> Day | None:
            of_country_then = of_country(on.year).get(on)
            for days in (*sets, self.file):
                if on in days:
                    return _told_again(days[on], of_country_then)
            return of_country_then

        return Calendar(given, hours)


def _told_again(known: Day, by_country: Day | None) -> Day:
    """Keep a public holiday one, though somebody set the same day off once more: other pay is due on it."""
    if known.kind is DayKind.REST and by_country is not None and by_country.kind is DayKind.HOLIDAY:
        return Day(DayKind.HOLIDAY, known.reason or by_country.reason)
    return known


async def load(tx: Tx, file: Path | None = None) -> Calendars:
    """Read what units have set; a province's own `file` goes before the shipped one."""
    days: dict[int, dict[date, Day]] = {}
    for row in await tx.run(select(calendar_days)):
        days.setdefault(row.unit_id, {})[row.day] = set_day(row.kind, row.reason)
    hours = {row.unit_id: parse_hours(row.hours) for row in await tx.run(select(office_hours))}
    known = {**read_file(SHIPPED), **(read_file(file) if file else {})}
    return Calendars(days, {unit_id: read for unit_id, read in hours.items() if read}, known)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit for whose subtree days and hours are set."""

    id: int
    code: str
    name: str
    path: str


async def places(tx: Tx, code: str, *, below: Iterable[str]) -> list[Place]:
    """Find the units of a code in some subtrees; codes were given anew in 2025, so there may be two."""
    prefixes = tuple(below)
    rows = await tx.run(
        select(units.c.id, units.c.code, units.c.name, units.c.path)
        .where(units.c.code == bindparam("p_code"))
        .order_by(units.c.path),
        {"p_code": code},
    )
    return [Place(row.id, row.code, row.name, row.path) for row in rows if row.path.startswith(prefixes)]


@dataclass(frozen=True, slots=True)
class SetDay:
    """A day that a unit set apart, and who did it when."""

    place: Place
    day: date
    kind: str
    reason: str
    by_name: str
    set_at: datetime


async def set_days(tx: Tx, paths: Iterable[str], *, since: date) -> list[SetDay]:
    """List the days set by units of some subtrees, from a day on; the upper units of a day first."""
    prefixes = tuple(paths)
    rows = await tx.run(
        select(calendar_days, units.c.code, units.c.name, units.c.path, people.c.full_name)
        .join(units, units.c.id == calendar_days.c.unit_id)
        .outerjoin(people, people.c.id == calendar_days.c.set_by)
        .where(calendar_days.c.day >= since)
        .order_by(calendar_days.c.day, units.c.path)
    )
    return [
        SetDay(
            Place(row.unit_id, row.code, row.name, row.path),
            row.day, row.kind, row.reason, row.full_name or "", row.set_at,
        )
        for row in rows
        if row.path.startswith(prefixes)
    ]  # fmt: skip


async def put(
    tx: Tx, unit_id: int, day: date, *, kind: str, reason: str, by: int | None, now: datetime
) -> None:
    """Set a day apart for a unit's subtree, over whatever it was set to before."""
    key = {"unit_id": unit_id, "day": day}
    await _put(tx, calendar_days, key, {"kind": kind, "reason": reason, "set_by": by, "set_at": now})


async def _put(tx: Tx, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    statement = make(table)
    await tx.run(
        statement.on_conflict_do_update(
            index_elements=list(key), set_={name: statement.excluded[name] for name in values}
        ),
        key | values,
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


async def put_hours(tx: Tx, unit_id: int, hours: OfficeHours, *, by: int | None, now: datetime) -> None:
    """Set the office hours of a unit's subtree."""
    await _put(tx, office_hours, {"unit_id": unit_id}, {"hours": str(hours), "set_by": by, "set_at": now})
