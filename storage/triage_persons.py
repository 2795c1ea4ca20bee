"""Who stands in two records: asked of a few shelves by themselves, or of a whole province in one pass over the keys."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import and_, func, select

from storage.engine import Tx
from storage.many import among
from storage.tables import RecordRow, UnitRow
from storage.tables_triage import RecordKeyRow
from storage.triage_shelf import Neighbour

records = RecordRow.__table__  # type: ignore[attr-defined]
keys = RecordKeyRow.__table__  # type: ignore[attr-defined]
all_units = UnitRow.__table__  # type: ignore[attr-defined]

# ids of the records whose person stands in another one too, by unit and type; eight bytes each
Partnered = Mapping[tuple[int, str], Sequence[int]]


async def of_all(tx: Tx) -> Partnered:
    """Find them in the whole province: one pass over the keys, where going shelf by shelf visits each record."""
    twice = select(keys.c.person).group_by(keys.c.person).having(func.count() > 1)
    rows = await tx.run(
        select(keys.c.record_id, records.c.unit_id, records.c.type)
        .join(records, records.c.id == keys.c.record_id)
        .where(keys.c.person.in_(twice))
    )
    found: dict[tuple[int, str], array[int]] = defaultdict(lambda: array("q"))
    for record_id, unit_id, record_type in rows:
        found[unit_id, record_type].append(record_id)
    return found


async def of_shelves(tx: Tx, record_type: str, units: Sequence[int]) -> list[int]:
    """Find them on some shelves of a type."""
    other = keys.alias("other")
    rows = await tx.run(
        select(keys.c.record_id)
        .distinct()
        .join(records, records.c.id == keys.c.record_id)
        .join(other, and_(other.c.person == keys.c.person, other.c.record_id != keys.c.record_id))
        .where(records.c.type == record_type, among(tx, records.c.unit_id, units))
    )
    return [row.record_id for row in rows]


async def neighbours(tx: Tx, partnered: Collection[int]) -> dict[int, Neighbour]:
    """Give of each of these records one other that is about the same person, under another number."""
    if not partnered:
        return {}
    other = keys.alias("other")
    mine, there = records.alias("mine"), records.alias("there")
    rows = await tx.run(
        select(keys.c.record_id, there.c.unit_id, there.c.year, there.c.number, there.c.book,
               mine.c.unit_id.label("own_unit"), mine.c.year.label("own_year"), mine.c.number.label("own_number"))
        .join(mine, mine.c.id == keys.c.record_id)
        .join(other, and_(other.c.person == keys.c.person, other.c.record_id != keys.c.record_id))
        .join(there, there.c.id == other.c.record_id)
        .where(among(tx, keys.c.record_id, partnered))
        .order_by(keys.c.record_id, there.c.id)
    )  # fmt: skip
    found: dict[int, Neighbour] = {}
    names = await _unit_names(tx)
    for row in rows:
        # the same number of the same unit is a number twice (R12), not a person twice
        if (row.unit_id, row.year, row.number) == (row.own_unit, row.own_year, row.own_number):
            continue
        unit = "" if row.unit_id == row.own_unit else names.get(row.unit_id, "")
        found.setdefault(row.record_id, Neighbour(unit, row.number, row.book))
    return found


async def _unit_names(tx: Tx) -> dict[int, str]:
    return {row.id: row.name for row in await tx.run(select(all_units.c.id, all_units.c.name))}
