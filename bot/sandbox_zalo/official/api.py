"""The Official Account's addresses: OAuth, messages, uploads, questions. Refusals come with HTTP 200."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.sandbox_zalo.faults import Answer, suffer
from bot.sandbox_zalo.official import asking, sending, uploads
from bot.sandbox_zalo.official.errors import OaError, TokenError, wrong
from bot.sandbox_zalo.official.rates import Rates
from bot.sandbox_zalo.official.world import FACE, World

Json = dict[str, Any]

TOKEN_PATH = "/v4/oa/access_token"
CONSENT_PATH = "/v4/oa/permission"
DEAD = ("/v2.0/oa/message",)  # -240; transaction and promotion of v3 are gone like any path nobody has

WITH_JSON: dict[str, Callable[[World, Json], Json]] = {
    "/v3.0/oa/message/cs": sending.send_cs,
    "/v3.0/oa/message/template": sending.send_template,
    "/v3.0/oa/quota/message": lambda world, body: asking.quota(world, body.get("user_id")),
}
WITH_FILE: dict[str, Callable[[World, str, bytes], Json]] = {
    "/v2.0/oa/upload/image": uploads.image,
    "/v2.0/oa/upload/gif": uploads.gif,
    "/v2.0/oa/upload/file": uploads.file,
}
ASKED: dict[str, Callable[[World, str], Json]] = {
    "/v2.0/oa/getoa": lambda world, _: asking.account(world),
    "/v3.0/oa/user/detail": asking.person_detail,
}
PATHS = frozenset({*WITH_JSON, *WITH_FILE, *ASKED, *DEAD, TOKEN_PATH})


class OaApi:
    """Answers calls for one Official Account."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rates = Rates(world.stage.clock, world.settings)

    async def serve(self, request: web.Request) -> Answer | web.Response | None:
        """Answer one call; None means that the line is to be cut."""
        path = request.path
        if path == CONSENT_PATH:
            return self._consent(request)
        if path not in PATHS or (request.method == "GET") != (path in ASKED):
            return Answer(404, {"error": 404, "message": "Not Found"}, 404)
        params = await _read(request)

        async def carry() -> Answer:
            return self._grant(request, params) if path == TOKEN_PATH else self._answer(request, params)

        def refuse(code: int, description: str) -> Answer:
            if path == TOKEN_PATH:
                return self._no_token(TokenError(code, "Error", description or "refused"))
            return _refusal(OaError(code, description))

        shown = {name: value for name, value in params.items() if name != "file"}
        fault = self._world.faults.strike(path, _user(params))
        with self._world.stage.calls.noting(FACE, path, shown) as noted:
            noted.answer = await carry() if fault is None else await suffer(fault, carry, refuse)
        return noted.answer

    def _answer(self, request: web.Request, params: Json) -> Answer:
        headers: dict[str, str] = {}
        try:
            self._check_caller(request)
            headers = self._rates.count()
            data = self._carry_out(request.path, params)
        except OaError as error:
            return _refusal(error, headers)
        return Answer(200, {"error": 0, "message": "Success", "data": data}, headers=headers)

    def _carry_out(self, path: str, params: Json) -> Json:
        if path in DEAD:
            raise OaError(-240)
        if path in ASKED:
            return ASKED[path](self._world, str(params.get("data", "")))
        if path in WITH_FILE:
            name, content = params.get("file", ("", b""))
            return WITH_FILE[path](self._world, name, content)
        if "unreadable" in params:
            raise wrong("the body is no JSON object")
        return WITH_JSON[path](self._world, params)

    def _check_caller(self, request: web.Request) -> None:
        ours = self._world.settings
        token = request.headers.get("access_token", "")
        self._world.tokens.check(token)
        if ours.proof_required:
            proof = hmac.new(ours.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
            if not hmac.compare_digest(request.headers.get("appsecret_proof", "").encode(), proof.encode()):
                raise OaError(-242)
        if not ours.verified:
            raise OaError(-221)
        if not ours.package_rate():
            raise OaError(-224)

    def _grant(self, request: web.Request, form: Json) -> Answer:
        try:
            return Answer(200, self._world.tokens.grant(form, request.headers.get("secret_key", "")))
        except TokenError as error:
            return self._no_token(error)

    def _no_token(self, error: TokenError) -> Answer:
        return Answer(200, error.body(self._world.settings.numeric_token_errors), error.code)

    def _consent(self, request: web.Request) -> Answer | web.Response:
        """The page of consent, on which the stand-in always says yes and goes back to the redirect address."""
        asked, ours = request.query, self._world.settings
        back = asked.get("redirect_uri", "")
        if asked.get("app_id") != ours.app_id:
            return Answer(200, {"error": -14002, "message": "application is not active"}, -14002)
        if not back or back != ours.redirect_uri:
            return Answer(200, {"error": -14003, "message": "redirect_uri is not registered"}, -14003)
        code = self._world.tokens.consent(asked.get("code_challenge", ""))
        query = urlencode({"code": code, "oa_id": ours.oa_id, "state": asked.get("state", "")})
        return web.Response(status=302, headers={"Location": f"{back}{'&' if '?' in back else '?'}{query}"})


def _refusal(error: OaError, headers: dict[str, str] | None = None) -> Answer:
    return Answer(200, error.body(), error.code, headers or {})


async def _read(request: web.Request) -> Json:
    """The query of a question, the form or file of an upload, else JSON."""
    if request.method == "GET":
        return dict(request.query)
    if request.content_type in ("multipart/form-data", "application/x-www-form-urlencoded"):
        try:
            form = await request.post()
        except (ValueError, UnicodeDecodeError):
            return {}
        files = {n: (v.filename, v.file.read()) for n, v in form.items() if isinstance(v, web.FileField)}
        return {name: value for name, value in form.items() if isinstance(value, str)} | files
    try:
        body = json.loads(await request.read() or b"{}")
    except (ValueError, RecursionError):
        body = None
    return body if isinstance(body, dict) else {"unreadable": True}


def _user(params: Json) -> str:
    """Whom a call concerns, for orders by person."""
    recipient = params.get("recipient")
    if isinstance(recipient, dict):
        return str(recipient.get("user_id", ""))
    data = params.get("data")
    if isinstance(data, str) and "user_id" in data:
        return data.partition(":")[2].strip(' "}')
    return str(params.get("user_id", ""))
