"""The real bot, its delivery part alone, on a clock that other processes share; can be killed as often as one likes.

Run as a module it imports everything once, then forks a child for each line on standard input. In a child time goes on
when delivery waits, by as much as it waits and once what is on its way has come to its end: what a second of waiting
means is the same as in life, only sooner over.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot import leadership, logs, main
from bot.bench import forking
from bot.bench.shared_clock import SharedClock
from bot.broadcasting import BEAT_S, Broadcasting
from bot.delivery.beside import Beside
from bot.delivery.pace import Pace
from bot.delivery.worker import IDLE_S, Delivery
from bot.settings import load
from bot.telegram import channel
from bot.telegram.calls import Calls
from storage import outbox

LOOK_S = 0.0005  # of the machine's time, between two looks whether all is quiet


class Hourglass:
    """Lets time pass for one child."""

    def __init__(self, clock: SharedClock) -> None:
        self._clock = clock
        self.flying = 0  # calls, and looks after broadcasts, that have begun and not ended

    async def pause(self, seconds: float) -> None:
        """Wait for what runs, then let time pass."""
        while self.flying:  # noqa: ASYNC110 (it falls to nought without a word)
            await asyncio.sleep(LOOK_S)
        self._clock.move(seconds)
        await asyncio.sleep(0)

    def counted(self, work: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """Give the same work, waited for before time goes on."""

        async def run(*words: Any, **more: Any) -> Any:
            self.flying += 1
            try:
                return await work(*words, **more)
            finally:
                self.flying -= 1

        return run

    def begun(self, start: Callable[..., None]) -> Callable[..., None]:
        """Count what is to run beside from the moment it is ordered."""

        def order(beside: Beside, chat: int, work: Callable[[], Awaitable[Any]]) -> None:
            self.flying += 1

            async def run() -> None:
                try:
                    await work()
                finally:
                    self.flying -= 1

            start(beside, chat, run)

        return order


def turn(glass: Hourglass, clock: SharedClock) -> None:
    """Put this time in the place of the machine's, wherever the delivery part waits."""
    Calls.call = glass.counted(Calls.call)  # type: ignore[method-assign]
    Beside.run = glass.begun(Beside.run)  # type: ignore[method-assign]
    Broadcasting.beat = glass.counted(Broadcasting.beat)  # type: ignore[method-assign]

    async def rest(self: Delivery, stop: asyncio.Event) -> None:
        await self.ledger.flush()
        await glass.pause(IDLE_S)
        await asyncio.sleep(LOOK_S)

    async def beats(self: Broadcasting, stop: asyncio.Event) -> None:
        due = clock.seconds
        while not stop.is_set():
            if clock.seconds >= due:
                due = clock.seconds + BEAT_S
                await self.beat()
            await asyncio.sleep(LOOK_S)

    Delivery._rest = rest  # type: ignore[method-assign]
    Broadcasting.run = beats  # type: ignore[method-assign]
    channel.TelegramOutbound = partial(channel.TelegramOutbound, now=lambda: clock.seconds)  # type: ignore[misc, assignment]


async def live(settings: dict[str, Any], clock: SharedClock, glass: Hourglass) -> None:
    """Run the bot's delivery until killed."""
    pace = Pace(now=lambda: clock.seconds, sleep=glass.pause)
    application = main.Application(
        load(**settings), clock, only=frozenset({"delivery"}), pace=pace, ticks=lambda: clock.seconds  # type: ignore[arg-type]
    )  # fmt: skip
    await application.start()
    print("up", flush=True)
    await application.wait()


def child(order: dict[str, Any]) -> None:
    """Be the bot."""
    clock = SharedClock(Path(order["clock"]), datetime.fromisoformat(order["start"]))
    glass = Hourglass(clock)
    turn(glass, clock)
    logs.configure("CRITICAL")
    asyncio.run(live(order["settings"], clock, glass))


def shorten_leases() -> None:
    """Let another process take over as soon as one is dead: in this time nobody waits for a dead one."""
    leadership.SPAN, leadership.RENEW_S = timedelta(seconds=0.5), 0.05
    outbox.LEASE = timedelta(seconds=1)


if __name__ == "__main__":
    if "--short-leases" in sys.argv:
        shorten_leases()
    forking.prepare_delivery(sys.argv[1])
    forking.serve(child)
