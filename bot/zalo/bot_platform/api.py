"""The line to the Zalo Bot Platform: one client with time-outs, whose every call ends in a value.

The token is part of each address, and an exception of the client can hold the address, so none leaves this file.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from bot.zalo.bot_platform.errors import NO_ANSWER, Refusal, TokenRefused, Verdict, verdict_of
from domain.wording import operator, zalo_bot

API_BASE = "https://bot-api.zaloplatforms.com"
CALL_S = 20.0
CONNECT_S = 10.0
CONNECTIONS = 16
TOKEN = re.compile(r"(\d{1,32}):([\w-]{1,256})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answer:
    """What Zalo said to a call it carried out."""

    result: Any

    @property
    def message_ref(self) -> str | None:
        """The id of the message it made."""
        found = self.result.get("message_id") if isinstance(self.result, Mapping) else None
        return found if isinstance(found, str) and found else None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is at Zalo."""

    id: str
    name: str


class BotApi:
    """Calls methods for one bot. The caller closes it."""

    def __init__(
        self, token: str, api_base: str = API_BASE, *, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        """Open the line; raises TokenRefused where the token has not the form of one."""
        found = TOKEN.fullmatch(token)
        if found is None:
            raise TokenRefused(zalo_bot.TOKEN_FORM)
        self.bot_key = found[1]
        self._token, self._secret = token, found[2]
        self._base = f"{api_base.rstrip('/')}/bot{token}"
        for name in ("httpx", "httpcore"):  # at INFO they write every address, and ours hold the token
            logging.getLogger(name).setLevel(logging.WARNING)
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(CALL_S, connect=CONNECT_S),
            limits=httpx.Limits(max_connections=CONNECTIONS),
            transport=transport,
            trust_env=False,  # no proxy of the machine's is to see the token
        )

    def __repr__(self) -> str:
        return f"BotApi({self.bot_key})"

    async def call(
        self, method: str, params: Mapping[str, Any] | None = None, *, limit_s: float = CALL_S
    ) -> Answer | Refusal:
        """Carry a call out; whatever the network or Zalo does is in what comes back."""
        timeout = httpx.Timeout(limit_s, connect=min(CONNECT_S, limit_s))
        try:
            response = await self._client.post(
                f"{self._base}/{method}", json=dict(params or {}), timeout=timeout
            )
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as fault:
            return Refusal(NO_ANSWER, type(fault).__name__)
        return self._judged(response.status_code, response.content)

    def _judged(self, status: int, content: bytes) -> Answer | Refusal:
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(
            body, dict
        ):  # a page of something in between, which will pass; but for a refused token
            return Refusal(status if status == 401 else NO_ANSWER, f"HTTP {status}")
        code = _number(body.get("error_code", body.get("errorCode")))
        if body.get("ok") is True or ("ok" not in body and code == 0):
            return Answer(body.get("result"))
        if not code:
            code = status if status >= 400 else NO_ANSWER
        description = body.get("description")
        said = description if isinstance(description, str) else ""
        return Refusal(code, self._without_token(said) or f"HTTP {status}, error_code {code}")

    def _without_token(self, text: str) -> str:
        return text.replace(self._token, operator.TOKEN_BLOT).replace(self._secret, operator.TOKEN_BLOT)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and re.fullmatch(r"\d{1,6}", value, re.ASCII) else 0


async def identify(api: BotApi) -> Identity | Refusal:
    """Ask Zalo who the bot is; raises TokenRefused if it does not know the token."""
    outcome = await api.call("getMe")
    if isinstance(outcome, Refusal):
        if verdict_of(outcome) is Verdict.TOKEN:
            raise TokenRefused
        return outcome
    me = outcome.result if isinstance(outcome.result, Mapping) else {}
    name = me.get("account_name") or me.get("display_name")
    return Identity(str(me.get("id") or ""), name if isinstance(name, str) else "")
