"""Which laid-out rows are records already: by key, and where keys repeat by content, by scan, by place in the file."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Insert, Row, and_, case, delete, exists, func, insert, select, true

from domain.records import RecordType
from domain.review import State
from storage.engine import Tx
from storage.imports import named
from storage.imports.laid_out import is_new, matched, repeated, staged
from storage.imports.named import Named
from storage.tables import RecordRow, TotalRow

records = RecordRow.__table__  # type: ignore[attr-defined]
totals = TotalRow.__table__  # type: ignore[attr-defined]

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Tally:
    """What a file brings: rows that are new, unchanged, changed; and the states of the new ones."""

    new: int
    same: int
    changed: int
    by_state: dict[str, int]


async def match(tx: Tx, record_type: RecordType, *, names: bool = False) -> Named:
    """Fill `repeated` and `matched` from what is laid out and what the database holds.

    With `names` the sheet has the column by which rows name the records they correct: those go first.
    """
    found = await named.match(tx, record_type) if names else Named()
    await tx.run(_fill_repeated(names=bool(found.record_ids)))
    known = (
        await tx.run(
            select(totals.c.count).where(totals.c.type == record_type.value, totals.c.count != 0).limit(1)
        )
    ).first()
    if known is None:
        return found
    await tx.run(_fill_matched(record_type, names=bool(found.record_ids)))
    if found.record_ids:
        await named.make_room(tx, record_type)
    await _settle(tx, record_type, found.record_ids)
    await named.match_former(tx, record_type)
    return found


def _fill_repeated(*, names: bool) -> Insert:
    by_key = is_new() if names else true()
    twice = (
        select(staged.c.unit_id, staged.c.natural_key)
        .where(by_key)
        .group_by(staged.c.unit_id, staged.c.natural_key)
        .having(func.count() > 1)
        .subquery()
    )
    place = func.row_number().over(
        partition_by=(staged.c.unit_id, staged.c.natural_key), order_by=staged.c.row_no
    )
    return insert(repeated).from_select(
        ["row_no", "occurrence"],
        select(staged.c.row_no, place)
        .join(
            twice,
            and_(twice.c.unit_id == staged.c.unit_id, twice.c.natural_key == staged.c.natural_key),
        )
        .where(by_key),
    )


def _of_key(record_type: RecordType) -> ColumnElement[bool]:
    return and_(
        records.c.unit_id == staged.c.unit_id,
        records.c.type == record_type.value,
        records.c.natural_key == staged.c.natural_key,
    )


def _fill_matched(record_type: RecordType, *, names: bool) -> Insert:
    by_key = and_(is_new(), named.unclaimed()) if names else true()
    changed = case((records.c.content_hash == staged.c.content_hash, 0), else_=1)
    return insert(matched).from_select(
        ["row_no", "record_id", "changed"],
        select(staged.c.row_no, records.c.id, changed)
        .join(records, and_(_of_key(record_type), records.c.occurrence == 1))
        .where(~exists().where(repeated.c.row_no == staged.c.row_no), by_key),
    )


async def _settle(tx: Tx, record_type: RecordType, claimed: Collection[int]) -> None:
    """Settle the keys that stand more than once in the file or in the database, row by row."""
    again = records.alias("again")
    doubled = (
        select(matched.c.row_no)
        .join(records, records.c.id == matched.c.record_id)
        .join(
            again,
            and_(
                again.c.unit_id == records.c.unit_id,
                again.c.type == records.c.type,
                again.c.natural_key == records.c.natural_key,
                again.c.occurrence == 2,
            ),
        )
    )
    if claimed:
        doubled = doubled.where(
            matched.c.record_id.not_in(select(staged.c.named).where(staged.c.named.is_not(None)))
        )
    unsettled = [row_no for (row_no,) in await tx.run(doubled)]
    for at in range(0, len(unsettled), BATCH):
        part = unsettled[at : at + BATCH]
        await tx.run(delete(matched).where(matched.c.row_no.in_(part)))
        await tx.run(insert(repeated), [{"row_no": row_no, "occurrence": 1} for row_no in part])
    columns = (staged.c.row_no, staged.c.unit_id, staged.c.natural_key, staged.c.content_hash, staged.c.scan)
    rows = (
        await tx.run(
            select(*columns)
            .join(repeated, repeated.c.row_no == staged.c.row_no)
            .order_by(staged.c.unit_id, staged.c.natural_key, staged.c.row_no)
        )
    ).all()
    there = (
        await tx.run(
            select(records.c.id, records.c.unit_id, records.c.natural_key, records.c.occurrence,
                   records.c.content_hash, records.c.scan, records.c.state)
            .join(staged, _of_key(record_type))
            .join(repeated, repeated.c.row_no == staged.c.row_no)
            .distinct()
            .order_by(records.c.occurrence)
        )
    ).all()  # fmt: skip
    if not there:
        return
    by_key: dict[tuple[int, str], list[Row[Any]]] = defaultdict(list)
    for record in there:
        by_key[record.unit_id, record.natural_key].append(record)
    groups: dict[tuple[int, str], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        groups[row.unit_id, row.natural_key].append(row)
    for key, group in groups.items():
        if key in by_key:
            await _keep(tx, pair(group, by_key[key], claimed))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of one key: those that are a record already, and the occurrence of those that are not."""

    matched: list[dict[str, int]]
    new: list[dict[str, int]]


