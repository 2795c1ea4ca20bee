"""The running bot: wires database, channels, turns and delivery together, starts them and stops them."""

from __future__ import annotations

import asyncio
import os
import time
import uuid
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import date, datetime
from typing import Any

import structlog
from aiohttp.web import Application as WebApplication

from bot import alarms, menus, scans, web
from bot.alone import alone_on
from bot.broadcast_hooks import Hooks
from bot.broadcast_progress import Progress
from bot.broadcasting import Broadcasting
from bot.bulk_telling import tell_many
from bot.channels import open_channels
from bot.clock import Clock, clock_of
from bot.delivery.pace import Pace
from bot.delivery.sender import Sender
from bot.delivery.unasked import Recheck
from bot.delivery.worker import LEASE_NAME, Delivery
from bot.ear import Channel, Ear
from bot.facts import facts_of
from bot.fetching import Fetching
from bot.house_rules import HouseRules
from bot.judging import Judging
from bot.ladder import climb
from bot.lanes import Lanes
from bot.leadership import while_leading
from bot.rechecking import Rechecking
from bot.rules import rules_of
from bot.settings import Settings
from bot.timers import Timers
from bot.turn import Answered, Conversation
from bot.upkeep import Upkeep
from domain.talk.values import Aside
from handlers.context import Facts, Rules
from storage import outbox, schema
from storage.broadcasts import KIND
from storage.engine import Tx, open_database
from storage.planning import Campaign

log = structlog.get_logger("bot.main")

STOP_S = 18.0  # how long running turns get at the end; the whole stop stays under 20 s
CATCH_UP_S = 10.0  # how often chats are looked for that are behind the page
PARTS = frozenset({"inbound", "delivery", "timers"})


