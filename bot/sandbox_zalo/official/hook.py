"""The webhook of the app: signed, answered within two seconds, tried again after 30 s, 5 min, 15 min, 30 min, 1 h."""

from __future__ import annotations

import hashlib
import itertools
import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.sandbox_zalo.official.settings import Settings
from bot.sandbox_zalo.stage import Impossible, Stage

SIGNATURE_HEADER = "X-ZEvent-Signature"
RETRY_HEADER = "num_retry"
WAITS_S = (30.0, 300.0, 900.0, 1800.0, 3600.0)

Json = dict[str, Any]


@dataclass(slots=True)
class Delivery:
    """One event on its way: the same bytes at each try. `tries` are {at, status}; status 0 means no answer in time."""

    number: int
    event: Json
    body: bytes
    headers: dict[str, str]
    tries: list[Json] = field(default_factory=list)
    taken: bool = False


def signature(app_id: str, body: bytes, timestamp: str, oa_secret: str) -> str:
    """The hex SHA-256, which is no HMAC, over the raw bytes."""
    return hashlib.sha256(app_id.encode() + body + timestamp.encode() + oa_secret.encode()).hexdigest()


class Hook:
    """Delivers events to the one address. `deliveries` has every one made; `on` is false once it was switched off."""

    def __init__(self, stage: Stage, settings: Settings) -> None:
        self._stage, self._settings = stage, settings
        self._numbers = itertools.count(1)
        self.url = ""
        self.on = False
        self.deliveries: list[Delivery] = []

    async def save(self, url: str) -> Json:
        """Save the address at the console: an unsigned ping has to get 200, else raises Impossible and keeps the old."""
        status = await self._post(url, b"{}", {"Content-Type": "application/json"})
        if status != 200:
            raise Impossible(f"the webhook answered the ping with {status or 'nothing'}")
        self.url, self.on = url, True
        return {"url": url}

    def send(self, event: Json, extra: dict[str, str] | None = None) -> Delivery | None:
        """Deliver an event beside everything else, and again until it is taken; None while there is no webhook."""
        if not self.on:
            return None
        body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Content-Type": "application/json", **self.signed(event, body), **(extra or {})}
        delivery = Delivery(next(self._numbers), event, body, headers)
        self.deliveries.append(delivery)
        self._stage.agenda.soon(lambda: self._try(delivery, 0))
        return delivery

    def signed(self, event: Json, body: bytes) -> dict[str, str]:
        """The header that proves an event."""
        ours = self._settings
        value = signature(ours.app_id, body, str(event.get("timestamp", "")), ours.oa_secret)
        return {SIGNATURE_HEADER: value if ours.bare_signature else f"mac={value}"}

    async def again(self, number: int | None = None) -> int:
        """Deliver one event (or the newest) once more, byte for byte, whatever became of it; gives the status."""
        found = [one for one in self.deliveries if number in (None, one.number)]
        if not found:
            raise KeyError(f"delivery {number}")
        return await self._post_try(found[-1], 1)

    async def post(self, body: bytes, headers: dict[str, str]) -> int:
        """Post any bytes with any headers to the webhook, as a stranger could; gives the status."""
        return await self._post(self.url, body, {"Content-Type": "application/json", **headers})

    async def _try(self, delivery: Delivery, failures: int) -> None:
        if not self.on:
            return
        await self._post_try(delivery, failures)
        if delivery.taken:
            return
        if failures >= len(WAITS_S):
            self.on = False
            return
        at = self._stage.clock() + WAITS_S[failures]
        self._stage.agenda.at(at, lambda: self._try(delivery, failures + 1))

    async def _post_try(self, delivery: Delivery, retries: int) -> int:
        number = {RETRY_HEADER: str(retries)} if retries else {}
        at = self._stage.clock()
        status = await self._post(self.url, delivery.body, delivery.headers | number)
        delivery.tries.append({"at": at, "status": status})
        delivery.taken = delivery.taken or status == 200
        return status

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        timeout = aiohttp.ClientTimeout(total=self._settings.answer_s)
        try:
            async with self._stage.client().post(
                url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return 0
