"""`/bot<TOKEN>/METHOD`: GET or POST, query, form, JSON or multipart; method names are case-sensitive."""

from __future__ import annotations

import json
from collections.abc import Callable
from inspect import isawaitable
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from bot.sandbox_zalo.faults import Answer, suffer
from bot.sandbox_zalo.platform import receiving, sending
from bot.sandbox_zalo.platform.errors import PlatformError, bad
from bot.sandbox_zalo.platform.world import FACE, World

Json = dict[str, Any]

METHODS: dict[str, Callable[[World, Json], Any]] = {
    "getMe": receiving.get_me,
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "testWebhook": receiving.test_webhook,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendSticker": sending.send_sticker,
    "sendVoice": sending.send_voice,
    "sendChatAction": sending.send_chat_action,
}


class PlatformApi:
    """Answers calls of the bot."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def serve(self, request: web.Request, rest: str) -> Answer | web.Response | None:
        """Answer one call; `rest` is the path after `/bot`, None means that the line is to be cut."""
        token, _, method = rest.partition("/")
        if unquote(token) != self._world.token:
            with self._world.stage.calls.noting(
                FACE, method, {}
            ) as noted:  # measured: refused within HTTP 200
                noted.answer = Answer(200, PlatformError(401).body(), 401)
            return noted.answer
        params: Json = {}

        async def carry() -> Answer:
            return await self._answer(method, params)

        def refuse(code: int, description: str) -> Answer:
            return self._refusal(method, PlatformError(code, description))

        try:
            params = await _read(request)
        except PlatformError as error:
            return self._refusal(method, error)
        fault = self._world.faults.strike(method, str(params.get("chat_id", "")))
        with self._world.stage.calls.noting(FACE, method, params) as noted:
            noted.answer = await carry() if fault is None else await suffer(fault, carry, refuse)
        return noted.answer

    async def _answer(self, method: str, params: Json) -> Answer:
        run = METHODS.get(method)
        try:
            if run is None:
                raise bad("there is no such method")
            result = run(self._world, params)
            if isawaitable(result):
                result = await result
        except PlatformError as error:
            return self._refusal(method, error)
        body: Json = {"ok": True}
        if result is not None:
            body["result"] = result
        if self._world.settings.success_code:
            body["error_code"] = 0
        return Answer(200, body)

    def _refusal(self, method: str, error: PlatformError) -> Answer:
        body = error.body("errorCode" if method == "testWebhook" else "error_code")
        return Answer(200 if self._world.settings.failures_as_200 else error.code, body, error.code)


async def _read(request: web.Request) -> Json:
    """The parameters; those of the body win over those of the query."""
    params: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except (ValueError, RecursionError):
            raise bad("can't parse JSON") from None
        if not isinstance(body, dict):
            raise bad("expected a JSON object")
        params |= body
    elif request.method == "POST":
        try:
            form = await request.post()
        except (ValueError, UnicodeDecodeError):
            raise bad("can't parse the body") from None
        params |= {name: value for name, value in form.items() if isinstance(value, str)}
    return params
