"""What a running process does again and again beside talking: it looks for what died, what stands, what falls due."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog

from bot import alarms, menus, metrics, question_sweep
from bot.clock import Clock
from bot.delivery.worker import Delivery
from bot.ear import Channel, Ear
from bot.fetching import Fetching
from bot.settings import Settings
from bot.turn import Conversation
from storage import inbox, talk
from storage.engine import Database

log = structlog.get_logger("bot.upkeep")

SWEEP_S = 2.0
FETCH_EVERY_S = 1.0
SWEEP_AFTER = timedelta(seconds=5)  # an update nobody has worked off by then belonged to a process that died
HOUSEKEEPING_S = 3600.0

Work = Callable[[], Coroutine[Any, Any, None]]


class Upkeep:
    """The beats of one process."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        conversation: Conversation,
        delivery: Delivery,
        *,
        ears: Iterable[Ear],
        channels: Mapping[str, Channel],
        fetching: Fetching,
        holder: str,
    ) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._conversation = conversation
        self._delivery = delivery
        self._ears = tuple(ears)
        self._channels = channels
        self._fetching = fetching
        self._holder = holder

    def of(self, parts: frozenset[str]) -> list[tuple[Work, float]]:
        """List what a process with these parts does, and every how many seconds."""
        found: list[tuple[Work, float]] = []
        if "inbound" in parts:
            found += [(self.sweep, SWEEP_S), (self.fetch, FETCH_EVERY_S), (self.housekeeping, HOUSEKEEPING_S)]
        if parts & {"inbound", "delivery"}:
            found.append((self.watch, SWEEP_S))
        return found

    async def beat(self, work: Work, every_s: float, stop: asyncio.Event) -> None:
        """Do something every so often until told to stop; a fault is logged and tried again at the next beat."""
        while not stop.is_set():
            try:
                await work()
            except Exception as fault:
                log.error("beat_failed", work=work.__name__, fault=type(fault).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), every_s)

    async def sweep(self) -> None:
        """Look for updates whose process died, and for what only a person can mend."""
        now, capabilities = self._clock(), self._conversation.capabilities
        for ear in self._ears:
            await ear.wake_open(now - SWEEP_AFTER)
        told = await alarms.tell_admins(self._database, self._channels.values(), capabilities, now)
        told += await question_sweep.hand_on(self._database, self._conversation.rules, capabilities, now)
        told += await alarms.tell_frozen(self._database, capabilities, now, self._settings.zone)
        if told:
            self._delivery.wake()
        metrics.inbox_open.set(await self._database.read(inbox.open_count))

    async def fetch(self) -> None:
        """Fetch the files that people sent, and let what is told of those that cannot be had go out."""
        if await self._fetching.run_once():
            self._delivery.wake()

    async def watch(self) -> None:
        """Bring the gauges up to date; where delivery does not get on, tell the admins past the queue that stands."""
        await self._delivery.measure()
        told = await alarms.tell_stuck(
            self._database, self._delivery.watch, self._conversation.capabilities, self._clock(),
            holder=self._holder,
        )  # fmt: skip
        for answered in told:
            await self._delivery.answer(answered)

    async def housekeeping(self) -> None:
        """Forget what is old, and show everybody the menu of their roles."""
        now = self._clock()
        await self._database.write(lambda tx: talk.forget_old(tx, now))
        for channel in self._channels.values():
            await menus.publish(self._database, channel)
