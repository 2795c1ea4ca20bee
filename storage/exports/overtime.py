"""The overtime statement: a row per person, unit, month and kind of day; as .xlsx with what a signature needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path

from domain.overtime import Kind, sum_by
from domain.wording import overtime as say
from storage import overtime
from storage.engine import Tx
from storage.exports import files, heading
from storage.exports.scope import EVERYTHING
from storage.exports.sheet import Cell, Column, Sheet, XlsxSheet
from storage.overtime import Measure, Overtime, Wanted


def _column(name: str, width: int, *, typed: bool = False) -> Column:
    return Column(name, width, typed, label=say.LABELS[name])


COLUMNS = (
    _column("ho_ten", 26, typed=True),
    _column("ma_don_vi", 10),
    _column("thang", 9),
    _column("loai_ngay", 16),
    _column("phut", 9),
    _column("don_vi", 24, typed=True),
    _column("loai_ngay_chu", 22),
    _column("canh_bao", 40),
    _column("ma_nguoi", 8),  # tells two people of one name apart
)
_RIGHT = 4  # the column below which the head signs
_SIGNING_ROOM = 4  # empty rows
_ORDER = {kind: place for place, kind in enumerate(Kind)}


async def write(
    tx: Tx, out: Path, wanted: Wanted, *, now: datetime, zone: tzinfo, idle_minutes: int, file: Path | None
) -> tuple[int, int]:
    """Write the statement to a file; returns how many rows it has and how many cells did not fit whole.

    A gap between two decisions counts as `idle_minutes` at most; `file` is the province's own file of days.
    """
    by = await overtime.measure(tx, zone=zone, idle_minutes=idle_minutes, file=file)
    found = await overtime.below(tx, wanted, by)
    above = title(wanted, by, today=now.astimezone(zone).date())
    house = await heading.house(tx, wanted.paths)
    with files.writing(out, COLUMNS, name=say.SHEET, title=above, house=house) as sheet:
        rows = fill(sheet, found, by)
    return rows, sheet.cut


def title(wanted: Wanted, by: Measure, *, today: date) -> tuple[str, ...]:
    """Give the lines above the table: what it is, of whom, of which days, how counted, and that it is a proposal."""
    names = [unit.name for unit in by.units.values() if unit.path in tuple(wanted.paths)]
    days = say.period(wanted.since, min(wanted.until or today, today))
    minutes = int(by.cap.total_seconds() // 60)
    named = (say.units(names),) if names and tuple(wanted.paths) != EVERYTHING else ()
    return (say.TITLE, *named, days, say.counted(minutes), say.PROPOSED)


def fill(sheet: Sheet, found: Sequence[Overtime], by: Measure) -> int:
    """Write the rows, and in a workbook the sums and signatures below them; returns how many rows."""
    rows = [row for one in found for row in _rows(one, by)]
    for row in rows:
        sheet.write(row)
    if isinstance(sheet, XlsxSheet):
        _close_off(sheet, found)
    return len(rows)


def _rows(one: Overtime, by: Measure) -> list[list[Cell]]:
    placed = sorted(
        ((by.units[cell.unit_id], cell, minutes) for cell, minutes in one.minutes.items()),
        key=lambda row: (row[0].code, row[1].unit_id, row[1].month, _ORDER[row[1].kind]),
    )
    return [
        [one.name, unit.code, cell.month, cell.kind.value, minutes, unit.name, say.KINDS[cell.kind],
         say.warned(one.warned.get(cell.month)), str(one.person_id)]
        for unit, cell, minutes in placed
    ]  # fmt: skip


def _close_off(sheet: XlsxSheet, found: Sequence[Overtime]) -> None:
    """Write the sums, whole sentences in the first column so that no program takes one for a row, and who signs."""
    whole: dict[Kind, int] = {}
    sheet.write([])
    sheet.write([say.PER_PERSON], bold=True)
    for one in found:
        by_kind = sum_by(one.minutes, lambda cell: cell.kind)
        sheet.write([say.sum_of(one.name, by_kind)])
        for kind, minutes in by_kind.items():
            whole[kind] = whole.get(kind, 0) + minutes
    sheet.write([say.sum_of(say.TOTAL, whole)], bold=True)
    sheet.write([])
    for left, right, bold in (
        ("", say.DATED, False),
        (say.PREPARED, say.HEAD, True),
        (say.SIGN, say.SIGN, False),
    ):
        sheet.write([left, *[""] * (_RIGHT - 1), right], bold=bold)
    for _ in range(_SIGNING_ROOM):
        sheet.write([])
