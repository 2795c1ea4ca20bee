"""The demo's clock on its way: it stops at every moment at which something falls due, until what is due is said.

Moved at once from Thursday to Monday, the bot would see an outage of four days and say most of it no more; so the
phones show what each person would have got.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, datetime, time, timedelta

from bot.main import Application
from bot.sandbox.people import Impossible
from domain.nudges import Kind
from domain.wording import demo as say
from reminders import clockwork, morning_plan
from storage import nudge_times, sending
from storage.nudge_times import Times

LONGEST = timedelta(days=14)  # what goes further is an outage, as in life
SAID_S = 15.0  # how long a stop may take, channels that do not answer counted
LOOK_S = 0.03

Show = Callable[[datetime], Awaitable[None]]


def stops(first: datetime, last: datetime, times: Times) -> Iterator[datetime]:
    """List the moments after `first` at which something falls due, in local time, and `last` itself."""
    at = {morning_plan.AT}
    for kind in Kind:
        at.update(clockwork.times_of(times, kind))
    for moment in _moments(first.date(), last.date(), sorted(at)):
        here = datetime.combine(*moment, first.tzinfo)
        if first < here < last:
            yield here
    yield last


def _moments(first: date, last: date, times: list[time]) -> Iterator[tuple[date, time]]:
    for day in range((last - first).days + 1):
        for at in times:
            yield first + timedelta(days=day), at


class Journey:
    """Moves the clock of a running bot on. `show` sets it, and shows it to whoever looks."""

    def __init__(self, application: Application, show: Show) -> None:
        self._application = application
        self._clock = application.clock
        self._show = show
        self._travelling = asyncio.Lock()

    async def to(self, at: datetime) -> None:
        """Move the clock on to `at` by way of what falls due; Impossible if that is over."""
        async with self._travelling:
            now = self._clock().astimezone(self._clock.zone)
            if at <= now:
                raise Impossible(say.NEVER_BACK)
            last = at.astimezone(self._clock.zone)
            times = await self._application.database.read(nudge_times.load)
            way = stops(now, last, times) if last - now <= LONGEST else iter((last,))
            for stop in way:
                await self._show(stop)
                await self._let_speak()

    async def _let_speak(self) -> None:
        """Let the bot decide what is due now, and wait until it has left for the phones."""
        timers = self._application.timers
        if timers is None:
            return
        await timers.tick()
        loop = asyncio.get_running_loop()
        until = loop.time() + SAID_S
        database = self._application.database
        while loop.time() < until:
            now = self._clock()
            if await database.read(lambda tx, now=now: sending.oldest(tx, now)) is None:
                return
            self._application.delivery.wake()
            await asyncio.sleep(LOOK_S)
