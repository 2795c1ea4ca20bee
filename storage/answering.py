"""Who answers for a unit: its heads, else those of the nearest unit above that has any, else the admins."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, func, select

from domain.people import Role
from storage.engine import Tx
from storage.tables import AccountRow, RoleRow, UnitRow

roles = RoleRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]
accounts = AccountRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Level:
    """Who answers for a unit at one level of the way up."""

    role: Role
    unit_id: int
    unit_name: str
    person_ids: tuple[int, ...]


async def levels(tx: Tx, unit_path: str, *, but: int) -> list[Level]:
    """List the levels on the way up that can be reached, the nearest first, without somebody who asks.

    The heads of commune and district, then the admins, who speak for the province; last the heads beside them.
    """
    way_up = [int(part) for part in unit_path.strip("/").split("/")]
    reachable = exists().where(accounts.c.person_id == roles.c.person_id, accounts.c.unreachable_at.is_(None))
    rows = await tx.run(
        select(roles.c.person_id, roles.c.role, units.c.id, units.c.name, units.c.path)
        .join(units, units.c.id == roles.c.unit_id)
        .where(
            units.c.id.in_(way_up),
            roles.c.role.in_([Role.HEAD.value, Role.ADMIN.value]),
            roles.c.until.is_(None),
            roles.c.person_id != but,
            reachable,
        )
        .order_by(roles.c.person_id)
    )
    found: dict[tuple[int, int, int], tuple[Role, str, list[int]]] = {}
    for row in rows:
        is_admin = row.role == Role.ADMIN.value
        rank = 1 if is_admin else 2 if row.id == way_up[0] else 0
        place = (rank, -len(row.path), row.id)
        found.setdefault(place, (Role(row.role), row.name, []))[2].append(row.person_id)
    return [
        Level(role, place[2], name, tuple(dict.fromkeys(person_ids)))
        for place, (role, name, person_ids) in sorted(found.items())
    ]


@dataclass(frozen=True, slots=True)
class Answering:
    """The people of one unit who decide, and in which role."""

    role: Role
    unit_name: str
    person_ids: tuple[int, ...]


async def for_unit(tx: Tx, unit_path: str) -> Answering | None:
    """Find who answers for a unit and can be reached; None when nobody on the way up has ever linked an account.

    Whoever is on the roster only, or has blocked the bot, is passed over: a question to them would lie unanswered.
    """
    way_up = [int(part) for part in unit_path.strip("/").split("/")]
    for role in (Role.HEAD, Role.ADMIN):
        reachable = exists().where(
            accounts.c.person_id == roles.c.person_id, accounts.c.unreachable_at.is_(None)
        )
        query = (
            select(roles.c.person_id, units.c.name, units.c.path)
            .join(units, units.c.id == roles.c.unit_id)
            .where(units.c.id.in_(way_up), roles.c.role == role.value, roles.c.until.is_(None), reachable)
            .order_by(func.length(units.c.path).desc(), roles.c.person_id)
        )
        found = (await tx.run(query)).all()
        if found:
            nearest = found[0].path
            here = tuple(row.person_id for row in found if row.path == nearest)
            return Answering(role, found[0].name, here)
    return None
