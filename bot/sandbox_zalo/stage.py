"""What both stand-ins share: the clock and what is due by it, the news, the log, files, and a client of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aiohttp

from bot.sandbox_zalo.calls import CallLog
from bot.sandbox_zalo.clocks import Agenda
from bot.sandbox_zalo.media import Media
from bot.sandbox_zalo.news import News


class Impossible(Exception):
    """A phone or a console cannot do this now: no such button, the bot is blocked …"""


class Stage:
    """One stand-in process. `clock` gives unix seconds; `base_url` is known once it listens."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.agenda = Agenda(clock)
        self.news = News()
        self.calls = CallLog(clock)
        self.media = Media(clock)
        self.base_url = ""
        self._client: aiohttp.ClientSession | None = None

    def now_ms(self) -> int:
        """Milliseconds, as Zalo dates everything."""
        return int(self.clock() * 1000)

    def client(self) -> aiohttp.ClientSession:
        """The one client for webhooks and pictures, opened at the first use; it keeps no cookies and no lines."""
        if self._client is None:
            connector = aiohttp.TCPConnector(limit=0, force_close=True)
            self._client = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        return self._client

    async def close(self) -> None:
        """End what runs, send listeners away, close the client."""
        await self.agenda.stop()
        self.news.end()
        if self._client is not None:
            await self._client.close()


def letters(text: str) -> int:
    """How long a text is for Zalo's limits: in UTF-16 units, the strictest count, as no source says which it is."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def throw(settings: Any, wanted: dict[str, Any]) -> dict[str, Any]:
    """Throw switches of one of the two Settings; raises Impossible for one there is not."""
    for name, value in wanted.items():
        if not hasattr(settings, name):
            raise Impossible(f"there is no switch {name}")
        setattr(settings, name, tuple(value) if isinstance(value, list) else value)
    return {}
