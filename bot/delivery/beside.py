"""What takes long is sent beside the lanes, so that the next tap is answered meanwhile; in order within each chat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

log = structlog.get_logger("bot.delivery")


class Beside:
    """Runs work for many chats side by side, and for each chat one after the other."""

    def __init__(self) -> None:
        self._last: dict[int, asyncio.Task[None]] = {}
        self._all: set[asyncio.Task[None]] = set()

    def run(self, chat: int, work: Callable[[], Awaitable[object]]) -> None:
        """Begin something for a chat as soon as what began before it has ended."""
        task = asyncio.create_task(self._after(self._last.get(chat), work))
        self._last[chat] = task
        self._all.add(task)
        task.add_done_callback(lambda done: self._ended(chat, done))

    async def _after(self, before: asyncio.Task[None] | None, work: Callable[[], Awaitable[object]]) -> None:
        if before is not None:
            await asyncio.wait({before})
        try:
            await work()
        except Exception as fault:  # the database is away: the item's lease runs out, and it is sent then
            log.error("beside_failed", fault=type(fault).__name__)

    def _ended(self, chat: int, task: asyncio.Task[None]) -> None:
        self._all.discard(task)
        if self._last.get(chat) is task:
            del self._last[chat]

    @property
    def count(self) -> int:
        """How much runs, or waits to run."""
        return len(self._all)

    def busy(self, chat: int) -> bool:
        """Say whether something runs, or waits to run, for a chat."""
        return chat in self._last

    async def quiet(self, within_s: float | None = None) -> None:
        """Wait until nothing runs, or until the time is up."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while self._all:
                    await asyncio.wait(set(self._all))

    async def close(self) -> None:
        """End what still runs; it is sent to its end by the next start."""
        tasks = set(self._all)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
