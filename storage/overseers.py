"""Heads and admins as those who are told: what each answers for, and whether they can be told now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from domain.people import Role
from storage import situation
from storage.engine import Tx
from storage.people import accounts, people, roles, units

HEARING = (Role.HEAD.value, Role.ADMIN.value)


@dataclass(frozen=True, slots=True)
class Overseer:
    """A head, an admin, or both. Posts are (path, name of the unit), the widest first."""

    person_id: int
    name: str
    heads: tuple[tuple[str, str], ...]
    admin_of: tuple[tuple[str, str], ...]
    linked: bool
    reachable: bool
    on_leave: bool

    @property
    def posts(self) -> tuple[tuple[str, str], ...]:
        """All that they answer for."""
        return tuple(dict.fromkeys((*self.heads, *self.admin_of)))

    @property
    def path(self) -> str:
        """The unit whose calendar and times are theirs."""
        return self.posts[0][0]


async def all_of(tx: Tx, today: date, *, person_id: int | None = None) -> dict[int, Overseer]:
    """List the heads and admins of all units, or one of them; who is locked is not there."""
    query = (
        select(roles.c.person_id, people.c.full_name, roles.c.role, units.c.path, units.c.name)
        .join(people, people.c.id == roles.c.person_id)
        .join(units, units.c.id == roles.c.unit_id)
        .where(roles.c.until.is_(None), roles.c.role.in_(HEARING), people.c.locked_at.is_(None))
        .order_by(roles.c.person_id, func.length(units.c.path), units.c.path)
    )
    if person_id is not None:
        query = query.where(roles.c.person_id == person_id)
    held: dict[int, tuple[str, dict[str, list[tuple[str, str]]]]] = {}
    for row in await tx.run(query):
        _, posts = held.setdefault(row.person_id, (row.full_name, {role: [] for role in HEARING}))
        posts[row.role].append((row.path, row.name))
    linked: dict[int, bool] = {}
    for row in await tx.run(
        select(accounts.c.person_id, accounts.c.unreachable_at).where(accounts.c.person_id.in_(sorted(held)))
    ):
        linked[row.person_id] = linked.get(row.person_id, False) or row.unreachable_at is None
    away = await situation.away_on(tx, today)
    return {
        one: Overseer(
            one,
            name,
            tuple(posts[Role.HEAD.value]),
            tuple(posts[Role.ADMIN.value]),
            one in linked,
            linked.get(one, False),
            one in away,
        )
        for one, (name, posts) in held.items()
    }


def told_of(overseers: Iterable[Overseer]) -> dict[str, list[Overseer]]:
    """List the heads of each unit, by its path.

    Whoever cannot be told, or is on leave today, is passed over, as their unit would go unheard.
    """
    found: dict[str, list[Overseer]] = {}
    for one in overseers:
        if one.reachable and not one.on_leave:
            for own, _ in one.heads:
                found.setdefault(own, []).append(one)
    return found


def line_up(told: Mapping[str, list[Overseer]], path: str) -> list[list[Overseer]]:
    """List who answers for a unit, level by level upward: the heads of the nearest unit that has any first."""
    ids = path.strip("/").split("/")
    way_up = (f"/{'/'.join(ids[:length])}/" for length in range(len(ids), 0, -1))
    return [told[own] for own in way_up if own in told]
