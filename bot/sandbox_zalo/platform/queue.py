"""Events for getUpdates: no offset and no acknowledgement; each goes to one poller, unless consumed ones come again."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from bot.sandbox_zalo.platform.errors import PlatformError
from bot.sandbox_zalo.platform.settings import Settings

KEPT = 1000  # consumed events that may come again

Json = dict[str, Any]


class Queue:
    """What waits, what was consumed, and who waits for more."""

    def __init__(self, clock: Callable[[], float], settings: Settings) -> None:
        self._clock, self._settings = clock, settings
        self._fresh: deque[tuple[float, Json]] = deque()
        self._consumed: deque[Json] = deque(maxlen=KEPT)
        self._waiters: deque[asyncio.Future[Json]] = deque()

    def __len__(self) -> int:
        return len(self._fresh)

    def push(self, event: Json) -> None:
        """Hand an event to the poller that has waited longest, or keep it."""
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(event)
                return
        self._fresh.append((self._clock(), event))

    async def take(self, timeout_s: float) -> Json:
        """The next event; raises PlatformError 408 when none came in time.

        A poller that hangs up while it waits consumes nothing.
        """
        self._forget_old()
        if self._fresh:
            return self._consume(self._fresh.popleft()[1])
        if self._settings.replays and self._consumed:
            self._consumed.rotate(-1)  # the one longest not given
            return self._consumed[-1]
        waiter: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            return self._consume(await asyncio.wait_for(asyncio.shield(waiter), timeout_s))
        except TimeoutError:
            if waiter.done():  # it came in the last moment
                return self._consume(waiter.result())
            raise PlatformError(408) from None
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self._fresh.appendleft((self._clock(), waiter.result()))
            raise
        finally:
            waiter.cancel()
            with suppress(ValueError):
                self._waiters.remove(waiter)

    def end_wait(self, error: PlatformError) -> None:
        """Send waiting pollers away: a webhook was set, or the stand-in stops."""
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_exception(error)

    def clear(self) -> None:
        """Forget all events."""
        self._fresh.clear()
        self._consumed.clear()

    def _consume(self, event: Json) -> Json:
        self._consumed.append(event)
        return event

    def _forget_old(self) -> None:
        limit = self._settings.lost_after_s
        if limit is not None:
            while self._fresh and self._fresh[0][0] < self._clock() - limit:
                self._fresh.popleft()
