"""Both Zalo stand-ins as one object on one port, with a clock that can be moved and the phones of whoever writes."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from inspect import isawaitable

from aiohttp import web

from bot.sandbox_zalo.clocks import Clock
from bot.sandbox_zalo.control import BODY_MAX, Control
from bot.sandbox_zalo.faults import Answer
from bot.sandbox_zalo.media import PATH as MEDIA_PATH
from bot.sandbox_zalo.official.account import OfficialAccount
from bot.sandbox_zalo.official.settings import Settings as OfficialSettings
from bot.sandbox_zalo.platform.bot import ZaloBot
from bot.sandbox_zalo.platform.errors import PlatformError
from bot.sandbox_zalo.platform.settings import Settings as PlatformSettings
from bot.sandbox_zalo.stage import Impossible, Stage

TOKEN = "158003:zalo-stand-in"
STOP_S = 1.0
CONTROL = "/phones/api/"

Moved = Callable[[float], Awaitable[None] | None]


class ZaloSandbox:
    """`bot` is one bot of the Bot Platform, `oa` one Official Account; `base_url` is the API base of both, and OAuth's.

    `clock` gives unix seconds; it can be moved if it is a clocks.Clock or if `on_clock` moves it.
    """

    def __init__(
        self,
        token: str = TOKEN,
        clock: Callable[[], float] = time.time,
        *,
        on_clock: Moved | None = None,
        platform: PlatformSettings | None = None,
        official: OfficialSettings | None = None,
    ) -> None:
        self.stage = Stage(clock)
        self.bot = ZaloBot(self.stage, token, platform or PlatformSettings())
        self.oa = OfficialAccount(self.stage, official or OfficialSettings())
        self._on_clock = clock.move_to if on_clock is None and isinstance(clock, Clock) else on_clock
        self._control = Control(self)
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        """Where it listens, once it does."""
        return self.stage.base_url

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one. Raises OSError if the address is taken."""
        app = web.Application(client_max_size=BODY_MAX)
        app.router.add_route("*", "/{path:.*}", self._serve)
        # a poller that hangs up must not swallow the next event
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_S, handler_cancellation=True)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port, reuse_address=True).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.stage.base_url = f"http://{host}:{runner.addresses[0][1]}"
        self.stage.agenda.start()

    async def stop(self) -> None:
        """Send everybody away and close."""
        self.bot.world.queue.end_wait(PlatformError(408))
        await self.stage.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def pass_by(self, seconds: float) -> None:
        """Let time pass: whatever falls due on the way is done at its instant, one after the other."""
        await self.move_to(self.stage.clock() + seconds)

    async def move_to(self, at: float) -> None:
        """Move the clock to unix seconds by way of whatever falls due; raises Impossible if nobody can move it."""
        await self.settle()
        while (due := self.stage.agenda.next_at()) is not None and due <= at:
            await self._set(max(due, self.stage.clock()))
            await self.settle()
        await self._set(at)
        self.stage.news.tell("", "", "clock", now=at)

    async def settle(self) -> None:
        """Wait until every delivery and every fetch that is due has been tried."""
        await self.stage.agenda.settle()

    async def serve_phones(self, request: web.BaseRequest, rest: str) -> web.StreamResponse:
        """Answer for a page that another server shows: `rest` is `api/…` as here, or `media/…`."""
        if rest.startswith("api/"):
            return await self._control.serve(request, rest.removeprefix("api/"))
        return self.stage.media.serve(f"/{rest}", on_a_page=True)

    async def _set(self, at: float) -> None:
        if self._on_clock is None:
            raise Impossible("this clock cannot be moved")
        moved = self._on_clock(at)
        if isawaitable(moved):
            await moved

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = request.rel_url.raw_path
        if path.startswith(CONTROL):
            return await self._control.serve(request, path.removeprefix(CONTROL))
        if path.startswith(MEDIA_PATH):
            return self.stage.media.serve(path)
        if path.startswith("/bot"):
            found = await self.bot.api.serve(request, path.removeprefix("/bot"))
        else:
            found = await self.oa.api.serve(request)
        if found is None:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if not isinstance(found, Answer):
            return found
        response = web.json_response(found.body, status=found.status, headers=found.headers)
        if path.startswith("/bot") and self.bot.settings.doubled_server_header:
            response.headers.extend([("Server", "Zalo"), ("Server", "Zalo")])
        return response
