"""Returned records for the vendor: by unit, book and reason, with what has to be known to do them again.

A vendor needs no names of officials. The column `ma_ho_so` names the record whatever is corrected in it: a sheet of
corrections that carries it (`maHoSo`) is matched by it even where the number, the date or the unit was what was wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from domain import returned as rules
from domain.wording import returned as say
from storage import returned
from storage.engine import Tx
from storage.exports import entry_columns
from storage.exports.scope import EVERYTHING
from storage.exports.sheet import Cell, Sheet
from storage.returned import AtVendor, UnitWaits

COLUMNS = entry_columns.columns(
    say.LABELS,
    ("don_vi", 22, True),
    ("ly_do_chu", 22, False),
    ("ten_file", 34, True),
    ("lan", 5, False),
    ("ngay_tra", 11, False),
    ("so_ngay", 8, False),
    ("nhom_ngay", 9, False),
    ("phat_hien", 24, False),
    ("phat_hien_chu", 44, False),
    ("ghi_chu", 30, True),
    ("ma_ho_so", 12, False),
    ("lo", 6, False),
    why=16,
)


@dataclass(slots=True)
class Written:
    """What a file holds: records, and lots, each a book with the reason for which records of it went back."""

    records: int = 0
    lots: int = 0


async def fill(tx: Tx, sheet: Sheet, paths: Sequence[str], *, today: date) -> Written:
    """Write the returned records of some subtrees, unit by unit; returns how many, and in how many lots."""
    written = Written()
    for unit in await _units(tx, paths, today):
        lot: tuple[object, ...] = ()
        for one in await returned.of_unit(tx, unit.unit_id):
            if (one.book_key, one.reason) != lot:
                lot = (one.book_key, one.reason)
                written.lots += 1
            sheet.write(_cells(unit, one, today, written.lots))
            written.records += 1
    return written


async def _units(tx: Tx, paths: Sequence[str], today: date) -> list[UnitWaits]:
    found = await returned.by_unit(tx, paths, today=today)
    return sorted(found, key=lambda unit: (unit.code, unit.unit_id))


def _cells(unit: UnitWaits, one: AtVendor, today: date, lot: int) -> list[Cell]:
    days = rules.days_since(one.went, today)
    return [
        unit.code,
        one.type.value,
        "" if one.year is None else str(one.year),
        one.number,
        one.book,
        one.page,
        one.reason.value if one.reason else "",
        unit.name,
        say.reason(one.reason),
        one.scan,
        str(one.revision),
        one.went.isoformat(),
        days,
        rules.age_of(days).value,
        "; ".join(f"{each.rule} {each.field}".strip() for each in one.findings),
        say.found(one.type, one.findings),
        one.note,
        str(one.id),
        str(lot),
    ]


async def title(tx: Tx, paths: Sequence[str], *, today: date) -> tuple[str, ...]:
    """Give the lines above the table: whose records, of which day, how many in how many lots."""
    held = await returned.lots(tx, paths, today=today)
    total = sum(lot.waiting.total for lot in held)
    return say.title(await names(tx, paths), total, len(held), today)


async def names(tx: Tx, paths: Sequence[str]) -> list[str]:
    """Name the units whose subtrees these are; of everything none."""
    if tuple(paths) == EVERYTHING:
        return []
    units = returned.units
    rows = await tx.run(select(units.c.name).where(units.c.path.in_(list(paths))).order_by(units.c.path))
    return [row.name for row in rows]
