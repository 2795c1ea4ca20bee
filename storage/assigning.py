"""Laying planned records on desks: book by book, the open book first, in one statement for all people of a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Integer, String, column, func, literal, select, update, values

from domain.review import State
from domain.shelving import Book, Parcel, Wish, lay_out
from storage.claims import FREE, not_stopped, records, shelf
from storage.columns import BigId
from storage.decisions import decisions
from storage.engine import Tx
from storage.people import people

AT_ONCE = 4_000  # parcels a statement: each takes five parameters, and databases take some 32,000
_FIRST, _LAST = (
    ".00000.000000",
    ".99999.999999zzz",
)  # between them lies every place in a book, in any collation


async def assign(
    tx: Tx,
    wishes: Mapping[int, Sequence[tuple[int, int]]],
    shelves: Mapping[int, Sequence[int]],
    *,
    day: date,
) -> int:
    """Lay fresh records on desks, leased for that day; returns how many came.

    `wishes` maps a planned unit to (person, records) in the unit's order, `shelves` to the units whose records are
    its own. Ties are broken by the queue's order and the record's id, on both databases alike.
    """
    wanting = [unit_id for unit_id, wanted in wishes.items() if any(number for _, number in wanted)]
    if not wanting:
        return 0
    free = await _free_books(tx, [shelf_id for unit_id in wanting for shelf_id in shelves[unit_id]])
    opened = await open_books(tx, {person_id for unit_id in wanting for person_id, _ in wishes[unit_id]})
    parcels: list[Parcel] = []
    for unit_id in wanting:
        own = {
            book: number for shelf_id in shelves[unit_id] for book, number in free.get(shelf_id, {}).items()
        }
        in_order = dict(sorted(own.items(), key=lambda item: (item[0][1], item[0][0])))
        asked = [Wish(person_id, number, opened.get(person_id)) for person_id, number in wishes[unit_id]]
        parcels += lay_out(asked, in_order)
    laid = 0
    for at in range(0, len(parcels), AT_ONCE):
        laid += await _lay(tx, parcels[at : at + AT_ONCE], day)
    return laid


async def _free_books(tx: Tx, shelves: Sequence[int]) -> dict[int, dict[Book, int]]:
    """Count the free records of each book that is served."""
    found: dict[int, dict[Book, int]] = defaultdict(dict)
    book = shelf.label("book")
    for row in await tx.run(
        select(records.c.unit_id, book, func.count().label("n"))
        .where(records.c.unit_id.in_(shelves), FREE, not_stopped())
        .group_by(records.c.unit_id, book)
    ):
        found[row.unit_id][row.unit_id, row.book] = int(row.n)
    return found


async def open_books(tx: Tx, person_ids: Iterable[int]) -> dict[int, Book]:
    """Tell which book lies open before each person: that of the first record waiting, else of the last one decided."""
    ids = sorted(person_ids)
    waiting = (
        select(
            records.c.assignee_id, records.c.unit_id, shelf.label("book"),
            func.row_number()
            .over(partition_by=records.c.assignee_id, order_by=(records.c.desk_order, records.c.id))
            .label("place"),
        )
        .where(records.c.assignee_id.in_(ids), records.c.state == State.PENDING.value)
        .subquery()
    )  # fmt: skip
    found: dict[int, Book] = {}
    for row in await tx.run(select(waiting).where(waiting.c.place == 1)):
        found[row.assignee_id] = (row.unit_id, row.book)
    rest = [person_id for person_id in ids if person_id not in found]
    for at in range(0, len(rest), AT_ONCE):
        found |= await _last_decided(tx, rest[at : at + AT_ONCE])
    return found


async def _last_decided(tx: Tx, person_ids: Sequence[int]) -> dict[int, Book]:
    if not person_ids:
        return {}
    last = (
        select(decisions.c.record_id)
        .where(decisions.c.person_id == people.c.id)
        .order_by(decisions.c.day.desc(), decisions.c.id.desc())
        .limit(1)
        .correlate(people)
        .scalar_subquery()
    )
    of_person = (
        select(people.c.id.label("person_id"), last.label("record_id"))
        .where(people.c.id.in_(person_ids))
        .cte("of_person")
    )
    rows = await tx.run(
        select(of_person.c.person_id, records.c.unit_id, shelf.label("book")).join(
            records, records.c.id == of_person.c.record_id
        )
    )
    return {row.person_id: (row.unit_id, row.book) for row in rows}


async def _lay(tx: Tx, parcels: Sequence[Parcel], day: date) -> int:
    """Lease the records of some parcels; one claimed meanwhile by somebody's tap is left to them."""
    asked = (
        values(
            column("person_id", BigId), column("unit_id", BigId), column("book", String),
            column("first", Integer), column("last", Integer), name="parcels",
        )
        .data([(p.person_id, *p.book, p.first, p.last) for p in parcels])
        .cte("asked")
    )  # fmt: skip
    books = select(asked.c.unit_id, asked.c.book).distinct().cte("books")
    place = func.row_number().over(
        partition_by=(books.c.unit_id, books.c.book), order_by=(records.c.desk_order, records.c.id)
    )
    lying = (
        select(records.c.id, books.c.unit_id, books.c.book, place.label("place"))
        .select_from(books)
        .join(
            records,
            (records.c.unit_id == books.c.unit_id)
            & FREE
            & records.c.desk_order.between(books.c.book + literal(_FIRST), books.c.book + literal(_LAST)),
        )
        .cte("lying")
    )
    chosen = (
        select(lying.c.id, asked.c.person_id)
        .join(asked, (asked.c.unit_id == lying.c.unit_id) & (asked.c.book == lying.c.book))
        .where(lying.c.place.between(asked.c.first, asked.c.last))
        .cte("chosen")
    )
    took = await tx.run(
        update(records)
        .where(records.c.id == chosen.c.id, records.c.assignee_id.is_(None))
        .values(assignee_id=chosen.c.person_id, assigned_on=day, turn=0, skips=0)
    )
    return took.rowcount
