"""Leadership: what only one process may do at a time is done by whoever holds its lease."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.clock import Clock
from storage import marks
from storage.engine import Database

log = structlog.get_logger("bot.leadership")

SPAN = timedelta(seconds=20)
RENEW_S = 5.0


async def while_leading(
    database: Database,
    clock: Clock,
    name: str,
    holder: str,
    work: Callable[[asyncio.Event], Awaitable[None]],
    stop: asyncio.Event,
    *,
    on_place: Callable[[], object] = lambda: None,
    on_lead: Callable[[int], object] = lambda fence: None,
) -> None:
    """Do `work` for as long as this process holds the lease `name`; it is told to stop when the lease is lost.

    On SQLite one process runs, so it always leads. `on_place` hears each time that it is known who leads, `on_lead`
    under which fencing number the work begins: a process that stood still may hear of its loss too late, so what must
    not be done twice is held against that number.
    """
    if database.dialect == "sqlite":
        on_place()
        await work(stop)
        return
    running: asyncio.Task[None] | None = None
    lost = asyncio.Event()
    known = None
    try:
        while not stop.is_set():
            now = clock()
            try:
                fence = await database.write(
                    lambda tx, now=now: marks.lease(tx, name, holder, now=now, span=SPAN)
                )
                on_place()
            except Exception as fault:  # the database is away: whoever leads must not go on as if it were not
                log.error("lease_unknown", lease=name, fault=type(fault).__name__)
                fence = None
            if (
                fence is not None and fence != known
            ):  # taken, or taken anew after the clock has jumped past its end
                known = fence
                on_lead(fence)
            if fence is not None and running is None:
                log.info("leading", lease=name, fence=fence)
                lost = asyncio.Event()
                running = asyncio.ensure_future(work(lost))
            elif fence is None and running is not None:
                log.warning("lease_lost", lease=name)
                lost.set()
                await running
                running = None
            if running is not None and running.done():
                await running  # raises what ended it
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), RENEW_S)
    finally:
        lost.set()
        if running is not None:
            await running
            now = clock()
            with suppress(Exception):
                await database.write(lambda tx: marks.let_go(tx, name, holder, now=now))
