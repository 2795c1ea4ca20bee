"""Rows that say which record they correct (maHoSo), and rows of a sheet whose record has another key by now.

A record is known by its unit, year and number; where just one of those was wrong, its correction comes under another
key. The list that goes to the vendor therefore names each record, and a sheet that carries the name is matched by it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, exists, insert, select

from domain.records import RecordType
from storage import units
from storage.engine import Tx
from storage.imports.laid_out import is_new, matched, repeated, staged
from storage.tables import RecordRow
from storage.tables_vendor import FormerRowRow

records = RecordRow.__table__  # type: ignore[attr-defined]
former = FormerRowRow.__table__  # type: ignore[attr-defined]

BATCH = 5_000
_claim = matched.alias("claim")


@dataclass(slots=True)
class Named:
    """What came of the names: the records they took, rows whose name is none (row, name), and rows that came late.

    Of several rows with one name the first takes the record; the others are (row, name, row of the first).
    """

    record_ids: set[int] = field(default_factory=set)
    unknown: list[tuple[int, int]] = field(default_factory=list)
    twice: list[tuple[int, int, int]] = field(default_factory=list)


async def match(tx: Tx, record_type: RecordType) -> Named:
    """Match the rows that name a record of this type; the others are left to be matched by their key."""
    rows = (
        await tx.run(
            select(
                staged.c.row_no, staged.c.named, staged.c.unit_id, staged.c.content_hash, records.c.id,
                records.c.unit_id.label("of_unit"), records.c.content_hash.label("of_hash"),
            )
            .outerjoin(records, and_(records.c.id == staged.c.named, records.c.type == record_type.value))
            .where(staged.c.named.is_not(None))
            .order_by(staged.c.row_no)
        )
    ).all()  # fmt: skip
    found = Named()
    known = await units.tree(tx) if rows else {}
    first: dict[int, int] = {}
    taken: list[dict[str, int]] = []
    for row in rows:
        if row.id is None:
            found.unknown.append((row.row_no, row.named))
        elif row.id in first:
            found.twice.append((row.row_no, row.named, first[row.id]))
        else:
            first[row.id] = row.row_no
            moves = _is_another(known, row.unit_id, row.of_unit)
            changed = int(row.content_hash != row.of_hash or moves)
            taken.append({"row_no": row.row_no, "record_id": row.id, "changed": changed, "moves": int(moves)})
    found.record_ids = set(first)
    for at in range(0, len(taken), BATCH):
        await tx.run(insert(matched), taken[at : at + BATCH])
    return found


def _is_another(known: units.Tree, one: int, other: int) -> bool:
    """Say whether two units are none the same: a unit and the one it went into hold one another's registers."""
    return one != other and units.successor(known, one) != units.successor(known, other)


def unclaimed() -> ColumnElement[bool]:
    """Say in SQL of a record that no row has named it."""
    return ~exists().where(_claim.c.record_id == records.c.id)


async def make_room(tx: Tx, record_type: RecordType) -> None:
    """Lay the new rows apart whose key a named record still bears, so that they get a place beside it."""
    taken = (
        select(staged.c.row_no)
        .join(
            records,
            and_(
                records.c.unit_id == staged.c.unit_id,
                records.c.type == record_type.value,
                records.c.natural_key == staged.c.natural_key,
            ),
        )
        .join(_claim, _claim.c.record_id == records.c.id)
        .where(is_new(), ~exists().where(repeated.c.row_no == staged.c.row_no))
        .distinct()
    )
    row_nos = [row.row_no for row in await tx.run(taken)]
    for at in range(0, len(row_nos), BATCH):
        await tx.run(
            insert(repeated), [{"row_no": row_no, "occurrence": 1} for row_no in row_nos[at : at + BATCH]]
        )


async def match_former(tx: Tx, record_type: RecordType) -> None:
    """Match the new rows that are word for word what a record was before it got another key."""
    any_there = await tx.run(select(former.c.id).where(former.c.type == record_type.value).limit(1))
    if any_there.first() is None:
        return
    rows = await tx.run(
        select(staged.c.row_no, former.c.record_id)
        .join(
            former,
            and_(
                former.c.unit_id == staged.c.unit_id,
                former.c.type == record_type.value,
                former.c.natural_key == staged.c.natural_key,
                former.c.content_hash == staged.c.content_hash,
            ),
        )
        .where(is_new())
        .order_by(staged.c.row_no, former.c.id)
    )
    taken = {row.row_no: row.record_id for row in rows}
    lines = [{"row_no": row_no, "record_id": record_id, "changed": 0} for row_no, record_id in taken.items()]
    for at in range(0, len(lines), BATCH):
        await tx.run(insert(matched), lines[at : at + BATCH])
