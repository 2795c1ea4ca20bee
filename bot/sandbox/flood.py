"""Flood control: off unless switched on. Sends and edits count, answers to taps do not.

Telegram does not publish its limits; about one message a second in a chat with short bursts, about thirty a second
over all chats (telegram.md §6).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.errors import too_many

COUNTED = ("send", "edit", "copy", "forward")
FREE = frozenset({"sendchataction"})


@dataclass(slots=True)
class Bucket:
    """Tokens that come back at `rate` a second, never more than `size`."""

    rate: float
    size: float
    left: float
    at: float

    def wait_s(self, now: float) -> float:
        """Seconds until one token is there; 0 when it is."""
        self.left = min(self.size, self.left + max(0.0, now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.left >= 1 else (1 - self.left) / self.rate


class Flood:
    """Counts the calls of each bot per chat and overall, on the world's clock."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.on = False
        self.switch(False)

    def switch(self, on: bool, *, per_chat: float = 1.0, burst: float = 1.0, overall: float = 30.0) -> None:
        """Turn the limits on or off: messages a second in a chat, how many at once there, and a second overall."""
        self.on = on
        self._per_chat, self._burst, self._overall = per_chat, burst, overall
        self._chats: dict[tuple[int, str], Bucket] = {}
        self._bots: dict[int, Bucket] = {}

    def check(self, bot: int, method: str, chat: str) -> None:
        """Count a call; raises 429 with the seconds to wait. `method` in small letters."""
        if not method.startswith(COUNTED) or method in FREE:
            return
        now = self._clock()
        if (key := (bot, chat)) not in self._chats:
            self._chats[key] = Bucket(self._per_chat, self._burst, self._burst, now)
        if bot not in self._bots:
            self._bots[bot] = Bucket(self._overall, self._overall, self._overall, now)
        buckets = (self._chats[key], self._bots[bot])
        if (wait_s := max(bucket.wait_s(now) for bucket in buckets)) > 0:
            raise too_many(max(1, math.ceil(wait_s)))
        for bucket in buckets:
            bucket.left -= 1
