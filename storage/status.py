"""Where the whole database stands, read from the running totals alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.reconciliation import Sums
from domain.records import RecordType
from domain.review import State
from storage import confirmations, tallies
from storage.engine import Tx


@dataclass(frozen=True, slots=True)
class Status:
    """How many records there are of each type in each state, every type and every state named.

    `agreement` holds them against what the staging software has reported by itself, as of `told_at` (None: nothing
    yet). That report is the only source of it; a decision made here says nothing about what stands there.
    """

    by_type: dict[RecordType, dict[State, int]]
    agreement: Sums
    told_at: datetime | None

    @property
    def confirmed_in_158(self) -> int:
        """Count the records that stand there as they were decided here: approved, refused or followed up."""
        return self.agreement.confirmed

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
    in_all = sum(sum(states.values()) for states in by_type.values())
    agreement = await confirmations.sums(tx, in_all=in_all)
    return Status(by_type, agreement, await confirmations.as_of(tx))
