"""The temporary tables in which a status list is laid out, and how its rows are matched with records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Integer,
    Join,
    MetaData,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
)

from storage import units
from storage.engine import Tx
from storage.imports.stage import Layout
from storage.imports.status_rows import STAGED
from storage.tables import RecordRow

records = RecordRow.__table__  # type: ignore[attr-defined]

_INTEGERS = {"row_no", "unit_id", "year"}
_metadata = MetaData()


def _table(name: str, *columns: Column[object]) -> Table:
    return Table(name, _metadata, *columns, prefixes=["TEMPORARY"])


def _row_no() -> Column[object]:
    return Column("row_no", BigInteger, primary_key=True, autoincrement=False)


told = _table(
    "told",
    *(
        _row_no() if name == "row_no" else Column(name, BigInteger if name in _INTEGERS else Text)
        for name in STAGED
    ),
)
# rows whose key stands more than once in the list, and the first row that has it
doubled = _table("doubled", _row_no(), Column("first", BigInteger, nullable=False))
# rows whose entry is a record here, or several: then which is meant cannot be told
met = _table(
    "met",
    _row_no(),
    Column("record_id", BigInteger, nullable=False),
    Column("several", Integer, nullable=False),
)
# units that may hold one another's registers, since one went into the other
kin = _table(
    "kin",
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("unit_id", BigInteger, nullable=False),
    Column("other_id", BigInteger, nullable=False),
)
LAYOUT = Layout((told, doubled, met, kin), told, ("unit_id", "type", "natural_key"))
_KEY = (told.c.unit_id, told.c.type, told.c.natural_key)


async def match(tx: Tx) -> None:
    """Fill `doubled` and `met` from what is laid out and what the database holds."""
    again = told.alias("again")
    twice = (
        select(*_KEY, func.min(told.c.row_no).label("first"))
        .group_by(*_KEY)
        .having(func.count() > 1)
        .subquery()
    )
    await tx.run(
        insert(doubled).from_select(
            ["row_no", "first"],
            select(again.c.row_no, twice.c.first).join(
                twice,
                and_(
                    twice.c.unit_id == again.c.unit_id,
                    twice.c.type == again.c.type,
                    twice.c.natural_key == again.c.natural_key,
                ),
            ),
        )
    )
    await _meet(tx, told.join(records, and_(records.c.unit_id == told.c.unit_id, _same_entry())))
    if pairs := list(_kin(await units.tree(tx))):
        # an entry listed under the unit that took its own one in, or the other way round
        await tx.run(insert(kin), pairs)
        near = told.join(kin, kin.c.unit_id == told.c.unit_id)
        await _meet(tx, near.join(records, and_(records.c.unit_id == kin.c.other_id, _same_entry())))
        await _part(tx)


def _same_entry() -> ColumnElement[bool]:
    return and_(records.c.type == told.c.type, records.c.natural_key == told.c.natural_key)


async def _meet(tx: Tx, source: Join) -> None:
    """Match the rows that stand once and have met nothing yet."""
    await tx.run(
        insert(met).from_select(
            ["row_no", "record_id", "several"],
            select(told.c.row_no, func.min(records.c.id), func.count() - 1)
            .select_from(source)
            .where(is_stray())
            .group_by(told.c.row_no),
        )
    )


async def _part(tx: Tx) -> None:
    """Let no record be met by two rows: the row of its own unit stays, of units merged none can be told from another."""
    other = met.alias("other")
    shared = (
        select(other.c.record_id)
        .where(other.c.several == 0)
        .group_by(other.c.record_id)
        .having(func.count() > 1)
    )
    rows = await tx.run(
        select(met.c.row_no, met.c.record_id, (records.c.unit_id == told.c.unit_id).label("own"))
        .join(told, told.c.row_no == met.c.row_no)
        .join(records, records.c.id == met.c.record_id)
        .where(met.c.several == 0, met.c.record_id.in_(shared))
        .order_by(met.c.row_no)
    )
    of_record: dict[int, list[tuple[int, bool]]] = {}
    for row in rows:
        of_record.setdefault(row.record_id, []).append((row.row_no, bool(row.own)))
    gone: list[dict[str, int]] = []
    alike: list[dict[str, int]] = []
    for meeting in of_record.values():
        away = [row_no for row_no, own in meeting if not own]
        gone += [{"p_row": row_no} for row_no in away]
        if len(away) == len(meeting):
            alike += [{"row_no": row_no, "first": away[0]} for row_no in away]
    if gone:
        await tx.run(delete(met).where(met.c.row_no == bindparam("p_row")), gone)
    if alike:
        await tx.run(insert(doubled), alike)


def _kin(known: units.Tree) -> Iterable[Mapping[str, int]]:
    place = 0
    for unit_id in known:
        for into in units.successors(known, unit_id):
            for one, other in ((unit_id, into), (into, unit_id)):
                place += 1
                yield {"place": place, "unit_id": one, "other_id": other}


@dataclass(frozen=True, slots=True)
class Odd:
    """A row that is left out: its number in the list, the entry's number, and what it collides with."""

    row_no: int
    number: str
    detail: int = 0


async def stand_twice(tx: Tx, limit: int) -> Sequence[Odd]:
    """List the rows whose key stands more than once, with the first row of it."""
    rows = await tx.run(
        select(told.c.row_no, told.c.number, doubled.c.first)
        .join(doubled, doubled.c.row_no == told.c.row_no)
        .order_by(told.c.row_no)
        .limit(limit)
    )
    return [Odd(row.row_no, row.number, row.first) for row in rows]


async def meet_several(tx: Tx, limit: int) -> Sequence[Odd]:
    """List the rows of which there are several records, with how many."""
    rows = await tx.run(
        select(told.c.row_no, told.c.number, met.c.several)
        .join(met, met.c.row_no == told.c.row_no)
        .where(met.c.several > 0)
        .order_by(told.c.row_no)
        .limit(limit)
    )
    return [Odd(row.row_no, row.number, row.several + 1) for row in rows]


def is_stray() -> ColumnElement[bool]:
    """Say in SQL of a row of `told` that there is no record of its entry, and that it stands there once."""
    return and_(
        ~exists().where(met.c.row_no == told.c.row_no), ~exists().where(doubled.c.row_no == told.c.row_no)
    )


async def meet_none(tx: Tx, limit: int) -> Sequence[Odd]:
    """List the rows of which there is no record."""
    rows = await tx.run(
        select(told.c.row_no, told.c.number).where(is_stray()).order_by(told.c.row_no).limit(limit)
    )
    return [Odd(row.row_no, row.number) for row in rows]
