"""Who did what beside decisions: broadcasts, deadlines, people locked, backups. Lines are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from storage.engine import Tx
from storage.people import people
from storage.tables_province import AuditRow

lines = AuditRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Line:
    """One act: when, by whom (nobody: from the command line), what, on what, with which details."""

    id: int
    at: datetime
    person_id: int | None
    name: str
    act: str
    subject: str
    details: dict[str, Any]


async def note(
    tx: Tx, *, at: datetime, person_id: int | None, act: str, subject: str = "", details: Mapping[str, Any] = {}
) -> None:  # fmt: skip
    """Write down an act in the transaction that does it."""
    await tx.run(
        insert(lines),
        {"at": at, "person_id": person_id, "act": act, "subject": subject, "details": dict(details)},
    )


async def of(tx: Tx, act: str | None = None, limit: int = 50) -> list[Line]:
    """List the newest acts, of one kind if it is named, the newest first."""
    query = select(lines, people.c.full_name).outerjoin(people, people.c.id == lines.c.person_id)
    if act is not None:
        query = query.where(lines.c.act == act)
    rows = await tx.run(query.order_by(lines.c.id.desc()).limit(limit))
    return [
        Line(row.id, row.at, row.person_id, row.full_name or "", row.act, row.subject, row.details)
        for row in rows
    ]
