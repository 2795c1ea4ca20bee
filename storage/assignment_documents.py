"""The written assignments of units: filed, replaced, and which units owe one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, update

from storage import units
from storage.engine import Tx
from storage.many import among
from storage.tables import PersonRow, TotalRow
from storage.tables_nudges import AssignmentDocumentRow
from storage.units import Unit

documents = AssignmentDocumentRow.__table__  # type: ignore[attr-defined]
people = PersonRow.__table__  # type: ignore[attr-defined]
totals = TotalRow.__table__  # type: ignore[attr-defined]

OWING = "commune"  # the level whose units were asked for one


@dataclass(frozen=True, slots=True)
class Document:
    """What a unit filed, by whom and when."""

    id: int
    unit_id: int
    number: str
    signed_on: date
    filed_by: int
    filed_by_name: str
    filed_at: datetime
    attachment_id: int | None = None


async def of_unit(tx: Tx, unit_id: int) -> Document | None:
    """Load what a unit filed last and has not replaced."""
    rows = await tx.run(
        select(documents, people.c.full_name)
        .outerjoin(people, people.c.id == documents.c.filed_by)
        .where(documents.c.unit_id == unit_id, documents.c.withdrawn_at.is_(None))
        .order_by(documents.c.id.desc())
        .limit(1)
    )
    row = rows.first()
    if row is None:
        return None
    return Document(
        row.id, row.unit_id, row.number, row.signed_on, row.filed_by, row.full_name or "", row.filed_at,
        row.attachment_id,
    )  # fmt: skip


async def file(tx: Tx, unit_id: int, *, number: str, signed_on: date, by: int, now: datetime) -> bool:
    """File a unit's document in place of the one before; False, and nothing new, where it is that very one."""
    known = await of_unit(tx, unit_id)
    if known is not None and (known.number, known.signed_on) == (number, signed_on):
        return False
    await tx.run(
        update(documents)
        .where(documents.c.unit_id == unit_id, documents.c.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
    await tx.run(
        insert(documents),
        {"unit_id": unit_id, "number": number, "signed_on": signed_on, "filed_by": by, "filed_at": now},
    )
    return True


async def numbers(tx: Tx, unit_ids: Sequence[int]) -> dict[int, str]:
    """Tell the numbers of what some units filed."""
    rows = await tx.run(
        select(documents.c.unit_id, documents.c.number).where(
            documents.c.withdrawn_at.is_(None), among(tx, documents.c.unit_id, unit_ids)
        )
    )
    return {row.unit_id: row.number for row in rows}


async def attach(tx: Tx, document_id: int, attachment_id: int) -> bool:
    """Put a file to a document that still holds; False where another has taken its place."""
    statement = (
        update(documents)
        .where(documents.c.id == document_id, documents.c.withdrawn_at.is_(None))
        .values(attachment_id=attachment_id)
    )
    return (await tx.run(statement)).rowcount == 1


@dataclass(frozen=True, slots=True)
class Filing:
    """The communes of a subtree that have records, by path: which owe a document, and which filed one."""

    missing: tuple[Unit, ...]
    filed: tuple[Unit, ...]


async def filing(tx: Tx, path: str, today: date) -> Filing:
    """Tell for a subtree who owes a document; a commune that was merged away owes none, its successor owes its own."""
    known = await units.tree(tx)
    holding = await tx.run(select(totals.c.unit_id).where(totals.c.count > 0).distinct())
    asked: dict[int, Unit] = {}
    for row in holding:
        unit = known.get(row.unit_id)
        at = (units.stands_in(known, unit, today) or unit) if unit is not None else None
        if at is not None and at.level == OWING and at.path.startswith(path):
            asked[at.id] = at
    live = await tx.run(select(documents.c.unit_id).where(documents.c.withdrawn_at.is_(None)).distinct())
    done = {row.unit_id for row in live}
    in_order = sorted(asked.values(), key=lambda unit: unit.path)
    return Filing(
        tuple(unit for unit in in_order if unit.id not in done),
        tuple(unit for unit in in_order if unit.id in done),
    )


async def missing(tx: Tx, path: str, today: date) -> tuple[Unit, ...]:
    """List the communes of a subtree with records that have filed no document."""
    return (await filing(tx, path, today)).missing
