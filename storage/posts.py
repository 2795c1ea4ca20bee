"""Posts begun, ended and moved. Past ones stay as rows; what a post ends takes with it goes back to the queue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, insert, or_, select, update

from domain.folding import fold
from domain.people import Role
from storage import claims, desk_days, plans
from storage.engine import Tx
from storage.tables import PersonRow, RoleRow, UnitRow

people = PersonRow.__table__  # type: ignore[attr-defined]
roles = RoleRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

_KEPT = ("title", "daily_limit", "weight", "fixed_quota", "ends_on")  # what goes along when a post moves
_held = roles.c.until.is_(None)


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post that somebody is to hold."""

    person_id: int
    unit_id: int
    role: str
    title: str = ""
    daily_limit: int | None = None
    weight: int = 100
    fixed_quota: int | None = None
    ends_on: date | None = None

    @property
    def key(self) -> tuple[int, int, str]:
        """What makes it a post of its own: who, where, as what."""
        return (self.person_id, self.unit_id, self.role)


async def begin(tx: Tx, posts: Sequence[NewPost], *, now: datetime) -> int:
    """Begin posts, leaving out those that are held already; returns how many were begun."""
    wanted = {post.key: post for post in reversed(posts)}
    rows = await tx.run(
        select(roles.c.person_id, roles.c.unit_id, roles.c.role).where(
            _held, roles.c.person_id.in_({post.person_id for post in posts})
        )
    )
    held = {(row.person_id, row.unit_id, row.role) for row in rows}
    begun = [post for key, post in wanted.items() if key not in held]
    if begun:
        await tx.run(
            insert(roles),
            [
                {"person_id": post.person_id, "unit_id": post.unit_id, "role": post.role, "title": post.title,
                 "daily_limit": post.daily_limit, "weight": post.weight, "fixed_quota": post.fixed_quota,
                 "ends_on": post.ends_on, "since": now}
                for post in reversed(begun)
            ],
        )  # fmt: skip
    return len(begun)


async def end(tx: Tx, rows: Iterable[Row[Any]], *, now: datetime, day: date) -> int:
    """End posts; an official's open records go back to the queue of the unit they leave. Returns how many went.

    Of that unit's day they have done what they had done by then; the rest is missing from it.
    """
    released = 0
    for row in rows:
        await tx.run(update(roles).where(roles.c.id == row.id).values(until=now))
        if row.role == Role.OFFICIAL.value:
            released += await claims.release_lost(tx, row.person_id)
            still = await tx.run(
                select(units.c.path)
                .join(roles, roles.c.unit_id == units.c.id)
                .where(_held, roles.c.person_id == row.person_id, roles.c.role == Role.OFFICIAL.value)
            )
            paths = [path for (path,) in still]
            await desk_days.stop(tx, row.person_id, day, reason=plans.GONE, still=paths)
    return released


async def held_by(tx: Tx, person_id: int, *, below: Sequence[str]) -> list[Row[Any]]:
    """List the rows of the posts that somebody holds in these subtrees, with `unit_name`."""
    rows = await tx.run(
        select(roles, units.c.name.label("unit_name"))
        .join(units, units.c.id == roles.c.unit_id)
        .where(
            roles.c.person_id == person_id,
            _held,
            or_(*(units.c.path.startswith(path, autoescape=True) for path in below)),
        )
        .order_by(roles.c.id)
    )
    return list(rows.all())


async def move(tx: Tx, row: Row[Any], unit_id: int, *, now: datetime, day: date) -> int:
    """Move a post to another unit; the open records of the old one go back to its queue. Returns how many went."""
    await begin(tx, [_moved(row, unit_id)], now=now)
    return await end(tx, [row], now=now, day=day)


async def count_at(tx: Tx, unit_ids: Iterable[int]) -> int:
    """Count the posts held at these very units."""
    rows = await tx.run(select(roles.c.id).where(_held, roles.c.unit_id.in_(list(unit_ids))))
    return len(rows.all())


async def carry(tx: Tx, moves: Mapping[int, int], *, now: datetime) -> int:
    """Move all posts of some units to the units named for them; returns how many ended at the old ones.

    What lies on desks stays there: the new unit has to lie above the old one.
    """
    if not moves:
        return 0
    rows = (
        await tx.run(select(roles).where(_held, roles.c.unit_id.in_(list(moves))).order_by(roles.c.id))
    ).all()
    if not rows:
        return 0
    await tx.run(update(roles).where(roles.c.id.in_([row.id for row in rows])).values(until=now))
    await begin(tx, [_moved(row, moves[row.unit_id]) for row in rows], now=now)
    return len(rows)


def _moved(row: Row[Any], unit_id: int) -> NewPost:
    return NewPost(row.person_id, unit_id, row.role, **{name: getattr(row, name) for name in _KEPT})


async def person_with(tx: Tx, phone: str) -> tuple[int, str] | None:
    """Find somebody by their phone number: their id and name."""
    row = (await tx.run(select(people.c.id, people.c.full_name).where(people.c.phone == phone))).first()
    return (row.id, row.full_name) if row else None


async def add_person(tx: Tx, full_name: str, phone: str, *, now: datetime) -> int:
    """Put somebody on the roster, without a post yet."""
    added = await tx.run(
        insert(people).returning(people.c.id),
        {"full_name": full_name, "phone": phone, "search_name": fold(full_name), "practice_done": 0,
         "created_at": now},
    )  # fmt: skip
    return int(added.scalar_one())
