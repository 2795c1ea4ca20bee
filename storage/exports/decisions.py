"""The log of decisions as a sheet, oldest first, a page at a time so that its length costs no memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from sqlalchemy import Select, Text, bindparam, cast, or_, select

from domain.wording import exports as say
from storage.columns import to_json
from storage.engine import Tx
from storage.exports.instants import as_stored, writer
from storage.exports.scope import EVERYTHING
from storage.exports.sheet import Cell, Column, Sheet
from storage.hot import Hot
from storage.tables import DecisionRow, PersonRow, RecordRow, UnitRow

decisions = DecisionRow.__table__  # type: ignore[attr-defined]
people = PersonRow.__table__  # type: ignore[attr-defined]
records = RecordRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

PAGE = 5_000

# numbers, books and pages were typed by the vendor; all else that is not typed is a code of ours
COLUMNS = tuple(
    Column(name, width, typed, label=say.DECISION_LABELS[name])
    for name, width, typed in (
        ("ma_don_vi", 10, False),
        ("loai", 6, False),
        ("nam", 6, False),
        ("so", 8, True),
        ("lan", 5, False),
        ("viec", 14, False),
        ("ly_do", 20, False),
        ("thay_doi", 40, False),
        ("nguoi", 26, True),
        ("kenh", 10, False),
        ("luc_hien", 30, False),
        ("luc_quyet", 30, False),
        ("goi_y", 6, False),
        ("chon", 6, False),
        ("quyen", 10, True),
        ("trang", 8, True),
        ("huong_xu_ly", 20, False),
        ("ghi_chu", 40, True),
        ("trang_thai", 12, False),
    )
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
            decisions.c.move, cast(decisions.c.reasons, Text).label("reasons"),
            cast(decisions.c.changes, Text).label("changes"), people.c.full_name, decisions.c.channel,
            as_stored(decisions.c.shown_at), as_stored(decisions.c.decided_at), decisions.c.case_suggested,
            decisions.c.case_chosen, records.c.book, records.c.page, decisions.c.route, decisions.c.note,
            decisions.c.to_state,
        )
        # outer: a line of the log is never left out because something it points to is gone
        .outerjoin(units, units.c.id == decisions.c.unit_id)
        .outerjoin(records, records.c.id == decisions.c.record_id)
        .outerjoin(people, people.c.id == decisions.c.person_id)
        .where(decisions.c.id > bindparam("p_after"))
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
    page_after = Hot(_query(wanted))
    cells_of = _cells(writer(zone), packed=tx.dialect == "sqlite")
    last, written = 0, 0
    while True:
        page = (await tx.run(page_after, {"p_after": last})).all()
        sheet.write_many(map(cells_of, page))
        written += len(page)
        if len(page) < PAGE:
            return written
        last = page[-1][0]


def _cells(instant: Callable[[Any], str], *, packed: bool) -> Callable[[Any], list[Cell]]:
    """Give what makes the cells of a row of the query. `packed`: JSON is kept as the very text that was written."""

    def cells(row: Any) -> list[Cell]:
        (
            _, code, kind, year, number, revision, move, reasons, changes, name, channel, shown_at, decided_at,
            suggested, chosen, book, page, route, note, to_state,
        ) = row  # fmt: skip
        return [
            code or "",
            kind or "",
            "" if year is None else str(year),
            number or "",
            str(revision),
            move,
            ";".join(json.loads(reasons)) if reasons != "[]" else "",
            "" if changes == "{}" else changes if packed else to_json(json.loads(changes)),
            name or "",
            channel,
            instant(shown_at),
            instant(decided_at),
            suggested,
            chosen,
            book or "",
            page or "",
            route,
            note,
            to_state,
        ]

    return cells
