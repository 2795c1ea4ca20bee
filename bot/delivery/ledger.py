"""The ledger: what was sent is recorded a few at a time, so that a tap costs one flush to the disk and not two."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog

from bot.clock import Clock
from domain.talk.values import Sent
from storage import outbox
from storage.engine import Database, Tx

log = structlog.get_logger("bot.delivery")

EVERY_S = 0.15
AGAIN_S = 1.0  # after a failure
AT_ONCE = 200

Settled = Callable[[Tx, Sequence[int], Sent, datetime], Awaitable[object]]


class Ledger:
    """Collects the numbers of items that were sent and records them together.

    What was sent but not yet recorded when the process dies is shown once more, as the design allows.
    """

    def __init__(self, database: Database, clock: Clock, *, settled: Settled | None = None) -> None:
        self._database = database
        self._clock = clock
        self._settled = settled
        self._told: set[int] = set()  # of which somebody else is told in the same transaction
        self._sent: list[int] = []
        self._writing: frozenset[int] = frozenset()
        self._one_at_a_time = asyncio.Lock()
        self._flush: asyncio.Task[None] | None = None

    def sent(self, item_id: int, *, told: bool = False) -> None:
        """Note that an item is out."""
        self._sent.append(item_id)
        if told:
            self._told.add(item_id)
        if self._flush is None or self._flush.done():
            self._flush = asyncio.create_task(self._later())

    def holds(self, item_id: int) -> bool:
        """Say whether an item is out though the database does not know it yet."""
        return item_id in self._writing or item_id in self._sent

    async def _later(self) -> None:
        wait_s = EVERY_S
        while self._sent:
            if len(self._sent) < AT_ONCE or wait_s > EVERY_S:
                await asyncio.sleep(wait_s)
            wait_s = EVERY_S if await self._try() else AGAIN_S

    async def _try(self) -> bool:
        try:
            await self.flush()
        except Exception as fault:
            log.error("sent_not_recorded", items=len(self._sent), fault=type(fault).__name__)
            return False
        return True

    async def flush(self) -> None:
        """Record all that was noted; what could not be recorded stays noted, or it would be sent again."""
        async with self._one_at_a_time:
            ids, self._sent = self._sent, []
            if not ids:
                return
            self._writing = frozenset(ids)
            try:
                await self._database.write(lambda tx: self._record(tx, ids))
                self._told.difference_update(ids)
            except BaseException:
                self._sent = ids + self._sent
                raise
            finally:
                self._writing = frozenset()

    async def _record(self, tx: Tx, ids: list[int]) -> None:
        now = self._clock()
        await outbox.record(tx, ids, state="sent", result=None, now=now)
        told = [item_id for item_id in ids if item_id in self._told]
        if told and self._settled is not None:
            await self._settled(tx, told, Sent(), now)

    async def close(self) -> None:
        """Record the rest, if the database is there; if not, it is sent once more by the next start."""
        if self._flush is not None:
            self._flush.cancel()
            await asyncio.wait({self._flush})
        await self._try()
