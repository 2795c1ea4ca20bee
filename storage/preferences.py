"""Which channel somebody wants to be written to first."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, update

from domain.people import Account
from storage.engine import Tx
from storage.many import among
from storage.people import accounts, accounts_of, people


async def preferred_channel(tx: Tx, person_id: int) -> str | None:
    """Tell which channel somebody wants to be written to first; None where they never said."""
    found = await tx.run(select(people.c.preferred_channel).where(people.c.id == person_id))
    value: str | None = found.scalar_one_or_none()
    return value


async def prefer_channel(tx: Tx, person_id: int, channel: str) -> None:
    """Note which channel somebody wants to be written to first."""
    await tx.run(update(people).where(people.c.id == person_id).values(preferred_channel=channel))


async def by_preference(tx: Tx, person_id: int) -> list[Account]:
    """List a person's accounts, that on the preferred channel first, then the first linked."""
    first = await preferred_channel(tx, person_id)
    return sorted(await accounts_of(tx, person_id), key=lambda account: account.channel != first)


async def rungs(
    tx: Tx, person_ids: Collection[int], channels: Collection[str]
) -> dict[int, list[tuple[int, str]]]:
    """List, for many people at once, their reachable accounts on some channels in the same order: number, channel."""
    rows = await tx.run(
        select(accounts.c.person_id, accounts.c.id, accounts.c.channel, people.c.preferred_channel)
        .join(people, people.c.id == accounts.c.person_id)
        .where(among(tx, accounts.c.person_id, person_ids), accounts.c.unreachable_at.is_(None))
        .order_by(accounts.c.linked_at)
    )
    found: dict[int, list[tuple[int, str]]] = {}
    first: dict[int, str | None] = {}
    for person_id, account_id, channel, preferred in rows:
        if channel not in channels:
            continue
        if person_id in found:
            found[person_id].append((account_id, channel))
            first[person_id] = preferred
        else:
            found[person_id] = [(account_id, channel)]
    for person_id, preferred in first.items():  # of several the preferred one comes first
        found[person_id].sort(key=lambda rung: rung[1] != preferred)
    return found
