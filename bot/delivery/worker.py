"""Delivery: answers right after their commit, everything else claimed from the outbox and paced."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot import metrics, scans
from bot.clock import Clock
from bot.delivery.beside import Beside
from bot.delivery.ledger import Ledger
from bot.delivery.pace import Pace
from bot.delivery.sender import Dropped, Ended, Sender
from bot.ladder import may_climb
from bot.turn import Answered
from domain.people import Account
from domain.talk.values import Address, Failed, Sent
from storage import outbox, people, talk
from storage.engine import Database, Tx

log = structlog.get_logger("bot.delivery")

IDLE_S = 0.5
BATCH = 50
BACK_OFF_S = (1, 2, 5, 15, 60, 300)
KEEP = timedelta(days=3)  # a network or a token that is away over a weekend costs nobody an answer
TRIES = 8  # of something that meets a fault of ours
SCAN_LEASE = timedelta(
    minutes=4
)  # drawing a scan, or uploading one of its pages to a slow network, with room
SPARING_S = 6 * 3600.0  # how long a reminder waits where a month's messages run low
AWAY = "unavailable"  # how a reason begins that is the channel's rather than the message's
TIDY_EVERY = timedelta(minutes=1)
ALL_CHATS = 0  # no account has this number


MayRemind = Callable[[str], Awaitable[bool]]
Outcome = Sent | Failed | Dropped | None  # None: not known yet
Climb = Callable[[Tx, outbox.Item, datetime], Awaitable[object]]


class Delivery:
    """Sends for all channels of this process."""

    def __init__(
        self,
        database: Database,
        sender: Sender,
        clock: Clock,
        *,
        holder: str,
        pace: Pace,
        climb: Climb | None = None,  # what is done with something that a channel refused for good
        may_remind: MayRemind
        | None = None,  # whether a channel has messages to spare for what nobody asked for
    ) -> None:
        self._database = database
        self._sender = sender
        self._clock = clock
        self._holder = holder
        self._pace = pace
        self._climb = climb
        self._may_remind = may_remind
        self.ledger = Ledger(database, clock)
        self._beside = Beside()
        self._in_hand: set[int] = set()  # being sent: not to be claimed however long it takes
        self._closing = False
        self._tidied: datetime | None = None
        self._wake = asyncio.Event()

    async def answer(self, answered: Answered) -> None:
        """Send what a turn says, in order, each tap answered before the card changes. Scans follow on their own."""
        tap_answered = answered.callback_ref is None
        if answered.callback_ref is not None:
            await self._sender.answer_tap(answered.account.channel, answered.callback_ref, answered.notice)
            tap_answered = True
        left = list(answered.items)
        self._in_hand.update(item.id for item in left)
        try:
            while left:
                await self._deliver(left.pop(0), answered.account, tap_answered=tap_answered)
        finally:
            self._in_hand.difference_update(item.id for item in left)

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
                self._tidy_now_and_then()
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
        away: dict[str, Failed] = {}  # channels that did not answer: the others are not to wait for them
        for item in items:
            if item.id in self._in_hand or self.ledger.holds(item.id):
                continue
            account = await self._database.read(lambda tx, item=item: people.account(tx, item.account_id))
            if account is None or (account.person_id is None and item.priority != outbox.ANSWER):
                await self._settle(Ended(item, Failed("not linked", permanent=True)))
                continue
            if account.channel in away:
                await self._settle(Ended(item, away[account.channel]))
                continue
            if item.priority == outbox.ANSWER:
                if not await self._database.read(lambda tx, item=item: talk.is_wanted(tx, item)):
                    await self._settle(Ended(item, Dropped("superseded")))
                    continue
            else:
                if self._may_remind is not None and not await self._may_remind(account.channel):
                    await self._settle(
                        Ended(item, Failed("quota: kept for answers", retry_after_s=SPARING_S))
                    )
                    continue
                await self._pace.wait(account.user_key)
            if await self._database.read(
                lambda tx, item=item: outbox.still_wanted(tx, item.id, self._holder)
            ):
                outcome = await self._deliver(item, account)
                if isinstance(outcome, Failed) and outcome.reason.startswith(AWAY):
                    away[account.channel] = outcome
        return len(items)

    async def _deliver(self, item: outbox.Item, account: Account, *, tap_answered: bool = False) -> Outcome:
        """Send one item; a scan, which may take half a minute, beside whatever else there is to send."""
        self._in_hand.add(item.id)
        if "scan" not in item.body:
            return await self._send(item, account, tap_answered=tap_answered)
        self._beside.run(account.id, lambda: self._send(item, account, tap_answered=tap_answered))
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
            await self._settle(ended)
            return ended.outcome
        finally:
            self._in_hand.discard(item.id)

    async def _hold(self, item: outbox.Item) -> bool:
        """Keep something that takes long for ourselves; False when it is not ours to go on with."""
        until = self._clock() + SCAN_LEASE
        return not self._closing and await self._database.write(
            lambda tx: outbox.hold(tx, item.id, self._holder, until=until)
        )

    async def _settle(self, ended: Ended) -> None:
        """Record how sending ended: sent, never, or again later."""
        item, outcome = ended.item, ended.outcome
        now = self._clock()
        if isinstance(outcome, Dropped):
            if outcome.ours:
                await self._database.write(
                    lambda tx: outbox.record(tx, [item.id], state="cancelled", result=outcome.reason, now=now)
                )
            return
        if not isinstance(outcome, Failed):
            self.ledger.sent(item.id)
            return
        climbs = self._climb is not None and may_climb(
            item, now, permanent=outcome.permanent, wait_s=outcome.retry_after_s
        )
        if outcome.permanent or climbs or now - item.created_at >= KEEP:
            log.warning("not_delivered", item=item.id, kind=item.kind, reason=outcome.reason)

            async def give_up(tx: Tx) -> None:
                await outbox.record(tx, [item.id], state="failed", result=outcome.reason, now=now)
                if outcome.unreachable:
                    await people.set_reachable(tx, item.account_id, reachable=False, now=now)
                if climbs and self._climb is not None:
                    await self._climb(tx, item, now)

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

    async def tidy(self) -> None:
        """Take out of all chats what must not stand there any more."""
        await self._sender.leaving.sweep()

    def _tidy_now_and_then(self) -> None:
        now = self._clock()
        if (self._tidied is None or now - self._tidied >= TIDY_EVERY) and not self._beside.busy(ALL_CHATS):
            self._tidied = now
            self._beside.run(ALL_CHATS, self.tidy)

    async def quiet(self, within_s: float | None = None) -> None:
        """Wait until nothing is being sent beside."""
        await self._beside.quiet(within_s)

    async def finish(self, within_s: float) -> None:
        """Let each scan come to the end of its page; what is not drawn or sent yet is for the next start."""
        self._closing = True
        scans.close()
        await self.quiet(within_s)

    async def close(self) -> None:
        """End what still runs and record what was sent."""
        self._closing = True
        await self._beside.close()
        await self.ledger.close()
