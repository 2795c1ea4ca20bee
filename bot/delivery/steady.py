"""Whether the bot's clock has just jumped: then leases of other processes look run out, or endless, and are neither."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from storage import outbox

JUMP_S = 10.0  # a clock that is further ahead of the machine's ticks, or behind, than it was has jumped


class Steady:
    """Holds the bot's clock against ticks that only go forward."""

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._ahead_s: float | None = None
        self._unsteady_until = 0.0

    def at(self, now: datetime) -> bool:
        """Say whether leases of others can be judged: for the length of one after a jump they cannot."""
        ticks = self._ticks()
        ahead_s = now.timestamp() - ticks
        if self._ahead_s is not None and abs(ahead_s - self._ahead_s) > JUMP_S:
            self._unsteady_until = ticks + outbox.LEASE.total_seconds()
        self._ahead_s = ahead_s
        return ticks >= self._unsteady_until
