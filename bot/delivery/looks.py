"""The next few messages held against the database in one reading: asking for each alone costs as much as sending it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from bot.clock import Clock
from bot.delivery.pace import Pace
from domain.nudges_verdict import Verdict
from domain.people import Account
from storage import outbox
from storage.sending import Ready

AHEAD = 4  # messages beside the one that goes now: at 25 a second the last goes a sixth of a second later
FRESH_S = 0.25  # after a longer wait, by either clock, it is asked anew

Found = tuple[Ready, Verdict] | None  # None: cancelled, or another's


class Looks:
    """What one reading told of several messages, each told once and only while it is fresh."""

    def __init__(self, pace: Pace, clock: Clock) -> None:
        self._pace = pace
        self._clock = clock
        self._at = 0.0  # by the pace's clock
        self._now: datetime | None = None  # by the house's, which may jump
        self._found: dict[int, Found] = {}

    def next_ones(
        self, item: outbox.Item, coming: Sequence[tuple[outbox.Item, Account]]
    ) -> list[outbox.Item]:
        """Name the messages to look at together: this one, and of those that come those whose chats can have them soon."""
        soon = (each for each, to in coming if self._pace.wait_s(to.channel, to.user_key) <= FRESH_S)
        return [item, *islice(soon, AHEAD)]

    def begin(self) -> datetime:
        """Note the moment just before a reading; what was read earlier is forgotten."""
        self.forget()
        self._at, self._now = self._pace.now(), self._clock()
        return self._now

    def keep(self, found: dict[int, Found]) -> None:
        """Keep what the reading told, by the numbers of messages."""
        self._found = found

    def forget(self) -> None:
        """Know nothing any more: something has happened that may have changed it."""
        self._found = {}

    def knows(self, item: outbox.Item) -> bool:
        """Say whether a message was looked at a moment ago."""
        if item.id not in self._found or self._now is None:
            return False
        since = (self._clock() - self._now).total_seconds()
        return 0 <= self._pace.now() - self._at <= FRESH_S and 0 <= since <= FRESH_S

    def take(self, item: outbox.Item) -> Found:
        """Give what was told of a message that is known, once."""
        return self._found.pop(item.id)
