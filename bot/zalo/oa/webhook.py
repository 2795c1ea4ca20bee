"""Receiving events: genuine ones are committed to the inbox before Zalo hears 200, within its two seconds.

Zalo repeats whatever is not answered so, five times within two hours, and then switches the webhook off. So a commit
that fails or takes too long is answered 503 (the repeat is known by its key), and what nobody said is answered 200
and dropped: echoes of our own messages, receipts, events of groups. The ping that Zalo sends when the address is
saved is unsigned and holds no event: it is answered 200 and nothing is kept.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import structlog
from aiohttp import web

from bot.zalo.oa import inbound, signature
from storage.inbox import Update

ANSWER_S = 1.7  # of the two seconds Zalo waits
BODY_MAX = 256 * 1024
REPEAT_HEADER = "num_retry"

log = structlog.get_logger("bot.zalo.oa.webhook")

Keep = Callable[[Update, datetime | None], Awaitable[None]]


class Webhook:
    """The webhook of one account. `keep` commits an event and when it was sent, or raises."""

    def __init__(self, *, app_id: str, oa_secret: str, now: Callable[[], datetime], keep: Keep) -> None:
        self._app_id = app_id
        self._oa_secret = oa_secret
        self._now = now
        self._keep = keep
        self._keeping: set[asyncio.Task[None]] = set()

    async def take(self, request: web.Request) -> web.Response:
        """Answer one delivery."""
        body = await _body(request)
        raw = inbound.parse(body) if len(body) <= BODY_MAX else None
        given = request.headers.get(signature.HEADER)
        if given is None and not inbound.name_of(raw):
            return web.Response()
        stamp = raw.get("timestamp") if raw is not None else None
        if not isinstance(stamp, str) or not self._is_genuine(given or "", body, stamp):
            log.warning("forged", signed=given is not None)
            return web.Response(status=403)
        if not signature.is_recent(stamp, self._now()):
            log.warning("replayed", event_kind=inbound.name_of(raw)[:40])
            return web.Response(status=403)
        user = inbound.user_key(raw)
        if not user:
            log.debug("dropped", event_kind=inbound.name_of(raw)[:40])
            return web.Response()
        if request.headers.get(REPEAT_HEADER, "0") != "0":
            log.info("repeated", event_kind=inbound.name_of(raw)[:40])
        update = Update(inbound.event_key(raw), user, json.dumps(raw, ensure_ascii=True))
        return await self._answer(update, None if _is_leaving(raw) else signature.instant_of(stamp))

    async def look(self, request: web.Request) -> web.Response:
        """Answer whoever looks whether the address is there."""
        return web.Response()

    def _is_genuine(self, given: str, body: bytes, stamp: str) -> bool:
        return signature.is_genuine(
            given, app_id=self._app_id, body=body, timestamp=stamp, oa_secret=self._oa_secret
        )

    async def _answer(self, update: Update, spoken_at: datetime | None) -> web.Response:
        keeping = asyncio.ensure_future(self._keep(update, spoken_at))
        self._keeping.add(keeping)
        keeping.add_done_callback(self._kept)
        await asyncio.wait([keeping], timeout=ANSWER_S)
        if not keeping.done():  # it goes on; the repeat will find it kept
            log.error("inbox_commit_slow")
            return web.Response(status=503)
        return web.Response(status=503 if keeping.cancelled() or keeping.exception() else 200)

    def _kept(self, keeping: asyncio.Task[None]) -> None:
        self._keeping.discard(keeping)
        if not keeping.cancelled() and (fault := keeping.exception()):
            # its text may hold the event, so only its kind is logged
            log.error("inbox_commit_failed", fault=type(fault).__name__)

    async def close(self) -> None:
        """Let what is being kept come to its end."""
        if keeping := set(self._keeping):
            await asyncio.wait(keeping, timeout=5.0)


def _is_leaving(raw: Any) -> bool:
    return inbound.name_of(raw) == "unfollow"


async def _body(request: web.Request) -> bytes:
    """Read the body; one that is too long is cut, which breaks its signature, and is drained."""
    kept = bytearray()
    async for piece in request.content.iter_chunked(64 * 1024):
        if len(kept) <= BODY_MAX:
            kept += piece
    return bytes(kept)
