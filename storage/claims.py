"""Filling a desk from the unit's queue, and giving back what lies on it: no record is ever held by two."""

from __future__ import annotations

from datetime import date

from sqlalchemy import case, select, update

from domain.people import Role
from domain.review import State
from storage.engine import Tx
from storage.tables import RecordRow, RoleRow

records = RecordRow.__table__  # type: ignore[attr-defined]
roles = RoleRow.__table__  # type: ignore[attr-defined]


async def claim(tx: Tx, person_id: int, unit_ids: tuple[int, ...], wanted: int, *, today: date) -> int:
    """Lay up to `wanted` free records of these units on a person's desk; returns how many came.

    The book the person worked in last goes on first, then the books in their order. On PostgreSQL rows that a
    neighbour is just claiming are passed over; on SQLite there is one writer.
    """
    if wanted <= 0 or not unit_ids:
        return 0
    unit_ids = await _still_reviewed(tx, person_id, unit_ids)
    if not unit_ids:
        return 0
    open_book = (
        await tx.run(
            select(records.c.type, records.c.book)
            .where(records.c.assignee_id == person_id, records.c.state != State.PENDING.value)
            .order_by(records.c.assigned_on.desc(), records.c.desk_order.desc())
            .limit(1)
        )
    ).first()
    last_type, last_book = (open_book.type, open_book.book) if open_book else ("", "")
    free = (
        select(records.c.id)
        .where(
            records.c.unit_id.in_(unit_ids),
            records.c.state == State.PENDING.value,
            records.c.assignee_id.is_(None),
        )
        .order_by(
            case(((records.c.type == last_type) & (records.c.book == last_book), 0), else_=1),
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
    return took.rowcount


async def _still_reviewed(tx: Tx, person_id: int, unit_ids: tuple[int, ...]) -> tuple[int, ...]:
    """Keep the units in which the person holds a post now; a roster taken in meanwhile waits until we are through.

    Otherwise, on PostgreSQL, records could come to the desk of somebody whose post has just ended, and stay there.
    """
    if tx.dialect == "sqlite":  # one writer: the posts cannot have changed since the turn began
        return unit_ids
    held = await tx.run(
        select(roles.c.unit_id)
        .where(
            roles.c.person_id == person_id,
            roles.c.unit_id.in_(unit_ids),
            roles.c.role == Role.OFFICIAL.value,
            roles.c.until.is_(None),
        )
        .with_for_update(read=True)
    )
    return tuple(unit_id for (unit_id,) in held)


async def release(tx: Tx, person_id: int, unit_id: int) -> int:
    """Give a person's open records of a unit back to its queue; returns how many."""
    took = await tx.run(
        update(records)
        .where(
            records.c.assignee_id == person_id,
            records.c.unit_id == unit_id,
            records.c.state == State.PENDING.value,
        )
        .values(assignee_id=None, assigned_on=None, turn=0, skips=0)
    )
    return took.rowcount
