"""What is being sent at this moment: one item at a time through the sender, its end recorded, scans beside."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.delivery.beside import Beside
from bot.delivery.sender import Dropped, Ended, Sender
from bot.delivery.settling import Settling
from domain.people import Account
from domain.talk.values import Failed, Sent
from storage import outbox
from storage.engine import Database

log = structlog.get_logger("bot.delivery")

TRIES = 8  # of something that meets a fault of ours
SCAN_LEASE = timedelta(
    minutes=4
)  # drawing a scan, or uploading one of its pages to a slow network, with room

Outcome = Sent | Failed | Dropped | None  # None: not known yet


class Hands:
    """Sends items of one process and knows which it holds."""

    def __init__(
        self, database: Database, sender: Sender, clock: Clock, settling: Settling, *, holder: str
    ) -> None:
        self._database = database
        self._sender = sender
        self._clock = clock
        self._settling = settling
        self._holder = holder
        self._held: set[int] = set()  # being sent: not to be claimed however long it takes
        self.beside = Beside()
        self.closing = False

    def take(self, items: Iterable[outbox.Item]) -> None:
        """Hold items that are about to be sent."""
        self._held.update(item.id for item in items)

    def drop(self, items: Iterable[outbox.Item]) -> None:
        """Let go of items that are not sent after all."""
        self._held.difference_update(item.id for item in items)

    def holds(self, item: outbox.Item) -> bool:
        """Say whether something is being sent, or was sent though the database does not know yet."""
        return item.id in self._held or self._settling.ledger.holds(item.id)

    async def deliver(self, item: outbox.Item, account: Account, *, tap_answered: bool = False) -> Outcome:
        """Send one item and record how it ended; a scan or a file, which may take a minute, beside whatever else goes."""
        self.take([item])
        if "scan" not in item.body and "report" not in item.body:
            return await self._send(item, account, tap_answered=tap_answered)
        self.beside.run(account.id, lambda: self._send(item, account, tap_answered=tap_answered))
        return None

    async def _send(self, item: outbox.Item, account: Account, *, tap_answered: bool) -> Outcome:
        try:
            try:
                ended = await self._sender.send(
                    item, account, tap_answered=tap_answered, hold=lambda: self._hold(item)
                )
            except Exception as fault:  # ours; nothing that waits behind it may wait for its mending
                where = traceback.extract_tb(fault.__traceback__)[-1]
                log.error(
                    "sending_failed",
                    item=item.id,
                    kind=item.kind,
                    tries=item.tries,
                    fault=type(fault).__name__,
                    where=f"{where.filename.rsplit('/', 2)[-1]}:{where.lineno} {where.name}",
                )
                ended = Ended(item, Failed(f"fault: {type(fault).__name__}", permanent=item.tries >= TRIES))
            await self._settling.settle(ended, account)
            return ended.outcome
        finally:
            self.drop([item])

    async def _hold(self, item: outbox.Item) -> bool:
        """Keep something that takes long for ourselves; False when it is not ours to go on with."""
        until = self._clock() + SCAN_LEASE
        return not self.closing and await self._database.write(
            lambda tx: outbox.hold(tx, item.id, self._holder, until=until)
        )
