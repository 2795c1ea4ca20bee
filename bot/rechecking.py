"""What is asked just before anything unasked goes out: is the door open to the person, is it true by today's rules."""

from __future__ import annotations

from datetime import datetime

from bot.delivery.unasked import Recheck
from bot.house_rules import HouseRules
from domain.nudges_verdict import Cancel, Send, Verdict
from domain.people import Account
from handlers.context import Rules
from reminders.recheck import Recheck as StillTrue
from storage import outbox, people
from storage.engine import Tx
from storage.glance import Glance
from storage.planning import Campaign

LOCKED = "locked"


class Rechecking:
    """Asks it for one process."""

    def __init__(self, rules: Rules, standing: HouseRules, *, other: Recheck | None = None) -> None:
        self._rules = rules
        self._standing = standing
        self._other = other  # asked instead of what is true by the rules
        self._still_true: tuple[Campaign, StillTrue] | None = None

    async def __call__(
        self, tx: Tx, item: outbox.Item, account: Account, now: datetime, glance: Glance
    ) -> Verdict:
        """Judge one message that is about to be sent."""
        if account.person_id is not None and account.person_id in await glance.of(tx, people.locked_among):
            return Cancel(LOCKED)
        if self._other is not None:
            return await self._other(tx, item, account, now, glance)
        current = (await self._standing.over(tx, self._rules)).campaign
        if current is None:
            return Send()
        if self._still_true is None or self._still_true[0] != current:
            self._still_true = current, StillTrue(current)
        return await self._still_true[1](tx, item, account, now, glance)
