"""Laying planned records on desks: book by book, the open book first, in one statement for all people of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from sqlalchemy import Update, bindparam, func, select, true, update

from domain.review import State
from domain.shelving import Book, Parcel, Wish, lay_out
from storage import shelf_walk
from storage.claims import FREE, records, shelf
from storage.columns import to_json
from storage.decisions import decisions, one_by_one
from storage.engine import Tx, changed
from storage.listed import listed
from storage.people import people
from storage.shelf_walk import IN_LINE, Reading, within

AT_ONCE = 4_000  # people a statement: databases take some 32,000 parameters


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
    opened = await open_books(tx, {person_id for unit_id in wanting for person_id, _ in wishes[unit_id]})
    free = await shelf_walk.free_books(tx, _reading(wishes, shelves, wanting), set(opened.values()))
    parcels: list[Parcel] = []
    for unit_id in wanting:
        own = {
            book: number for shelf_id in shelves[unit_id] for book, number in free.get(shelf_id, {}).items()
        }
        in_order = dict(sorted(own.items(), key=lambda item: (item[0][1], item[0][0])))
        asked = [Wish(person_id, number, opened.get(person_id)) for person_id, number in wishes[unit_id]]
        parcels += lay_out(asked, in_order)
    return await _lay(tx, parcels, day) if parcels else 0


def _reading(
    wishes: Mapping[int, Sequence[tuple[int, int]]],
    shelves: Mapping[int, Sequence[int]],
    wanting: Sequence[int],
) -> list[Reading]:
    """Tell how many books a unit's wishes can touch at most, so that the rest of the shelf need not be read.

    Somebody takes whole books until they have enough: of their last one they need less than the largest wish. So
    twice the largest wish for each person, once for each book that lies open, are more than will be taken from books
    counted up to the largest wish.
    """
    found = []
    for unit_id in wanting:
        numbers = [number for _, number in wishes[unit_id] if number]
        most = max(numbers)
        found += [
            Reading(shelf_id, sum(numbers), most, 3 * most * len(numbers)) for shelf_id in shelves[unit_id]
        ]
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
        .where(decisions.c.person_id == people.c.id, one_by_one)
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
    asked = to_json([[p.person_id, *p.book, p.first, p.last] for p in parcels])
    took = await tx.run(_laying(tx.dialect), {"asked": asked, "today": day})
    return await changed(tx, took)


@cache
def _laying(dialect: str) -> Update:
    asked = listed(dialect, "asked", person_id=int, unit_id=int, book=str, first_place=int, last_place=int)
    free = FREE & (records.c.unit_id == asked.c.unit_id) & within(asked.c.book)
    line = (*IN_LINE, records.c.id)
    if dialect == "postgresql":  # which would read all records, did it not have to go book by book
        place = func.row_number().over(order_by=line)
        first = select(records.c.id, place.label("place")).where(free).order_by(*line)
        lying = first.limit(asked.c.last_place).lateral("lying")
        places = select(asked, lying).join(lying, true()).cte("places")
    else:
        place = func.row_number().over(
            partition_by=(asked.c.person_id, asked.c.unit_id, asked.c.book), order_by=line
        )
        places = select(asked, records.c.id, place.label("place")).join(records, free).cte("places")
    chosen = (
        select(places.c.id, places.c.person_id)
        .where(places.c.place.between(places.c.first_place, places.c.last_place))
        .cte("chosen")
    )
    return (
        update(records)
        .where(records.c.id == chosen.c.id, records.c.assignee_id.is_(None))
        .values(assignee_id=chosen.c.person_id, assigned_on=bindparam("today"), turn=0, skips=0)
    )
