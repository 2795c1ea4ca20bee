"""Progress as a table: a row per unit over its whole subtree, then one per type in it; the last row is the total.

It is read from the running totals, so it costs the same whatever the number of records.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import or_, select

from domain.records import TYPE_LABEL, RecordType
from domain.review import State
from domain.wording import exports as say
from storage import tallies
from storage.engine import Tx
from storage.exports import heading
from storage.exports.heading import Heading
from storage.exports.sheet import Cell, Column, Sheet, XlsxSheet
from storage.tables import UnitRow
from storage.tallies import UNDECIDED

units = UnitRow.__table__  # type: ignore[attr-defined]

Counts = dict[State, int]


def _column(name: str, width: int = 12, *, typed: bool = False, share: bool = False) -> Column:
    return Column(name, width, typed, share, say.PROGRESS_LABELS[name])


COLUMNS = (
    _column("ma_don_vi", 10),
    _column("don_vi", 32, typed=True),
    _column("loai", 8),
    *(_column(state.value) for state in State),
    _column("tong"),
    _column("da_ra_soat"),
    _column("ty_le", 8, share=True),
)


_LETTER_STATES = (
    State.APPROVED, State.RETURNED, State.FOLLOW_UP, State.ASKED, State.PENDING, State.UNSTATED,
)  # fmt: skip
LETTER_COLUMNS = tuple(
    Column(name, width, share=name == "ty_le", label=say.LETTER_LABELS[name])
    for name, width in (
        ("tt", 5), ("loai_viec", 30), ("tong", 12), *((state.value, 12) for state in _LETTER_STATES), ("ty_le", 10),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """The records of a unit's subtree, of one type or (None) of all; a total has no unit."""

    unit_code: str
    unit_name: str
    type: RecordType | None
    counts: Counts
    wide: bool = False  # a unit with units below it, or the total
    head: bool = False  # a unit at the head of what was asked for, none of the others above it

    def cells(self) -> list[Cell]:
        """Give the row in the order of COLUMNS."""
        total, reviewed = sum(self.counts.values()), _reviewed(self.counts)
        kind = self.type.value if self.type else say.ALL_TYPES
        numbers = (self.counts.get(state, 0) for state in State)
        return [self.unit_code, self.unit_name, kind, *numbers, total, reviewed, _share(self.counts)]


def _reviewed(counts: Counts) -> int:
    return sum(counts.values()) - sum(counts.get(state, 0) for state in UNDECIDED)


def _share(counts: Counts) -> float:
    """Give the share that is reviewed, 0 … 1; never rounded up to all of them."""
    total, reviewed = sum(counts.values()), _reviewed(counts)
    share = round(reviewed / total, 4) if total else 0.0
    return min(share, 0.9999) if reviewed < total else share


@dataclass(frozen=True, slots=True)
class _Unit:
    id: int
    code: str
    name: str
    parent_id: int | None
    path: str
    ended: bool


async def table(tx: Tx, paths: Sequence[str], *, on: date) -> list[Row]:
    """List the rows of some subtrees ("/" is all units), each unit before the units below it, by code.

    A unit that was no unit any more on that day is left out if it has no records.
    """
    below = await _units(tx, paths, on)
    direct: dict[int, dict[RecordType, Counts]] = {}
    for path in paths:
        for line in await tallies.lines_below(tx, path):
            direct.setdefault(line.unit_id, {}).setdefault(RecordType(line.type), {})[line.state] = line.count
    summed: dict[int, dict[RecordType, Counts]] = {unit.id: {} for unit in below}
    for unit_id, path in ((unit.id, unit.path) for unit in below):
        for above in (int(part) for part in path.split("/") if part):
            if above in summed:
                for kind, counts in direct.get(unit_id, {}).items():
                    _add(summed[above].setdefault(kind, {}), counts)
    rows: list[Row] = []
    parents, here = {unit.parent_id for unit in below}, {unit.id for unit in below}
    for unit in _in_order(below):
        by_type = summed[unit.id]
        if unit.ended and not by_type:
            continue
        wide, head = unit.id in parents, unit.parent_id not in here
        rows.append(Row(unit.code, unit.name, None, _sum(by_type.values()), wide, head))
        rows += [
            Row(unit.code, unit.name, kind, by_type[kind], wide, head)
            for kind in RecordType
            if kind in by_type
        ]
    total = _sum(counts for by_type in direct.values() for counts in by_type.values())
    return [*rows, Row("", say.TOTAL, None, total, wide=True)]


