"""What was decided here held against what the staging software says: every record is in exactly one kind.

A kind is a set of pairs of a state here and one there, so that counts by kind are all that sums need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.review import State


class Kind(StrEnum):
    """How the two stand to each other, the gravest first.

    Nothing but the first is a wrong return for certain: the register is at fault and the staging software sent the
    record back to the vendor all the same.
    """

    WRONG_RETURN = "WRONG_RETURN"  # there refused, here followed up
    RETURNED_APPROVED_THERE = "RETURNED_APPROVED_THERE"
    FOLLOW_UP_APPROVED_THERE = "FOLLOW_UP_APPROVED_THERE"
    APPROVED_REFUSED_THERE = "APPROVED_REFUSED_THERE"
    DECIDED_WATCHED_THERE = "DECIDED_WATCHED_THERE"  # there followed up, here approved or returned
    OPEN_APPROVED_THERE = "OPEN_APPROVED_THERE"  # here not decided
    OPEN_DECIDED_THERE = "OPEN_DECIDED_THERE"  # there refused or followed up, here not decided
    UNKNOWN_WORDS = "UNKNOWN_WORDS"
    NOT_HERE = "NOT_HERE"  # in the file only: no record
    NOT_THERE = "NOT_THERE"  # here only: no file has told of it, or not so that it could be told which it is
    TO_KEY_IN = "TO_KEY_IN"  # decided here, not yet there
    UNDECIDED = "UNDECIDED"  # neither here nor there
    AGREES = "AGREES"  # decided alike: confirmed


DECIDED = frozenset({State.APPROVED, State.RETURNED, State.FOLLOW_UP})
# nothing contradicts here: somebody has to key it in, to decide, or nothing is to be done
FINE = frozenset({Kind.TO_KEY_IN, Kind.NOT_THERE, Kind.UNDECIDED, Kind.AGREES})
TOLD = (State.PENDING, State.APPROVED, State.RETURNED, State.FOLLOW_UP, State.UNSTATED)  # what a list can say
_BOTH_DECIDED: Mapping[tuple[State, State], Kind] = {
    (State.FOLLOW_UP, State.RETURNED): Kind.WRONG_RETURN,
    (State.RETURNED, State.APPROVED): Kind.RETURNED_APPROVED_THERE,
    (State.FOLLOW_UP, State.APPROVED): Kind.FOLLOW_UP_APPROVED_THERE,
    (State.APPROVED, State.RETURNED): Kind.APPROVED_REFUSED_THERE,
    (State.APPROVED, State.FOLLOW_UP): Kind.DECIDED_WATCHED_THERE,
    (State.RETURNED, State.FOLLOW_UP): Kind.DECIDED_WATCHED_THERE,
}


def kind_of(here: State | None, there: State | None) -> Kind:
    """Tell how one record stands; None for what is not there at all, and UNSTATED there for words nobody knows.

    Raises ValueError where neither side knows of it.
    """
    if here is None:
        if there is None:
            raise ValueError("neither here nor there")
        return Kind.NOT_HERE
    if there is None:
        return Kind.NOT_THERE
    if there not in DECIDED:
        if there is State.UNSTATED:
            return Kind.UNKNOWN_WORDS
        return Kind.TO_KEY_IN if here in DECIDED else Kind.UNDECIDED
    if here not in DECIDED:
        return Kind.OPEN_APPROVED_THERE if there is State.APPROVED else Kind.OPEN_DECIDED_THERE
    return Kind.AGREES if here is there else _BOTH_DECIDED[here, there]


@dataclass(frozen=True, slots=True)
class Sums:
    """Records by kind, every kind named; all kinds but NOT_HERE together are the records that were imported."""

    by_kind: Mapping[Kind, int]

    @property
    def confirmed(self) -> int:
        """Count the decided records that stand there as they were decided."""
        return self.by_kind[Kind.AGREES]

    @property
    def records(self) -> int:
        """Count the records."""
        return sum(number for kind, number in self.by_kind.items() if kind is not Kind.NOT_HERE)

    @property
    def mismatches(self) -> int:
        """Count what contradicts or cannot be told: more than keying in has to mend it."""
        return sum(number for kind, number in self.by_kind.items() if kind not in FINE)

    @property
    def told(self) -> bool:
        """Say whether the staging software has told of anything yet."""
        return any(number for kind, number in self.by_kind.items() if kind is not Kind.NOT_THERE)


def complete(told: Mapping[Kind, int], in_all: int) -> Sums:
    """Sum by kind what was told of: of all records those of which nothing was told are the rest."""
    said = sum(number for kind, number in told.items() if kind is not Kind.NOT_HERE)
    return Sums({kind: told.get(kind, 0) for kind in Kind} | {Kind.NOT_THERE: in_all - said})


def pairs_of(kind: Kind) -> tuple[tuple[State, State], ...]:
    """List the states here and there that make a kind; none for the kinds of which one side knows nothing."""
    return tuple((here, there) for here in State for there in TOLD if kind_of(here, there) is kind)
