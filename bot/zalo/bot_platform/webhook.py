"""Receiving events by webhook: committed to the inbox before Zalo hears 200.

Nothing is promised about repeating what was not answered with 2xx (zalo.md, 2.5), so a failed commit is answered 503
and a body nobody will ever be able to read is kept as it is and answered 200.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.patience import Patience
from bot.settings import SECRET_LENGTH, WrongSetting
from bot.zalo.bot_platform.api import BotApi
from bot.zalo.bot_platform.errors import Refusal, TokenRefused, Verdict, verdict_of
from bot.zalo.bot_platform.inbound import events_in
from bot.zalo.bot_platform.polling import Receive
from domain.wording import operator as say
from domain.wording import zalo_bot as words

PATH = "/zalo/bot"
SECRET_HEADER = "X-Bot-Api-Secret-Token"
SECRET_MAX = 256
HEARD_EVERY_S = 10.0
BODY_MAX = 1024 * 1024
KEPT_OF_UNREADABLE = 4000  # letters

log = structlog.get_logger("bot.zalo.webhook")


def check(secret: str, public_url: str | None) -> None:
    """Raise WrongSetting, which names the setting, unless the two can make a webhook."""
    if not SECRET_LENGTH <= len(secret) <= SECRET_MAX:
        what = say.SECRET_SHORT.format(length=SECRET_LENGTH)
        raise WrongSetting(say.wrong_setting("RASOAT_ZALO_BOT__WEBHOOK_SECRET", what))
    if not secret.isascii() or not secret.replace("-", "").replace("_", "").isalnum():
        raise WrongSetting(say.wrong_setting("RASOAT_ZALO_BOT__WEBHOOK_SECRET", say.SECRET_LETTERS))
    if not public_url:
        raise WrongSetting(say.wrong_setting("RASOAT_WEB__PUBLIC_URL", words.NO_PUBLIC_ADDRESS))


def routes(public_url: str, secret: str, receive: Receive) -> list[web.RouteDef]:
    """Give the routes on the path of the webhook's address. `receive` commits a list of raw events or raises."""
    expected = secret.encode()

    async def take(request: web.Request) -> web.Response:
        if not request.can_read_body:  # Zalo's look whether anybody is there
            return web.Response()
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, expected):
            return web.Response(status=401)
        events = _parsed(await _body(request))
        if not events:
            return web.Response()
        try:
            await receive(events)
        except Exception as fault:  # its text may hold the events, so only its kind is logged
            log.error("inbox_commit_failed", fault=type(fault).__name__)
            return web.Response(status=503)
        return web.Response()

    async def be_there(_: web.Request) -> web.Response:
        return web.Response()

    path = urlsplit(public_url.rstrip("/") + PATH).path
    return [web.post(path, take), web.get(path, be_there)]


async def install(
    api: BotApi,
    public_url: str,
    secret: str,
    *,
    stop: asyncio.Event,
    on_alive: Callable[[], object],
    first_s: float = 1.0,
) -> None:
    """Tell Zalo where to deliver, trying again until it takes it or the bot stops.

    Raises TokenRefused, or WrongSetting with Zalo's words if it refuses the address.
    """
    patience = Patience(stop, first_s=first_s)
    params = {"url": public_url.rstrip("/") + PATH, "secret_token": secret}
    while not stop.is_set():
        outcome = await api.call("setWebhook", params)
        if not isinstance(outcome, Refusal):
            _look_at(outcome.result)
            on_alive()
            return
        match verdict_of(outcome):
            case Verdict.TOKEN:
                raise TokenRefused
            case Verdict.PERMANENT:
                raise WrongSetting(say.wrong_setting("RASOAT_WEB__PUBLIC_URL", outcome.said))
            case _:
                log.warning("set_webhook_failed", reason=outcome.said, code=outcome.code)
                await patience.wait()


async def stand_by(*, stop: asyncio.Event, on_alive: Callable[[], object]) -> None:
    """Be there for deliveries until told to stop: whoever listens has heard, even where nobody says anything."""
    while not stop.is_set():
        on_alive()
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), HEARD_EVERY_S)


def _look_at(result: Any) -> None:
    """Tell the operator when Zalo stored the address though its own probe of it failed."""
    tried = result.get("verification") if isinstance(result, Mapping) else None
    if isinstance(tried, Mapping) and tried.get("ok") is False:
        log.error("webhook_not_reached", outcome=str(tried.get("outcome"))[:80])


async def _body(request: web.Request) -> bytes:
    """Read the body; one beyond a megabyte is cut, which leaves it unreadable, and is drained."""
    kept = bytearray()
    async for piece in request.content.iter_chunked(64 * 1024):
        if len(kept) <= BODY_MAX:
            kept += piece
    return bytes(kept)


def _parsed(body: bytes) -> list[dict[str, Any]]:
    """Take the events out of a body; none from an empty one. What nobody can read is kept as it came."""
    if not body.strip():
        return []
    try:
        if len(body) <= BODY_MAX:
            raw = json.loads(body)
            if isinstance(raw, dict | list):
                return events_in(raw)
    except (ValueError, RecursionError):
        pass
    text = body[:KEPT_OF_UNREADABLE].decode("utf-8", "replace").replace("\0", "")
    return [{"unreadable": text, "sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)}]
