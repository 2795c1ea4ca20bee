"""A piece of a scan on its way: who waits for it, and whether anybody still does."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
LOOK_S = 0.5  # how often somebody who waits is looked after: a browser that went away tells nobody


class Asked(Generic[T]):
    """One piece that is drawn for all who ask for it at the same time."""

    def __init__(self) -> None:
        self.askers: Counter[int] = Counter()
        self.begun = False

    def begin(self) -> bool:
        """Say, just before it is drawn, whether it is still to be; called from the drawing thread."""
        self.begun = bool(self.askers)
        return self.begun

    async def wait(
        self, task: asyncio.Task[T], asker: int, limit_s: float, gone: Callable[[], bool]
    ) -> T | None:
        """Wait for it in somebody's name; None where it took too long, or they are gone."""
        loop = asyncio.get_running_loop()
        until = loop.time() + limit_s
        self.askers[asker] += 1
        try:
            while not task.done():
                left_s = until - loop.time()
                if left_s <= 0 or gone():
                    return None
                await asyncio.wait({task}, timeout=min(LOOK_S, left_s))
            return task.result()
        finally:
            self.askers[asker] -= 1
            if not self.askers[asker]:
                del self.askers[asker]
