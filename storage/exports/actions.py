"""What has to be keyed into the staging software: each decided record, in the order in which that software lists them.

The order is unit, type, year and book, number: whoever keys decisions goes down its list without searching. What is
to be done there follows from the record's state and from the decision that led to it. What stands there already, as the
last status list says, is left out; a value that was corrected here after that list was made cannot stand there yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Text, and_, cast, func, or_, select

from domain.fields import find_field
from domain.records import RecordType
from domain.review import Move, ReturnReason, State
from domain.wording import captions, figures, shown
from domain.wording import exports as say
from domain.wording import reconciliation as say_158
from storage.engine import Tx
from storage.exports import entry_columns
from storage.exports.scope import EVERYTHING
from storage.exports.sheet import Cell, Sheet
from storage.tables import DecisionRow, PersonRow, RecordRow, UnitRow
from storage.tables_confirmations import ConfirmationRow

decisions = DecisionRow.__table__  # type: ignore[attr-defined]
people = PersonRow.__table__  # type: ignore[attr-defined]
records = RecordRow.__table__  # type: ignore[attr-defined]
told = ConfirmationRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

COLUMNS = entry_columns.columns(
    say.ACTION_LABELS,
    ("viec_can_lam", 24, False),
    ("noi_dung", 48, True),
    ("ho_ten", 28, True),
    ("luc_quyet", 18, False),
    ("nguoi", 26, True),
    ("lan", 5, False),
    ("ma_ho_so", 10, False),
    ("don_vi", 24, True),
    ("ben_158", 16, True),
    why=20,
)
_DECIDED = (State.APPROVED, State.RETURNED, State.FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records: of the units in these subtrees, decided on the days from `since` to `until`, both counted.

    `detail` says how much of people is told (as `card_detail` does); without it values stand as they were typed.
    """

    paths: Sequence[str] = EVERYTHING
    since: date | None = None
    until: date | None = None
    detail: str = ""


async def fill(tx: Tx, sheet: Sheet, wanted: Wanted, zone: tzinfo) -> int:
    """Write what is to be done, unit by unit; returns how many rows."""
    written = 0
    for unit in await units_of(tx, wanted.paths):
        found = (await tx.run(_of_unit(unit.id, wanted))).all()
        sheet.write_many(_cells(row, unit, wanted, zone) for row in in_their_order(found))
        written += len(found)
    return written


async def units_of(tx: Tx, paths: Sequence[str]) -> Sequence[Row[Any]]:
    """List the units of some subtrees by code: id, code, name."""
    query = select(units.c.id, units.c.code, units.c.name).order_by(units.c.code, units.c.id)
    if tuple(paths) != EVERYTHING:
        query = query.where(or_(*(units.c.path.startswith(path, autoescape=True) for path in paths)))
    return (await tx.run(query)).all()


def newest_decision() -> Any:
    """Select the number of the decision by which a record stands where it does, its last."""
    of_record = decisions.alias("of_record")
    return (
        select(func.max(of_record.c.id))
        .where(of_record.c.record_id == records.c.id)
        .correlate(records)
        .scalar_subquery()
    )


def _of_unit(unit_id: int, wanted: Wanted) -> Any:
    """Select a unit's decided records with the decision by which each stands where it does."""
    query = (
        select(
            records.c.id, records.c.type, records.c.year, records.c.number, records.c.book, records.c.page,
            records.c.subject, records.c.state, records.c.revision, records.c.desk_order, decisions.c.move,
            decisions.c.reasons, decisions.c.changes, decisions.c.route, decisions.c.note, decisions.c.decided_at,
            people.c.full_name, told.c.state.label("there"), told.c.words,
        )
        .select_from(
            # what nobody decided here is not to be keyed there
            records.join(decisions, decisions.c.id == newest_decision())
            .outerjoin(people, people.c.id == decisions.c.person_id)
            .outerjoin(told, told.c.record_id == records.c.id)
        )
        .where(records.c.unit_id == unit_id, records.c.state.in_([state.value for state in _DECIDED]))
        .where(or_(
            told.c.state.is_(None),
            told.c.state != records.c.state,
            and_(cast(decisions.c.changes, Text) != "{}", told.c.as_of < decisions.c.decided_at),
        ))
        .order_by(records.c.desk_order, records.c.id)
    )  # fmt: skip
    if wanted.since is not None:
        query = query.where(decisions.c.day >= wanted.since)
    if wanted.until is not None:
        query = query.where(decisions.c.day <= wanted.until)
    return query


def in_their_order(rows: Iterable[Row[Any]]) -> Iterator[Row[Any]]:
    """Order a unit's records by type, book and number: on the desk the page comes before the number."""
    for _, shelf in groupby(rows, key=lambda row: _shelf(row.desk_order)):
        yield from sorted(shelf, key=lambda row: row.desk_order.rpartition(".")[2])


def _shelf(desk_order: str) -> str:
    """Name the book a record stands in: all of its place on the desk but page and number."""
    return desk_order.rsplit(".", 2)[0]


def _cells(row: Row[Any], unit: Row[Any], wanted: Wanted, zone: tzinfo) -> list[Cell]:
    return [
        unit.code,
        row.type,
        "" if row.year is None else str(row.year),
        row.number,
        row.book,
        row.page,
        ";".join(row.reasons),
        _to_do(row),
        _details(row, wanted.detail),
        row.subject,
        moment(row.decided_at, zone),
        row.full_name or "",
        str(row.revision),
        str(row.id),
        unit.name,
        there(row),
    ]


def there(row: Row[Any]) -> str:
    """Say what the staging software says of a record, in its own words where nobody else knows them."""
    return "" if row.there is None else row.words or say_158.THERE[State(row.there)]


def _to_do(row: Row[Any]) -> str:
    match State(row.state):
        case State.RETURNED:
            return say.REFUSE
        case State.FOLLOW_UP:
            return say.WATCH
    return say.FIX_THEN_APPROVE if row.changes else say.APPROVE


def _details(row: Row[Any], detail: str) -> str:
    """Say what is to be typed, or why it is refused or watched."""
    kind = RecordType(row.type)
    parts = [
        say.change(shown.label(kind, name), *(_value(kind, name, value, detail) for value in values))
        for name, values in row.changes.items()
    ]
    parts += [_reason(code) for code in row.reasons if row.move == Move.RETURN]
    parts += [part for part in (row.route, row.note) if part]
    return "; ".join(parts)


def _value(kind: RecordType, name: str, value: str, detail: str) -> str:
    return shown.value(find_field(kind, name), value, detail) if detail else value


def _reason(code: str) -> str:
    return captions.RETURN_REASONS[ReturnReason(code)] if code in set(ReturnReason) else code


def moment(at: datetime, zone: tzinfo) -> str:
    """Say when it was, by the clock of the zone."""
    return figures.moment(at.astimezone(zone))
