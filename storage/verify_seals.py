"""Recomputing the seals in the order of their days, and holding what each has sealed against the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from domain import integrity, seal
from domain.integrity import Breach, Difference
from domain.seal import Compared, Copy, Head
from storage import seals as store
from storage.columns import to_json
from storage.engine import Tx
from storage.hot import Hot
from storage.listed import listed
from storage.seals import seals
from storage.tables import DecisionRow

decisions = DecisionRow.__table__  # type: ignore[attr-defined]

_days = select(seals.c.day).order_by(seals.c.day)
_one = Hot(
    select(
        seals.c.day, seals.c.units, seals.c.decisions, seals.c.heads, seals.c.prev_hash, seals.c.hash
    ).where(seals.c.day == bindparam("p_day"))
)


@cache
def _in_log(dialect: str) -> Select[Any]:
    asked = listed(dialect, "asked", unit_id=int, seq=int)
    here = (decisions.c.unit_id == asked.c.unit_id) & (decisions.c.seq == asked.c.seq)
    return select(decisions.c.unit_id, decisions.c.seq, decisions.c.hash).join_from(asked, decisions, here)


async def run(tx: Tx, codes: dict[int, str]) -> tuple[int, Difference | None]:
    """Recompute all seals; returns how many were whole, and the first difference. `codes`: unit → code."""
    try:
        days = [row.day for row in await tx.run(_days)]
    except (ValueError, TypeError):  # a day that is none: only SQLite would keep such a thing
        return 0, Difference(Breach.UNREADABLE, detail=seals.name)
    prev_hash = seal.GENESIS
    found: dict[int, Head] = {}  # unit → its newest head that was sealed and found in the log
    for number, day in enumerate(days):
        try:
            row = (await tx.run(_one, {"p_day": day})).one()
        except (ValueError, TypeError):
            return number, Difference(Breach.UNREADABLE, day=day)
        link = integrity.follow_seal(prev_hash, row._asdict())
        if isinstance(link, Difference):
            return number, link
        prev_hash = link.hash
        different = await _heads(tx, codes, day, link.heads, found)
        if different is not None:
            return number, different
    return len(days), None


async def _heads(
    tx: Tx, codes: dict[int, str], day: date, heads: Sequence[Head], found: dict[int, Head]
) -> Difference | None:
    """Hold the heads of a day against the log; those that are as on the day before were looked up then."""
    fresh = [head for head in heads if found.get(head.unit_id) != head]
    asked = to_json([[head.unit_id, head.seq] for head in fresh])
    rows = await tx.run(_in_log(tx.dialect), {"asked": asked})
    logged = {(row.unit_id, row.seq): row.hash for row in rows}
    for head in fresh:
        before = found.get(head.unit_id)
        different = integrity.sealed(
            day, integrity.name_of(codes, head.unit_id), head,
            since=before.seq if before is not None else 0, logged=logged.get((head.unit_id, head.seq)),
        )  # fmt: skip
        if different is not None:
            return different
        found[head.unit_id] = head
    return None


async def compare(tx: Tx, copies: Iterable[Copy]) -> list[Compared]:
    """Put copies of seals beside what is stored."""
    return [Compared(copy, await store.hash_of_day(tx, copy.day)) for copy in copies]
