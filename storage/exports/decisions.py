"""The log of decisions as a sheet, oldest first, a page at a time so that its length costs no memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import Row, Select, or_, select

from storage.columns import to_json
from storage.engine import Tx
from storage.exports.scope import EVERYTHING
from storage.exports.sheet import Cell, Column, Sheet
from storage.tables import DecisionRow, PersonRow, RecordRow, UnitRow

decisions = DecisionRow.__table__  # type: ignore[attr-defined]
people = PersonRow.__table__  # type: ignore[attr-defined]
records = RecordRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

PAGE = 5_000

# numbers, books and pages were typed by the vendor; all else that is not typed is a code of ours
COLUMNS = (
    Column("ma_don_vi", 10),
    Column("loai", 6),
    Column("nam", 6),
    Column("so", 8, typed=True),
    Column("lan", 5),
    Column("viec", 14),
    Column("ly_do", 20),
    Column("thay_doi", 40),
    Column("nguoi", 26, typed=True),
    Column("kenh", 10),
    Column("luc_hien", 30),
    Column("luc_quyet", 30),
    Column("goi_y", 6),
    Column("chon", 6),
    Column("quyen", 10, typed=True),
    Column("trang", 8, typed=True),
    Column("huong_xu_ly", 20),
    Column("ghi_chu", 40, typed=True),
    Column("trang_thai", 12),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions: of the units in these subtrees, made on the days from `since` to `until`, both counted."""

    paths: Sequence[str] = EVERYTHING
    since: date | None = None
    until: date | None = None


def _query(wanted: Wanted) -> Select[Any]:
    query = (
        select(
            decisions.c.id, units.c.code, records.c.type, records.c.year, records.c.number, decisions.c.revision,
            decisions.c.move, decisions.c.reasons, decisions.c.changes, people.c.full_name, decisions.c.channel,
            decisions.c.shown_at, decisions.c.decided_at, decisions.c.case_suggested, decisions.c.case_chosen,
            records.c.book, records.c.page, decisions.c.route, decisions.c.note, decisions.c.to_state,
        )
        # outer: a line of the log is never left out because something it points to is gone
        .outerjoin(units, units.c.id == decisions.c.unit_id)
        .outerjoin(records, records.c.id == decisions.c.record_id)
        .outerjoin(people, people.c.id == decisions.c.person_id)
        .order_by(decisions.c.id)
        .limit(PAGE)
    )  # fmt: skip
    if tuple(wanted.paths) != EVERYTHING:
        query = query.where(or_(*(units.c.path.startswith(path, autoescape=True) for path in wanted.paths)))
    if wanted.since is not None:
        query = query.where(decisions.c.day >= wanted.since)
    if wanted.until is not None:
        query = query.where(decisions.c.day <= wanted.until)
    return query


async def fill(tx: Tx, sheet: Sheet, wanted: Wanted, zone: tzinfo) -> int:
    """Write the wanted decisions, instants by the clock of the zone; returns how many."""
    query = _query(wanted)
    last, written = 0, 0
    while True:
        page = (await tx.run(query.where(decisions.c.id > last))).all()
        for row in page:
            sheet.write(_cells(row, zone))
        written += len(page)
        if len(page) < PAGE:
            return written
        last = page[-1].id


def _cells(row: Row[Any], zone: tzinfo) -> list[Cell]:
    return [
        row.code or "",
        row.type or "",
        "" if row.year is None else str(row.year),
        row.number or "",
        str(row.revision),
        row.move,
        ";".join(row.reasons),
        to_json(row.changes) if row.changes else "",
        row.full_name or "",
        row.channel,
        _instant(row.shown_at, zone),
        _instant(row.decided_at, zone),
        row.case_suggested,
        row.case_chosen,
        row.book or "",
        row.page or "",
        row.route,
        row.note,
        row.to_state,
    ]


def _instant(at: datetime | None, zone: tzinfo) -> str:
    """Write an instant to the millisecond, with the zone's offset: 2024-07-04T07:30:00.000+07:00."""
    return at.astimezone(zone).isoformat(timespec="milliseconds") if at else ""
