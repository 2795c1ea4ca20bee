"""The one transaction in which a status list becomes what is known of the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, insert, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.reconciliation import Sums
from storage import confirmations
from storage.engine import Tx
from storage.imports.swap import Origin, note
from storage.imports.told import is_stray, met, told

known = confirmations.confirmations
strays = confirmations.strays
_SAID = ("state", "words", "as_of", "import_id")
_ENTRY = ("unit_id", "type", "natural_key")

__all__ = ["Knowledge", "Origin", "is_newer", "swap"]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Of which moment a list is, and whether this very list came in before."""

    as_of: datetime
    again: bool


def is_newer(as_of: ColumnElement[datetime], knowledge: Knowledge) -> ColumnElement[bool]:
    """Say in SQL that a list knows better than what is of `as_of`; of the same moment the list that came first in last.

    A list that comes a second time does not take back what another of its moment has said since.
    """
    return as_of < knowledge.as_of if knowledge.again else as_of <= knowledge.as_of


async def swap(tx: Tx, origin: Origin, knowledge: Knowledge, counts: dict[str, int]) -> Sums:
    """Take the list over where it knows better, and count anew; returns all records by kind of agreement."""
    import_id = await note(tx, origin, counts)
    await tx.run(insert(confirmations.files), {"import_id": import_id, "as_of": knowledge.as_of})
    of_file = (
        literal(knowledge.as_of, known.c.as_of.type).label("as_of"),
        literal(import_id, known.c.import_id.type).label("import_id"),
    )
    make: Any = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    said = (
        select(met.c.record_id, told.c.state, told.c.words, *of_file)
        .select_from(met.join(told, told.c.row_no == met.c.row_no))
        .where(met.c.several == 0)
        .order_by(met.c.record_id)
    )
    new = make(known).from_select(["record_id", *_SAID], said, include_defaults=False)
    await tx.run(
        new.on_conflict_do_update(
            index_elements=["record_id"],
            set_={name: new.excluded[name] for name in _SAID},
            where=is_newer(known.c.as_of, knowledge),
        )
    )
    await _strays(tx, make, of_file, knowledge)
    await confirmations.recount(tx)
    return await confirmations.sums(tx)


async def _strays(tx: Tx, make: Any, of_file: tuple[Any, ...], knowledge: Knowledge) -> None:
    """Keep the entries of which there is no record; of a unit and type that is listed, what is not there is over."""
    listed = exists().where(told.c.unit_id == strays.c.unit_id, told.c.type == strays.c.type)
    await tx.run(delete(strays).where(is_newer(strays.c.as_of, knowledge), listed))
    found = select(
        *(told.c[name] for name in _ENTRY), told.c.year, told.c.number, told.c.state, told.c.words, *of_file
    ).where(is_stray())
    new = make(strays).from_select([*_ENTRY, "year", "number", *_SAID], found, include_defaults=False)
    names = ("year", "number", *_SAID)
    await tx.run(
        new.on_conflict_do_update(
            index_elements=list(_ENTRY),
            set_={name: new.excluded[name] for name in names},
            where=is_newer(strays.c.as_of, knowledge),
        )
    )
    # what came in since as a record is no stray any more, whichever list told of it
    found_now = exists().where(
        confirmations.records.c.unit_id == strays.c.unit_id,
        confirmations.records.c.type == strays.c.type,
        confirmations.records.c.natural_key == strays.c.natural_key,
    )
    await tx.run(delete(strays).where(found_now))
