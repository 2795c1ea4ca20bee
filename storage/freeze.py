"""A frozen outbox: after a restore nothing goes out that nobody asked for, until an admin has looked at it."""

from __future__ import annotations

from datetime import datetime

from storage import marks
from storage.engine import Tx

FROZEN = "outbox_frozen"  # since when, as an instant
TOLD = "outbox_frozen:told"  # that the admins know of it: since when it was frozen


async def freeze(tx: Tx, now: datetime) -> None:
    """Hold everything back but answers."""
    await marks.put(tx, FROZEN, now.isoformat())


async def since(tx: Tx) -> datetime | None:
    """Tell since when it is frozen; None while it is not."""
    written = await marks.get(tx, FROZEN)
    return datetime.fromisoformat(written) if written else None


async def thaw(tx: Tx) -> bool:
    """Let everything go out again; False where somebody has already."""
    if await marks.locked(tx, FROZEN) is None:
        return False
    await marks.remove(tx, FROZEN)
    return True


async def is_told(tx: Tx, frozen: datetime) -> bool:
    """Note that the admins are told of this freeze; True where they were."""
    if await marks.get(tx, TOLD) == frozen.isoformat():
        return True
    await marks.put(tx, TOLD, frozen.isoformat())
    return False
