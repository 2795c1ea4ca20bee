"""A clock that goes where it is told, and what is to happen by it: retries, and photos fetched again hours later."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone

VIET_NAM = timezone(timedelta(hours=7))  # no summer time since 1975, so no zone file is needed
TICK_S = 0.02

Job = Callable[[], Awaitable[None]]


class Clock:
    """Unix seconds that stand until they are moved; with `runs` they also go on with real time."""

    def __init__(self, at: float | None = None, *, runs: bool = False) -> None:
        self._at = time.time() if at is None else at
        self._since = time.monotonic() if runs else None

    def __call__(self) -> float:
        return self._at if self._since is None else self._at + time.monotonic() - self._since

    def move_to(self, at: float) -> None:
        """Show this instant, and stand or run on from there."""
        self._at = at
        if self._since is not None:
            self._since = time.monotonic()


def in_viet_nam(at: float) -> datetime:
    """The wall clock of Viet Nam at this instant."""
    return datetime.fromtimestamp(at, VIET_NAM)


def month_of(at: float) -> str:
    """The calendar month in Viet Nam, by which quotas are counted."""
    return f"{in_viet_nam(at):%Y-%m}"


class Agenda:
    """Jobs at instants of a clock that anybody may move; whatever is due runs within a tick of real time."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._waiting: list[tuple[float, int, Job]] = []
        self._numbers = itertools.count()
        self._running: set[asyncio.Task[None]] = set()
        self._ticker: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Look at the clock from now on."""
        self._ticker = asyncio.get_running_loop().create_task(self._tick())

    async def stop(self) -> None:
        """Forget what waits and end what runs."""
        self._waiting.clear()
        ending = [task for task in (self._ticker, *self._running) if task is not None]
        for task in ending:
            task.cancel()
        for task in ending:
            with suppress(asyncio.CancelledError):
                await task

    def soon(self, job: Job) -> None:
        """Run a job now, beside everything else."""
        task = asyncio.get_running_loop().create_task(_run(job))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def at(self, instant: float, job: Job) -> None:
        """Run a job when the clock has reached the instant."""
        heapq.heappush(self._waiting, (instant, next(self._numbers), job))

    def next_at(self) -> float | None:
        """The instant of the first job that waits."""
        return self._waiting[0][0] if self._waiting else None

    async def settle(self) -> None:
        """Run what is due, and wait until nothing runs any more."""
        self._launch()
        while self._running:
            await asyncio.wait(set(self._running))
            self._launch()

    def _launch(self) -> None:
        while self._waiting and self._waiting[0][0] <= self._clock():
            self.soon(heapq.heappop(self._waiting)[2])

    async def _tick(self) -> None:
        while True:
            self._launch()
            await asyncio.sleep(TICK_S)


async def _run(job: Job) -> None:
    await job()
