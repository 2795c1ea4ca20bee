"""The log of decisions: appended, chained per unit, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain import chain
from domain.records import Finding
from domain.review import DECIDING, Move, State
from storage import confirmations, tallies
from storage.engine import Tx
from storage.hot import Hot
from storage.tables import ChainHeadRow, DecisionRow, RecordRow

decisions = DecisionRow.__table__  # type: ignore[attr-defined]
heads = ChainHeadRow.__table__  # type: ignore[attr-defined]
records = RecordRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing done with one record, as it goes into the log."""

    unit_id: int
    record_id: int
    revision: int
    person_id: int | None
    move: Move
    from_state: State
    to_state: State
    decided_at: datetime
    day: date
    channel: str
    event_key: str
    shown_at: datetime | None = None
    reasons: tuple[str, ...] = ()
    route: str = ""
    note: str = ""
    changes: dict[str, list[str]] = field(default_factory=dict)
    findings: tuple[dict[str, Any], ...] = ()
    case_suggested: str = ""
    case_chosen: str = ""
    undoes_id: int | None = None


_find_head = select(heads.c.seq, heads.c.hash).where(heads.c.unit_id == bindparam("p_unit"))
_head = Hot(_find_head)
_head_locked = Hot(_find_head.with_for_update())
_step = Hot(
    update(heads)
    .where(heads.c.unit_id == bindparam("p_unit"))
    .values(seq=bindparam("p_seq"), hash=bindparam("p_hash"))
)
_append = Hot(insert(decisions))


async def append(
    tx: Tx, decision: Decision, *, record_type: str, state_on: date, from_unit_id: int | None = None
) -> None:
    """Write one decision to its unit's log and count the record from its old state into the new one.

    `state_on` is the day the record had come into its old state; `from_unit_id` the unit it leaves by this. The unit's
    head of chain is locked first, so the decisions of a unit stand in one row whoever makes them.
    """
    statement = _head_locked if tx.dialect == "postgresql" else _head
    head = (await tx.run(statement, {"p_unit": decision.unit_id})).first()
    if head is None:
        make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
        await tx.run(
            make(heads).on_conflict_do_nothing(),
            {"unit_id": decision.unit_id, "seq": 0, "hash": chain.GENESIS},
        )
        head = (await tx.run(statement, {"p_unit": decision.unit_id})).one()
    row: dict[str, Any] = {
        "unit_id": decision.unit_id,
        "seq": head.seq + 1,
        "record_id": decision.record_id,
        "revision": decision.revision,
        "person_id": decision.person_id,
        "move": decision.move.value,
        "from_state": decision.from_state.value,
        "to_state": decision.to_state.value,
        "reasons": list(decision.reasons),
        "route": decision.route,
        "note": decision.note,
        "changes": decision.changes,
        "findings": list(decision.findings),
        "case_suggested": decision.case_suggested,
        "case_chosen": decision.case_chosen,
        "undoes_id": decision.undoes_id,
        "shown_at": decision.shown_at,
        "decided_at": decision.decided_at,
        "day": decision.day,
        "channel": decision.channel,
        "event_key": decision.event_key,
    }
    row["prev_hash"] = head.hash
    row["hash"] = chain.link(head.hash, row)
    await tx.run(_append, row)
    await tx.run(_step, {"p_unit": decision.unit_id, "p_seq": row["seq"], "p_hash": row["hash"]})
    if decision.from_state is not decision.to_state:
        await tallies.move(
            tx,
            decision.unit_id,
            record_type,
            out_of=(decision.from_state, state_on),
            into=(decision.to_state, decision.day),
            from_unit_id=from_unit_id,
        )
        await confirmations.moved(
            tx,
            decision.record_id,
            out_of=(decision.unit_id if from_unit_id is None else from_unit_id, decision.from_state),
            into=(decision.unit_id, decision.to_state),
        )


_id_of = Hot(select(decisions.c.id).where(decisions.c.event_key == bindparam("p_key")))


async def id_of(tx: Tx, event_key: str) -> int | None:
    """Find the decision that an event caused."""
    found: int | None = (await tx.run(_id_of, {"p_key": event_key})).scalar_one_or_none()
    return found


@dataclass(frozen=True, slots=True)
class Caused:
    """What an event has caused: who decided what about which record."""

    person_id: int | None
    record_id: int
    move: Move
    reasons: tuple[str, ...]
    route: str


