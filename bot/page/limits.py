"""How much one session and one address may ask of us: buckets of tokens in memory, and bodies of a bounded size."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

MOST_KEPT = 20_000  # buckets; one that was forgotten is full again


@dataclass(frozen=True, slots=True)
class Pace:
    """So many at once, and so many a second on the long run."""

    burst: float
    per_s: float


SESSION = Pace(240, 12)  # a screen of tiles and the next; a finger that does not rest
ADDRESS = Pace(1500, 60)  # a whole office behind one address
DOOR = Pace(240, 2)  # what is asked without a session: links, start data


class TooLarge(ValueError):
    """A body is larger than it may be."""


@dataclass
class Buckets:
    """Buckets by key, each refilling by itself."""

    pace: Pace
    ticks: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, key: str) -> bool:
        """Take one token; False where there is none."""
        now = self.ticks()
        left, at = self._left.pop(key, (self.pace.burst, now))
        left = min(self.pace.burst, left + max(now - at, 0.0) * self.pace.per_s)
        allowed = left >= 1
        self._left[key] = (left - 1 if allowed else left, now)
        if len(self._left) > MOST_KEPT:
            self._left.popitem(last=False)
        return allowed


@dataclass
class Limits:
    """All buckets of one process."""

    sessions: Buckets = field(default_factory=lambda: Buckets(SESSION))
    addresses: Buckets = field(default_factory=lambda: Buckets(ADDRESS))
    doors: Buckets = field(default_factory=lambda: Buckets(DOOR))


def address_of(request: web.Request, trusts: Callable[[str], bool]) -> str:
    """Tell who asks: the peer, or what a proxy we know says of it.

    The header is the proxy's word only from its end on: what stands before may be the visitor's own invention.
    """
    peer = request.remote or ""
    if not trusts(peer):
        return peer
    told = [
        part.strip()
        for part in ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
        if part.strip()
    ]
    return next((part for part in reversed(told) if not trusts(part)), peer)


async def body_of(request: web.Request, most: int) -> bytes:
    """Read a body of at most so many bytes; raises TooLarge for a longer one, which is not read to its end."""
    if request.content_length is not None and request.content_length > most:
        raise TooLarge
    kept = bytearray()
    async for piece in request.content.iter_chunked(16 * 1024):
        kept += piece
        if len(kept) > most:
            raise TooLarge
    return bytes(kept)
