"""Which channel somebody wants to be written to first."""

from __future__ import annotations

from sqlalchemy import select, update

from domain.people import Account
from storage.engine import Tx
from storage.people import accounts_of, people


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
