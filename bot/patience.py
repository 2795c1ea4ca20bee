"""Waiting between tries: longer each time, never two bots in step, and over at once when the bot stops."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

FIRST_S = 1.0
LONGEST_S = 30.0


class Patience:
    """Waits 1, 2, 4 … 30 seconds, each shortened by up to half at random; `reset` after a success."""

    def __init__(
        self,
        stop: asyncio.Event,
        *,
        first_s: float = FIRST_S,
        longest_s: float = LONGEST_S,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._stop = stop
        self.first_s, self._longest_s, self._chance = first_s, longest_s, chance
        self._tries = 0

    def reset(self) -> None:
        """Start again from the shortest wait."""
        self._tries = 0

    async def wait(self, at_least_s: float = 0.0) -> None:
        """Wait for the next try, or until the bot stops."""
        longest = min(self._longest_s, self.first_s * 2 ** min(self._tries, 16))
        self._tries += 1
        await pause(self._stop, max(at_least_s, longest * (1 - self._chance() / 2)))


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait so many seconds, or until the bot stops."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
