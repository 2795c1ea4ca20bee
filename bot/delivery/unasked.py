"""What nobody asked for, on its way out: paced, held against what is true now, several at once, answers in between."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.clock import Clock
from bot.delivery.beside import Beside
from bot.delivery.looks import Found, Looks
from bot.delivery.pace import Pace
from bot.delivery.peace import Peace
from bot.delivery.sender import Dropped, Ended
from bot.delivery.settling import Settling
from bot.ladder import LONG_S
from domain.nudges_verdict import Cancel, Postpone, Send, Verdict
from domain.people import Account
from domain.talk.values import Failed
from storage import outbox, sending
from storage.engine import Database, Tx
from storage.glance import Glance
from storage.marks import Lead

AT_ONCE = 16  # on their way together: at 25 a second a channel may take half a second to answer each
AHEAD = 25  # messages looked at together: as many as go out in the time for which a glance holds
AWAY = "unavailable"  # how a reason begins that is the channel's rather than the message's
SPARING_S = 6 * 3600.0  # how long a reminder waits where a month's messages run low
BUSY_S = 0.05  # until one looks again whether a chat has got what is on its way to it
NOT_LINKED = Failed("not linked", permanent=True)
UNREACHABLE = Failed("unreachable", permanent=True)

Recheck = Callable[[Tx, outbox.Item, Account, datetime, Glance], Awaitable[Verdict]]
Outgoing = tuple[outbox.Item, Account]


async def send_always(tx: Tx, item: outbox.Item, account: Account, now: datetime, glance: Glance) -> Verdict:
    """Ask nothing before something goes out."""
    return Send()


class House(Protocol):
    """What sending unasked needs of the delivery around it."""

    @property
    def holder(self) -> str: ...

    @property
    def lead(self) -> Lead | None: ...

    def holds(self, item: outbox.Item) -> bool:
        """Say whether something is being sent, or was sent though the database does not know yet."""
        ...

    async def deliver(self, item: outbox.Item, account: Account) -> object:
        """Send one item and record how it ended."""
        ...

    async def answers_first(self) -> None:
        """Send the answers that have fallen due."""
        ...

    async def may_remind(self, channel: str) -> bool:
        """Say whether a channel has messages to spare."""
        ...


class Unasked:
    """Sends batches of reminders and broadcasts for one process."""

    def __init__(
        self,
        house: House,
        database: Database,
        clock: Clock,
        settling: Settling,
        *,
        pace: Pace,
        peace: Peace,
        recheck: Recheck,
    ) -> None:
        self._house = house
        self._database = database
        self._clock = clock
        self._settling = settling
        self._pace = pace
        self._peace = peace
        self._recheck = recheck
        self._well: set[str] = set()  # channels that took what they were given, but for one thing at most
        self._doubted: set[str] = set()  # of these: those that did not answer the last
        self.away: dict[str, Failed] = {}  # those that did not answer: the others are not to wait for them
        self.beside = Beside()
        self._glance: Glance | None = None  # never older than the batch
        self._looks = Looks(pace, clock)

    async def send(self, batch: list[Outgoing], stop: asyncio.Event) -> None:
        """Send a batch, each when its bot and its chat may have it; told to stop, what has not begun is given back."""
        left = [each for each in batch if not self._house.holds(each[0])]
        self._glance = None
        self._looks.forget()
        while left and not stop.is_set():
            place, pause_s = self._next(left)
            if pause_s:
                await self._pace.pause(pause_s)
                continue
            item, account = left.pop(place)
            if await self._keep_back(item, account, left):
                continue
            if (to := await self._may_go(item, left)) is not None:
                await self._go(item, to)
        if left:
            ids = [item.id for item, _ in left]
            await self._database.write(lambda tx: outbox.release(tx, ids, self._house.holder))

    def _next(self, left: list[Outgoing]) -> tuple[int, float]:
        """Choose the first that may go now, else the one that may go soonest; with the seconds until then."""
        best, soonest = 0, float("inf")
        full = self.beside.count >= AT_ONCE
        for place, (_, account) in enumerate(left):
            wait_s = self._pace.wait_s(account.channel, account.user_key)
            if full or self.beside.busy(account.id):
                wait_s = max(wait_s, BUSY_S)
            if wait_s < soonest:
                best, soonest = place, wait_s
            if not wait_s:
                break
        return best, soonest

    async def _keep_back(self, item: outbox.Item, account: Account, left: list[Outgoing]) -> bool:
        """Put off, or give up, what its channel would not take now."""
        channel = account.channel
        rest_s = self._peace.left_s(channel, account.user_key, self._clock(), asked=False)
        if channel in self.away:
            failed = self.away[channel]
        elif rest_s and not _climbs(item, rest_s):
            await self._let_rest(item, account, rest_s, left)
            return True
        elif rest_s:
            failed = Failed("resting", retry_after_s=rest_s)
        elif not await self._house.may_remind(channel):
            failed = Failed("quota: kept for answers", retry_after_s=SPARING_S)
        else:
            return False
        await self._settling.settle(Ended(item, failed), account)
        return True

    async def _let_rest(
        self, item: outbox.Item, account: Account, rest_s: float, left: list[Outgoing]
    ) -> None:
        """Put something off until its chat has rested; where the whole channel rests, with all that goes there."""
        now, channel, also = self._clock(), account.channel, []
        if self._peace.left_s(channel, "", now, asked=False):
            also = [other for other, to in left if to.channel == channel and not _climbs(other, rest_s)]
            left[:] = [each for each in left if each[0] not in also]
        until = now + timedelta(seconds=rest_s)
        await self._settling.put_off([item, *also], until=until, reason="resting")

    async def _may_go(self, item: outbox.Item, coming: list[Outgoing]) -> Account | None:
        """Hold it against the database, at this very moment or a moment ago; gives whom it goes to, None where it does not go now.

        An answer that has fallen due meanwhile goes first; then it is asked anew.
        """
        found = await self._look(item, coming)
        if found is not None and found[0].answers_due:
            await self._house.answers_first()
            self._looks.forget()
            found = await self._look(item, coming)
        if found is None:  # cancelled, or another's
            return None
        ready, verdict = found
        if ready.account.person_id is None:
            await self._settling.settle(Ended(item, NOT_LINKED))
        elif ready.account.unreachable:
            await self._settling.settle(Ended(item, UNREACHABLE))
        elif isinstance(verdict, Cancel):
            await self._settling.settle(Ended(item, Dropped(verdict.reason)))
        elif isinstance(verdict, Postpone):
            await self._settling.put_off([item], until=verdict.until, reason=verdict.reason)
        else:
            return ready.account
        return None

    async def _look(self, item: outbox.Item, coming: list[Outgoing]) -> Found:
        """Look at a message, and at those that go within the next moment too; what was just seen is not asked again."""
        if not self._looks.knows(item):
            house, together = self._house, self._looks.next_ones(item, coming)
            now = self._looks.begin()

            async def work(tx: Tx) -> dict[int, Found]:
                ready = await sending.look(tx, [one.id for one in together], house.holder, house.lead, now)
                return {
                    one.id: await self._judged(tx, one, ready.get(one.id), coming, now) for one in together
                }

            self._looks.keep(await self._database.read(work))
        return self._looks.take(item)

    async def _judged(
        self, tx: Tx, item: outbox.Item, ready: sending.Ready | None, coming: list[Outgoing], now: datetime
    ) -> Found:
        if ready is None:
            return None
        if ready.account.person_id is None or ready.account.unreachable:
            return ready, Send()  # its end is known without asking
        glance = self._at_a_glance(ready.account.person_id, coming, now)
        return ready, await self._recheck(tx, item, ready.account, now, glance)

    def _at_a_glance(self, person_id: int, coming: list[Outgoing], now: datetime) -> Glance:
        """Take in those whose messages come next, unless this was done a moment ago."""
        at, glance = self._pace.now(), self._glance
        if glance is None or not glance.holds(person_id, at, now):
            next_ones = {account.person_id for _, account in coming[:AHEAD] if account.person_id is not None}
            self._glance = glance = Glance(frozenset({person_id} | next_ones), at, now)
        return glance

    async def _go(self, item: outbox.Item, account: Account) -> None:
        """Send it beside the next one; on a channel that is not known to be well it is waited for."""
        self._pace.sent(account.channel, account.user_key)
        if account.channel in self._well:
            self.beside.run(account.id, lambda: self._sent(item, account))
        else:
            await self._sent(item, account)

    async def _sent(self, item: outbox.Item, account: Account) -> None:
        outcome, channel = await self._house.deliver(item, account), account.channel
        if isinstance(outcome, Failed) and outcome.reason.startswith(AWAY):
            if channel in self._well - self._doubted:  # once is nothing: it may be about this very message
                self._doubted.add(channel)
                return
            self.away[channel] = outcome
            self._well.discard(channel)
        elif outcome is not None:
            self._well.add(channel)
            self._doubted.discard(channel)


def _climbs(item: outbox.Item, rest_s: float) -> bool:
    """Say whether something goes to the person's next channel rather than wait so long for this one."""
    return rest_s > LONG_S and bool(item.body.get("ladder"))
