"""Filling a desk from the unit's queue, and giving back what lies on it: no record is ever held by two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, literal, select, update

from domain.keys import SHELF_LENGTH
from domain.people import Role
from domain.review import State
from storage import rights
from storage.engine import Tx, changed
from storage.tables import RecordRow, RoleRow, UnitRow
from storage.tables_plans import BookStopRow

records = RecordRow.__table__  # type: ignore[attr-defined]
roles = RoleRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]
stops = BookStopRow.__table__  # type: ignore[attr-defined]
_post_unit = units.alias("claiming_post")

STOPPED = "stopped"
shelf: ColumnElement[str] = func.substr(records.c.desk_order, 1, SHELF_LENGTH)  # type, year and book
FREE = (records.c.state == State.PENDING.value) & records.c.assignee_id.is_(None)


def not_stopped() -> ColumnElement[Any]:
    """Say of a record that the serving of its book has not stopped."""
    return ~(
        exists()
        .where(stops.c.unit_id == records.c.unit_id, stops.c.state == STOPPED, stops.c.book_key == shelf)
        .correlate(records)
    )


async def claim(
    tx: Tx, person_id: int, wanted: int, *, today: date, unit_ids: Sequence[int] | None = None
) -> int:
    """Lay up to `wanted` free records on an official's desk; returns how many came.

    They come from the units the person reviews, or only from those among them in `unit_ids`. The book the person
    worked in last goes on first, then the books in their order. On PostgreSQL rows that a neighbour is just claiming
    are passed over; on SQLite there is one writer.
    """
    if wanted <= 0:
        return 0
    reviewed = await _reviewed(tx, person_id)
    shelves = [unit_id for unit_id in reviewed if unit_ids is None or unit_id in unit_ids]
    if not shelves:
        return 0
    open_book = (
        await tx.run(
            select(records.c.unit_id, shelf.label("shelf"))
            .where(records.c.assignee_id == person_id, records.c.state != State.PENDING.value)
            .order_by(records.c.assigned_on.desc(), records.c.desk_order.desc())
            .limit(1)
        )
    ).first()
    unit_id, book = (open_book.unit_id, open_book.shelf) if open_book else (0, "")
    free = (
        select(records.c.id)
        .where(records.c.unit_id.in_(shelves), FREE, not_stopped())
        .order_by(
            case(((records.c.unit_id == unit_id) & (shelf == book), 0), else_=1),
            records.c.desk_order,
            records.c.id,
        )
        .limit(wanted)
    )
    if tx.dialect == "postgresql":
        free = free.with_for_update(skip_locked=True)
    # a common table expression is worked out once; a plain subquery may be run again for each row and take too many
    chosen = free.cte("free")
    took = await tx.run(
        update(records)
        .where(records.c.id.in_(select(chosen.c.id)), records.c.assignee_id.is_(None))
        .values(assignee_id=person_id, assigned_on=today, turn=0, skips=0)
    )
    return await changed(tx, took)


async def _reviewed(tx: Tx, person_id: int) -> list[int]:
    """List the units whose records the person reviews now; a roster taken in meanwhile waits until we are through.

    Otherwise, on PostgreSQL, records could come to the desk of somebody whose post has just ended, and stay there. A
    post that gives no work is passed over where another one does.
    """
    posts = select(roles.c.unit_id, rights.at_work.label("at_work")).where(
        roles.c.person_id == person_id, roles.c.role == Role.OFFICIAL.value, roles.c.until.is_(None)
    )
    if tx.dialect == "postgresql":
        posts = posts.with_for_update(read=True)
    rows = (await tx.run(posts)).all()
    held = [row.unit_id for row in rows if row.at_work] or [row.unit_id for row in rows]
    below = await tx.run(
        select(units.c.id)
        .distinct()
        .join(_post_unit, units.c.path.like(_post_unit.c.path + "%"))
        .where(_post_unit.c.id.in_(held))
        .order_by(units.c.id)
    )
    return [unit_id for (unit_id,) in below]


GIVEN_BACK = {"assignee_id": None, "assigned_on": None, "turn": 0, "skips": 0}


async def release_lost(tx: Tx, person_id: int, *conditions: ColumnElement[bool]) -> int:
    """Give back the open records of units that a person does not review any more; returns how many.

    With `rights.at_work` those too from which they get no work for now.
    """
    took = await tx.run(
        update(records)
        .where(
            records.c.assignee_id == person_id,
            records.c.state == State.PENDING.value,
            ~rights.reviews(records.c.assignee_id, records.c.unit_id, *conditions),
        )
        .values(**GIVEN_BACK)
    )
    return took.rowcount


async def release_unreviewed(tx: Tx) -> int:
    """Give back every open record that lies with somebody who does not review its unit any more; returns how many."""
    took = await tx.run(
        update(records)
        .where(
            records.c.assignee_id.is_not(None),
            records.c.state == State.PENDING.value,
            ~rights.reviews(records.c.assignee_id, records.c.unit_id),
        )
        .values(**GIVEN_BACK)
    )
    return took.rowcount


async def release_all(tx: Tx, person_id: int) -> int:
    """Give back all open records on a desk; returns how many."""
    took = await tx.run(
        update(records)
        .where(records.c.assignee_id == person_id, records.c.state == State.PENDING.value)
        .values(**GIVEN_BACK)
    )
    return took.rowcount


async def hand_over(
    tx: Tx, from_id: int, to_id: int, *, today: date, unit_ids: Sequence[int] | None = None
) -> int:
    """Move open records from one desk to another, where the other reviews them too; returns how many.

    Skips and the order on the desk stay as they were: the record's history goes with it.
    """
    query = update(records).where(
        records.c.assignee_id == from_id,
        records.c.state == State.PENDING.value,
        rights.reviews(literal(to_id), records.c.unit_id),
    )
    if unit_ids is not None:
        query = query.where(records.c.unit_id.in_(unit_ids))
    took = await tx.run(query.values(assignee_id=to_id, assigned_on=today))
    return took.rowcount
