"""A book has one reader at a time, as long as there are books enough."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.shelving import Book, Parcel, Wish, lay_out

A, B, C = (1, "1.2004.001"), (1, "1.2005.001"), (1, "1.2006.001")


def test_somebody_goes_on_with_the_open_book_and_then_takes_the_next():
    parcels = lay_out([Wish(7, 10, open_book=B)], {A: 50, B: 4, C: 50})
    assert parcels == [Parcel(7, B, 1, 4), Parcel(7, A, 1, 6)]


def test_two_people_get_two_books():
    parcels = lay_out([Wish(7, 10), Wish(8, 10)], {A: 50, B: 50})
    assert parcels == [Parcel(7, A, 1, 10), Parcel(8, B, 1, 10)]


def test_nobody_takes_the_book_a_colleague_has_open():
    parcels = lay_out([Wish(7, 10), Wish(8, 10, open_book=A)], {A: 50, B: 50})
    assert parcels == [Parcel(8, A, 1, 10), Parcel(7, B, 1, 10)]


def test_the_last_book_is_shared():
    parcels = lay_out([Wish(7, 10), Wish(8, 10)], {A: 15})
    assert parcels == [Parcel(7, A, 1, 10), Parcel(8, A, 11, 15)]


books = st.dictionaries(
    st.sampled_from([(u, f"1.200{n}.001") for u in (1, 2) for n in range(6)]), st.integers(0, 30), max_size=8
)
people = st.lists(
    st.tuples(
        st.integers(0, 40), st.one_of(st.none(), st.sampled_from([(1, "1.2001.001"), (1, "1.2003.001")]))
    ),
    max_size=5,
)


@given(people, books)
def test_nothing_is_dealt_twice_or_left_while_somebody_wants_it(
    wishes: list[tuple[int, Book | None]], free: dict[Book, int]
):
    free = dict(sorted(free.items()))
    asked = [Wish(n, records, book) for n, (records, book) in enumerate(wishes)]
    parcels = lay_out(asked, free)
    seen: set[tuple[Book, int]] = set()
    for parcel in parcels:
        for place in range(parcel.first, parcel.last + 1):
            assert place <= free[parcel.book]
            assert (parcel.book, place) not in seen
            seen.add((parcel.book, place))
    for wish in asked:
        got = sum(p.last - p.first + 1 for p in parcels if p.person_id == wish.person_id)
        assert got <= wish.records
    assert len(seen) == min(sum(free.values()), sum(wish.records for wish in asked))
