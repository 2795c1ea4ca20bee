"""The month's messages of the Zalo bot: counted as they are accepted, and the operator told when they run low."""

from __future__ import annotations

from typing import Protocol

import structlog

from bot.clock import Clock
from bot.zalo.bot_platform.inbound import CHANNEL
from domain.sends import A_MONTH, Level, Quota, month_of
from storage import month_sends
from storage.engine import Database

log = structlog.get_logger("bot.zalo.quota")


class Counter(Protocol):
    """What the way out needs to know of the month's messages."""

    async def count(self) -> None:
        """Count a message that Zalo has accepted."""
        ...

    async def state(self) -> Quota:
        """Tell how many messages of this month are used up."""
        ...


class MonthCounter:
    """Counts in the database, in the months of the province's calendar."""

    def __init__(
        self, database: Database, clock: Clock, *, limit: int = A_MONTH, channel: str = CHANNEL
    ) -> None:
        self._database = database
        self._clock = clock
        self._limit = limit
        self._channel = channel
        self._uncounted: dict[str, int] = {}  # accepted by Zalo while the database was away, by month

    async def count(self) -> None:
        """Count a message that Zalo has accepted; a database that is away now is told with the next one."""
        month = self._month()
        self._uncounted[month] = self._uncounted.get(month, 0) + 1
        for owed in list(self._uncounted):
            sent = self._uncounted.pop(owed, 0)
            if not sent:  # another send is counting it
                continue
            try:
                used = await self._database.write(
                    lambda tx, owed=owed, sent=sent: month_sends.add(tx, self._channel, owed, sent)
                )
            except Exception as fault:  # the message is out: nothing that fails here may have it sent again
                self._uncounted[owed] = self._uncounted.get(owed, 0) + sent
                log.error("send_not_counted", fault=type(fault).__name__)
                return
            self._tell(Quota(owed, used - sent, self._limit), Quota(owed, used, self._limit))

    async def state(self) -> Quota:
        """Tell how many messages of this month are used up."""
        month = self._month()
        used = await self._database.read(lambda tx: month_sends.used(tx, self._channel, month))
        return Quota(month, used + self._uncounted.get(month, 0), self._limit)

    def _month(self) -> str:
        return month_of(self._clock.today())

    def _tell(self, before: Quota, after: Quota) -> None:
        """Write a line when a level is reached, once."""
        if after.level is before.level or after.level is Level.OK:
            return
        told = log.warning if after.level is Level.WARN else log.error
        told("month_running_low", level=after.level.value, used=after.used, limit=after.limit)
