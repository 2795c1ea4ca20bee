"""One call to the Official Account API and how it ended: timed, counted, with the token of the hour.

A token that is refused is replaced once and the call made again. While Zalo says "too fast" no call is made at all.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
import structlog

from bot import metrics
from bot.zalo.oa.errors import LATER_S, OURS_AGAIN_S, Verdict, code_in, failure_of, row_of
from bot.zalo.oa.inbound import CHANNEL
from bot.zalo.oa.tokens import TokenKeeper
from domain.talk.values import Failed

CALL_S = 15.0
UPLOAD_S = 60.0
TRY_ELSE = frozenset({Verdict.SPLIT, Verdict.UPLOAD_AGAIN, Verdict.NEXT_RUNG})
CONNECTIONS = 16

log = structlog.get_logger("bot.zalo.oa.calls")


@dataclass(frozen=True, slots=True)
class Answer:
    """What Zalo said to a call it carried out."""

    data: Mapping[str, Any]

    def text(self, name: str) -> str | None:
        """Read one field as a word."""
        value = self.data.get(name)
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and value else None


@dataclass(frozen=True, slots=True)
class Refused:
    """The call was refused in a way after which there is something else to try."""

    verdict: Verdict
    code: int


Ended = Answer | Refused | Failed


class Calls:
    """Makes the calls of one account."""

    def __init__(
        self,
        tokens: TokenKeeper,
        clock: Callable[[], datetime],
        *,
        api_base: str,
        app_secret: str,
        with_proof: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tokens = tokens
        self._clock = clock
        self._secret = app_secret.encode() if with_proof else None
        self._client = httpx.AsyncClient(
            base_url=api_base.rstrip("/"),
            transport=transport,
            timeout=CALL_S,
            limits=httpx.Limits(max_connections=CONNECTIONS),
        )
        self._seconds = seconds
        self._asleep_until = 0.0

    async def post(self, path: str, body: Mapping[str, Any], *, to: str) -> Ended:
        """Make a call with a JSON body."""
        return await self._counted(path, to, {"json": body})

    async def upload(self, path: str, name: str, content: bytes, kind: str) -> Ended:
        """Upload bytes."""
        return await self._counted(path, "", {"files": {"file": (name, content, kind)}, "timeout": UPLOAD_S})

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _counted(self, path: str, to: str, what: dict[str, Any]) -> Ended:
        if (asleep := self._asleep_until - self._seconds()) > 0:
            metrics.sends.labels(CHANNEL, "asleep").inc()
            return Failed("rate: asleep", retry_after_s=asleep)
        started = time.perf_counter()
        ending = await self._with_token(path, to, what)
        metrics.send_seconds.labels(CHANNEL).observe(time.perf_counter() - started)
        metrics.sends.labels(CHANNEL, _word(ending)).inc()
        return ending

    async def _with_token(self, path: str, to: str, what: dict[str, Any]) -> Ended:
        token = await self._tokens.access_token()
        if token is None:
            return self._no_token()
        answer = await self._once(path, token, what)
        code = answer if isinstance(answer, Failed) else code_in(answer)
        if isinstance(code, int) and row_of(code).verdict is Verdict.REFRESH:
            log.warning("token_refused", code=code)
            token = await self._tokens.refused(token)
            if token is None:
                return self._no_token()
            answer = await self._once(path, token, what)
        return answer if isinstance(answer, Failed) else self._judge(answer, path, to)

    def _no_token(self) -> Failed:
        """Nothing can go out; it is kept for days, and soon tried again where nobody has to do anything."""
        wait_s = LATER_S if self._tokens.alarm is None else OURS_AGAIN_S
        return Failed("token", retry_after_s=wait_s)

    async def _once(self, path: str, token: str, what: dict[str, Any]) -> Any:
        """Give the JSON of one answer, or Failed where there was none: neither a text nor an address is logged."""
        headers = {"access_token": token}
        if self._secret is not None:
            headers["appsecret_proof"] = hmac.new(self._secret, token.encode(), hashlib.sha256).hexdigest()
        try:
            answer = await self._client.post(path, headers=headers, **what)
        except httpx.HTTPError as fault:
            log.warning("call_failed", path=path, fault=type(fault).__name__)
            return Failed(f"unavailable: {type(fault).__name__}")
        try:
            found = answer.json()
        except (ValueError, RecursionError):
            found = None
        if code_in(found) is None:
            # a page that is no answer of the API comes from something in between, and will pass
            log.warning("no_answer", path=path, status=answer.status_code)
            if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
                return {"error": -32}
            return Failed(f"unavailable: HTTP {answer.status_code}")
        return found

    def _judge(self, answer: dict[str, Any], path: str, to: str) -> Ended:
        code = code_in(answer) or 0
        row = row_of(code)
        if row.verdict is Verdict.DONE:
            data = answer.get("data")
            return Answer(data if isinstance(data, dict) else {})
        if code == -32:
            self._asleep_until = self._seconds() + LATER_S
        level = log.error if row.verdict in (Verdict.OURS, Verdict.REFRESH) else log.warning
        level("call_refused", path=path, user=to, code=code, verdict=row.verdict.value)
        if row.verdict in TRY_ELSE:
            return Refused(row.verdict, code)
        return failure_of(code, self._clock())


def ended(ending: Ended, now: datetime) -> Answer | Failed:
    """Put an ending into the port's words, where nothing else is left to try."""
    return failure_of(ending.code, now) if isinstance(ending, Refused) else ending


def _word(ending: Ended) -> str:
    if isinstance(ending, Answer):
        return "sent"
    if isinstance(ending, Refused):
        return "refused"
    if ending.unreachable:
        return "unreachable"
    return "refused" if ending.permanent else "later"
