"""Delivery: answers right after their commit, everything else claimed from the outbox and paced."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from bot import metrics
from bot.clock import Clock
from bot.delivery.ledger import Ledger
from bot.delivery.pace import Pace
from bot.delivery.sender import Ended, Sender
from bot.turn import Answered
from domain.talk.values import Address, Failed
from storage import outbox, people
from storage.engine import Database

log = structlog.get_logger("bot.delivery")

IDLE_S = 0.5
BATCH = 50
TRIES = 8
BACK_OFF_S = (1, 2, 5, 15, 60, 300, 900)


class Delivery:
    """Sends for all channels of this process."""

    def __init__(self, database: Database, sender: Sender, clock: Clock, *, holder: str, pace: Pace) -> None:
        self._database = database
        self._sender = sender
        self._clock = clock
        self._holder = holder
        self._pace = pace
        self.ledger = Ledger(database, clock)
        self._wake = asyncio.Event()

    async def answer(self, answered: Answered) -> None:
        """Send what a turn says, in order, each tap answered before the card changes."""
        tap_answered = answered.callback_ref is None
        if answered.callback_ref is not None:
            await self._sender.answer_tap(answered.account.channel, answered.callback_ref, answered.notice)
            tap_answered = True
        for item in answered.items:
            await self._settle(await self._sender.send(item, answered.account, tap_answered=tap_answered))

    async def answer_early(self, address: Address, callback_ref: str) -> None:
        """Stop a tapped button's waiting while its turn still runs."""
        await self._sender.answer_tap(address.channel, callback_ref, "")

    def wake(self) -> None:
        """Look for due items now rather than at the next beat."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Claim and send what is due until told to stop."""
        while not stop.is_set():
            try:
                sent = await self.run_once()
            except Exception:
                log.exception("delivery_broke")
                sent = 0
            if not sent:
                await self._rest(stop)

    async def _rest(self, stop: asyncio.Event) -> None:
        waits = [asyncio.ensure_future(self._wake.wait()), asyncio.ensure_future(stop.wait())]
        await asyncio.wait(waits, timeout=IDLE_S, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        self._wake.clear()

    async def run_once(self) -> int:
        """Claim one batch and send it; returns how many were claimed."""
        now = self._clock()
        items = await self._database.write(lambda tx: outbox.claim(tx, self._holder, now=now, limit=BATCH))
        for item in items:
            account = await self._database.read(lambda tx, item=item: people.account(tx, item.account_id))
            if account is None or (account.person_id is None and item.priority != outbox.ANSWER):
                await self._settle(Ended(item, Failed("not linked", permanent=True)))
                continue
            if not await self._database.read(lambda tx, item=item: outbox.still_wanted(tx, item.id)):
                continue
            if item.priority != outbox.ANSWER:
                await self._pace.wait(account.user_key)
            await self._settle(await self._sender.send(item, account))
        return len(items)

    async def _settle(self, ended: Ended) -> None:
        """Record how sending ended: sent, never, or again later."""
        item, outcome = ended.item, ended.outcome
        if not isinstance(outcome, Failed):
            self.ledger.sent(item.id)
            return
        now = self._clock()
        if outcome.permanent or item.tries >= TRIES:
            log.warning("not_delivered", item=item.id, kind=item.kind, reason=outcome.reason)

            async def give_up(tx: object) -> None:
                await outbox.record(tx, [item.id], state="failed", result=outcome.reason, now=now)
                if outcome.unreachable:
                    await people.set_reachable(tx, item.account_id, reachable=False, now=now)

            await self._database.write(give_up)
            return
        wait_s = outcome.retry_after_s or BACK_OFF_S[min(item.tries, len(BACK_OFF_S) - 1)]
        until = now + timedelta(seconds=wait_s)
        await self._database.write(
            lambda tx: outbox.postpone(tx, item.id, until=until, reason=outcome.reason)
        )

    async def measure(self) -> None:
        """Bring the gauges up to date."""
        metrics.outbox_waiting.set(await self._database.read(outbox.open_count))

    async def close(self) -> None:
        """Record what was sent."""
        await self.ledger.close()
