"""Overtime out of the log of decisions: one person's year, or everybody's who reviewed in a subtree.

The log is read person by person in order of time and a page at a time, so that its length costs no memory. A
person's decisions in all units are read even where one unit is asked for: the decision before bounds the gap, and
the legal caps are the person's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any

from sqlalchemy import String, bindparam, or_, select, tuple_, type_coerce

from domain.overtime import Cell, Cutter, Timesheet
from domain.overtime_caps import Warned, warnings
from domain.workdays import DAY
from storage import calendars
from storage.calendars import Calendars
from storage.decisions import one_by_one
from storage.engine import Tx
from storage.hot import Hot
from storage.tables import DecisionRow, PersonRow, UnitRow

decisions = DecisionRow.__table__  # type: ignore[attr-defined]
people = PersonRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

PAGE = 5_000
Kept = Any  # an instant as the database keeps it: text on SQLite, a datetime on PostgreSQL
_SQLITE_LENGTH = len("2024-07-04 00:30:00.000000")
_NEVER = (None, None)
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(9999, 12, 31)
_place = (decisions.c.day, decisions.c.decided_at, decisions.c.id)

# Read as the database keeps them: most lie within office hours and need never be made into instants, which is what
# costs most. Kept instants of one database can be compared with each other.
_page = Hot(
    select(
        decisions.c.id,
        decisions.c.unit_id,
        type_coerce(decisions.c.day, String).label("day"),
        type_coerce(decisions.c.decided_at, String).label("decided_at"),
        type_coerce(decisions.c.shown_at, String).label("shown_at"),
    )
    .where(
        decisions.c.person_id == bindparam("p_person"),
        decisions.c.day
        >= bindparam("p_day"),  # for the index: a row value alone does not bound it everywhere
        decisions.c.day <= bindparam("p_until"),
        tuple_(*_place)
        > tuple_(
            bindparam("p_day", type_=decisions.c.day.type),
            bindparam("p_at", type_=decisions.c.decided_at.type),
            bindparam("p_id", type_=decisions.c.id.type),
        ),
        one_by_one,
    )
    .order_by(*_place)
    .limit(bindparam("p_limit"))
)


@dataclass(frozen=True, slots=True)
class Measure:
    """By what overtime is measured: clock, the cap on idle gaps, and the calendars of all units."""

    zone: tzinfo
    cap: timedelta
    calendars: Calendars
    units: Mapping[int, Unit]
    _cutters: dict[tuple[int, ...], Cutter] = field(default_factory=dict)

    def cutter(self, unit_id: int) -> Cutter:
        """Give the cutter of a unit's calendar; units with the same calendar share one."""
        path = self.units[unit_id].path if unit_id in self.units else "/"
        key = self.calendars.key(path)
        found = self._cutters.get(key)
        if found is None:
            found = self._cutters[key] = Cutter(self.calendars.of(path), self.zone)
        return found


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a statement names it."""

    code: str
    name: str
    path: str


async def measure(tx: Tx, *, zone: tzinfo, idle_minutes: int, file: Path | None = None) -> Measure:
    """Read calendars and units; `file` is the province's own file of days."""
    known = {
        row.id: Unit(row.code, row.name, row.path)
        for row in await tx.run(select(units.c.id, units.c.code, units.c.name, units.c.path))
    }
    return Measure(zone, timedelta(minutes=idle_minutes), await calendars.load(tx, file), known)


async def of_year(tx: Tx, person_id: int, *, until: date, by: Measure) -> dict[Cell, int]:
    """Count one person's overtime minutes from the first of January to a day, counted, in all units."""
    sheet = await _timesheet(tx, person_id, by, since=until.replace(month=1, day=1), until=until)
    return sheet.minutes(since=until.replace(month=1, day=1), until=until)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose overtime: on records of these subtrees, on the days from `since` to `until`, both counted."""

    paths: Sequence[str]
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Overtime:
    """One person's overtime. The warnings, by month, look at all units and the year from its first day."""

    person_id: int
    name: str
    minutes: Mapping[Cell, int]
    warned: Mapping[str, Warned]


