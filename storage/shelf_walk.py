"""Walking a shelf from book to book along the queue's index: what is free in the first books, and in those asked for.

Counting a shelf whole would read every open record of a province to lay a day's few on desks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    ScalarSelect,
    Select,
    bindparam,
    cast,
    exists,
    func,
    literal,
    select,
    union,
)

from domain.shelving import Book
from storage.claims import FREE, STOPPED, records, shelf, stops
from storage.columns import BigId, to_json
from storage.engine import Tx
from storage.listed import listed

# between them lies every place in a book, in any collation
_FIRST, _LAST = ".00000.000000", ".99999.999999zzz"
# free records in the order of the queue: PostgreSQL follows its index only where the empty assignee is named too
IN_LINE = (records.c.assignee_id, records.c.desk_order)


@dataclass(frozen=True, slots=True)
class Reading:
    """How far to read a shelf: books from the first on, until they hold `enough`, each counted as `most` at most."""

    shelf_id: int
    asked: int  # by all who are to get something from it
    most: int  # by one of them
    enough: int


async def free_books(
    tx: Tx, readings: Sequence[Reading], opened: Collection[Book]
) -> dict[int, dict[Book, int]]:
    """Count the free records of books that are served: of each shelf's first ones, and of those that lie open."""
    shelf_ids = {reading.shelf_id for reading in readings}
    rows = await tx.run(
        _books_of(tx.dialect),
        {
            "readings": to_json([[r.shelf_id, r.most, r.enough] for r in readings]),
            "opened": to_json([[*book] for book in opened if book[0] in shelf_ids]),
            "counted_to": max(r.asked for r in readings),
        },
    )
    found: dict[int, dict[Book, int]] = defaultdict(dict)
    for row in rows:
        if row.n:
            found[row.unit_id][row.unit_id, row.book] = int(row.n)
    return found


@cache
def _books_of(dialect: str) -> Select[Any]:
    readings = listed(dialect, "readings", unit_id=int, most=int, enough=int)
    opened = listed(dialect, "opened", unit_id=int, book=str)
    walk = select(
        readings, _first_book(readings.c.unit_id).label("book"), cast(literal(0), BigId).label("seen")
    ).cte("walk", recursive=True)
    lesser = func.min if dialect == "sqlite" else func.least
    walk = walk.union_all(
        select(
            walk.c.unit_id, walk.c.most, walk.c.enough,
            _first_book(walk.c.unit_id, records.c.desk_order > walk.c.book + literal(_LAST)),
            walk.c.seen + lesser(_count_of(walk), walk.c.most),
        ).where(walk.c.book.is_not(None), walk.c.seen < walk.c.enough)
    )  # fmt: skip
    books = union(
        select(walk.c.unit_id, walk.c.book).where(walk.c.book.is_not(None)),
        select(opened.c.unit_id, opened.c.book),
    ).subquery("books")
    return select(books.c.unit_id, books.c.book, _count_of(books).label("n"))


def _first_book(unit_id: ColumnElement[Any], *where: ColumnElement[bool]) -> ScalarSelect[str]:
    """Name the book of a shelf's first free record; one seek in the queue's index."""
    return (
        select(shelf)
        .where(records.c.unit_id == unit_id, FREE, *where)
        .order_by(*IN_LINE)
        .limit(1)
        .correlate_except(records)
        .scalar_subquery()
    )


def _count_of(book: FromClause) -> ScalarSelect[int]:
    """Count the free records of a book up to `counted_to`; none where its serving has stopped."""
    stopped = (
        exists()
        .where(stops.c.unit_id == book.c.unit_id, stops.c.state == STOPPED, stops.c.book_key == book.c.book)
        .correlate(book)
    )
    free = (
        select(records.c.id)
        .where(records.c.unit_id == book.c.unit_id, FREE, within(book.c.book), ~stopped)
        .limit(bindparam("counted_to", type_=Integer))
        .correlate(book)
        .subquery("free")
    )
    return select(func.count()).select_from(free).correlate(book).scalar_subquery()


def within(book: ColumnElement[str]) -> ColumnElement[bool]:
    """Say of a record that its place lies in a book."""
    lies: ColumnElement[bool] = records.c.desk_order.between(book + literal(_FIRST), book + literal(_LAST))
    return lies
