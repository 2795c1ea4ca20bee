"""Whether delivery gets on: how long the first in line has waited, and whether it is stuck."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from storage.sending import Oldest

ALARM_MARK = "delivery:stuck"  # since when the admins know that it is stuck
STUCK = timedelta(minutes=10)
SEEN_S = 60.0  # so long the same message has to stand first: a morning's cards for 16,000 people take ten minutes too


class Watch:
    """Sees the first in line again and again. Its age is by the bot's clock, which may jump; that it stands, by ours."""

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._first = 0
        self._first_seen = 0.0
        self.age_s = 0.0
        self.waiting = 0
        self.raised: str | None = None  # since when the admins know, as the database holds it
        self._stands_s = 0.0

    def see(self, oldest: Oldest | None, waiting: int, raised: str | None, now: datetime) -> None:
        """Take note of the first in line, of how many wait, and of the alarm that stands."""
        ticks = self._ticks()
        if oldest is None or oldest.id != self._first:
            self._first, self._first_seen = (oldest.id if oldest else 0), ticks
        self._stands_s = ticks - self._first_seen if oldest else 0.0
        self.age_s = max(0.0, (now - oldest.since).total_seconds()) if oldest else 0.0
        self.waiting, self.raised = waiting, raised

    @property
    def is_stuck(self) -> bool:
        """Say whether the same message stands first, and has waited for too long."""
        return self.age_s > STUCK.total_seconds() and self._stands_s >= SEEN_S

    @property
    def is_over(self) -> bool:
        """Say whether an alarm that stands may be taken back: nothing waits too long any more."""
        return self.raised is not None and self.age_s <= STUCK.total_seconds()
