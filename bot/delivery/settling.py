"""How sending something ended, written down: out, never, or again later; and who has to be left in peace for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.delivery.ledger import Ledger
from bot.delivery.peace import Peace
from bot.delivery.sender import Dropped, Ended
from bot.ladder import may_climb
from domain.people import Account
from domain.talk.values import Failed
from storage import outbox, people, rests
from storage.engine import Database, Tx

log = structlog.get_logger("bot.delivery")

BACK_OFF_S = (1, 2, 5, 15, 60, 300)
KEEP = timedelta(days=3)  # a network or a token that is away over a weekend costs nobody an answer

Climb = Callable[[Tx, outbox.Item, datetime], Awaitable[object]]


class Settling:
    """Records the ends of one process's sending."""

    def __init__(
        self, database: Database, clock: Clock, peace: Peace, *, holder: str, climb: Climb | None
    ) -> None:
        self._database = database
        self._clock = clock
        self._peace = peace
        self._holder = holder
        self._climb = climb
        self.ledger = Ledger(database, clock)

    async def settle(self, ended: Ended, account: Account | None = None) -> None:
        """Record an end: sent, cancelled with its reason, failed for good, or to be tried again."""
        item, outcome = ended.item, ended.outcome
        now = self._clock()
        if isinstance(outcome, Dropped):
            if outcome.ours:
                await self._database.write(
                    lambda tx: outbox.record(tx, [item.id], state="cancelled", result=outcome.reason, now=now)
                )
        elif not isinstance(outcome, Failed):
            self.ledger.sent(item.id)
        else:
            await self._failed(item, outcome, account, now)

    async def _failed(
        self, item: outbox.Item, failed: Failed, account: Account | None, now: datetime
    ) -> None:
        climbs = self._climb is not None and may_climb(
            item, now, permanent=failed.permanent, wait_s=failed.retry_after_s
        )
        over = failed.permanent or climbs or now - item.created_at >= KEEP
        wait_s = failed.retry_after_s or BACK_OFF_S[min(item.tries, len(BACK_OFF_S) - 1)]
        rest = None
        if failed.slow_down and account is not None:
            asked = item.priority == outbox.ANSWER
            rest = rests.rest_after(account.channel, account.user_key, asked=asked, now=now, seconds=wait_s)
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
            if ended and climbs and self._climb is not None:
                await self._climb(tx, item, now)

        await self._database.write(work)

    async def put_off(self, items: list[outbox.Item], *, until: datetime, reason: str) -> None:
        """Put back what was not tried, each keeping its place."""
        ids = [item.id for item in items]
        await self._database.write(
            lambda tx: outbox.postpone(tx, ids, until=until, reason=reason, holder=self._holder, tried=False)
        )
