"""The plainest possible bot for tests of the stand-in: calls, and what came back."""

from __future__ import annotations

from typing import Any

import aiohttp

TOKEN = "158002:sandbox-tests-AAAAAAAAAAAAAAAAAAAAAA"
LAN, MINH, HOA = 2001, 2002, 2003
NOON = 1_720_069_200.0  # Thursday 4 July 2024, 12:00 in Viet Nam


class Hours:
    """The world's clock; it moves when told to, in seconds."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> float:
        return self.at

    def pass_by(self, seconds: float) -> None:
        self.at += seconds


class Caller:
    """One bot that speaks raw HTTP."""

    def __init__(self, base_url: str, session: aiohttp.ClientSession, token: str = TOKEN) -> None:
        self.api = f"{base_url}/bot{token}"
        self.session = session

    async def ask(self, method: str, **params: Any) -> tuple[int, dict[str, Any]]:
        """Call with JSON; gives the HTTP status and the whole answer."""
        async with self.session.post(f"{self.api}/{method}", json=params) as response:
            return response.status, await response.json()

    async def call(self, method: str, **params: Any) -> Any:
        """Call with JSON; gives the result of a call that must succeed."""
        status, answer = await self.ask(method, **params)
        assert status == 200, answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> tuple[int, str]:
        """Call with JSON; gives code and description of a call that must be refused."""
        status, answer = await self.ask(method, **params)
        assert answer["ok"] is False, answer
        assert answer["error_code"] == status
        return status, answer["description"]

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.call("getUpdates", **params)
        return found


def keys(*labels: str) -> dict[str, Any]:
    """An inline keyboard, a button a row; each button's data is its caption."""
    return {"inline_keyboard": [[{"text": label, "callback_data": label}] for label in labels]}
