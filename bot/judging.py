"""What a running bot judges by itself: records that an import was cut short of, and shelves that officials changed."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog

from bot.clock import Clock
from storage import triage
from storage.engine import Database

log = structlog.get_logger("bot.judging")

FIRST_S = 5.0  # what starts a bot comes first
EVERY_S = 60.0


class Judging:
    """Looks every so often whether anything waits to be judged, for as long as this process keeps time."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self, stop: asyncio.Event) -> None:
        """Look and judge until told to stop; a fault is logged and tried again the next time."""
        pause = FIRST_S
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            if stop.is_set():
                return
            pause = EVERY_S
            judging = asyncio.ensure_future(self.once())
            stopped = asyncio.ensure_future(stop.wait())
            await asyncio.wait({judging, stopped}, return_when=asyncio.FIRST_COMPLETED)
            stopped.cancel()
            judging.cancel()  # what is left is judged after the next start
            with suppress(asyncio.CancelledError):
                try:
                    await judging
                except Exception as fault:
                    log.error("judging_failed", fault=type(fault).__name__)

    async def once(self) -> None:
        """Judge what waits now, if anything does."""
        if not await self._database.read(triage.is_behind):
            return
        done = await triage.catch_up(self._database, now=self._clock(), today=self._clock.today())
        log.info("judged", records=done.judged, by_shelf=done.by_shelf)
