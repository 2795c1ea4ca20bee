"""Records that came back from the vendor and were returned once more: they wait for a word of whoever heads the unit.

Returned they are meanwhile; the word confirms that, or the head gives the record back to its official, or takes it for
a fault of the register (storage/follow_up_ends.py). What went back as a whole book did so by a head's word already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, exists, func, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.records import RecordType
from domain.review import Move, ReturnReason, State
from storage import decisions as log
from storage import desk, people
from storage.claims import GIVEN_BACK
from storage.decisions import LOT, decisions
from storage.desk import Held
from storage.engine import Tx
from storage.hot import Hot
from storage.lots import By
from storage.people import people as people_table
from storage.returned import below, given, newest_return, reason_in, records, units
from storage.tables_vendor import ConfirmedReturnRow

confirmed = ConfirmedReturnRow.__table__  # type: ignore[attr-defined]

# as it stands in the index (storage/tables.py): values bound to it would keep SQLite from using that
_again = (records.c.state == literal_column("'RETURNED'")) & (records.c.revision > literal_column("1"))


@dataclass(frozen=True, slots=True)
class SecondReturn:
    """A record returned again, by the decision that did it."""

    decision_id: int
    record_id: int
    type: RecordType
    number: str
    book: str
    revision: int
    unit_id: int
    unit_name: str
    unit_path: str
    reason: ReturnReason | None
    by: str
    went: date


_waiting = (
    select(
        given.c.id.label("decision_id"), records.c.id, records.c.type, records.c.number, records.c.book,
        records.c.revision, records.c.unit_id, units.c.name.label("unit_name"), units.c.path.label("unit_path"),
        given.c.reasons, people_table.c.full_name, records.c.state_on,
    )
    .select_from(
        records.join(units, units.c.id == records.c.unit_id)
        .join(given, newest_return())
        .outerjoin(people_table, people_table.c.id == given.c.person_id)
    )
    .where(
        _again,
        given.c.event_key.not_like(f"{LOT}%"),
        ~exists().where(confirmed.c.decision_id == given.c.id),
    )
)  # fmt: skip


def _read(row: Row[Any]) -> SecondReturn:
    return SecondReturn(
        row.decision_id, row.id, RecordType(row.type), row.number, row.book, row.revision, row.unit_id, row.unit_name,
        row.unit_path, reason_in(row.reasons), row.full_name or "", row.state_on,
    )  # fmt: skip


async def waiting(tx: Tx, paths: Sequence[str]) -> list[SecondReturn]:
    """List what waits for a head's word in some subtrees, the longest waiting first."""
    if not paths:
        return []
    rows = await tx.run(_waiting.where(below(paths)).order_by(given.c.id))
    return [_read(row) for row in rows]


async def find(tx: Tx, decision_id: int, paths: Sequence[str]) -> SecondReturn | None:
    """Load one that waits in some subtrees; None where it waits no more, or for somebody else."""
    row = (await tx.run(_waiting.where(below(paths), given.c.id == decision_id))).first() if paths else None
    return _read(row) if row else None


_count_below = Hot(
    _waiting.with_only_columns(func.count().label("n"), maintain_column_froms=True).where(
        units.c.path.like(bindparam("p_path") + "%")
    )
)


async def count_below(tx: Tx, path: str) -> int:
    """Count what waits for a head's word in a subtree."""
    return int((await tx.run(_count_below, {"p_path": path})).scalar_one())


async def by_unit(tx: Tx) -> dict[str, int]:
    """Count what waits, by the path of the unit."""
    counted = _waiting.with_only_columns(units.c.path, func.count().label("n")).group_by(units.c.path)
    return {row.path: int(row.n) for row in await tx.run(counted)}


@dataclass(frozen=True, slots=True)
class Step:
    """What was done with a record before: returned, or sent again with some fields changed."""

    move: Move
    reason: ReturnReason | None
    on: date
    by: str
    changed: tuple[str, ...]


async def history(tx: Tx, record_id: int) -> list[Step]:
    """List the returns of a record and what the vendor sent since, oldest first; a return that was undone is none."""
    undone = decisions.alias("undone")
    rows = await tx.run(
        select(decisions.c.move, decisions.c.reasons, decisions.c.day, decisions.c.changes, people_table.c.full_name)
        .outerjoin(people_table, people_table.c.id == decisions.c.person_id)
        .where(
            decisions.c.record_id == record_id,
            decisions.c.move.in_([Move.RETURN.value, Move.VENDOR_RESUBMIT.value]),
            ~exists().where(undone.c.undoes_id == decisions.c.id),
        )
        .order_by(decisions.c.id)
    )  # fmt: skip
    return [
        Step(Move(row.move), reason_in(row.reasons), row.day, row.full_name or "", tuple(row.changes or ()))
        for row in rows
    ]


async def confirm(tx: Tx, one: SecondReturn, by: By) -> bool:
    """Note a head's word that the record stays with the vendor; False where somebody has said so already."""
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    took = await tx.run(
        make(confirmed).on_conflict_do_nothing(),
        {"decision_id": one.decision_id, "person_id": by.person_id, "confirmed_at": by.now},
    )
    return took.rowcount == 1


_seen = (
    (records.c.id == bindparam("p_id"))
    & (records.c.revision == bindparam("p_revision"))
    & (records.c.state == State.RETURNED.value)
)
_to_desk = Hot(
    update(records)
    .where(_seen)
    .values(state=State.PENDING.value, state_on=bindparam("p_on"), turn=bindparam("p_turn"))
)
_to_shelf = Hot(
    update(records)
    .where(_seen)
    .values(state=State.PENDING.value, state_on=bindparam("p_on"), **{**GIVEN_BACK, "turn": 0})
)


async def held(tx: Tx, one: SecondReturn) -> Held | None:
    """Load the record, locked where rows can be; None where it went on since."""
    if tx.dialect == "postgresql":
        await tx.run(select(records.c.id).where(records.c.id == one.record_id).with_for_update())
    found = await desk.load(tx, one.record_id)
    if found is None or (found.record.state, found.record.revision) != (State.RETURNED, one.revision):
        return None
    return found


async def give_back(tx: Tx, one: SecondReturn, by: By, *, note: str) -> tuple[bool, int | None]:
    """Take the return back and give the record to its official again, first on the desk, with a word why.

    Tells whether it was done, and whose desk it lies on: nobody's where that official reviews the unit no more.
    """
    found = await held(tx, one)
    if found is None:
        return False, None
    owner = await people.person(tx, found.assignee_id) if found.assignee_id is not None else None
    params = {"p_id": one.record_id, "p_revision": one.revision, "p_on": by.today}
    if owner is not None and owner.reviews_in(found.unit_path):
        took = await tx.run(_to_desk, {**params, "p_turn": await desk.turn_before_all(tx, owner.id)})
    else:
        owner = None
        took = await tx.run(_to_shelf, params)
    if took.rowcount != 1:
        return False, None
    made = log.Decision(
        unit_id=one.unit_id,
        record_id=one.record_id,
        revision=one.revision,
        person_id=by.person_id,
        move=Move.UNDO,
        from_state=State.RETURNED,
        to_state=State.PENDING,
        decided_at=by.now,
        day=by.today,
        channel=by.channel,
        event_key=key_of(one),
        note=note,
        undoes_id=one.decision_id,
    )
    await log.append(tx, made, record_type=one.type.value, state_on=found.state_on)
    return True, owner.id if owner is not None else None


def key_of(one: SecondReturn) -> str:
    """Name a head's act on a second return: as a lot, it is no day's work and no official's own undo touches it."""
    return f"{LOT}again:{one.decision_id}"
