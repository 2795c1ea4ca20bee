"""The tick: every so often it is asked what is due and not done; the database alone knows that, not the timer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date

import structlog

from bot.clock import Clock
from reminders import clockwork, morning_plan
from reminders.rounds import Tell
from storage.engine import Database
from storage.planning import Campaign

log = structlog.get_logger("bot.timers")

TICK_S = 20

Aim = Callable[
    [], Awaitable[tuple[Campaign | None, date | None]]
]  # the campaign and the day of filing, as of now


class Timers:
    """What falls due by the clock, for as long as this process leads."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        campaign: Campaign | None,  # without one nothing falls due
        tell: Tell,
        wake: Callable[[], object] = lambda: None,
        *,
        filing: date | None = None,  # by when assignment documents are due
        aim: Aim | None = None,  # what to go by, asked before each tick, where it may change
    ) -> None:
        self._database = database
        self._clock = clock
        self._campaign = campaign
        self._tell = tell
        self._wake = wake  # what was written for others goes out now rather than at the next beat
        self._filing = filing
        self._aim = aim
        self._ticking = asyncio.Lock()

    async def run(self, stop: asyncio.Event) -> None:
        """Tick until told to stop."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        scheduler = AsyncIOScheduler(timezone=UTC)
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
        """Do what is due now; a fault is logged and tried again at the next tick, and keeps nothing else from it.

        One that is asked for while another runs comes after it: the clock may have been moved meanwhile.
        """
        async with self._ticking:
            try:
                if self._aim is not None:
                    self._campaign, self._filing = await self._aim()
            except Exception as fault:
                log.error("tick_failed", work="aim", fault=type(fault).__name__)
            if (campaign := self._campaign) is None:
                return
            for work in (self._plan, self._remind):
                try:
                    await work(campaign)
                except Exception as fault:
                    log.error("tick_failed", work=work.__name__.strip("_"), fault=type(fault).__name__)

    async def _plan(self, campaign: Campaign) -> None:
        local = self._clock().astimezone(campaign.zone)
        if not morning_plan.is_time(local) or await morning_plan.is_done(self._database, local.date()):
            return
        made = await morning_plan.run(self._database, campaign, local.date(), clock=self._clock, mark=True)
        if made.lines:
            log.info(
                "planned",
                day=local.date().isoformat(),
                units=len(made.lines),
                given=sum(line.given for line in made.lines),
                shortfall=sum(line.shortfall for line in made.lines),
            )

    async def _remind(self, campaign: Campaign) -> None:
        sent = await clockwork.tick(
            self._database, campaign, clock=self._clock, tell=self._tell, filing=self._filing
        )
        if any(sent.values()):
            self._wake()
            log.info("reminded", **{kind.value: number for kind, number in sent.items()})
