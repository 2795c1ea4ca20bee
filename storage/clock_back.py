"""A clock that was set back: what it would keep waiting for an hour, a day or three is taken up at once.

Instants are kept by the bot's clock. The latest one that delivery has seen is a mark; a moment before it means that the
clock was set back, perhaps while no process ran.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, update

from storage import marks, rests
from storage.engine import Tx
from storage.outbox import outbox, undelivered

MARK = "delivery:clock"
EVERY = timedelta(minutes=1)  # how far the mark may lie behind, and how far back a clock may be set unnoticed


async def notice(tx: Tx, now: datetime) -> bool:
    """Move the mark on; where the clock was set back, make due what it would keep waiting, and say so."""
    kept = await marks.get(tx, MARK)
    seen = datetime.fromisoformat(kept) if kept else None
    if seen is not None and seen - EVERY <= now < seen + EVERY:
        return False
    await marks.put(tx, MARK, now.isoformat())
    if seen is None or now >= seen:
        return False
    await rests.clock_set_back(tx, now)
    await _look_again(tx, now)
    return True


async def _look_again(tx: Tx, now: datetime) -> None:
    """Make due what was due, or was put off; what was written for a later moment of the day stays for it."""
    await tx.run(
        update(outbox)
        .where(
            undelivered,
            outbox.c.state == "waiting",
            outbox.c.not_before > now,
            or_(outbox.c.result.is_not(None), outbox.c.not_before <= outbox.c.created_at),
        )
        .values(not_before=now)
    )
