"""Leave: declared, taken back, and what it changes in a day that has begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select, update

from domain.people import Role
from domain.workdays import Leave
from storage import claims, desk_days, plans
from storage.engine import Tx
from storage.situation import leaves, people, roles, units

post_unit = units.alias("stand_in_post")


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody's leave, and who stands in meanwhile."""

    id: int
    person_id: int
    leave: Leave
    stand_in_id: int | None
    stand_in: str


_stand_in = people.alias("stand_in")
_query = (
    select(leaves, _stand_in.c.full_name.label("stand_in"))
    .outerjoin(_stand_in, _stand_in.c.id == leaves.c.stand_in_id)
    .where(leaves.c.cancelled_at.is_(None))
    .order_by(leaves.c.first, leaves.c.id)
)


async def of_person(tx: Tx, person_id: int, *, since: date) -> list[Absence]:
    """List somebody's leave that is not over before a day, the earliest first."""
    rows = await tx.run(_query.where(leaves.c.person_id == person_id, leaves.c.last >= since))
    return [Absence(r.id, r.person_id, Leave(r.first, r.last), r.stand_in_id, r.stand_in or "") for r in rows]


async def declare(
    tx: Tx, person_id: int, leave: Leave, *, stand_in_id: int | None, by: int, now: datetime
) -> int:
    """Write leave down; whoever calls has seen that it overlaps none."""
    added = await tx.run(
        insert(leaves).returning(leaves.c.id),
        {"person_id": person_id, "first": leave.first, "last": leave.last, "stand_in_id": stand_in_id,
         "set_by": by, "set_at": now},
    )  # fmt: skip
    return int(added.scalar_one())


async def take_back(tx: Tx, leave_id: int, person_id: int, *, now: datetime) -> bool:
    """Take leave back; False where it is not theirs or was taken back before."""
    took = await tx.run(
        update(leaves)
        .where(leaves.c.id == leave_id, leaves.c.person_id == person_id, leaves.c.cancelled_at.is_(None))
        .values(cancelled_at=now)
    )
    return took.rowcount == 1


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who reviews the same records."""

    person_id: int
    name: str
    unit_name: str


async def colleagues(tx: Tx, person_id: int, leave: Leave, *, limit: int) -> list[Colleague]:
    """List who could stand in: officials of the same units who are not away themselves on any of those days."""
    mine = (
        select(units.c.path)
        .join(roles, roles.c.unit_id == units.c.id)
        .where(roles.c.person_id == person_id, roles.c.role == Role.OFFICIAL.value, roles.c.until.is_(None))
        .subquery()
    )
    away = select(leaves.c.person_id).where(
        leaves.c.first <= leave.last, leaves.c.last >= leave.first, leaves.c.cancelled_at.is_(None)
    )
    rows = await tx.run(
        select(roles.c.person_id, people.c.full_name, func.min(post_unit.c.name).label("unit_name"))
        .join(people, people.c.id == roles.c.person_id)
        .join(post_unit, post_unit.c.id == roles.c.unit_id)
        .join(mine, mine.c.path.like(post_unit.c.path + "%"))
        .where(
            roles.c.role == Role.OFFICIAL.value,
            roles.c.until.is_(None),
            roles.c.weight > 0,
            roles.c.person_id != person_id,
            roles.c.person_id.not_in(away),
        )
        .group_by(roles.c.person_id, people.c.full_name)
        .order_by(people.c.full_name, roles.c.person_id)
        .limit(limit)
    )
    return [Colleague(row.person_id, row.full_name, row.unit_name) for row in rows]


# ── the day that has begun ──────────────────────────────────────────────────────────────────────


async def leave_desk(tx: Tx, person_id: int, stand_in_id: int | None, *, today: date) -> tuple[int, int]:
    """Clear the desk of somebody who goes now: to the stand-in, the rest to the queue; returns how many of each.

    Beyond what they did today nothing is due from them; what the stand-in takes over is added to that day.
    """
    moved = 0
    if stand_in_id is not None:
        before = await desk_days.of_person(tx, person_id, today)
        moved = await claims.hand_over(tx, person_id, stand_in_id, today=today)
        await desk_days.shift(tx, person_id, stand_in_id, today, before=before)
    back = await claims.release_all(tx, person_id)
    await desk_days.stop(tx, person_id, today, reason=plans.LEAVE)
    return moved, back
