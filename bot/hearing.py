"""Whether the channel is heard, since when, and what follows when it was not for a while."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.clock import Clock
from reminders import after_outage
from storage.engine import Database, Tx

log = structlog.get_logger("bot.hearing")

NOTE_S = 10.0  # how often it is written down that the channel was heard


def _running_s() -> float:
    """Seconds that only go forward, those in which the machine slept too where the system counts them."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Hearing:
    """One channel's ear. `wake` starts the delivery, `spawn` runs something beside the listening."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        channel: str,
        wake: Callable[[], None],
        spawn: Callable[[Coroutine[Any, Any, None]], Any],
    ) -> None:
        self._database = database
        self._clock = clock
        self._channel = channel
        self._wake = wake
        self._spawn = spawn
        self._noted = 0.0
        self._heard_s: float | None = None  # on the machine's own clock, once this process has heard
        self.alive = False
        self.heard_at: datetime | None = None

    async def remember(self) -> None:
        """Look up when the channel was heard last, perhaps by an earlier process."""
        self.heard_at = await self._database.read(lambda tx: after_outage.last_heard(tx, self._channel))
        self._heard_s = None

    def on_alive(self) -> None:
        """Take note that the channel answered; after a long silence the open cards are shown again."""
        now, running_s = self._clock(), _running_s()
        # the clock of a demo jumps, and a machine's may be set: what this process heard itself it measures by neither
        own = self._heard_s
        before = self.heard_at if own is None else now - timedelta(seconds=running_s - own)
        self.alive, self.heard_at, self._heard_s = True, now, running_s
        if before is not None and after_outage.may_have_lost_taps(before, now):
            self._spawn(self._show_open_cards(before, now))
        elif time.monotonic() - self._noted > NOTE_S:
            self._noted = time.monotonic()
            self._spawn(self._note(now))

    async def _note(self, now: datetime) -> None:
        await self._database.write(lambda tx: after_outage.note_heard(tx, self._channel, now))

    async def _show_open_cards(self, since: datetime, now: datetime) -> None:
        async def work(tx: Tx) -> int:
            shown = await after_outage.show_open_cards_again(tx, self._channel, since=since, now=now)
            await after_outage.note_heard(tx, self._channel, now)
            return shown

        shown = await self._database.write(work)
        log.warning("outage_over", silent_s=round((now - since).total_seconds()), cards=shown)
        self._wake()

    async def close(self) -> None:
        """Write down when the channel was heard last."""
        if self.alive:
            await self._note(self.heard_at or self._clock())
