"""The ledger: what was sent is recorded a few at a time, so that a tap costs one flush to the disk and not two."""

from __future__ import annotations

import asyncio

from bot.clock import Clock
from storage import outbox
from storage.engine import Database

EVERY_S = 0.05
AT_ONCE = 200


class Ledger:
    """Collects the numbers of items that were sent and records them together.

    What was sent but not yet recorded when the process dies is shown once more, as the design allows.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._sent: list[int] = []
        self._flush: asyncio.Task[None] | None = None

    def sent(self, item_id: int) -> None:
        """Note that an item is out."""
        self._sent.append(item_id)
        if self._flush is None or self._flush.done():
            self._flush = asyncio.create_task(self._later())

    async def _later(self) -> None:
        while self._sent:
            if len(self._sent) < AT_ONCE:
                await asyncio.sleep(EVERY_S)
            await self.flush()

    async def flush(self) -> None:
        """Record all that was noted."""
        ids, self._sent = self._sent, []
        if ids:
            now = self._clock()
            await self._database.write(lambda tx: outbox.record(tx, ids, state="sent", result=None, now=now))

    async def close(self) -> None:
        """Record the rest."""
        if self._flush is not None:
            await asyncio.wait({self._flush})
        await self.flush()
