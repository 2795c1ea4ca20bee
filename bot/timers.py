"""The tick: every so often it is asked what is due and not done; the database alone knows that, not the timer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.clock import Clock
from domain.talk.values import Aside
from reminders import morning_plan
from storage.engine import Database, Tx
from storage.planning import Campaign

log = structlog.get_logger("bot.timers")

TICK_S = 20


class Timers:
    """What falls due by the clock, for as long as this process leads."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        campaign: Campaign,
        tell: Callable[[Tx, list[Aside]], Awaitable[None]],
        wake: Callable[[], object] = lambda: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._campaign = campaign
        self._tell = tell
        self._wake = wake  # what was written for others goes out now rather than at the next beat

    async def run(self, stop: asyncio.Event) -> None:
        """Tick until told to stop."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        scheduler = AsyncIOScheduler(timezone=self._campaign.zone)
        # a tick that comes late is as good as any: what is due is read anew each time
        scheduler.add_job(
            self.tick, "interval", seconds=TICK_S, coalesce=True, max_instances=1,
            misfire_grace_time=None,
        )  # fmt: skip
        await self.tick()
        scheduler.start()
        try:
            await stop.wait()
        finally:
            scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Do what is due now; a fault is logged and tried again at the next tick."""
        try:
            local = self._clock().astimezone(self._campaign.zone)
            if not morning_plan.is_time(local) or await morning_plan.is_done(self._database, local.date()):
                return
            made = await morning_plan.run(
                self._database, self._campaign, local.date(), clock=self._clock, tell=self._tell
            )
        except Exception as fault:
            log.error("tick_failed", fault=type(fault).__name__)
            return
        if made.lines:
            self._wake()
            log.info(
                "planned",
                day=local.date().isoformat(),
                units=len(made.lines),
                given=sum(line.given for line in made.lines),
                shortfall=sum(line.shortfall for line in made.lines),
            )