_caused = Hot(
    select(
        decisions.c.person_id, decisions.c.record_id, decisions.c.move, decisions.c.reasons, decisions.c.route
    ).where(decisions.c.event_key == bindparam("p_key"))
)


async def caused_by(tx: Tx, event_key: str) -> Caused | None:
    """Find what an event has caused; None where it has caused nothing yet."""
    row = (await tx.run(_caused, {"p_key": event_key})).first()
    if row is None:
        return None
    return Caused(row.person_id, row.record_id, Move(row.move), tuple(row.reasons), row.route)


@dataclass(frozen=True, slots=True)
class Done:
    """A line of a person's day: what was done with which record, and whether it still stands."""

    id: int
    record_id: int
    revision: int
    move: Move
    to_state: State
    changes: dict[str, list[str]]
    decided_at: datetime
    undone: bool
    type: str
    number: str
    book: str


# a head who returns a whole book makes many decisions at once: no day's work, and taken back only all together
LOT = "lot:"
one_by_one = decisions.c.event_key.not_like(f"{LOT}%")
# what counts for a day's work: to ask does not, and so neither does taking a question back
counting = one_by_one & (decisions.c.from_state != State.ASKED.value)
_day = Hot(
    select(
        decisions.c.id, decisions.c.record_id, decisions.c.revision, decisions.c.move, decisions.c.to_state,
        decisions.c.changes, decisions.c.decided_at, decisions.c.undoes_id,
        records.c.type, records.c.number, records.c.book,
    )
    .join(records, records.c.id == decisions.c.record_id)
    .where(decisions.c.person_id == bindparam("p_person"), decisions.c.day == bindparam("p_day"), one_by_one)
    .order_by(decisions.c.id.desc())
)  # fmt: skip
_moves_of_day = Hot(
    select(decisions.c.move, decisions.c.from_state).where(
        decisions.c.person_id == bindparam("p_person"), decisions.c.day == bindparam("p_day"), one_by_one
    )
)
_findings = Hot(select(decisions.c.findings).where(decisions.c.id == bindparam("p_id")))
COUNTS: dict[str, int] = {move.value: 1 for move in DECIDING} | {Move.UNDO.value: -1}


async def of_day(tx: Tx, person_id: int, day: date) -> list[Done]:
    """List what a person did on a day, newest first, without the undos themselves."""
    rows = (await tx.run(_day, {"p_person": person_id, "p_day": day})).all()
    undone = {row.undoes_id for row in rows if row.undoes_id is not None}
    return [
        Done(row.id, row.record_id, row.revision, Move(row.move), State(row.to_state), row.changes,
             row.decided_at, row.id in undone, row.type, row.number, row.book)
        for row in rows
        if row.move != Move.UNDO.value
    ]  # fmt: skip


_newest = Hot(select(func.max(decisions.c.id)).where(decisions.c.record_id == bindparam("p_record")))


async def is_newest(tx: Tx, done: Done) -> bool:
    """Say whether nothing was done with a record since, by anybody."""
    newest: int = (await tx.run(_newest, {"p_record": done.record_id})).scalar_one()
    return newest == done.id


async def findings_of(tx: Tx, decision_id: int) -> tuple[Finding, ...]:
    """Read what had been found in a record when a decision was made about it."""
    shown = (await tx.run(_findings, {"p_id": decision_id})).scalar_one()
    return tuple(Finding.from_json(finding) for finding in shown)


@dataclass(frozen=True, slots=True)
class SoFar:
    """How many records a person has decided on a day, and about how many they asked; the undone ones not counted."""

    done: int
    asked: int

    @property
    def undoable(self) -> bool:
        """Say whether there may be something to take back."""
        return self.done > 0 or self.asked > 0


async def so_far(tx: Tx, person_id: int, day: date) -> SoFar:
    """Count what a person has done on a day."""
    done = asked = 0
    for move, came_from in await tx.run(_moves_of_day, {"p_person": person_id, "p_day": day}):
        if came_from == State.ASKED.value:
            asked -= move == Move.UNDO.value
        else:
            done += COUNTS.get(move, 0)
            asked += move == Move.ASK.value
    return SoFar(done, asked)


async def done_on(tx: Tx, person_id: int, day: date) -> int:
    """Count the records a person has decided on a day, the undone ones not counted."""
    return (await so_far(tx, person_id, day)).done


def standing(done: Sequence[Done]) -> list[Done]:
    """Pick what an undo may take back: the decisions of the list that were not undone, in its order."""
    return [one for one in done if not one.undone and one.move in (*DECIDING, Move.ASK)]
