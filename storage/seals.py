"""The seals of the days: made once, never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, text

from domain import seal
from domain.seal import Head, Seal
from storage.engine import Tx
from storage.hot import Hot
from storage.tables import ChainHeadRow
from storage.tables_nudges import SealRow

seals = SealRow.__table__  # type: ignore[attr-defined]
heads = ChainHeadRow.__table__  # type: ignore[attr-defined]

# two processes that seal at once would chain two days to the same one; whoever only reads is not kept waiting
_alone = text("LOCK TABLE seals IN EXCLUSIVE MODE")
_newest = select(seals).order_by(seals.c.day.desc()).limit(1)
_newest_hash = _newest.with_only_columns(seals.c.hash)
_covering = Hot(select(seals).where(seals.c.day >= bindparam("p_day")).order_by(seals.c.day).limit(1))
_of_day = Hot(select(seals).where(seals.c.day == bindparam("p_day")))
_hash_of_day = Hot(select(seals.c.hash).where(seals.c.day == bindparam("p_day")))
# one statement, so all heads are of one moment however many taps are being taken; a unit that decided nothing has none
_heads = select(heads.c.unit_id, heads.c.seq, heads.c.hash).where(heads.c.seq > 0)


def _seal(row: Row[Any] | None) -> Seal | None:
    if row is None:
        return None
    kept = seal.read_heads(row.heads)
    if kept is None:
        raise ValueError(f"the heads sealed on {row.day} are none")  # `rasoat verify` names it
    return Seal(row.day, kept, row.prev_hash, row.hash, row.made_at)


async def make(tx: Tx, day: date, now: datetime) -> Seal:
    """Seal a day, or find the seal that covers it: its own, or else the first of a later day.

    A day that has gone by unsealed is not sealed afterwards, between two that went out: the later one covers it.
    """
    if tx.dialect == "postgresql":
        await tx.run(_alone)
    covering = _seal((await tx.run(_covering, {"p_day": day})).first())
    if covering is not None:
        return covering
    # no more of the one before than its hash: whatever was done to it, the days after it are sealed
    prev_hash = (await tx.run(_newest_hash)).scalar_one_or_none() or seal.GENESIS
    made = seal.make(prev_hash, day, (Head(*row) for row in await tx.run(_heads)), now=now)
    await tx.run(
        insert(seals),
        {"day": day, "units": made.units, "decisions": made.decisions, "heads": [list(h) for h in made.heads],
         "prev_hash": made.prev_hash, "hash": made.hash, "made_at": now},
    )  # fmt: skip
    return made


async def last(tx: Tx) -> Seal | None:
    """Find the newest seal."""
    return _seal((await tx.run(_newest)).first())


async def of_day(tx: Tx, day: date) -> Seal | None:
    """Find the seal of a day."""
    return _seal((await tx.run(_of_day, {"p_day": day})).first())


async def hash_of_day(tx: Tx, day: date) -> str | None:
    """Find the hash of a day's seal, whatever else of it can still be read."""
    found: str | None = (await tx.run(_hash_of_day, {"p_day": day})).scalar_one_or_none()
    return found


async def since(tx: Tx, day: date) -> list[Seal]:
    """List the seals of a day and after it, the oldest first."""
    rows = await tx.run(select(seals).where(seals.c.day >= day).order_by(seals.c.day))
    return [one for row in rows if (one := _seal(row)) is not None]
