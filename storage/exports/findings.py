"""What triage found, a row a finding: unit by unit, as the books lie on the desk, the gravest of a record first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from domain.records import Finding, RecordType
from domain.wording import findings as say_findings
from domain.wording import shown
from domain.wording import triage as say
from storage.engine import Tx
from storage.exports.scope import EVERYTHING
from storage.exports.sheet import Cell, Column, Sheet
from storage.tables import RecordRow, UnitRow
from storage.triage_counts import below, has_findings

records = RecordRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

PAGE = 5_000

COLUMNS = tuple(
    Column(name, width, typed, label=say.LABELS[name])
    for name, width, typed in (
        ("ma_don_vi", 10, False),
        ("loai", 6, False),
        ("nam", 6, False),
        ("so", 8, True),
        ("quy_tac", 8, False),
        ("truong", 22, True),
        ("muc_do", 14, False),
        ("truong_hop", 8, False),
        ("gia_tri", 36, True),
        ("goi_y", 36, True),
        ("quyen", 10, True),
        ("trang", 7, True),
        ("trang_thai", 12, False),
        ("ten_truong", 24, True),
        ("noi_dung", 44, False),
    )
)


async def fill(tx: Tx, sheet: Sheet, paths: Sequence[str] = EVERYTHING) -> int:
    """Write the findings of some subtrees, values whole as a sheet holds them; returns how many."""
    written = 0
    chosen = select(units.c.id, units.c.code).where(below(paths)).order_by(units.c.code, units.c.id)
    for unit in (await tx.run(chosen)).all():
        last: tuple[str, int] = ("", 0)
        while True:
            page = (await tx.run(_page(tx), {"p_unit": unit.id, "p_order": last[0], "p_id": last[1]})).all()
            for row in page:
                for cells in _rows(unit.code, row):
                    sheet.write(cells)
                    written += 1
            if len(page) < PAGE:
                break
            last = (page[-1].desk_order, page[-1].id)
    return written


def _page(tx: Tx) -> Any:
    order: Any = bindparam("p_order")
    number: Any = bindparam("p_id")
    return (
        select(
            records.c.id, records.c.type, records.c.year, records.c.number, records.c.book, records.c.page,
            records.c.desk_order, records.c.state, records.c.fields, records.c.findings,
        )
        .where(records.c.unit_id == bindparam("p_unit"), has_findings(tx))
        .where((records.c.desk_order > order) | ((records.c.desk_order == order) & (records.c.id > number)))
        .order_by(records.c.desk_order, records.c.id)
        .limit(PAGE)
    )  # fmt: skip


def _rows(code: str, row: Row[Any]) -> Iterator[list[Cell]]:
    record_type = RecordType(row.type)
    for stored in row.findings:
        finding = Finding.from_json(stored)
        yield [
            code,
            row.type,
            "" if row.year is None else str(row.year),
            row.number,
            finding.rule,
            finding.field,
            finding.severity.value,
            finding.case,
            finding.value or row.fields.get(finding.field, ""),
            finding.suggestion,
            row.book,
            row.page,
            row.state,
            shown.label(record_type, finding.field) if finding.field else "",
            say_findings.reason(record_type, finding),
        ]
