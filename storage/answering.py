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
