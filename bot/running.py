"""The life of one process: which parts it runs, from its start until a signal ends it."""

from __future__ import annotations

import asyncio
import signal

from bot.main import PARTS, Application
from bot.settings import Settings, WrongSetting
from domain.wording import operator as say


def parts(only: str) -> frozenset[str]:
    """Read `--only`; empty means all parts. Raises WrongSetting for a part there is not."""
    wanted = frozenset(part.strip() for part in only.split(",") if part.strip()) or PARTS
    if wrong := wanted - PARTS:
        raise WrongSetting(say.no_part(sorted(wrong), sorted(PARTS)))
    return wanted


async def run(settings: Settings, *, only: frozenset[str] = PARTS) -> None:
    """Run the bot, or some of its parts, until SIGTERM or SIGINT."""
    application = Application(settings, only=only)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, application.stop.set)
    starting = asyncio.ensure_future(application.start())
    stopped = asyncio.ensure_future(application.stop.wait())
    try:
        await asyncio.wait({starting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if (
            not starting.done()
        ):  # told to stop while it waits for a channel or a database that does not answer
            starting.cancel()
            await asyncio.wait({starting})
            return
        await starting
        await application.wait()
    finally:
        stopped.cancel()
        await application.close()
