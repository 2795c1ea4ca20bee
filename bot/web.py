"""Our own web server: whether the bot is well, what it counts, and the routes others add (the webhook)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.settings import WrongSetting
from domain.wording import operator as say

BODY_MAX = 1024 * 1024
STOP_S = 5.0  # how long an open request may go on once the bot stops


class Health(Protocol):
    """What the process knows about itself. Facts are few and hold no secret and no person."""

    @property
    def alive(self) -> bool: ...

    def facts(self) -> Mapping[str, str | int | float | bool | None]: ...


class Listening:
    """A server that listens; `port` is the one it got, also where 0 was asked for."""

    def __init__(self, runner: web.AppRunner, port: int) -> None:
        self._runner = runner
        self.port = port

    async def stop(self) -> None:
        """Take no new requests, let the open ones end, close."""
        await self._runner.cleanup()


def application(health: Health, routes: Iterable[web.AbstractRouteDef] = ()) -> web.Application:
    """Make the application: `/healthz` (200 once the bot does its part, else 503), `/metrics`, and `routes`."""

    async def healthz(_: web.Request) -> web.Response:
        alive = health.alive
        return web.json_response({"alive": alive, **health.facts()}, status=200 if alive else 503)

    async def counts(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application(client_max_size=BODY_MAX)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/metrics", counts)
    app.router.add_routes(routes)
    return app


async def start(app: web.Application, host: str, port: int) -> Listening:
    """Listen; port 0 takes a free one. Raises WrongSetting where the address cannot be had."""
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=STOP_S)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as fault:
        await runner.cleanup()
        raise WrongSetting(say.wrong_setting("RASOAT_WEB__PORT", say.port_taken(host, port))) from fault
    return Listening(runner, runner.addresses[0][1])
