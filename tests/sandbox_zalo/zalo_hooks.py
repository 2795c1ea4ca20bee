"""A product's web server as either API sees it: takes posts, answers as the test says, and lends pictures."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import Any

from aiohttp import web


class ZaloHook:
    """Listens on loopback. `answers` are given in turn, then 200; `gate` holds answers back while it is closed.

    `pictures` are served by name, each as often as its count says, with GET and HEAD.
    """

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.headers: list[Any] = []
        self.answers: deque[int] = deque()
        self.pictures: dict[str, tuple[bytes, int]] = {}
        self.gate = asyncio.Event()
        self.gate.set()
        self._news = asyncio.Condition()

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/hook", self._take)
        app.router.add_route("*", "/pictures/{name}", self._lend)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.url = f"{self.base}/hook"

    async def stop(self) -> None:
        self.gate.set()
        await self._runner.cleanup()

    @property
    def got(self) -> list[dict[str, Any]]:
        """The events, in the order they came; probes and pings are not among them."""
        read = [json.loads(body) for body in self.bodies if body]
        return [event for event in read if event]

    def names(self) -> list[str]:
        """The names of the events."""
        return [event["event_name"] for event in self.got]

    async def has(self, count: int) -> list[dict[str, Any]]:
        """Wait until so many events came; gives them."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: len(self.got) >= count), 10)
        return self.got

    async def _take(self, request: web.Request) -> web.Response:
        async with self._news:
            self.bodies.append(await request.read())
            self.headers.append(request.headers)
            self._news.notify_all()
        await self.gate.wait()
        return web.Response(status=self.answers.popleft() if self.answers else 200)

    async def _lend(self, request: web.Request) -> web.Response:
        content, left = self.pictures.get(request.match_info["name"], (b"", 0))
        if left <= 0:
            return web.Response(status=404)
        self.pictures[request.match_info["name"]] = (content, left - 1)
        return web.Response(body=content, content_type="image/jpeg")
