"""How sending something ended, written down: out, never, or again later; and who has to be left in peace for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.delivery.ledger import Ledger
from bot.delivery.peace import Peace
from bot.delivery.sender import Dropped, Ended
from bot.ladder import may_climb
from domain.people import Account
from domain.talk.values import Failed, Sent
from storage import outbox, people, rests
from storage.engine import Database, Tx

log = structlog.get_logger("bot.delivery")

BACK_OFF_S = (1, 2, 5, 15, 60, 300)
KEEP = timedelta(days=3)  # a network or a token that is away over a weekend costs nobody an answer

FREE_TRIES = 4
ALONE_S = 5.0  # one refusal for so short, with others taken before and after it, is about its own chat

Climb = Callable[[Tx, outbox.Item, datetime], Awaitable[object]]
Settled = Callable[[Tx, Sequence[int], Sent | Failed | Dropped, datetime], Awaitable[object]]


class Settling:
    """Records the ends of one process's sending."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        peace: Peace,
        *,
        holder: str,
        climb: Climb | None,
        settled: Settled
        | None = None,  # hears of each broadcast's end, within the transaction that records it
    ) -> None:
        self._database = database
        self._clock = clock
        self._peace = peace
        self._holder = holder
        self._climb = climb
        self._settled = settled
        self._taking: set[str] = set()  # channels that took the last thing they were given
        self.ledger = Ledger(database, clock, settled=self._told)

    async def settle(self, ended: Ended, account: Account | None = None) -> None:
        """Record an end: sent, cancelled with its reason, failed for good, or to be tried again."""
        item, outcome = ended.item, ended.outcome
        now = self._clock()
        if isinstance(outcome, Dropped):
            if outcome.ours:
                await self._database.write(lambda tx: self._dropped(tx, item, outcome, now))
        elif not isinstance(outcome, Failed):
            if account is not None:
                self._taking.add(account.channel)
            self.ledger.sent(item.id, told=item.priority == outbox.BROADCAST)
        else:
            await self._failed(item, outcome, account, now)

    async def _dropped(self, tx: Tx, item: outbox.Item, dropped: Dropped, now: datetime) -> None:
        ended = await outbox.record(tx, [item.id], state="cancelled", result=dropped.reason, now=now)
        if ended and item.priority == outbox.BROADCAST:
            await self._told(tx, [item.id], dropped, now)

    async def _told(
        self, tx: Tx, ids: Sequence[int], outcome: Sent | Failed | Dropped, now: datetime
    ) -> None:
        if self._settled is not None:
            await self._settled(tx, ids, outcome, now)

    def _back_off_s(self, item: outbox.Item, account: Account | None) -> float:
        """Tell how long something waits that did not get through: longer each time, but not yet while others do."""
        well = account is not None and account.channel in self._taking
        place = max(0, item.tries - FREE_TRIES) if well else item.tries
        return BACK_OFF_S[min(place, len(BACK_OFF_S) - 1)]

    def _about_chat(self, item: outbox.Item, channel: str, wait_s: float) -> bool:
        """Say whether a refusal is about the chat alone: so are answers', and a short one among others that are taken.

        Where two are refused one after the other it is about the bot, whatever the chats.
        """
        alone = channel in self._taking and wait_s <= ALONE_S
        self._taking.discard(channel)
        return alone or item.priority == outbox.ANSWER

    async def _failed(
        self, item: outbox.Item, failed: Failed, account: Account | None, now: datetime
    ) -> None:
        climbs = self._climb is not None and may_climb(
            item, now, permanent=failed.permanent, wait_s=failed.retry_after_s
        )
        over = failed.permanent or climbs or now - item.created_at >= KEEP
        wait_s = failed.retry_after_s or self._back_off_s(item, account)
        rest = None
        if failed.slow_down and account is not None:
            own = self._about_chat(item, account.channel, wait_s)
            rest = rests.rest_after(account.channel, account.user_key, asked=own, now=now, seconds=wait_s)
            self._peace.begin(rest)
        if over:
            log.warning("not_delivered", item=item.id, kind=item.kind, reason=failed.reason)

        async def work(tx: Tx) -> None:
            if rest is not None:
                await rests.note(tx, rest)
            if not over:
                until = now + timedelta(seconds=wait_s)
                await outbox.postpone(tx, [item.id], until=until, reason=failed.reason, holder=self._holder)
                return
            ended = await outbox.record(tx, [item.id], state="failed", result=failed.reason, now=now)
            if failed.unreachable:
                await people.set_reachable(tx, item.account_id, reachable=False, now=now)
            climbed = ended and climbs and self._climb is not None and await self._climb(tx, item, now)
            if ended and not climbed and item.priority == outbox.BROADCAST:
                await self._told(tx, [item.id], failed, now)

        await self._database.write(work)

    async def put_off(self, items: list[outbox.Item], *, until: datetime, reason: str) -> None:
        """Put back what was not tried, each keeping its place."""
        ids = [item.id for item in items]
        await self._database.write(
            lambda tx: outbox.postpone(tx, ids, until=until, reason=reason, holder=self._holder, tried=False)
        )
