"""Whether anything was decided, asked once for all subtrees whose pages lie open: two hundred questions cost one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

FRESH = timedelta(seconds=2)  # so much later than otherwise a decision shows

Beats = tuple[tuple[str, int], ...]  # each unit's path, and how many links its chain has


class Pulses:
    """The ends of all units' chains as they were read a moment ago."""

    def __init__(self, clock: Callable[[], datetime], read: Callable[[], Awaitable[Beats]]) -> None:
        self._clock = clock
        self._read = read
        self._beats: Beats = ()
        self._read_at: datetime | None = None
        self._reading = asyncio.Lock()

    async def of(self, path: str) -> int:
        """Count all links of a subtree's chains."""
        async with self._reading:
            now = self._clock()
            if self._read_at is None or abs(now - self._read_at) >= FRESH:
                self._beats, self._read_at = await self._read(), now
        return sum(links for unit, links in self._beats if unit.startswith(path))