async def _units(tx: Tx, paths: Sequence[str], on: date) -> list[_Unit]:
    rows = await tx.run(
        select(units.c.id, units.c.code, units.c.name, units.c.parent_id, units.c.path, units.c.valid_to)
        .where(or_(*(units.c.path.startswith(path, autoescape=True) for path in paths)))
        .order_by(units.c.code, units.c.id)
    )
    return [
        _Unit(row.id, row.code, row.name, row.parent_id, row.path,
              ended=row.valid_to is not None and row.valid_to < on)
        for row in rows
    ]  # fmt: skip


def _in_order(below: Sequence[_Unit]) -> list[_Unit]:
    """Put each unit before those below it, keeping the order of codes among neighbours."""
    here = {unit.id for unit in below}
    children: dict[int | None, list[_Unit]] = {}
    for unit in below:
        children.setdefault(unit.parent_id if unit.parent_id in here else None, []).append(unit)
    ordered: list[_Unit] = []
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        unit = waiting.pop()
        ordered.append(unit)
        waiting += reversed(children.get(unit.id, []))
    return ordered


def _add(into: Counts, counts: Counts) -> None:
    for state, count in counts.items():
        into[state] = into.get(state, 0) + count


def _sum(parts: Iterable[Counts]) -> Counts:
    total: Counts = {}
    for counts in parts:
        _add(total, counts)
    return total


def fill(sheet: Sheet, rows: Iterable[Row]) -> None:
    """Write the rows; those of a unit's whole subtree stand out."""
    for row in rows:
        sheet.write(row.cells(), bold=row.wide and row.type is None)


def fill_letter(sheet: XlsxSheet, rows: Sequence[Row], heading: Heading) -> None:
    """Add the sheet in the letter's form: the five types and their total, by state; it sums to what was imported."""
    title = (say.LETTER_TITLE, *heading.title[1:])
    sheet.turn(LETTER_COLUMNS, name=say.LETTER_SHEET, title=title, house=heading.house)
    total = rows[-1]
    by_type = _by_type(rows)
    for place, kind in enumerate(RecordType, 1):
        sheet.write(_letter_cells(str(place), TYPE_LABEL[kind], by_type.get(kind, {})))
    sheet.write(_letter_cells("", say.TOTAL, total.counts), bold=True)


def _by_type(rows: Sequence[Row]) -> dict[RecordType, Counts]:
    """Sum the types over the units at the head of what was asked for; each counts its whole subtree."""
    summed: dict[RecordType, Counts] = {}
    for row in rows:
        if row.head and row.type is not None:
            _add(summed.setdefault(row.type, {}), row.counts)
    return summed


def _letter_cells(place: str, name: str, counts: Counts) -> list[Cell]:
    total = sum(counts.values())
    return [place, name, total, *(counts.get(state, 0) for state in _LETTER_STATES), _share(counts)]


async def progress_workbook(tx: Tx, path: str, *, as_of: datetime, zone: tzinfo) -> bytes:
    """Make the workbook of one subtree, as the bytes of an .xlsx file."""
    out = io.BytesIO()
    rows = await table(tx, [path], on=as_of.astimezone(zone).date())
    about = await heading.of(tx, "progress", [path], now=as_of, zone=zone)
    sheet = XlsxSheet(out, COLUMNS, name=say.PROGRESS_SHEET, title=about.title, house=about.house)
    fill(sheet, rows)
    fill_letter(sheet, rows, about)
    sheet.close()
    return out.getvalue()
