"""Who has read a broadcast, and who is silent: what heads and admins ask afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update

from domain.broadcast import Status
from storage.broadcast_recipients import recipients
from storage.engine import Tx
from storage.people import people, roles, units


async def acknowledge(tx: Tx, broadcast_id: int, person_id: int, now: datetime) -> bool:
    """Note that somebody has read it, once; False where they had, or it was not for them."""
    took = await tx.run(
        update(recipients)
        .where(
            recipients.c.broadcast_id == broadcast_id,
            recipients.c.person_id == person_id,
            recipients.c.acknowledged_at.is_(None),
        )
        .values(acknowledged_at=now)
    )
    return took.rowcount == 1


async def acknowledged_at(tx: Tx, broadcast_id: int, person_id: int) -> datetime | None:
    """Tell when somebody acknowledged it."""
    query = select(recipients.c.acknowledged_at).where(
        recipients.c.broadcast_id == broadcast_id, recipients.c.person_id == person_id
    )
    at: datetime | None = (await tx.run(query)).scalar_one_or_none()
    return at


async def newest_open(tx: Tx, person_id: int) -> int | None:
    """Find the newest broadcast that somebody got and has not acknowledged."""
    query = select(func.max(recipients.c.broadcast_id)).where(
        recipients.c.person_id == person_id,
        recipients.c.status == Status.SENT.value,
        recipients.c.acknowledged_at.is_(None),
    )
    found: int | None = (await tx.run(query)).scalar_one_or_none()
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A recipient in a list: who, of which unit, how it ended, when they acknowledged."""

    person_id: int
    name: str
    unit_code: str
    unit_name: str
    channel: str
    status: Status
    reason: str
    at: datetime | None
    acknowledged_at: datetime | None


async def lines(
    tx: Tx, broadcast_id: int, *, paths: Sequence[str] = (), silent: bool = False, limit: int | None = None
) -> list[Line]:
    """List recipients by unit and name: all, those of some subtrees, only the `silent`; each once, at the first post."""
    post = (
        select(roles.c.person_id, func.min(roles.c.id).label("id"))
        .join(units, units.c.id == roles.c.unit_id)
        .where(
            roles.c.until.is_(None),
            *([or_(*(units.c.path.startswith(path, autoescape=True) for path in paths))] if paths else []),
        )
        .group_by(roles.c.person_id)
        .subquery("post")
    )
    query = (
        select(recipients, people.c.full_name, units.c.code, units.c.name)
        .join(people, people.c.id == recipients.c.person_id)
        .join(post, post.c.person_id == recipients.c.person_id, isouter=not paths)
        .join(roles, roles.c.id == post.c.id, isouter=not paths)
        .join(units, units.c.id == roles.c.unit_id, isouter=not paths)
        .where(recipients.c.broadcast_id == broadcast_id)
        .order_by(units.c.path, people.c.search_name, people.c.id)
    )
    if silent:
        query = query.where(recipients.c.acknowledged_at.is_(None))
    rows = await tx.run(query.limit(limit) if limit is not None else query)
    return [
        Line(row.person_id, row.full_name, row.code or "", row.name or "", row.channel, Status(row.status),
             row.reason, row.at, row.acknowledged_at)
        for row in rows
    ]  # fmt: skip
