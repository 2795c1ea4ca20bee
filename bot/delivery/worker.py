"""Delivery: answers right after their commit, everything else claimed from the outbox and paced."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot import metrics, scans
from bot.clock import Clock
from bot.delivery.hands import Hands
from bot.delivery.pace import Pace
from bot.delivery.peace import Peace
from bot.delivery.sender import Dropped, Ended, Sender
from bot.delivery.settling import Climb, Settled, Settling
from bot.delivery.steady import Steady
from bot.delivery.unasked import AWAY, NOT_LINKED, Outgoing, Recheck, Unasked, send_always
from bot.delivery.watch import ALARM_MARK, Watch
from bot.ladder import LONG_S
from bot.turn import Answered
from domain.people import Account
from domain.talk.values import Address, Failed
from storage import clock_back, freeze, marks, outbox, rests, sending, talk
from storage.engine import Database, Tx
from storage.marks import Lead

log = structlog.get_logger("bot.delivery")

LEASE_NAME = "delivery"
IDLE_S = 0.5
BATCH = 50
LATE = outbox.LEASE / 2  # an answer that comes to be sent so late may be another's by now
TIDY_EVERY = timedelta(minutes=1)
ALL_CHATS = 0  # no account has this number

MayRemind = Callable[[str], Awaitable[bool]]


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
        recheck: Recheck = send_always,  # whether something unasked is still to be said
        settled: Settled | None = None,  # hears how broadcasts ended
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._sender = sender
        self._clock = clock
        self._pace = pace
        self._may_remind = may_remind
        self.holder = holder
        self.lead: Lead | None = None  # what lets this process send what is claimed; None on SQLite
        self.watch = Watch(ticks)
        self._peace = Peace()
        self._settling = Settling(database, clock, self._peace, holder=holder, climb=climb, settled=settled)
        self._unasked = Unasked(
            self, database, clock, self._settling, pace=pace, peace=self._peace, recheck=recheck
        )
        self.ledger = self._settling.ledger
        self._hands = Hands(database, sender, clock, self._settling, holder=holder)
        self._tidied: datetime | None = None
        self._steady = Steady(ticks)
        self._wake = asyncio.Event()

    # ── answers, right after their commit ───────────────────────────────────────────────────────

    async def answer(self, answered: Answered) -> None:
        """Send what a turn says, in order, each tap answered before the card changes. Scans follow on their own."""
        account, left = answered.account, list(answered.items)
        self._hands.take(left)
        try:
            if await self._let_rest(account, left):
                return
            tap_answered = answered.callback_ref is None
            if answered.callback_ref is not None:
                await self._sender.answer_tap(account.channel, answered.callback_ref, answered.notice)
                tap_answered = True
            while left:
                item = left.pop(0)
                if await self._is_late(item):
                    self._hands.drop([item])
                    continue
                self._pace.answered(account.channel, account.user_key)
                await self._hands.deliver(item, account, tap_answered=tap_answered)
        finally:
            self._hands.drop(left)

    async def _let_rest(self, account: Account, items: list[outbox.Item]) -> bool:
        """Put answers off, where not even they would be taken; they are first in line afterwards."""
        now = self._clock()
        rest_s = self._peace.left_s(account.channel, account.user_key, now, asked=True)
        if rest_s and items:
            await self._settling.put_off(items, until=now + timedelta(seconds=rest_s), reason="resting")
        return rest_s > 0

    async def _is_late(self, item: outbox.Item) -> bool:
        """Say whether an answer comes so late, after this process or its machine stood still, that it is another's."""
        now = self._clock()
        if abs(now - item.created_at) < LATE:
            return False
        return not await self._database.read(lambda tx: sending.look(tx, [item.id], self.holder, None, now))

    async def answer_early(self, address: Address, callback_ref: str) -> None:
        """Stop a tapped button's waiting while its turn still runs."""
        await self._sender.answer_tap(address.channel, callback_ref, "")

    # ── what is claimed ─────────────────────────────────────────────────────────────────────────

    def leads(self, fence: int) -> None:
        """Learn under which fencing number this process may send what is claimed."""
        self.lead = Lead(LEASE_NAME, self.holder, fence)

    def wake(self) -> None:
        """Look for due items now rather than at the next beat."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Claim and send what is due until told to stop."""
        while not stop.is_set():
            try:
                sent = await self.run_once(stop)
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

    async def run_once(self, stop: asyncio.Event | None = None) -> int:
        """Claim one batch and send it, answers first; returns how many were claimed."""
        self._unasked.away.clear()
        batch = await self._claim()
        answers = [each for each in batch if each[0].priority == outbox.ANSWER]
        await self._send_answers(answers)
        await self._unasked.send(batch[len(answers) :], stop or asyncio.Event())
        return len(batch)

    async def _claim(self, *, only_answers: bool = False) -> list[Outgoing]:
        now = self._clock()
        steady = self._steady.at(now)

        async def work(tx: Tx) -> tuple[list[outbox.Item], dict[int, Account]]:
            if await clock_back.notice(tx, now):
                log.warning("clock_set_back", now=now.isoformat())
            self._peace.know(await rests.standing(tx, now))
            frozen = await freeze.since(tx) is not None  # after a restore
            items = await outbox.claim(
                tx, self.holder, now=now, limit=BATCH, lead=self.lead, of_others=steady,
                resting=self._peace.channels(now, at_most_s=LONG_S), only_answers=only_answers or frozen,
            )  # fmt: skip
            return items, await sending.accounts_of(tx, items)

        items, accounts = await self._database.write(work)
        batch: list[Outgoing] = []
        for item in items:
            if item.account_id in accounts:
                batch.append((item, accounts[item.account_id]))
            else:
                await self._settling.settle(Ended(item, NOT_LINKED))
        return batch

    async def answers_first(self) -> None:
        """Send the answers that have fallen due."""
        while batch := await self._claim(only_answers=True):
            await self._send_answers(batch)

    async def _send_answers(self, batch: list[Outgoing]) -> None:
        away = self._unasked.away
        for item, account in batch:
            if self.holds(item):
                continue
            if account.channel in away:
                await self._settling.settle(Ended(item, away[account.channel]))
            elif not await self._let_rest(account, [item]) and await self._is_wanted(item):
                self._pace.answered(account.channel, account.user_key)
                outcome = await self._hands.deliver(item, account)
                if isinstance(outcome, Failed) and outcome.reason.startswith(AWAY):
                    away[account.channel] = outcome

    async def _is_wanted(self, item: outbox.Item) -> bool:
        now = self._clock()

        async def work(tx: Tx) -> tuple[bool, bool]:
            ours = item.id in await sending.look(tx, [item.id], self.holder, self.lead, now)
            return ours, ours and await talk.is_wanted(tx, item)

        ours, wanted = await self._database.read(work)
        if ours and not wanted:
            await self._settling.settle(Ended(item, Dropped("superseded")))
        return wanted

    def holds(self, item: outbox.Item) -> bool:
        """Say whether something is being sent, or was sent though the database does not know yet."""
        return self._hands.holds(item)

    async def may_remind(self, channel: str) -> bool:
        """Say whether a channel has messages to spare for what nobody asked for."""
        return self._may_remind is None or await self._may_remind(channel)

    async def deliver(self, item: outbox.Item, account: Account) -> object:
        """Send one item and record how it ended."""
        return await self._hands.deliver(item, account)

    # ── beside ──────────────────────────────────────────────────────────────────────────────────

    async def measure(self) -> None:
        """Bring the gauges up to date, and what this process knows of rests and of the first in line."""
        now = self._clock()

        async def work(tx: Tx) -> tuple[list[rests.Rest], sending.Oldest | None, int, str | None]:
            standing = await rests.standing(tx, now)
            whole = {rest.channel for rest in standing if not rest.user}
            frozen = await freeze.since(tx) is not None  # what is held back is not stuck
            oldest = await sending.oldest(tx, now, whole, only_answers=frozen)
            return standing, oldest, await outbox.open_count(tx), await marks.get(tx, ALARM_MARK)

        standing, oldest, waiting, raised = await self._database.read(work)
        self._peace.know(standing)
        self.watch.see(oldest, waiting, raised, now)
        metrics.outbox_waiting.set(waiting)
        metrics.outbox_oldest.set(self.watch.age_s)

    async def tidy(self) -> None:
        """Take out of all chats what must not stand there any more."""
        await self._sender.leaving.sweep()

    def _tidy_now_and_then(self) -> None:
        now = self._clock()
        late = self._tidied is None or abs(now - self._tidied) >= TIDY_EVERY
        if late and not self._hands.beside.busy(ALL_CHATS):
            self._tidied = now
            self._hands.beside.run(ALL_CHATS, self.tidy)

    async def quiet(self, within_s: float | None = None) -> None:
        """Wait until nothing is being sent beside."""
        await asyncio.gather(self._hands.beside.quiet(within_s), self._unasked.beside.quiet(within_s))

    async def finish(self, within_s: float) -> None:
        """Let each scan come to the end of its page; what is not drawn or sent yet is for the next start."""
        self._hands.closing = True
        scans.close()
        await self.quiet(within_s)

    async def close(self) -> None:
        """End what still runs and record what was sent."""
        self._hands.closing = True
        await asyncio.gather(self._hands.beside.close(), self._unasked.beside.close())
        await self.ledger.close()
