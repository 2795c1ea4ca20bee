"""Books whose serving stopped because the same fault came again and again: found, shown, decided.

The lot that a stopped book may go back as is next door, in storage/lots.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, Text, bindparam, cast, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain import book_faults, guard
from domain.book_faults import StopState
from domain.records import Finding
from domain.review import Move, ReturnReason, State
from storage.claims import shelf
from storage.decisions import LOT
from storage.engine import Tx
from storage.hot import Hot
from storage.tables import DecisionRow, PersonRow, RecordRow, UnitRow
from storage.tables_plans import BookStopRow

decisions = DecisionRow.__table__  # type: ignore[attr-defined]
people = PersonRow.__table__  # type: ignore[attr-defined]
records = RecordRow.__table__  # type: ignore[attr-defined]
stops = BookStopRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

GIVEN_BACK = {"assignee_id": None, "assigned_on": None, "turn": 0, "skips": 0}
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stop:
    """A book that stopped, and what was decided about it by whom."""

    id: int
    unit_id: int
    unit_name: str
    unit_path: str
    book_key: str
    book: str
    reason: ReturnReason
    state: StopState
    stopped_at: datetime
    decided_at: datetime | None
    decided_by: str  # a name, empty until somebody decides


@dataclass(frozen=True, slots=True)
class Contents:
    """What a stopped book holds now: its records by state, and how many went back one by one for the reason."""

    by_state: dict[State, int]
    same_fault: int
    staying: int = 0  # open records in which the register itself may be at fault: they never go with a lot

    @property
    def pending(self) -> int:
        """How many records would go with the lot."""
        return self.by_state.get(State.PENDING, 0) - self.staying


_same_book = (stops.c.unit_id == records.c.unit_id) & (stops.c.book_key == shelf)
_place = Hot(
    select(records.c.unit_id, records.c.book, shelf.label("book_key"), stops.c.state, stops.c.decided_at)
    .select_from(records.outerjoin(stops, _same_book & (stops.c.reason == bindparam("p_reason"))))
    .where(records.c.id == bindparam("p_id"))
)
_later = decisions.alias("later_return")
# a record stands returned by its newest return: one that was undone has left that state, or was returned again
_same_fault = Hot(
    select(func.count())
    .select_from(
        records.join(
            decisions,
            (decisions.c.record_id == records.c.id) & (decisions.c.revision == records.c.revision),
        )
    )
    .where(
        records.c.unit_id == bindparam("p_unit"),
        records.c.state == State.RETURNED.value,
        shelf == bindparam("p_book"),
        decisions.c.move == Move.RETURN.value,
        cast(decisions.c.reasons, Text) == bindparam("p_reasons"),
        decisions.c.event_key.not_like(f"{LOT}%"),
        decisions.c.decided_at > bindparam("p_since"),
        ~exists().where(
            _later.c.record_id == decisions.c.record_id,
            _later.c.revision == decisions.c.revision,
            _later.c.move == Move.RETURN.value,
            _later.c.id > decisions.c.id,
        ),
    )
)


async def _faults(tx: Tx, unit_id: int, book_key: str, reason: str, since: datetime = _EVER) -> int:
    params = {"p_unit": unit_id, "p_book": book_key, "p_reasons": f'["{reason}"]', "p_since": since}
    return int((await tx.run(_same_fault, params)).scalar_one())


async def after_return(tx: Tx, record_id: int, reason: ReturnReason, *, now: datetime) -> int | None:
    """Stop the book of a record just returned, if that makes the same fault come often enough.

    Gives the stop's number when the book stops by this return, and then all its open records have left the desks they
    lay on; None when it goes on, has stopped before, or goes on by decision.
    """
    place = (await tx.run(_place, {"p_id": record_id, "p_reason": reason.value})).one()
    state = StopState(place.state) if place.state else None
    if state in (StopState.STOPPED, StopState.GOING_ON) or not book_faults.is_book(place.book_key):
        return None
    since = place.decided_at or _EVER
    same_fault = await _faults(tx, place.unit_id, place.book_key, reason.value, since)
    if not book_faults.stops(same_fault, state=state):
        return None
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    anew = {"count": same_fault, "state": StopState.STOPPED.value, "stopped_at": now}
    found = await tx.run(
        make(stops)
        .values(
            unit_id=place.unit_id, book_key=place.book_key, book=place.book, reason=reason.value, **anew
        )
        .on_conflict_do_update(
            index_elements=[stops.c.unit_id, stops.c.book_key, stops.c.reason],
            set_={**anew, "decided_by": None, "decided_at": None},
            where=stops.c.state == StopState.RETURNED.value,
        )
        .returning(stops.c.id)
    )  # fmt: skip
    stop_id: int | None = found.scalar_one_or_none()
    if stop_id is not None:
        await release(tx, place.unit_id, place.book_key)
    return stop_id


async def release(tx: Tx, unit_id: int, book_key: str) -> int:
    """Take the open records of a book off the desks they lie on; returns how many."""
    took = await tx.run(
        update(records)
        .where(
            records.c.unit_id == unit_id,
            records.c.state == State.PENDING.value,
            records.c.assignee_id.is_not(None),
            shelf == book_key,
        )
        .values(**GIVEN_BACK)
    )
    return took.rowcount


_stop = (
    select(stops, units.c.name.label("unit_name"), units.c.path.label("unit_path"), people.c.full_name)
    .join(units, units.c.id == stops.c.unit_id)
    .outerjoin(people, people.c.id == stops.c.decided_by)
)


def _read(row: Row[Any]) -> Stop:
    return Stop(
        id=row.id,
        unit_id=row.unit_id,
        unit_name=row.unit_name,
        unit_path=row.unit_path,
        book_key=row.book_key,
        book=row.book,
        reason=ReturnReason(row.reason),
        state=StopState(row.state),
        stopped_at=row.stopped_at,
        decided_at=row.decided_at,
        decided_by=row.full_name or "",
    )


async def load(tx: Tx, stop_id: int) -> Stop | None:
    """Load one stop."""
    row = (await tx.run(_stop.where(stops.c.id == stop_id))).first()
    return _read(row) if row else None


async def open_below(tx: Tx, paths: Sequence[str], limit: int) -> tuple[list[Stop], int]:
    """List the books that wait for a decision in some subtrees, the longest waiting first, and count them all."""
    if not paths:
        return [], 0
    here = or_(*(units.c.path.startswith(path, autoescape=True) for path in paths))
    query = _stop.where(stops.c.state == StopState.STOPPED.value, here)
    rows = (await tx.run(query.order_by(stops.c.stopped_at, stops.c.id))).all()
    return [_read(row) for row in rows[:limit]], len(rows)


async def contents(tx: Tx, stop: Stop) -> Contents:
    """Count what a stopped book holds at this moment."""
    query = (
        select(records.c.state, func.count().label("n"))
        .where(records.c.unit_id == stop.unit_id, shelf == stop.book_key)
        .group_by(records.c.state)
    )
    by_state = {State(row.state): int(row.n) for row in await tx.run(query)}
    faults = await _faults(tx, stop.unit_id, stop.book_key, stop.reason.value)
    return Contents(by_state, faults, len(await staying(tx, stop)))


async def staying(tx: Tx, stop: Stop) -> set[int]:
    """Find the open records of a book that stay when it goes back, since the register may be at fault in them."""
    query = select(records.c.id, records.c.findings).where(
        records.c.unit_id == stop.unit_id,
        shelf == stop.book_key,
        records.c.state == State.PENDING.value,
        cast(records.c.findings, Text).like('%"case"%"c"%'),
    )
    return {
        row.id
        for row in await tx.run(query)
        if guard.stays([Finding.from_json(each) for each in row.findings], stop.reason)
    }


async def move(
    tx: Tx, stop: Stop, to: StopState, *, person_id: int | None = None, now: datetime | None = None
) -> bool:
    """Move a stop on from the state that was seen; False when somebody else was quicker."""
    took = await tx.run(
        update(stops)
        .where(stops.c.id == stop.id, stops.c.state == stop.state.value)
        .values(state=to.value, decided_by=person_id, decided_at=now)
    )
    return took.rowcount == 1
