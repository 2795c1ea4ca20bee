"""A bot's webhook that answers as the test says and keeps what it got."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from aiohttp import web


class HookServer:
    """Listens on loopback. `answers` are given in turn, then 200; `gate` holds answers back while it is closed."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.headers: list[Any] = []
        self.answers: deque[web.Response] = deque()
        self.gate = asyncio.Event()
        self.gate.set()
        self._news = asyncio.Condition()

    async def start(self) -> str:
        app = web.Application()
        app.router.add_post("/hook", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"
        return self.url

    async def stop(self) -> None:
        self.gate.set()
        await self._runner.cleanup()

    async def has(self, count: int) -> list[dict[str, Any]]:
        """Wait until so many posts came; gives them."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: len(self.got) >= count), 10)
        return self.got

    async def _take(self, request: web.Request) -> web.Response:
        async with self._news:
            self.got.append(await request.json())
            self.headers.append(request.headers)
            self._news.notify_all()
        await self.gate.wait()
        return self.answers.popleft() if self.answers else web.Response()


class Naps:
    """Sleeps that take no time and are kept; each lets others run first, and moves the clock if there is one."""

    def __init__(self, clock: Any = None) -> None:
        self.taken: list[float] = []
        self._clock = clock

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        if self._clock is not None:
            self._clock.pass_by(seconds)
        await asyncio.sleep(0)