class Application:
    """One process of the bot."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock | None = None,
        *,
        only: frozenset[str] = PARTS,
        recheck: Recheck | None = None,  # what is asked just before something goes out that nobody asked for
        pace: Pace | None = None,
        ticks: Callable[[], float] = time.monotonic,  # the machine's own clock
    ) -> None:
        self.settings = settings
        self.clock = clock or clock_of(settings)
        self.only = only
        self._recheck = recheck
        self._pace = pace or Pace()
        self._ticks = ticks
        self.stop = asyncio.Event()
        self._holder = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._open = AsyncExitStack()  # what to let go of at the end, the last first
        self._tasks: set[asyncio.Task[None]] = set()
        self._placed = False
        self._listening: set[asyncio.Task[None]] = set()
        self.ears: list[Ear] = []
        self.channels: dict[str, Channel] = {}
        self.timers: Timers | None = None  # what falls due by the clock, in a process that keeps time
        self._started = time.monotonic()

    @property
    def alive(self) -> bool:
        """Whether a channel has answered since the start; without it, whether a part leads or stands by."""
        heard = any(ear.hearing.alive for ear in self.ears)
        return heard if "inbound" in self.only else self._placed

    def facts(self) -> dict[str, str | int | float | bool | None]:
        """Tell a few things about the process, for /healthz."""
        heard = [ear.hearing.heard_at for ear in self.ears if ear.hearing.heard_at]
        watch = self.delivery.watch
        return {
            "heard_at": max(heard).isoformat() if heard else None,
            "serving": self.lanes.busy,
            "alarms": len(alarms.of(self.channels.values())),
            "waiting": watch.waiting,
            "oldest_s": round(watch.age_s),
            "stuck": watch.is_stuck or watch.raised is not None,
            "up_s": round(time.monotonic() - self._started),
        }

    def _own_facts(self) -> Facts:
        heard = [(ear.channel, ear.hearing.alive, ear.hearing.heard_at) for ear in self.ears]
        up_s = round(time.monotonic() - self._started)
        return facts_of(self.settings, self.only, heard, up_s)

    async def start(self) -> None:
        """Open everything and begin to listen; raises WrongSetting, DatabaseMissing or TokenRefused."""
        await schema.require_current(self.settings.database_url)
        self._open.enter_context(alone_on(self.settings.database_url))
        self.database = open_database(self.settings.database_url, checkpoints=True)
        self._open.push_async_callback(self.database.close)
        self.channels = {
            channel.name: channel for channel in open_channels(self.settings, self.database, self.clock)
        }
        for channel in self.channels.values():
            self._open.push_async_callback(channel.close)
        rules = rules_of(self.settings)
        self.standing = HouseRules()
        self.conversation = Conversation(
            self.database, self.clock, rules, self.channels, holder=self._holder, standing=self.standing,
            facts=self._own_facts,
        )  # fmt: skip
        outbounds = {name: channel.outbound for name, channel in self.channels.items()}
        hooks = Hooks(self.database, self.clock, rules)
        self.delivery = Delivery(
            self.database,
            Sender(self.database, outbounds, self.clock, self.settings.scans_folder, fill=hooks.fill),
            self.clock,
            holder=self._holder,
            pace=self._pace,
            climb=lambda tx, item, now: self._climb(hooks, tx, item, now),
            may_remind=self._may_remind,
            recheck=hooks.rechecking(Rechecking(rules, self.standing, other=self._recheck)),
            settled=hooks.settled,
            ticks=self._ticks,
        )
        self.broadcasting = Broadcasting(
            self.database, self.clock, rules, self.conversation.capabilities, hooks,
            Progress(self.database, self.clock, hooks, outbounds, self._pace, ticks=self._ticks),
        )  # fmt: skip
        self._open.callback(scans.close)
        self._open.push_async_callback(self.delivery.close)
        self.lanes = Lanes(self.conversation, self._answer, self.delivery.answer_early)
        links = [await channel.own_link() for channel in self.channels.values()]
        self.conversation.with_link(next((link for link in links if link), None))
        if self.database.dialect == "sqlite":
            await self.database.write(outbox.release_all)
        self.ears = [
            Ear(
                channel, self.database, self.clock, self.conversation, self.lanes, holder=self._holder,
                wake=self.delivery.wake, spawn=self._spawn,
            )
            for channel in self.channels.values()
        ]  # fmt: skip
        self._upkeep = Upkeep(
            self.settings, self.database, self.clock, self.conversation, self.delivery, ears=self.ears,
            channels=self.channels, holder=self._holder,
            fetching=Fetching(self.database, self.clock, self.channels, self._tell, self.settings.zone),
        )  # fmt: skip
        for ear in self.ears:
            self._open.push_async_callback(ear.hearing.close)
        self._open.push_async_callback(self._finish_what_runs)
        app = web.application(self, [route for ear in self.ears for route in ear.channel.routes(ear.receive)])
        if self._has_pages:
            self._give_pages(app)
        self.web = await web.start(app, self.settings.web.host, self.settings.web.port)
        self._open.push_async_callback(self.web.stop)
        await self._start_parts(rules)
        log.info(
            "started",
            bot=", ".join(channel.username or channel.bot_key for channel in self.channels.values()),
            hearing=", ".join("webhook" if c.by_webhook else "polling" for c in self.channels.values()),
            web_port=self.web.port,
            database=self.database.dialect,
            parts=sorted(self.only),
        )

    async def _start_parts(self, rules: Rules) -> None:
        """Begin what this process does: hear, deliver, keep time."""
        if "inbound" in self.only:
            for ear in self.ears:
                await ear.wake_open(None)
                self._listening.add(self._spawn(ear.listen(self.stop)))
        if self._has_pages:
            self._spawn(self._upkeep.beat(self._catch_up, CATCH_UP_S, self.stop))
        for work, every_s in self._upkeep.of(self.only):
            self._spawn(self._upkeep.beat(work, every_s, self.stop))
        if "delivery" in self.only:
            self._spawn(
                while_leading(
                    self.database, self.clock, LEASE_NAME, self._holder, self._deliver, self.stop,
                    on_place=self._in_place, on_lead=self.delivery.leads,
                )
            )  # fmt: skip
        if "timers" in self.only:
            self._start_timers(rules)

    def _start_timers(self, rules: Rules) -> None:
        async def aim() -> tuple[Campaign | None, date | None]:
            now = await self.database.read(lambda tx: self.standing.over(tx, rules))
            return now.campaign, now.assignment_deadline

        self.timers = timers = Timers(
            self.database, self.clock, rules.campaign, self._tell, self.delivery.wake,
            filing=rules.assignment_deadline, aim=aim,
        )  # fmt: skip
        judging = Judging(self.database, self.clock)

        async def keep_time(stop: asyncio.Event) -> None:
            await asyncio.gather(timers.run(stop), judging.run(stop))

        self._spawn(
            while_leading(
                self.database,
                self.clock,
                "timers",
                self._holder,
                keep_time,
                self.stop,
                on_place=self._in_place,
            )
        )

    async def _deliver(self, stop: asyncio.Event) -> None:
        """Send what is due, and look after broadcasts; one without the other would stand still."""
        await asyncio.gather(self.delivery.run(stop), self.broadcasting.run(stop))

    async def _climb(self, hooks: Hooks, tx: Tx, item: outbox.Item, now: datetime) -> bool:
        own = hooks.climb if item.kind == KIND else climb
        return await own(tx, item, self.conversation.capabilities, now)

    async def _may_remind(self, channel: str) -> bool:
        return channel not in self.channels or await self.channels[channel].may_remind()

    @property
    def _has_pages(self) -> bool:
        return self.settings.web.page_url is not None and "inbound" in self.only

    def _give_pages(self, app: WebApplication) -> None:
        """Give the web server our pages; what draws them is imported only where there are any."""
        from bot.page import routes
        from bot.page.house import PageHouse

        pages = PageHouse(self.database, self.clock, self.settings, self.conversation, self.delivery.wake)
        routes.install(app, pages)

    async def _catch_up(self) -> None:
        """Let the chats that edit nothing have the card that is present by what was decided on the page."""
        from bot.page import moving_on

        if await moving_on.catch_up(self.database, self.conversation, self.clock()):
            self.delivery.wake()

    async def _tell(self, tx: Tx, asides: list[Aside], *, not_before: datetime | None = None) -> None:
        now, capabilities = self.clock(), self.conversation.capabilities
        await tell_many(tx, asides, capabilities, now, not_before=not_before)

    def _in_place(self) -> None:
        self._placed = True

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) and task not in self._listening:
            log.error("part_ended_badly", fault=type(fault).__name__)

    async def _answer(self, answered: Answered) -> None:
        await self.delivery.answer(answered)
        if answered.account.person_id is None:  # perhaps linked just now: their menu follows
            channel = self.channels[answered.account.channel]
            await menus.publish(self.database, channel, answered.account.id)

    async def wait(self) -> None:
        """Run until told to stop; raises what ended the listening, without which the bot is deaf."""
        stopped = asyncio.ensure_future(self.stop.wait())
        waits = {stopped, *self._listening}
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        for listening in self._listening:
            if listening.done():
                listening.result()

    async def close(self) -> None:
        """Take nothing new, finish what runs, record it, let go of everything; also after half a start."""
        self.stop.set()
        await self._open.aclose()

    async def _finish_what_runs(self) -> None:
        await asyncio.gather(self.lanes.stop(STOP_S), self.delivery.finish(STOP_S))
        if tasks := set(self._tasks):
            _, pending = await asyncio.wait(tasks, timeout=2.0)
            for task in pending:
                task.cancel()
