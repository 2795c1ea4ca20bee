"""Pictures that Zalo fetches from our own host, since its bots cannot take bytes.

Each address holds a signed name and an instant. Zalo fetches a picture several times and turns it black when an
address works only once, so it stays good for six hours. Whatever else is asked for is answered 404, and a forged
address costs the same comparison as a true one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.clock import Clock
from storage import marks, served_pictures
from storage.engine import Database, Tx

PATH = "/anh/"
KEEP = timedelta(hours=6)
KEY_MARK = "pictures:key"
NAME_BYTES, UNTIL_BYTES, SEAL_BYTES = 16, 6, 26  # 48 in all: 64 letters without a bit to spare
TOKEN_BYTES = NAME_BYTES + UNTIL_BYTES + SEAL_BYTES
TOKEN_LETTERS = TOKEN_BYTES * 4 // 3
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "Content-Disposition": "inline",
}

log = structlog.get_logger("bot.zalo.pictures")


class Pictures:
    """Takes JPEG bytes in, names an address for them, and serves them there for a while."""

    def __init__(self, database: Database, clock: Clock, public_url: str, *, keep: timedelta = KEEP) -> None:
        self._database = database
        self._clock = clock
        self._base = public_url.rstrip("/") + PATH
        self._keep = keep
        self._key = b""

    async def address_of(self, jpeg: bytes) -> str:
        """Keep a picture and give the address at which it can be fetched from now on, as often as wanted."""
        now = self._clock()
        key = await self._signing_key()
        name = hmac.digest(key, b"name" + jpeg, hashlib.sha256)[:NAME_BYTES]
        until = now + self._keep

        async def work(tx: Tx) -> None:
            await served_pictures.prune(tx, before=now)
            await served_pictures.keep(tx, name.hex(), jpeg, until=until)

        await self._database.write(work)
        body = name + int(until.timestamp()).to_bytes(UNTIL_BYTES, "big")
        return self._base + base64.urlsafe_b64encode(body + _seal(key, body)).decode()

    def routes(self) -> list[web.RouteDef]:
        """Give the route below the path of our public address; it answers GET and HEAD."""
        return [web.get(urlsplit(self._base).path + "{token}", self._serve)]

    async def _serve(self, request: web.Request) -> web.Response:
        try:
            jpeg = await self._find(request.match_info["token"])
        except Exception as fault:
            log.error("picture_not_read", fault=type(fault).__name__)
            return web.Response(status=503, headers=HEADERS)
        if jpeg is None:
            return web.Response(status=404, headers=HEADERS)
        return web.Response(body=jpeg, content_type="image/jpeg", headers=HEADERS)

    async def _find(self, token: str) -> bytes | None:
        key = await self._signing_key()
        opened = _decoded(token)
        body, seal = opened[:-SEAL_BYTES], opened[-SEAL_BYTES:]
        genuine = hmac.compare_digest(_seal(key, body), seal)
        until = int.from_bytes(body[NAME_BYTES:], "big")
        now = self._clock()
        if not genuine or datetime.fromtimestamp(until, UTC) <= now:
            return None
        name = body[:NAME_BYTES].hex()
        return await self._database.read(lambda tx: served_pictures.jpeg_of(tx, name, now=now))

    async def _signing_key(self) -> bytes:
        """Give the key all processes sign with; it is made once and kept in the database."""
        if not self._key:
            fresh = secrets.token_hex(32)
            kept = await self._database.read(lambda tx: marks.get(tx, KEY_MARK))
            if kept is None:
                kept = await self._database.write(lambda tx: marks.put_first(tx, KEY_MARK, fresh))
            self._key = bytes.fromhex(kept)
        return self._key


def _seal(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, b"seal" + body, hashlib.sha256)[:SEAL_BYTES]


def _decoded(token: str) -> bytes:
    """Decode a token; one that is none becomes zeros of the right length, which no key seals."""
    nothing = bytes(TOKEN_BYTES)
    if len(token) != TOKEN_LETTERS or not token.isascii():
        return nothing
    try:
        opened = base64.b64decode(token, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return nothing
    return opened if len(opened) == TOKEN_BYTES else nothing
