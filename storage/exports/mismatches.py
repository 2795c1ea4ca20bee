"""Where what was decided here and what the staging software says differ, the gravest first; what only waits comes last.

Of a kind the order is unit, type, book, number. Records of which no list has told are listed where a list told of
their unit and of their type: a list of one commune does not make all others differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from sqlalchemy import Row, and_, func, or_, select

from domain import reconciliation
from domain.reconciliation import Kind
from domain.records import RecordType
from domain.review import State
from domain.wording import reconciliation as say
from domain.wording.review import STATE_WORDS
from storage import confirmations
from storage.engine import Tx
from storage.exports import actions, entry_columns
from storage.exports.sheet import Cell, Sheet
from storage.tables import DecisionRow, PersonRow, RecordRow

counts = confirmations.counts
decisions = DecisionRow.__table__  # type: ignore[attr-defined]
people = PersonRow.__table__  # type: ignore[attr-defined]
records = RecordRow.__table__  # type: ignore[attr-defined]
strays = confirmations.strays
told = confirmations.confirmations

COLUMNS = entry_columns.columns(
    say.LABELS,
    ("noi_dung", 44, False),
    ("o_day", 16, False),
    ("ben_158", 16, True),
    ("so_lieu_luc", 18, False),
    ("ho_ten", 28, True),
    ("nguoi", 26, True),
    ("luc_quyet", 18, False),
    ("ma_ho_so", 10, False),
    ("don_vi", 24, True),
    why=26,
)
LISTED = tuple(kind for kind in Kind if kind not in (Kind.UNDECIDED, Kind.AGREES))


async def fill(tx: Tx, sheet: Sheet, paths: Sequence[str], zone: tzinfo) -> int:
    """Write the mismatches of some subtrees, kind by kind; returns how many rows."""
    if not await confirmations.any_yet(tx):
        return 0
    units = await actions.units_of(tx, paths)
    there = await _kinds_by_unit(tx)
    types = await _types(tx)
    written = 0
    for kind in LISTED:
        for unit in units:
            if kind not in there.get(unit.id, ()) and not (kind is Kind.NOT_THERE and unit.id in there):
                continue
            if kind is Kind.NOT_HERE:
                cells = [_stray(row, unit, zone) for row in (await tx.run(_strays_of(unit.id))).all()]
            else:
                found = (await tx.run(_of_kind(unit.id, kind, types))).all()
                cells = [_cells(row, unit, kind, zone) for row in actions.in_their_order(found)]
            sheet.write_many(cells)
            written += len(cells)
    return written


async def _kinds_by_unit(tx: Tx) -> dict[int, set[Kind]]:
    """Tell which kinds there are in which unit, so that nothing is looked for in vain."""
    found: dict[int, set[Kind]] = {}
    for row in await tx.run(select(counts).where(counts.c.count != 0)):
        found.setdefault(row.unit_id, set()).add(Kind(row.kind))
    return found


async def _types(tx: Tx) -> list[str]:
    """List the types of which anything was told."""
    found = []
    for kind in RecordType:
        of_type = select(records.c.id).join(told, told.c.record_id == records.c.id)
        if (await tx.run(of_type.where(records.c.type == kind.value).limit(1))).first() is not None:
            found.append(kind.value)
    return found


def _of_kind(unit_id: int, kind: Kind, types: Sequence[str]) -> Any:
    query = (
        select(
            records.c.id, records.c.type, records.c.year, records.c.number, records.c.book, records.c.page,
            records.c.subject, records.c.state, records.c.desk_order, told.c.state.label("there"), told.c.words,
            told.c.as_of, decisions.c.decided_at, people.c.full_name,
        )
        .select_from(
            records.outerjoin(told, told.c.record_id == records.c.id)
            .outerjoin(decisions, decisions.c.id == actions.newest_decision())
            .outerjoin(people, people.c.id == decisions.c.person_id)
        )
        .where(records.c.unit_id == unit_id)
        .order_by(records.c.desk_order, records.c.id)
    )  # fmt: skip
    if kind is Kind.NOT_THERE:
        return query.where(told.c.record_id.is_(None), records.c.type.in_(types))
    pairs = reconciliation.pairs_of(kind)
    return query.where(
        or_(*(and_(records.c.state == here.value, told.c.state == there.value) for here, there in pairs))
    )


def _strays_of(unit_id: int) -> Any:
    return (
        select(strays)
        .where(strays.c.unit_id == unit_id)
        .order_by(strays.c.type, strays.c.year, func.length(strays.c.natural_key), strays.c.natural_key)
    )


def _cells(row: Row[Any], unit: Row[Any], kind: Kind, zone: tzinfo) -> list[Cell]:
    return [
        unit.code,
        row.type,
        "" if row.year is None else str(row.year),
        row.number,
        row.book,
        row.page,
        kind.value,
        say.KINDS[kind],
        STATE_WORDS[State(row.state)],
        actions.there(row) or say.NOBODY_SAID,
        "" if row.as_of is None else actions.moment(row.as_of, zone),
        row.subject,
        row.full_name or "",
        "" if row.decided_at is None else actions.moment(row.decided_at, zone),
        str(row.id),
        unit.name,
    ]


def _stray(row: Row[Any], unit: Row[Any], zone: tzinfo) -> list[Cell]:
    there = row.words or say.THERE[State(row.state)]
    at = actions.moment(row.as_of, zone)
    return [
        unit.code, row.type, str(row.year), row.number, "", "", Kind.NOT_HERE.value, say.KINDS[Kind.NOT_HERE],
        say.NO_RECORD, there, at, "", "", "", "", unit.name,
    ]  # fmt: skip