async def below(tx: Tx, wanted: Wanted, by: Measure) -> list[Overtime]:
    """List everybody with overtime on records of some subtrees ("/" is all units), in order of their names."""
    paths = tuple(wanted.paths)
    inside = {unit_id for unit_id, unit in by.units.items() if unit.path.startswith(paths)}
    # the caps are looked at over the whole year, whatever day a statement begins with
    year = wanted.since.replace(month=1, day=1) if wanted.since else None
    found: list[Overtime] = []
    for person_id, name in await _reviewers(tx, wanted):
        sheet = await _timesheet(tx, person_id, by, since=year, until=wanted.until)
        minutes = sheet.minutes(since=wanted.since, until=wanted.until, counts=inside.__contains__)
        if minutes:
            whole = sheet.minutes(since=year, until=wanted.until)
            found.append(Overtime(person_id, name, minutes, warnings(whole)))
    return found


async def _reviewers(tx: Tx, wanted: Wanted) -> Iterable[tuple[int, str]]:
    """Find who decided on a record of these subtrees on these days or the day after, which a night may reach into."""
    some = (
        select(decisions.c.person_id)
        .join(units, units.c.id == decisions.c.unit_id)
        .where(or_(*(units.c.path.startswith(path, autoescape=True) for path in wanted.paths)), one_by_one)
    )
    if wanted.since is not None:
        some = some.where(decisions.c.day >= wanted.since)
    if wanted.until is not None:
        some = some.where(decisions.c.day <= _after(wanted.until))
    rows = await tx.run(
        select(people.c.id, people.c.full_name)
        .where(people.c.id.in_(some))
        .order_by(people.c.search_name, people.c.id)
    )
    return [(row.id, row.full_name) for row in rows]


async def _timesheet(
    tx: Tx, person_id: int, by: Measure, *, since: date | None, until: date | None
) -> Timesheet:
    """Read one person's decisions of some days, and of a day more at both ends, since gaps reach across midnight."""
    sheet = Timesheet(by.cap)
    cutters: dict[int, Cutter] = {}
    in_office: dict[Cutter, tuple[Kept, Kept]] = {}  # between which decisions count nothing
    at: dict[str, Any] = {
        "p_person": person_id,
        "p_day": since - DAY if since else _FIRST_DAY,
        "p_until": _after(until) if until else _LAST_DAY,
        "p_at": datetime.combine(_FIRST_DAY, time(0), UTC),
        "p_id": 0,
        "p_limit": PAGE,
    }
    while True:
        page = (await tx.run(_page, at)).all()
        passed: Kept | None = None
        for row in page:
            cutter = cutters.get(row.unit_id) or cutters.setdefault(row.unit_id, by.cutter(row.unit_id))
            first, last = in_office.get(cutter, _NEVER)
            if first is not None and first <= row.decided_at <= last:
                passed = row.decided_at
                continue
            if passed is not None:
                sheet.passed(instant(passed))
                passed = None
            decided_at = instant(row.decided_at)
            sheet.add(row.unit_id, cutter, decided_at, instant(row.shown_at) if row.shown_at else None)
            if hours := cutter.office_hours(decided_at):
                # a span that ends there begins there: it is no longer than the cap
                in_office[cutter] = (kept(hours[0] + by.cap, tx.dialect), kept(hours[1], tx.dialect))
        if page:
            last_row = page[-1]
            sheet.passed(instant(last_row.decided_at))
            at |= {"p_day": _day(last_row.day), "p_at": instant(last_row.decided_at), "p_id": last_row.id}
        if len(page) < PAGE:
            return sheet


def instant(value: Kept) -> datetime:
    """Read an instant as it is kept: SQLite's is text without an offset, in UTC."""
    if isinstance(value, str):
        return datetime.fromisoformat(f"{value}+00:00")
    at: datetime = value.astimezone(UTC)
    return at


def kept(at: datetime, dialect: str) -> Kept:
    """Write an instant as it is kept, so that it can be compared with others that are."""
    return at.astimezone(UTC).isoformat(" ", "microseconds")[:_SQLITE_LENGTH] if dialect == "sqlite" else at


def _day(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _after(day: date) -> date:
    return min(day, _LAST_DAY - DAY) + DAY
