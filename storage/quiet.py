"""Who asked not to be nudged any more on a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update

from storage.engine import Tx
from storage.people import people


async def mute(tx: Tx, person_id: int, day: date) -> None:
    """Nudge somebody no more on a day; the days after are as before."""
    await tx.run(update(people).where(people.c.id == person_id).values(quiet_on=day))


async def unmute(tx: Tx, person_id: int) -> None:
    """Nudge somebody as before."""
    await tx.run(update(people).where(people.c.id == person_id).values(quiet_on=None))


async def is_muted(tx: Tx, person_id: int, day: date) -> bool:
    """Say whether somebody asked for quiet on a day."""
    found = await tx.run(select(people.c.quiet_on).where(people.c.id == person_id))
    asked: date | None = found.scalar_one_or_none()
    return asked == day
