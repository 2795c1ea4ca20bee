"""Nudges that a head has sent by hand: how often a day, and to each official once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from domain.nudges import Kind
from storage.engine import Tx
from storage.nudges import SEND, WITHHOLD, Decided, nudges, put

USE = "by_hand"  # the kind under which a head's own use is noted; nothing is sent under it
MOST_A_DAY = 2


def period(day: date) -> str:
    """Name what a nudge by hand is about: it is another one than the clock's of that day."""
    return f"{day.isoformat()} hand"


@dataclass(frozen=True, slots=True)
class ByHand:
    """What was decided about one official; an empty reason sends it."""

    person_id: int
    reason: str = ""


async def take_use(tx: Tx, head_id: int, day: date, now: datetime) -> bool:
    """Note that a head nudges; False where they have done so often enough that day."""
    for number in range(1, MOST_A_DAY + 1):
        mine = Decided(USE, f"{day.isoformat()} {number}", head_id, SEND)
        if await put(tx, [mine], day=day, now=now):
            return True
    return False


async def told(tx: Tx, day: date) -> set[int]:
    """List who was nudged by hand that day, whoever asked for it."""
    rows = await tx.run(
        select(nudges.c.person_id).where(
            nudges.c.day == day,
            nudges.c.kind == Kind.NUDGE.value,
            nudges.c.period == period(day),
            nudges.c.verdict == SEND,
        )
    )
    return {row.person_id for row in rows}


async def decide(tx: Tx, decided: Sequence[ByHand], *, day: date, now: datetime) -> set[int]:
    """Write decisions; returns whose were taken. Who was left out may still be nudged that day, who was nudged not."""
    if not decided:
        return set()
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    statement = make(nudges)
    kept = statement.on_conflict_do_update(
        index_elements=["kind", "period", "person_id"],
        set_={name: statement.excluded[name] for name in ("verdict", "reason", "at")},
        where=nudges.c.verdict == WITHHOLD,
    ).returning(nudges.c.person_id)
    rows = [
        {"kind": Kind.NUDGE.value, "period": period(day), "person_id": one.person_id, "day": day,
         "verdict": WITHHOLD if one.reason else SEND, "reason": one.reason, "at": now}
        for one in decided
    ]  # fmt: skip
    return {row.person_id for row in await tx.run(kept, rows)}
