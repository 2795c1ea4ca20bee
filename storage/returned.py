"""What lies at the vendor: returned records by unit, and by lot, which is a book and the reason it went back for.

How many wait and since when is read from the tallies by day, so it costs the same whatever the number of records; only
lots, and the records in them, are read from the records themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, bindparam, case, cast, func, or_, select

from domain import returned as rules
from domain.book_faults import type_of
from domain.records import Finding, RecordType
from domain.returned import Waiting
from domain.review import Move, ReturnReason, State
from storage.claims import shelf
from storage.decisions import decisions
from storage.engine import Tx
from storage.hot import Hot
from storage.tables import RecordRow, UnitRow
from storage.tallies import COUNTED_UNIT, is_whole, tallies, totals

records = RecordRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

AT_VENDOR = records.c.state == State.RETURNED.value
given = decisions.alias("given")
_of_record = decisions.alias("of_record")


def newest_return() -> ColumnElement[bool]:
    """Say of `given` that it is the return by which a record stands where it stands.

    A return that was undone has left that state, or a later return of the same revision took its place. A record that
    the source itself called refused has none.
    """
    newest = (
        select(func.max(_of_record.c.id))
        .where(
            _of_record.c.record_id == records.c.id,
            _of_record.c.revision == records.c.revision,
            _of_record.c.move == Move.RETURN.value,
        )
        .correlate(records)
        .scalar_subquery()
    )
    is_newest: ColumnElement[bool] = given.c.id == newest
    return is_newest


def below(paths: Sequence[str]) -> ColumnElement[bool]:
    """Say in SQL that a unit lies in one of these subtrees; of no subtree nothing is seen."""
    return or_(units.c.id.is_(None), *(units.c.path.startswith(path, autoescape=True) for path in paths))


@dataclass(frozen=True, slots=True)
class UnitWaits:
    """A unit whose records wait at the vendor."""

    unit_id: int
    code: str
    name: str
    path: str
    waiting: Waiting


async def by_unit(tx: Tx, paths: Sequence[str], *, today: date) -> list[UnitWaits]:
    """List the units of some subtrees that have records at the vendor, those that wait longest first."""
    rows = await tx.run(
        select(units.c.id, units.c.code, units.c.name, units.c.path, tallies.c.day, func.sum(tallies.c.count).label("n"))
        .join(tallies, tallies.c.unit_id == units.c.id)
        .where(below(paths), tallies.c.state == State.RETURNED.value, tallies.c.count != 0)
        .group_by(units.c.id, units.c.code, units.c.name, units.c.path, tallies.c.day)
    )  # fmt: skip
    went: dict[tuple[int, str, str, str], dict[date, int]] = {}
    for row in rows:
        days = went.setdefault((row.id, row.code, row.name, row.path), {})
        days[row.day] = days.get(row.day, 0) + int(row.n)
    found = [UnitWaits(*unit, rules.waiting(days, today)) for unit, days in went.items()]
    return sorted((one for one in found if one.waiting.total), key=_oldest_first)


_at_vendor = {
    whole: Hot(
        select(func.coalesce(func.sum(totals.c.count), 0).label("n"), func.count(totals.c.unit_id.distinct()).label("units"))
        .where(
            totals.c.state == State.RETURNED.value,
            totals.c.count > 0,
            unit.in_(select(units.c.id).where(units.c.path.like(bindparam("p_path") + "%"))),
        )
    )
    for whole, unit in COUNTED_UNIT.items()
}  # fmt: skip


async def at_vendor(tx: Tx, path: str) -> tuple[int, int]:
    """Count the records of a subtree that are at the vendor, and the units they are of, from the running totals."""
    row = (await tx.run(_at_vendor[is_whole(path)], {"p_path": path})).one()
    return int(row.n), int(row.units)


def _oldest_first(one: UnitWaits) -> tuple[Any, ...]:
    return (one.waiting.since, -one.waiting.total, one.code, one.unit_id)


@dataclass(frozen=True, slots=True)
class Lot:
    """Records of one book that went back for one reason; `reason` is None where the source gave none.

    `again` counts those that came back from the vendor before and were returned once more.
    """

    unit_id: int
    unit_code: str
    unit_name: str
    book_key: str
    book: str
    reason: ReturnReason | None
    waiting: Waiting
    again: int

    @property
    def type(self) -> RecordType:
        """Tell whose book it is."""
        return type_of(self.book_key)


_reasons = cast(given.c.reasons, Text)


async def lots(tx: Tx, paths: Sequence[str], *, today: date, unit_id: int | None = None) -> list[Lot]:
    """List the lots of some subtrees, or of one unit in them, those that wait longest first."""
    book_key = shelf.label("book_key")
    query = (
        select(
            records.c.unit_id, units.c.code, units.c.name, book_key, _reasons.label("reasons"), records.c.state_on,
            func.max(records.c.book).label("book"), func.count().label("n"),
            func.sum(case((records.c.revision > 1, 1), else_=0)).label("again"),
        )
        .select_from(records.join(units, units.c.id == records.c.unit_id).outerjoin(given, newest_return()))
        .where(AT_VENDOR, below(paths))
        .group_by(records.c.unit_id, units.c.code, units.c.name, book_key, _reasons, records.c.state_on)
    )  # fmt: skip
    if unit_id is not None:
        query = query.where(records.c.unit_id == unit_id)
    gathered: dict[tuple[int, str, ReturnReason | None], list[Row[Any]]] = {}
    for row in await tx.run(query):
        gathered.setdefault((row.unit_id, row.book_key, reason_in(row.reasons)), []).append(row)
    found = [_lot(reason, rows, today) for (_, _, reason), rows in gathered.items()]
    return sorted(found, key=lambda lot: (lot.waiting.since, -lot.waiting.total, lot.unit_code, lot.book_key, place_of(lot.reason)))  # fmt: skip


def _lot(reason: ReturnReason | None, rows: Sequence[Row[Any]], today: date) -> Lot:
    went: dict[date, int] = {}
    for row in rows:
        went[row.state_on] = went.get(row.state_on, 0) + int(row.n)
    first = rows[0]
    return Lot(
        first.unit_id, first.code, first.name, first.book_key, max(row.book for row in rows), reason,
        rules.waiting(went, today), sum(int(row.again) for row in rows),
    )  # fmt: skip


def reason_in(reasons: str | Sequence[str] | None) -> ReturnReason | None:
    """Read the reason of a return as it is stored; None where there is none."""
    listed = json.loads(reasons) if isinstance(reasons, str) else reasons
    known = [one for one in listed or () if one in ReturnReason.__members__]
    return ReturnReason(known[0]) if known else None


def place_of(reason: ReturnReason | None) -> int:
    """Tell where a reason stands among all; what has none comes last."""
    return list(ReturnReason).index(reason) if reason is not None else len(ReturnReason)


@dataclass(frozen=True, slots=True)
class AtVendor:
    """One returned record as the vendor has to know it."""

    id: int
    type: RecordType
    year: int | None
    number: str
    book: str
    page: str
    book_key: str
    reason: ReturnReason | None
    scan: str
    revision: int
    went: date
    note: str
    findings: tuple[Finding, ...]


async def of_unit(
    tx: Tx, unit_id: int, *, book_key: str | None = None, reason: ReturnReason | None = None
) -> list[AtVendor]:
    """List the returned records of a unit, or with a book those of one lot: by book, by reason, then as they lie."""
    query = (
        select(
            records.c.id, records.c.type, records.c.year, records.c.number, records.c.book, records.c.page,
            shelf.label("book_key"), records.c.desk_order, records.c.scan, records.c.revision, records.c.state_on,
            records.c.findings, given.c.reasons, given.c.note, given.c.findings.label("shown"),
        )
        .select_from(records.outerjoin(given, newest_return()))
        .where(records.c.unit_id == unit_id, AT_VENDOR)
    )  # fmt: skip
    if book_key is not None:
        query = query.where(shelf == book_key)
    rows = [(reason_in(row.reasons), row) for row in await tx.run(query)]
    if book_key is not None:
        rows = [(why, row) for why, row in rows if why is reason]
    rows.sort(key=lambda each: (each[1].book_key, place_of(each[0]), each[1].desk_order, each[1].id))
    return [
        AtVendor(
            row.id, RecordType(row.type), row.year, row.number, row.book, row.page, row.book_key, why, row.scan,
            row.revision, row.state_on, row.note or "", _findings(row.shown or row.findings),
        )
        for why, row in rows
    ]  # fmt: skip


def _findings(stored: Iterable[dict[str, str]]) -> tuple[Finding, ...]:
    return tuple(Finding.from_json(each) for each in stored)
