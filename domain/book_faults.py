"""A fault of a whole book: when its serving stops, and what whoever heads the unit may decide about it.

A vendor's mix-up rarely strikes one record: five of one book that go back for the same reason mean that the book was
scanned or typed wrongly, and returning the rest one by one would cost the officials days. A fault of the old register
is no reason of a return, so it can neither stop a book nor be sent back with one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.keys import SHELF_LENGTH
from domain.records import RecordType

SAME_FAULT = (
    5  # so many records of one book, gone back for one reason, stop it; any reason of a return counts
)


class StopState(StrEnum):
    """Where a stopped book stands."""

    STOPPED = "stopped"
    RETURNED = "returned"
    GOING_ON = "going_on"


class Act(StrEnum):
    """What may be done about a stopped book."""

    RETURN = "return"
    GO_ON = "go_on"
    UNDO = "undo"


ACTS: dict[tuple[StopState, Act], StopState] = {
    (StopState.STOPPED, Act.RETURN): StopState.RETURNED,
    (StopState.STOPPED, Act.GO_ON): StopState.GOING_ON,
    (StopState.RETURNED, Act.UNDO): StopState.STOPPED,
}


@dataclass(frozen=True, slots=True)
class Refused:
    """It cannot be done where the book stands now: somebody decided before, or the day is over."""

    state: StopState
    act: Act


def decide(state: StopState, act: Act, *, same_day: bool = True) -> StopState | Refused:
    """Judge one act; a lot can be taken back until the end of the day on which it went."""
    to = ACTS.get((state, act))
    if to is None or (act is Act.UNDO and not same_day):
        return Refused(state, act)
    return to


def is_book(book_key: str) -> bool:
    """Say whether the first part of a desk order ("1.2005.001") names one book.

    Where the year or the number could not be read ("1.9999.999") records of many books lie together.
    """
    if len(book_key) != SHELF_LENGTH:
        return False
    _, year, number = book_key.split(".")
    return year != "9999" and number != "999"


def stops(same_fault: int, *, state: StopState | None) -> bool:
    """Say whether a book's serving stops now.

    `same_fault` counts its records that stand returned for one reason and did not go as a lot; after a lot only those
    that went back since then. A book that goes on by decision never stops again for that reason.
    """
    return same_fault >= SAME_FAULT and state in (None, StopState.RETURNED)


def type_of(book_key: str) -> RecordType:
    """Tell whose book a key names."""
    return list(RecordType)[int(book_key[0]) - 1]
