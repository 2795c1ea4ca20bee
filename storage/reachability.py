"""Who cannot be reached at all: whoever blocked the bot on every channel, and whoever was never linked to any."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, exists, func, select

from domain.people import Role
from storage.engine import Tx
from storage.people import accounts, people, roles, units

_REACHED = (Role.OFFICIAL.value, Role.HEAD.value)  # those whom the day's messages are for


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody no message gets to; `linked`: there was a chat, and they blocked it or are gone from it."""

    person_id: int
    name: str
    unit_name: str
    linked: bool


async def unreachable_below(tx: Tx, path: str) -> list[Unreached]:
    """List the officials and heads of a subtree (a unit's path) whom nothing reaches, once each, by unit and name.

    Somebody with several posts there stands under the uppermost.
    """
    theirs = accounts.c.person_id == people.c.id
    reachable = exists().where(theirs, accounts.c.unreachable_at.is_(None)).correlate(people)
    linked = exists().where(theirs).correlate(people)
    place = func.row_number().over(
        partition_by=people.c.id, order_by=(func.length(units.c.path), units.c.path)
    )
    found = (
        select(
            people.c.id, people.c.full_name, people.c.search_name, units.c.name, units.c.path,
            case((linked, 1), else_=0).label("linked"), place.label("place"),
        )
        .select_from(people.join(roles, roles.c.person_id == people.c.id).join(
                units, units.c.id == roles.c.unit_id
            )
        )
        .where(
            roles.c.until.is_(None),
            roles.c.role.in_(_REACHED),
            units.c.path.startswith(path, autoescape=True),
            ~reachable,
        )
        .subquery()
    )  # fmt: skip
    rows = await tx.run(
        select(found).where(found.c.place == 1).order_by(found.c.path, found.c.search_name, found.c.id)
    )
    return [Unreached(row.id, row.full_name, row.name, bool(row.linked)) for row in rows]
