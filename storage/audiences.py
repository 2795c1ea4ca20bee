"""Audiences as people: who is meant now, how many that is, and by which channels they can be reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select

from domain.audience import Audience, Whom
from domain.broadcast import Status
from storage import standings
from storage.engine import Tx
from storage.many import among
from storage.people import accounts, people, roles, units
from storage.tables_province import BroadcastRecipientRow

recipients = BroadcastRecipientRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people an audience has now, how many of them are linked, and how many have each channel."""

    people: int
    linked: int
    by_channel: Mapping[str, int]


def _in_post(*more: Any) -> tuple[Any, ...]:
    return (roles.c.until.is_(None), people.c.locked_at.is_(None), *more)


async def _within(tx: Tx, unit_ids: Collection[int]) -> list[Any]:
    """Say, for a query over units, that one lies in the subtree of one of these; nothing where none is named."""
    if not unit_ids:
        return []
    paths = [row.path for row in await tx.run(select(units.c.path).where(units.c.id.in_(sorted(unit_ids))))]
    return [or_(*(units.c.path.startswith(path, autoescape=True) for path in paths))] if paths else [False]


async def members(tx: Tx, audience: Audience, today: date) -> Select[Any]:
    """Make the query for an audience's people as it is now; one column, `person_id`."""
    more = await _within(tx, audience.units)
    if audience.roles is not None:
        more.append(roles.c.role.in_(sorted(role.value for role in audience.roles)))
    if audience.whom is Whom.BEHIND:
        more.append(among(tx, units.c.id, await _behind(tx, today)))
    held = (
        select(roles.c.person_id)
        .join(people, people.c.id == roles.c.person_id)
        .join(units, units.c.id == roles.c.unit_id)
        .where(*_in_post(*more))
        .distinct()
    )
    if audience.whom not in (Whom.SILENT, Whom.GOT):
        return held
    earlier = [recipients.c.broadcast_id == audience.of]
    if audience.whom is Whom.SILENT:
        earlier.append(recipients.c.acknowledged_at.is_(None))
    else:
        earlier.append(recipients.c.status == Status.SENT.value)
    return select(recipients.c.person_id).where(*earlier, recipients.c.person_id.in_(held))


async def _behind(tx: Tx, today: date) -> list[int]:
    """List the units behind their plan, with all that lies below them."""
    late = tuple(one.path for one in (await standings.now(tx, today)).values() if one.behind.days >= 1)
    if not late:
        return []
    return [row.id for row in await tx.run(select(units.c.id, units.c.path)) if row.path.startswith(late)]


async def reach(tx: Tx, audience: Audience, today: date) -> Reach:
    """Count an audience's people as it is now."""
    who = (await members(tx, audience, today)).subquery("who")
    count = int((await tx.run(select(func.count()).select_from(who))).scalar_one())
    able = and_(accounts.c.person_id == who.c.person_id, accounts.c.unreachable_at.is_(None))
    linked = select(func.count()).select_from(who).where(exists().where(able).correlate(who))
    by_channel = await tx.run(
        select(accounts.c.channel, func.count(who.c.person_id.distinct()).label("n"))
        .select_from(who.join(accounts, able))
        .group_by(accounts.c.channel)
    )
    return Reach(
        count, int((await tx.run(linked)).scalar_one()), {row.channel: int(row.n) for row in by_channel}
    )


async def everybody(tx: Tx) -> int:
    """Count all people who hold a post now."""
    query = (
        select(func.count(roles.c.person_id.distinct()))
        .join(people, people.c.id == roles.c.person_id)
        .where(*_in_post())
    )
    return int((await tx.run(query)).scalar_one())


async def roots(tx: Tx) -> frozenset[int]:
    """Name the units that lie in no other."""
    return frozenset(row.id for row in await tx.run(select(units.c.id).where(units.c.parent_id.is_(None))))
