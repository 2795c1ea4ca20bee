"""The far server: a Bot API that says what a test tells it to, and keeps what it was asked."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "42:TEST-token"
LAN = 7001


@dataclass(frozen=True)
class Asked:
    """One call as it arrived: the method, its parameters as text, its files as bytes."""

    method: str
    params: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)

    def json(self, name: str) -> Any:
        return json.loads(self.params[name])


Answer = web.StreamResponse | Callable[[web.Request], Any]


def refusal(status: int, description: str, **parameters: int) -> Callable[[web.Request], web.Response]:
    """An error as the Bot API puts it."""
    body = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return lambda _: web.json_response(body, status=status)


def page(status: int, html: str) -> Callable[[web.Request], web.Response]:
    """An error page of something that stands in front of Telegram."""
    return lambda _: web.Response(text=html, status=status, content_type="text/html")


def hang_up(request: web.Request) -> None:
    """Break the line without an answer."""
    assert request.transport is not None
    request.transport.abort()


async def never(_: web.Request) -> None:
    """Take the call and keep silent."""
    await asyncio.sleep(60)


def result(value: Any) -> Callable[[web.Request], web.Response]:
    return lambda _: web.json_response({"ok": True, "result": value})


class FarServer:
    """Answers with the next scripted answer of a method, else as Telegram does when all is well."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.updates: list[dict[str, Any]] = []
        self.script: dict[str, deque[Any]] = defaultdict(deque)
        self.base_url = ""
        self._made = 100
        self._news = asyncio.Event()
        self._arrived = asyncio.Condition()

    def will_answer(self, method: str, *answers: Any) -> None:
        self.script[method.lower()].extend(answers)

    def deliver(self, *updates: dict[str, Any]) -> None:
        self.updates.extend(updates)
        self._news.set()

    def calls(self, method: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.method.lower() == method.lower()]

    async def has_been_asked(self, method: str, times: int) -> None:
        async with self._arrived:
            await asyncio.wait_for(
                self._arrived.wait_for(lambda: len(self.calls(method)) >= times), timeout=10
            )

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        params = {key: value for key, value in form.items() if isinstance(value, str)}
        files = {key: value.file.read() for key, value in form.items() if isinstance(value, web.FileField)}
        asked = Asked(request.match_info["method"], params, files)
        async with self._arrived:
            self.asked.append(asked)
            self._arrived.notify_all()
        script = self.script[asked.method.lower()]
        if script:
            answer = script.popleft()(request)
            if asyncio.iscoroutine(answer):
                answer = await answer
            return answer if answer is not None else web.Response()
        if asked.method.lower() == "getupdates":
            return await self._get_updates(params)
        return web.json_response({"ok": True, "result": self._result(asked)})

    async def _get_updates(self, params: dict[str, str]) -> web.Response:
        if "offset" in params:
            self.updates = [raw for raw in self.updates if raw["update_id"] >= int(params["offset"])]
        if not self.updates:
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), int(params.get("timeout", "0")))
        return web.json_response({"ok": True, "result": self.updates})

    def _result(self, asked: Asked) -> Any:
        if not asked.method.startswith(("send", "edit")):
            return True
        self._made += 1
        message: dict[str, Any] = {
            "message_id": int(asked.params.get("message_id", self._made)),
            "date": 1720051200,
            "chat": {"id": int(asked.params["chat_id"]), "type": "private", "first_name": "Lan"},
        }
        if asked.method == "sendPhoto":
            message["photo"] = [
                {"file_id": f"{size}-{self._made}", "file_unique_id": size, "width": side, "height": side}
                for size, side in (("small", 90), ("large", 1280))
            ]
        elif asked.method == "sendDocument":
            message["document"] = {"file_id": f"doc-{self._made}", "file_unique_id": "d"}
        else:
            message["text"] = asked.params.get("text", "")
        return message


class Names:
    """A list of names in memory, as storage keeps one."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    async def get(self, key: str) -> str | None:
        return self.kept.get(key)

    async def put(self, key: str, value: str) -> None:
        self.kept[key] = value


class Hours:
    """A clock that moves when told to, in seconds."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def message(update_id: int, text: str = "Phê duyệt", **more: Any) -> dict[str, Any]:
    """An update: Lan says something in her chat with the bot."""
    body = {
        "message_id": update_id + 1000,
        "date": 1720051200,
        "chat": {"id": LAN, "type": "private", "first_name": "Lan"},
        "from": {"id": LAN, "is_bot": False, "first_name": "Lan"},
        "text": text,
    }
    body.update(more)
    return {"update_id": update_id, "message": {k: v for k, v in body.items() if v is not None}}


def tap(update_id: int, data: str | None, **more: Any) -> dict[str, Any]:
    """An update: Lan taps a button on message 55."""
    body = {
        "id": f"{update_id}00",
        "from": {"id": LAN, "is_bot": False, "first_name": "Lan"},
        "chat_instance": "1",
        "message": {
            "message_id": 55,
            "date": 1720051200,
            "chat": {"id": LAN, "type": "private", "first_name": "Lan"},
            "text": "Số 24 · Quyển 01/2005",
        },
        "data": data,
    }
    body.update(more)
    return {"update_id": update_id, "callback_query": {k: v for k, v in body.items() if v is not None}}


def hidden_forward(update_id: int) -> dict[str, Any]:
    """An update Telegram does send and aiogram's types do not take: a forward from a nameless hidden user."""
    return message(update_id, forward_origin={"type": "hidden_user", "date": 1720051200})
