"""The token endpoint: one call that spends a token or a code, and what its answer is worth.

Source: the reference on Zalo, §3.2. It may answer HTTP 200 with `error_name` and no numeric `error`: only an answer
that holds a whole new pair counts.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import secrets
from urllib.parse import urlencode

import httpx
import structlog

from storage.zalo_tokens import Pair

CALL_S = 15.0  # the whole call; the lease under which it is made lasts far longer
LASTS_S = 90_000  # 25 hours, where the answer does not say
LASTS_MAX_S = 400 * 24 * 3600
ANSWER_MAX = 20_000
TOKEN_MAX = 8_000

log = structlog.get_logger("bot.zalo.oa.oauth")


class NotSent(Exception):
    """It is certain that the request never left: what it would have spent is still good."""


class AnswerLost(Exception):
    """The request may have arrived and its answer did not: what it spent counts as spent."""


class OAuth:
    """The token endpoint of one app."""

    def __init__(
        self,
        *,
        app_id: str,
        app_secret: str,
        oauth_base: str,
        redirect_uri: str,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._app_id = app_id
        self._app_secret = app_secret
        self._base = oauth_base.rstrip("/")
        self._redirect_uri = redirect_uri
        self._transport = transport

    async def refresh(self, refresh_token: str) -> str:
        """Spend a refresh token; returns the answer as it came, with its status. Raises NotSent or AnswerLost."""
        return await self._spend({"refresh_token": refresh_token, "grant_type": "refresh_token"})

    async def exchange(self, code: str, verifier: str) -> str:
        """Spend the code of a consent, in the same way."""
        return await self._spend(
            {"code": code, "grant_type": "authorization_code", "code_verifier": verifier}
        )

    async def _spend(self, fields: dict[str, str]) -> str:
        # a line of its own: one kept open may turn out to be dead only after the request went into it
        try:
            async with httpx.AsyncClient(
                transport=self._transport, timeout=httpx.Timeout(CALL_S, connect=5.0), follow_redirects=False
            ) as client:
                async with asyncio.timeout(CALL_S):
                    answer = await client.post(
                        f"{self._base}/v4/oa/access_token",
                        data={"app_id": self._app_id, **fields},
                        headers={"secret_key": self._app_secret},
                    )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as fault:
            raise NotSent(type(fault).__name__) from None
        except (httpx.HTTPError, TimeoutError) as fault:
            raise AnswerLost(type(fault).__name__) from None
        return json.dumps({"status": answer.status_code, "body": answer.text[:ANSWER_MAX]})

    def consent_link(self, state: str, verifier: str) -> str:
        """Make the link at which an administrator of the account authorises the app anew."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
        asked = {
            "app_id": self._app_id,
            "redirect_uri": self._redirect_uri,
            "code_challenge": challenge.decode(),
            "state": state,
        }
        return f"{self._base}/v4/oa/permission?{urlencode(asked)}"


def new_consent() -> tuple[str, str]:
    """Make the state and the verifier of a consent, each 43 letters that cannot be guessed."""
    return secrets.token_urlsafe(32), secrets.token_urlsafe(32)


def pair_in(answer: str, *, spent: str) -> Pair | str:
    """Read a kept answer: the new pair, or in a few words why there is none.

    A refresh token that comes back unchanged was spent already, so such an answer holds no pair.
    """
    try:
        kept = json.loads(answer)
        body = json.loads(kept["body"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return "no JSON"
    if not isinstance(body, dict):
        return "no JSON object"
    if kept.get("status") != 200:
        return _words(f"HTTP {kept.get('status')}", body)
    if body.get("error") not in (None, 0, "0", "") or body.get("error_name"):
        return _words("refused", body)
    access, refresh = body.get("access_token"), body.get("refresh_token")
    if not _is_token(access) or not _is_token(refresh):
        return _words("no pair", body)
    if refresh == spent:
        return "the same refresh token"
    return Pair(str(access), str(refresh), _seconds(body.get("expires_in")))


def _is_token(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable() and 0 < len(value) <= TOKEN_MAX


def _seconds(value: object) -> int:
    try:
        seconds = int(str(value))
    except ValueError:
        return LASTS_S
    return seconds if 60 <= seconds <= LASTS_MAX_S else LASTS_S


def _words(first: str, body: dict[str, object]) -> str:
    """Name an error by its code and name only: a description might repeat a token."""
    code, name = body.get("error"), body.get("error_name")
    said = [first]
    said += [str(code)] if isinstance(code, int) else []
    said += [name[:60]] if isinstance(name, str) else []
    return " ".join(said)
