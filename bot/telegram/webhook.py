"""Receiving updates by webhook: committed to the inbox before Telegram hears 200.

Telegram repeats whatever is not answered with 2xx, for up to a day. So a failed commit is answered 503, and a body
nobody will ever be able to read is kept as it is and answered 200.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import SetWebhook
from aiohttp import web

from bot.patience import Patience
from bot.settings import Settings, WrongSetting
from bot.telegram.api import ALLOWED_UPDATES, CALL_S
from bot.telegram.errors import TokenRefused, Verdict, seconds_of, text_of, verdict_of
from bot.telegram.polling import Receive
from domain.wording import operator as say

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
HEARD_EVERY_S = 10.0
BODY_MAX = 1024 * 1024
KEPT_OF_UNREADABLE = 4000  # letters
MAX_CONNECTIONS = 40

log = structlog.get_logger("bot.telegram.webhook")


def routes(settings: Settings, receive: Receive) -> list[web.RouteDef]:
    """Give the route on the path of the webhook's address. `receive` commits a list of raw updates or raises."""
    secret = settings.telegram.webhook_secret
    if settings.telegram.webhook_url is None or secret is None:
        raise WrongSetting(say.wrong_setting("RASOAT_TELEGRAM__WEBHOOK_URL", say.WEBHOOK_HALF))
    expected = secret.get_secret_value().encode()

    async def take(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, expected):
            return web.Response(status=401)
        if request.content_type != "application/json":
            return web.Response(status=415)
        raw = _parsed(await _body(request))
        try:
            await receive([raw])
        except Exception as fault:  # its text may hold the update, so only its kind is logged
            log.error("inbox_commit_failed", fault=type(fault).__name__)
            return web.Response(status=503)
        return web.Response()

    return [web.post(urlsplit(settings.telegram.webhook_url).path or "/", take)]


async def install(
    bot: Bot,
    settings: Settings,
    *,
    stop: asyncio.Event,
    on_alive: Callable[[], object],
    first_s: float = 1.0,
) -> None:
    """Tell Telegram where to deliver, trying again until it takes it or the bot stops. What waits there is kept.

    Raises TokenRefused, or WrongSetting with Telegram's words if it refuses the address.
    """
    telegram = settings.telegram
    secret = telegram.webhook_secret
    method = SetWebhook(
        url=telegram.webhook_url or "",
        secret_token=secret.get_secret_value() if secret else None,
        allowed_updates=ALLOWED_UPDATES,
        max_connections=MAX_CONNECTIONS,
        drop_pending_updates=False,
    )
    patience = Patience(stop, first_s=first_s)
    while not stop.is_set():
        try:
            await bot(method, request_timeout=CALL_S)
        except AiogramError as error:
            match verdict_of(error):
                case Verdict.TOKEN:
                    raise TokenRefused from None
                case Verdict.ASLEEP:
                    await patience.wait(at_least_s=seconds_of(error))
                case Verdict.LATER:
                    log.warning("set_webhook_failed", reason=text_of(error))
                    await patience.wait()
                case _:
                    raise WrongSetting(
                        say.wrong_setting("RASOAT_TELEGRAM__WEBHOOK_URL", text_of(error))
                    ) from None
        else:
            on_alive()
            return


async def stand_by(*, stop: asyncio.Event, on_alive: Callable[[], object]) -> None:
    """Be there for deliveries until told to stop: whoever listens has heard, even where nobody says anything."""
    while not stop.is_set():
        on_alive()
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), HEARD_EVERY_S)


async def _body(request: web.Request) -> bytes:
    """Read the body; one beyond a megabyte is cut, which leaves it unreadable, and is drained."""
    kept = bytearray()
    async for piece in request.content.iter_chunked(64 * 1024):
        if len(kept) <= BODY_MAX:
            kept += piece
    return bytes(kept)


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        if len(body) <= BODY_MAX:
            raw = json.loads(body)
            if isinstance(raw, dict):
                return raw
    except (ValueError, RecursionError):
        pass
    text = body[:KEPT_OF_UNREADABLE].decode("utf-8", "replace").replace("\0", "")
    return {"unreadable": text, "sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)}
