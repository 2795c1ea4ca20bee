"""Files that people sent on Zalo, fetched from the addresses that events name.

An event is signed, yet an address in it is only a claim: it is asked for at hosts of Zalo's own, by https, and at the
host of the API that was set up, so that nobody makes the bot look into its own network.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx

from domain.talk.values import Failed

CALL_S = 20.0
HOPS = 3
ADDRESS_MAX = 2000
# where Zalo keeps what people send; the documents name example.zdn.vn and zadn.vn, files come from the last two
HOSTS = ("zalo.me", "zdn.vn", "zadn.vn", "zaloapp.com", "zaloplatforms.com", "dlfl.vn", "dlmd.me")
PLAIN = {"Accept-Encoding": "identity"}
GONE = frozenset({401, 403, 404, 410})  # an address that has run out


def is_address(value: object) -> bool:
    """Say whether an event's word can be an address at all; whether it is asked for is told later."""
    return (
        isinstance(value, str)
        and len(value) <= ADDRESS_MAX
        and value.startswith(("https://", "http://"))
        and value.isascii()
        and value.isprintable()
        and " " not in value
    )


def allowed(url: str, api_base: str) -> bool:
    """Say whether an address may be asked for: a host of Zalo's by https, or the very server of the API."""
    try:
        asked, own = urlsplit(url), urlsplit(api_base)
        if (asked.scheme, asked.netloc) == (own.scheme, own.netloc):
            return True
        host, port = asked.hostname or "", asked.port
    except ValueError:
        return False
    plain = asked.username is None and asked.password is None and port in (None, 443)
    return asked.scheme == "https" and plain and any(host == own or host.endswith(f".{own}") for own in HOSTS)


class Fetcher:
    """Fetches files for one channel. The caller closes it."""

    def __init__(self, api_base: str, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._api_base = api_base
        self._client = httpx.AsyncClient(
            timeout=CALL_S, follow_redirects=False, transport=transport, trust_env=False
        )

    async def fetch(self, ref: str, most: int) -> bytes | Failed:
        """Give the bytes at an address, `most` of them at most; whatever the network does is in what comes back."""
        url = ref
        try:
            for _ in range(HOPS):
                if not allowed(url, self._api_base):
                    return Failed("gone: not an address of Zalo's", permanent=True)
                async with self._client.stream("GET", url, headers=PLAIN) as answer:
                    if answer.has_redirect_location:
                        url = str(answer.url.join(answer.headers.get("Location", "")))
                        continue
                    return await _read(answer, most)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as fault:
            return Failed(f"unavailable: {type(fault).__name__}")
        return Failed("gone: sent on and on", permanent=True)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


async def _read(answer: httpx.Response, most: int) -> bytes | Failed:
    if answer.status_code in GONE:
        return Failed(f"gone: HTTP {answer.status_code}", permanent=True)
    if answer.status_code != httpx.codes.OK:
        return Failed(f"unavailable: HTTP {answer.status_code}")
    content = bytearray()
    if (
        answer.headers.get("Content-Encoding", "identity") != "identity"
    ):  # as asked: what is small must stay small
        return Failed("unavailable: encoded")
    async for piece in answer.aiter_bytes():
        content += piece
        if len(content) > most:
            return Failed("large", permanent=True)
    return bytes(content)
