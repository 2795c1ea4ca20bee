"""The first face: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from bot.sandbox import receiving
from bot.sandbox.bodies import read_params
from bot.sandbox.calls import CallLog
from bot.sandbox.errors import ApiError, no_method, not_found, too_large, unauthorized
from bot.sandbox.faults import DROPPED, Fault, Faults
from bot.sandbox.methods import METHODS
from bot.sandbox.params import Params
from bot.sandbox.receiving import Polls
from bot.sandbox.webhook import Hook
from bot.sandbox.world import Account, World

TOKEN_MAX = 80
JSON = "application/json"


class BotApi:
    """Answers calls of bots."""

    def __init__(
        self, world: World, *, patient: bool, https_only: bool, sleep: Callable[[float], Awaitable[Any]]
    ) -> None:
        self.world = world
        self.faults = Faults()
        self.calls = CallLog()
        self.polls = Polls(patient)
        self.hook = Hook(world.clock, sleep, self.carry_out, https_only)
        self._sleep = sleep

    async def serve(self, request: web.BaseRequest, rest: str) -> web.StreamResponse:
        """Answer one call; `rest` is the path after `/bot`."""
        token, _, method = rest.partition("/")
        account = self.world.accounts.get(token) or self.world.accounts.get(unquote(token))
        if account is None:
            return _refusal(unauthorized(_well_formed(unquote(token))))
        method = method.removeprefix("test/").rstrip("/")
        try:
            params = await read_params(request.headers, request.content, request.rel_url.raw_query_string)
        except ApiError as error:
            refusal = _refusal(error)
            if error.code == too_large().code:
                refusal.force_close()
            return refusal
        fault = self.faults.strike(method.lower(), params.values) if self.faults else None
        if fault is not None:
            return await self._fail(request, fault, account, method, params)
        return await self._answer(account, method, params)

    async def _answer(self, account: Account, method: str, params: Params) -> web.Response:
        try:
            result = await self.carry_out(account, method.lower(), params)
        except ApiError as error:
            self.calls.add(account.id, method, params, error.code, self.world.clock())
            return _refusal(error)
        self.calls.add(account.id, method, params, 200, self.world.clock())
        said = f',"description":{json.dumps(result[1])}' if isinstance(result, tuple) else ""
        result = result[0] if said else result
        body = f'{{"ok":true,"result":{json.dumps(result)}{said}}}'
        return web.Response(body=body.encode(), content_type=JSON)

    async def carry_out(self, account: Account, method: str, params: Params) -> Any:
        """Carry a method out (its name in small letters); a pair is a result with a description. Raises ApiError."""
        world = self.world
        if method == "getupdates":
            return await receiving.get_updates(self.polls, account, params)
        if method == "setwebhook":
            return receiving.set_webhook(world, account, params, self.hook)
        if method == "deletewebhook":
            return receiving.delete_webhook(world, account, params)
        run = METHODS.get(method)
        if run is None:
            raise no_method()
        if world.flood.on:
            world.flood.check(account.id, method, str(params.values.get("chat_id", "")))
        return run(world, account, params)

    async def _fail(
        self, request: web.BaseRequest, fault: Fault, account: Account, method: str, params: Params
    ) -> web.StreamResponse:
        if fault.after_accept:
            answer = await self._answer(account, method, params)
            if answer.status != 200:
                return answer
        else:
            self.calls.add(account.id, method, params, fault.status, self.world.clock())
        if fault.delay_s:
            await self._sleep(fault.delay_s)
        if fault.status == DROPPED:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if fault.body:
            return web.Response(text=fault.body, status=fault.status, content_type="text/html")
        if fault.status == 200:  # only late
            return answer if fault.after_accept else await self._answer(account, method, params)
        return _refusal(fault.error())

    def download(self, rest: str) -> web.Response:
        """Answer `/file/bot<rest>`."""
        token, _, path = rest.partition("/")
        account = self.world.accounts.get(unquote(token))
        if account is None:
            return _refusal(unauthorized(_well_formed(unquote(token))))
        stored = account.files.at_path(unquote(path))
        if stored is None:
            return _refusal(not_found())
        return web.Response(body=stored.content, content_type="application/octet-stream")


def _well_formed(token: str) -> bool:
    return ":" in token and len(token) <= TOKEN_MAX and not token.startswith("0")


def _refusal(error: ApiError) -> web.Response:
    headers = {}
    if error.parameters and "retry_after" in error.parameters:
        headers["Retry-After"] = str(error.parameters["retry_after"])
    body = json.dumps(error.body()).encode()
    return web.Response(body=body, status=error.code, content_type=JSON, headers=headers)
