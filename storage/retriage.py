"""Returned records that may be faults of their register: found by the rule, a page at a time; and those a head keeps."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import String, bindparam, cast, func, select
from sqlalchemy.dialects import postgresql, sqlite

from domain import retriage as rule
from domain.records import Finding, RecordType
from domain.retriage import Suspicion
from domain.review import Move, State
from storage.engine import Tx
from storage.follow_up_lists import below
from storage.tables import DecisionRow, RecordRow, UnitRow
from storage.tables_follow_ups import RetriageRow

records = RecordRow.__table__  # type: ignore[attr-defined]
decisions = DecisionRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]
kept = RetriageRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Returned:
    """A returned record that may be a fault of its register; `reasons` are empty where it came in as rejected."""

    record_id: int
    revision: int
    unit_code: str
    unit_name: str
    unit_path: str
    type: RecordType
    year: int | None
    number: str
    book: str
    page: str
    subject: str
    reasons: tuple[str, ...]
    suspicion: Suspicion


_last_return = (
    select(func.max(decisions.c.id))
    .where(
        decisions.c.record_id == records.c.id,
        decisions.c.revision == records.c.revision,
        decisions.c.move == Move.RETURN.value,
    )
    .correlate(records)
    .scalar_subquery()
)
_query = (
    select(
        records.c.id, records.c.revision, records.c.type, records.c.year, records.c.number, records.c.book,
        records.c.page, records.c.subject, cast(records.c.findings, String).label("findings"), decisions.c.reasons, units.c.code, units.c.name,
        units.c.path,
    )
    .join(units, units.c.id == records.c.unit_id)
    .outerjoin(decisions, decisions.c.id == _last_return)
    .where(
        records.c.state == State.RETURNED.value,
        ~select(kept.c.record_id)
        .where(kept.c.record_id == records.c.id, kept.c.revision == records.c.revision)
        .exists(),
    )
    .order_by(records.c.id)
)  # fmt: skip
_of_unit = _query.where(records.c.unit_id == bindparam("p_unit"))


async def suspects(tx: Tx, paths: Sequence[str]) -> AsyncIterator[Returned]:
    """Give the returned records of some subtrees that the rule suspects and nobody has kept returned, unit by unit.

    Asked of all units at once, SQLite would go through every record there is, for one unit's as well.
    """
    for (unit_id,) in (await tx.run(select(units.c.id).where(below(paths)).order_by(units.c.id))).all():
        for row in (await tx.run(_of_unit, {"p_unit": unit_id})).all():
            if (found := _judged(row)) is not None:
                yield found


@lru_cache(maxsize=8192)
def _suspect(findings: str, reasons: tuple[str, ...]) -> Suspicion | None:
    """Judge findings as they are stored: a province's returns lack the same few fields over and over."""
    return rule.suspect([Finding.from_json(one) for one in json.loads(findings)], reasons)


def _judged(row: Any) -> Returned | None:
    reasons = tuple(row.reasons or ())
    suspicion = _suspect(row.findings, reasons)
    if suspicion is None:
        return None
    return Returned(
        row.id, row.revision, row.code, row.name, row.path, RecordType(row.type), row.year, row.number, row.book, row.page,
        row.subject, reasons, suspicion,
    )  # fmt: skip


async def likeliest(tx: Tx, paths: Sequence[str], *, limit: int) -> tuple[list[Returned], int]:
    """List the suspects with the highest scores, and count them all."""
    found = [one async for one in suspects(tx, paths)] if paths else []
    found.sort(key=lambda one: (-one.suspicion.score, one.record_id))
    return found[:limit], len(found)


async def find(tx: Tx, record_id: int, paths: Sequence[str]) -> Returned | None:
    """Load one suspect of some subtrees; None where it is one no more."""
    if not paths:
        return None
    row = (await tx.run(_query.where(below(paths), records.c.id == record_id))).first()
    return _judged(row) if row else None


async def keep(tx: Tx, record_id: int, revision: int, *, by: int, now: datetime) -> bool:
    """Note that a record stays returned; False where somebody has said so already."""
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    took = await tx.run(
        make(kept).on_conflict_do_nothing(),
        {"record_id": record_id, "revision": revision, "at": now, "person_id": by},
    )
    return took.rowcount == 1
