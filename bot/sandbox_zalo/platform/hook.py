"""The webhook of a bot: bare bodies, the secret in a header, and the probe that says what came of a post."""

from __future__ import annotations

import ipaddress
import json
import ssl
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.sandbox_zalo.platform.settings import Settings
from bot.sandbox_zalo.stage import Stage

SECRET_HEADER = "X-Bot-Api-Secret-Token"
HINTS = {
    "webhook.ok": "",
    "webhook.http.403": "a firewall in front of the webhook may block the caller",
    "webhook.http.404": "nothing answers at this path",
    "webhook.http.5xx": "the webhook failed",
}

Json = dict[str, Any]


class Webhook:
    """Delivers events to one address. `lost` keeps those that were not taken."""

    def __init__(self, stage: Stage, settings: Settings, url: str, secret: str) -> None:
        self.url, self.secret = url, secret
        self.on = True
        self.lost: list[Json] = []
        self._stage, self._settings = stage, settings

    def take(self, event: Json) -> None:
        """Deliver an event as it is, beside everything else, and again if retries are set."""
        body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
        self._stage.agenda.soon(lambda: self._deliver(event, body, 0))

    async def _deliver(self, event: Json, body: bytes, failures: int) -> None:
        if not self.on:
            return
        if (await self.probe(body))["ok"]:
            return
        waits = self._settings.retries_s
        if failures >= len(waits):
            self.lost.append(event)
            return
        at = self._stage.clock() + waits[failures]
        self._stage.agenda.at(at, lambda: self._deliver(event, body, failures + 1))

    async def probe(self, body: bytes = b"") -> Json:
        """Post a body, or none at all; gives {ok, status_code, outcome, latency_ms, hint}."""
        headers = {"Content-Type": "application/json", SECRET_HEADER: self.secret}
        timeout = aiohttp.ClientTimeout(total=self._settings.answer_s)
        status, outcome = 0, ""
        try:
            async with self._stage.client().post(
                self.url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                await answer.read()
                status = answer.status
                outcome = _outcome(status)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as fault:
            outcome = _unreached(fault)
        return {
            "ok": outcome == "webhook.ok",
            "status_code": status,
            "outcome": outcome,
            "latency_ms": 1,
            "hint": HINTS.get(outcome, "the webhook cannot be reached"),
        }


def is_public(url: str) -> bool:
    """Whether this is HTTPS to a host that is neither this machine nor a private address."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https" or not host or host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return True


def _outcome(status: int) -> str:
    if 200 <= status < 300:
        return "webhook.ok"
    return f"webhook.http.{'5xx' if status >= 500 else status}"


def _unreached(fault: Exception) -> str:
    if isinstance(fault, TimeoutError):
        return "webhook.err.timeout"
    if isinstance(fault, (aiohttp.ClientSSLError, ssl.SSLError)):
        return "webhook.err.tls"
    if isinstance(fault, aiohttp.ClientConnectorDNSError):
        return "webhook.err.dns"
    return "webhook.err.unreachable"
