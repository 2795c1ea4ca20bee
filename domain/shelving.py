"""Which books go to whose desk: an official holds one paper register at a time, so a book has one reader at a time.

Books are named as the queue sorts them (type, year, book), so the smallest name comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Book = tuple[int, str]  # whose records (a unit's id), and the book's name in the queue


@dataclass(frozen=True, slots=True)
class Wish:
    """How many fresh records somebody is to get, and the book that lies open on their desk."""

    person_id: int
    records: int
    open_book: Book | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """Records of a book for one person: those from `first` to `last` in the book's free ones, counted from 1."""

    person_id: int
    book: Book
    first: int
    last: int


def lay_out(wishes: Sequence[Wish], free: dict[Book, int]) -> list[Parcel]:
    """Deal the free records of one unit's books: the open book first, then whole books nobody else has open.

    `free` is how many records of each book lie in the queue, in the queue's order. Only when no book is left untouched
    do two people share one. What is wished beyond what is free is not dealt.
    """
    dealt = dict.fromkeys(free, 0)
    parcels: list[Parcel] = []
    wanted = {wish.person_id: wish.records for wish in wishes}

    def deal(person_id: int, book: Book) -> None:
        number = min(wanted[person_id], free[book] - dealt[book])
        if number > 0:
            parcels.append(Parcel(person_id, book, dealt[book] + 1, dealt[book] + number))
            dealt[book] += number
            wanted[person_id] -= number

    opened = {wish.open_book for wish in wishes}
    for wish in wishes:
        if wish.open_book in dealt:
            deal(wish.person_id, wish.open_book)
    untouched = [book for book in free if book not in opened]
    for wish in wishes:
        while wanted[wish.person_id] and untouched:
            deal(wish.person_id, untouched.pop(0))
    for book in free:
        for wish in wishes:
            deal(wish.person_id, book)
    return parcels
