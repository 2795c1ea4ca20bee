"""The far server: a Zalo Bot Platform that says what a test tells it to, and keeps what it was asked."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from bot.zalo.bot_platform.api import BotApi

TOKEN = "4204204204:TEST-secret_part"
LAN = "6f00aa11bb22cc33dd44"
Says = Callable[[httpx.Request], Any]


@dataclass(frozen=True)
class Asked:
    """One call as it arrived."""

    method: str
    params: dict[str, Any]


def refusal(code: int, description: str = "", *, status: int | None = None) -> Says:
    """An error as the platform puts it; under HTTP 200 where the test says so."""
    body = {"ok": False, "error_code": code, "description": description}
    return lambda _: httpx.Response(code if status is None else status, json=body)


def result(value: Any) -> Says:
    return lambda _: httpx.Response(200, json={"ok": True, "result": value, "error_code": 0})


def page(status: int, html: str = "<html>502 Bad Gateway</html>") -> Says:
    """A page of something that stands in front of Zalo."""
    return lambda _: httpx.Response(status, text=html)


def breaks(kind: type[httpx.TransportError]) -> Says:
    """A line that breaks; the exception's text holds the whole address, as it may."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise kind(f"cannot reach {request.url}", request=request)

    return fail


IDLE = refusal(408, "Request timeout")


class FarPlatform:
    """Answers with the next scripted answer of a method, else as Zalo does when all is well."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.script: dict[str, deque[Says]] = defaultdict(deque)
        self.transport = httpx.MockTransport(self._handle)
        self._ids = itertools.count(1)
        self._news = asyncio.Event()

    def api(self) -> BotApi:
        return BotApi(TOKEN, "https://far.example", transport=self.transport)

    def will_answer(self, method: str, *answers: Says) -> None:
        self.script[method].extend(answers)

    def calls(self, method: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.method == method]

    @property
    def texts(self) -> list[str]:
        return [asked.params["text"] for asked in self.calls("sendMessage")]

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        bot, method = request.url.path.strip("/").split("/")
        assert bot == f"bot{TOKEN}"
        self.asked.append(Asked(method, json.loads(request.content or b"{}")))
        if self.script[method]:
            answer = self.script[method].popleft()(request)
            return await answer if asyncio.iscoroutine(answer) else answer
        if method == "getUpdates":
            await asyncio.sleep(0.005)
            return IDLE(request)
        body: dict[str, Any] = {"ok": True}
        if method in ("sendMessage", "sendPhoto"):
            body["result"] = {"message_id": f"m{next(self._ids):04x}", "date": 1720051200000}
        elif method == "getMe":
            body["result"] = {"id": "4204204204", "account_name": "bot.RaSoat", "account_type": "BASIC"}
        elif method == "setWebhook":
            body["result"] = {"url": "https://x", "verification": {"ok": True}}
        return httpx.Response(200, json=body)


def event(message_id: str = "a1b2c3d4", text: str | None = "Phê duyệt", **more: Any) -> dict[str, Any]:
    """A bare event: Lan writes in her chat with the bot. `kind` makes it another kind, the rest goes in."""
    kind = more.pop("kind", "text")
    body: dict[str, Any] = {
        "message_id": message_id,
        "date": 1720051200000,
        "message_type": "CHAT_MESSAGE",
        "text": text,
        "from": {"id": LAN, "display_name": "Chị Lan", "is_bot": False},
        "chat": {"id": LAN, "chat_type": "PRIVATE"},
    }
    body.update(more)
    return {
        "event_name": f"message.{kind}.received",
        "message": {k: v for k, v in body.items() if v is not None},
    }


def wrapped(value: Any) -> dict[str, Any]:
    return {"ok": True, "result": value}
