"""PINs of the review page: five tries, then a quarter of an hour of rest. A try is counted before it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Tx
from storage.tables_page import PagePinRow

pins = PagePinRow.__table__  # type: ignore[attr-defined]

TRIES = 5
REST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Pin:
    """What is kept of a PIN."""

    salt: str
    hash: str


@dataclass(frozen=True, slots=True)
class Locked:
    """Too many misses: until then nothing is judged."""

    until: datetime


async def exists(tx: Tx, person_id: int) -> bool:
    """Say whether somebody has chosen a PIN."""
    return (await tx.run(select(pins.c.person_id).where(pins.c.person_id == person_id))).first() is not None


async def choose(tx: Tx, person_id: int, pin: Pin, now: datetime) -> bool:
    """Keep somebody's first PIN; False where they have one already."""
    make: Any = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    added = await tx.run(
        make(pins).on_conflict_do_nothing(index_elements=[pins.c.person_id]).returning(pins.c.person_id),
        {"person_id": person_id, "salt": pin.salt, "hash": pin.hash, "set_at": now, "tries": 0},
    )
    return added.first() is not None


async def take_try(tx: Tx, person_id: int, now: datetime) -> Pin | Locked | None:
    """Count a try and hand out what it is judged by; None where no PIN was chosen.

    The fifth in a row locks at once, so that guesses sent side by side are no more than five either.
    """
    query = select(pins).where(pins.c.person_id == person_id)
    row = (await tx.run(query.with_for_update() if tx.dialect == "postgresql" else query)).first()
    if row is None:
        return None
    if row.locked_until is not None and now < row.locked_until <= now + REST:
        return Locked(row.locked_until)
    tries = (0 if row.locked_until is not None else row.tries) + 1
    await tx.run(
        update(pins)
        .where(pins.c.person_id == person_id)
        .values(tries=tries, locked_until=now + REST if tries >= TRIES else None)
    )
    return Pin(row.salt, row.hash)


async def was_right(tx: Tx, person_id: int) -> None:
    """Forget the misses."""
    await tx.run(update(pins).where(pins.c.person_id == person_id).values(tries=0, locked_until=None))


async def void(tx: Tx, person_id: int) -> None:
    """Forget somebody's PIN: they choose a new one the next time."""
    await tx.run(delete(pins).where(pins.c.person_id == person_id))
