"""Where the whole database stands, read from the running totals alone."""

from __future__ import annotations

from dataclasses import dataclass

from domain.records import RecordType
from domain.review import State
from storage import tallies
from storage.engine import Tx


@dataclass(frozen=True, slots=True)
class Status:
    """How many records there are of each type in each state, every type and every state named.

    `confirmed_in_158` counts the records which the staging software itself has reported as approved. That report is
    the only source of it; a decision made here says nothing about what stands there.
    """

    by_type: dict[RecordType, dict[State, int]]
    confirmed_in_158: int

    @property
    def by_state(self) -> dict[State, int]:
        """Sum over the types."""
        return {state: sum(states[state] for states in self.by_type.values()) for state in State}

    @property
    def imported(self) -> int:
        """Count all records: they are all in some state, so the states add up to it."""
        return sum(self.by_state.values())

    @property
    def decided(self) -> int:
        """Count the records that somebody has decided, here or before they came."""
        return self.imported - sum(self.by_state[state] for state in tallies.UNDECIDED)


async def read(tx: Tx) -> Status:
    """Read where all units together stand."""
    found = await tallies.by_type(tx)
    by_type = {
        kind: {state: found.get(kind.value, {}).get(state, 0) for state in State} for kind in RecordType
    }
    # No table holds reports of the staging software yet, hence none of the records is known to stand there.
    return Status(by_type, confirmed_in_158=0)
