"""Who is named in an assignment document, and who could be."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from domain.folding import fold
from domain.typed_names import Known, Named
from storage.engine import Tx
from storage.people import people, roles, units
from storage.tables_province import AssignmentPersonRow

named = AssignmentPersonRow.__table__  # type: ignore[attr-defined]


async def roster(tx: Tx, path: str, role: str = "") -> tuple[Known, ...]:
    """List who holds a post, or a post of one role, in a unit or below it now, by name."""
    query = (
        select(people.c.id, people.c.full_name)
        .join(roles, roles.c.person_id == people.c.id)
        .join(units, units.c.id == roles.c.unit_id)
        .where(roles.c.until.is_(None), units.c.path.startswith(path, autoescape=True))
        .distinct()
        .order_by(people.c.full_name, people.c.id)
    )
    if role:
        query = query.where(roles.c.role == role)
    return tuple(Known(row.id, row.full_name) for row in await tx.run(query))


async def name(tx: Tx, document_id: int, who: Sequence[Named]) -> None:
    """Write down who a document names, in place of whom was written down before."""
    await tx.run(delete(named).where(named.c.document_id == document_id))
    if who:
        await tx.run(
            insert(named),
            [
                {"document_id": document_id, "place": place, "name": one.name, "search_name": fold(one.name),
                 "person_id": one.person_id}
                for place, one in enumerate(who, 1)
            ],
        )  # fmt: skip


async def of_document(tx: Tx, document_id: int) -> tuple[Named, ...]:
    """List who a document names, in the order written down."""
    rows = await tx.run(
        select(named.c.name, named.c.person_id)
        .where(named.c.document_id == document_id)
        .order_by(named.c.place)
    )
    return tuple(Named(row.name, row.person_id) for row in rows)