def pair(rows: Sequence[Row[Any]], there: Sequence[Row[Any]], claimed: Collection[int] = ()) -> Pairs:
    """Pair rows of one key with the records of that key.

    Equal contents belong together whatever their order; of the rest, the same scan; then a returned record, since
    that is the one the vendor was to correct; then the order of the file. What is
    `claimed`, by rows that name it, is free no more.
    """
    # returned ones last: of a double upload the row left as it was is not the one that was to be corrected
    free = {record.id: record for record in sorted(there, key=_returned) if record.id not in claimed}
    waiting = list(rows)
    taken: list[dict[str, int]] = []
    for wants, offers in _RULES:
        offered: dict[object, deque[Row[Any]]] = defaultdict(deque)
        for record in free.values():
            offered[offers(record)].append(record)
        rest = []
        for row in waiting:
            candidates = offered.get(wants(row))
            if not candidates:
                rest.append(row)
                continue
            record = candidates.popleft()
            del free[record.id]
            changed = int(record.content_hash != row.content_hash)
            taken.append({"row_no": row.row_no, "record_id": record.id, "changed": changed})
        waiting = rest
    last = max(record.occurrence for record in there)
    new = [{"row_no": row.row_no, "occurrence": last + at} for at, row in enumerate(waiting, start=1)]
    return Pairs(taken, new)


def _returned(record: Row[Any]) -> bool:
    return bool(record.state == State.RETURNED.value)


# what a row asks for, and what a record that is still free offers
_RULES: tuple[tuple[Callable[[Row[Any]], object], Callable[[Row[Any]], object]], ...] = (
    (lambda row: row.content_hash, lambda record: record.content_hash),
    (lambda row: (row.scan, True), lambda record: (record.scan, _returned(record))),
    (lambda row: True, _returned),
    (lambda row: True, lambda record: True),
)


async def _keep(tx: Tx, pairs: Pairs) -> None:
    if pairs.matched:
        await tx.run(insert(matched), pairs.matched)
    numbers = [each["row_no"] for each in pairs.new]
    for at in range(0, len(numbers), BATCH):
        await tx.run(delete(repeated).where(repeated.c.row_no.in_(numbers[at : at + BATCH])))
        await tx.run(insert(repeated), pairs.new[at : at + BATCH])


async def repeated_rows(tx: Tx, limit: int) -> list[tuple[int, str]]:
    """List the rows that share their key with another, in the order of the file."""
    rows = await tx.run(
        select(staged.c.row_no, staged.c.number)
        .join(repeated, repeated.c.row_no == staged.c.row_no)
        .order_by(staged.c.row_no)
        .limit(limit)
    )
    return [(row.row_no, row.number) for row in rows]


async def tally(tx: Tx) -> Tally:
    """Count what was matched and what was not."""
    changed: dict[int, int] = {}
    for row in await tx.run(select(matched.c.changed, func.count().label("n")).group_by(matched.c.changed)):
        changed[row.changed] = int(row.n)
    by_state: dict[str, int] = {}
    for row in await tx.run(
        select(staged.c.state, func.count().label("n")).where(is_new()).group_by(staged.c.state)
    ):
        by_state[row.state] = int(row.n)
    return Tally(sum(by_state.values()), changed.get(0, 0), changed.get(1, 0), by_state)
