"""A book that goes back to the vendor as one lot: an ordinary logged decision for each record nobody had decided.

What was decided is never touched, follow-ups above all: a fault of the old register is never sent back. What speaks
for such a fault in a record nobody has looked at keeps it here (domain.guard.stays).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, exists, select, update

from domain import guard
from domain.records import Finding
from domain.review import CASE_OF, Move, State
from storage import book_stops
from storage.book_stops import GIVEN_BACK, Stop
from storage.claims import shelf
from storage.decisions import LOT, Decision, append
from storage.engine import Tx
from storage.hot import Hot
from storage.tables import DecisionRow, RecordRow

decisions = DecisionRow.__table__  # type: ignore[attr-defined]
records = RecordRow.__table__  # type: ignore[attr-defined]

_seen = (records.c.id == bindparam("p_id")) & (records.c.revision == bindparam("p_revision"))
_go = Hot(
    update(records)
    .where(_seen, records.c.state == State.PENDING.value)
    .values(state=State.RETURNED.value, state_on=bindparam("p_on"), turn=0)
)
_come_back = Hot(
    update(records)
    .where(_seen, records.c.state == State.RETURNED.value)
    .values(state=State.PENDING.value, state_on=bindparam("p_on"), **GIVEN_BACK)
)


@dataclass(frozen=True, slots=True)
class By:
    """Who does something with a lot, where and when."""

    person_id: int
    channel: str
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Undone:
    """How much of a lot came back, and how much had gone on since and was left alone."""

    back: int
    left: int


async def give_back(tx: Tx, stop: Stop, by: By) -> int:
    """Return every open record of a book to the vendor; returns how many went.

    The stop has been moved on before, so that only one of two heads comes here.
    """
    query = (
        select(records.c.id, records.c.type, records.c.revision, records.c.state_on, records.c.findings)
        .where(
            records.c.unit_id == stop.unit_id,
            records.c.state == State.PENDING.value,
            shelf == stop.book_key,
        )
        .order_by(records.c.desk_order, records.c.id)
    )
    if tx.dialect == "postgresql":
        query = query.with_for_update()
    staying = await book_stops.staying(tx, stop)
    going = [row for row in (await tx.run(query)).all() if row.id not in staying]
    if not going:
        return 0
    attempt = await _attempts(tx, stop) + 1
    await tx.run(
        _go, [{"p_id": row.id, "p_revision": row.revision, "p_on": by.today} for row in going]
    )  # fmt: skip
    case = CASE_OF[Move.RETURN]
    for row in going:
        made = Decision(
            unit_id=stop.unit_id,
            record_id=row.id,
            revision=row.revision,
            person_id=by.person_id,
            move=Move.RETURN,
            from_state=State.PENDING,
            to_state=State.RETURNED,
            decided_at=by.now,
            day=by.today,
            channel=by.channel,
            event_key=f"{LOT}{stop.id}:{attempt}:{row.id}",
            reasons=(stop.reason.value,),
            findings=tuple(row.findings),
            case_suggested=guard.case_suggested(Finding.from_json(each) for each in row.findings),
            case_chosen=case.value if case else "",
        )
        await append(tx, made, record_type=row.type, state_on=row.state_on)
    return len(going)


async def take_back(tx: Tx, stop: Stop, by: By) -> Undone:
    """Take back the last lot of a book, as far as its records still stand as the lot left them.

    What the vendor has sent again meanwhile, or anybody has decided since, is left alone and counted.
    """
    newer = decisions.alias("newer")
    query = (
        select(
            decisions.c.id, decisions.c.record_id, decisions.c.revision, records.c.type, records.c.state,
            records.c.state_on, records.c.revision.label("revision_now"),
            exists().where(newer.c.record_id == decisions.c.record_id, newer.c.id > decisions.c.id).label("went_on"),
        )
        .join(records, records.c.id == decisions.c.record_id)
        .where(
            decisions.c.unit_id == stop.unit_id,
            decisions.c.event_key.like(f"{LOT}{stop.id}:%"),
            decisions.c.move == Move.RETURN.value,
            decisions.c.decided_at == stop.decided_at,
        )
        .order_by(decisions.c.seq)
    )  # fmt: skip
    if tx.dialect == "postgresql":
        query = query.with_for_update(of=records)
    lot = (await tx.run(query)).all()
    back = [
        row
        for row in lot
        if row.state == State.RETURNED.value and row.revision_now == row.revision and not row.went_on
    ]
    if back:
        await tx.run(
            _come_back,
            [{"p_id": row.record_id, "p_revision": row.revision, "p_on": by.today} for row in back],
        )
    for row in back:
        made = Decision(
            unit_id=stop.unit_id,
            record_id=row.record_id,
            revision=row.revision,
            person_id=by.person_id,
            move=Move.UNDO,
            from_state=State.RETURNED,
            to_state=State.PENDING,
            decided_at=by.now,
            day=by.today,
            channel=by.channel,
            event_key=f"{LOT}{stop.id}:undo:{row.id}",
            undoes_id=row.id,
        )
        await append(tx, made, record_type=row.type, state_on=row.state_on)
    # what the vendor sent again is on the shelf of a stopped book now, and perhaps on a desk
    await book_stops.release(tx, stop.unit_id, stop.book_key)
    return Undone(len(back), len(lot) - len(back))


async def _attempts(tx: Tx, stop: Stop) -> int:
    """Tell how often a book went back as a lot so far, by the key of the last decision that did it."""
    query = (
        select(decisions.c.event_key)
        .where(
            decisions.c.unit_id == stop.unit_id,
            decisions.c.move == Move.RETURN.value,
            decisions.c.event_key.like(f"{LOT}{stop.id}:%"),
        )
        .order_by(decisions.c.seq.desc())
        .limit(1)
    )
    last = (await tx.run(query)).scalar_one_or_none()
    return int(last.split(":")[2]) if last else 0
