"""What is read at once for the next few messages, since asking the database for each alone costs as much as sending."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from storage.engine import Tx

FRESH_S = 1.0  # who is locked, or has finished, meanwhile is heard of so late

T = TypeVar("T")


@dataclass(slots=True)
class Glance:
    """The people whose messages come next, and what was read about all of them by the first who asked."""

    people: frozenset[int]
    at: float  # by the pace's clock
    now: datetime  # by the house's, which may jump
    _known: dict[Any, Any] = field(default_factory=dict)

    def holds(self, person_id: int, at: float, now: datetime) -> bool:
        """Say whether it still tells what is true of somebody."""
        fresh = 0 <= at - self.at <= FRESH_S and 0 <= (now - self.now).total_seconds() <= FRESH_S
        return fresh and person_id in self.people

    async def of(
        self, tx: Tx, read: Callable[[Tx, Collection[int]], Awaitable[T]], about: object = None
    ) -> T:
        """Give what `read` says of these people, asked once for each `about`."""
        key = read, about
        if key not in self._known:
            self._known[key] = await read(tx, self.people)
        found: T = self._known[key]
        return found
