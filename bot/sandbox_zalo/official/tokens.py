"""OAuth v4: codes for one use, access tokens for 25 hours, refresh tokens for three months and one use."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox_zalo import ids
from bot.sandbox_zalo.official.errors import OaError, TokenError
from bot.sandbox_zalo.official.settings import Settings

CODE_S = 600.0
ACCESS_S = 90_000.0
REFRESH_S = 90 * 86_400.0
VERIFIER_LETTERS = 43
DEAD = -14014

Json = dict[str, Any]


@dataclass(slots=True)
class _Given:
    until: float
    used: bool = False
    challenge: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """An access token and the refresh token that came with it."""

    access: str
    refresh: str


class Tokens:
    """What was given out. `log` has a line per try of the token endpoint: {at, grant, token, ok, why}."""

    def __init__(self, clock: Callable[[], float], settings: Settings) -> None:
        self._clock, self._settings = clock, settings
        self._codes: dict[str, _Given] = {}
        self._access: dict[str, _Given] = {}
        self._refresh: dict[str, _Given] = {}
        self._numbers = itertools.count(1)
        self.log: list[Json] = []

    def issue(self) -> Pair:
        """A pair as the console hands it to an operator."""
        number = next(self._numbers)
        pair = Pair(*(f"{kind}_{ids.hexadecimal(kind, number, length=40)}" for kind in ("at", "rt")))
        self._access[pair.access] = _Given(self._clock() + ACCESS_S)
        self._refresh[pair.refresh] = _Given(self._clock() + REFRESH_S)
        return pair

    def consent(self, challenge: str = "") -> str:
        """The code after somebody consented; good once, for ten minutes."""
        code = f"code_{ids.hexadecimal('code', next(self._numbers), length=40)}"
        self._codes[code] = _Given(self._clock() + CODE_S, challenge=challenge)
        return code

    def revoke_access(self) -> None:
        """Make every access token invalid (-216)."""
        self._access.clear()

    def expire_access(self) -> None:
        """Let every access token expire now (-220)."""
        for given in self._access.values():
            given.until = self._clock()

    def revoke_refresh(self) -> None:
        """Make every refresh token invalid: only a new consent helps."""
        self._refresh.clear()

    def check(self, access: str) -> None:
        """Raise -216 for a token nobody was given, -220 for one past its time."""
        given = self._access.get(access)
        if given is None:
            raise OaError(-216)
        if given.until <= self._clock():
            raise OaError(-220)

    def grant(self, form: Json, secret: str) -> Json:
        """Answer the token endpoint; raises TokenError."""
        kind = str(form.get("grant_type", ""))
        token = str(form.get("code" if kind == "authorization_code" else "refresh_token", ""))
        line: Json = {"at": self._clock(), "grant": kind, "token": token, "ok": False, "why": ""}
        self.log.append(line)
        try:
            self._check_app(form, secret)
            if kind == "authorization_code":
                self._use_code(token, str(form.get("code_verifier", "")))
            elif kind == "refresh_token":
                _use(self._refresh, token, self._clock(), "Invalid refresh token")
            else:
                raise TokenError(-201, "Invalid grant type", "grant_type is invalid")
        except TokenError as error:
            line["why"] = error.reason
            raise
        line["ok"] = True
        pair = self.issue()
        return {
            "access_token": pair.access,
            "refresh_token": pair.refresh,
            "expires_in": str(int(ACCESS_S)),
        }

    def _check_app(self, form: Json, secret: str) -> None:
        if str(form.get("app_id", "")) != self._settings.app_id:
            raise TokenError(-14002, "Invalid app id", "application does not exist or is not active")
        if not hmac.compare_digest(secret.encode(), self._settings.app_secret.encode()):
            raise TokenError(-14004, "Invalid secret key", "secret_key is invalid")

    def _use_code(self, code: str, verifier: str) -> None:
        given = self._codes.get(code)
        _use(self._codes, code, self._clock(), "Invalid authorization code")
        if given is None or not given.challenge:
            return
        digest = hashlib.sha256(verifier.encode()).digest()
        expected = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if len(verifier) != VERIFIER_LETTERS or expected != given.challenge.rstrip("="):
            raise TokenError(DEAD, "Invalid code verifier", "code_verifier does not match code_challenge")


def _use(given_out: dict[str, _Given], token: str, now: float, name: str) -> None:
    given = given_out.get(token)
    if given is None:
        raise TokenError(DEAD, name, "it was never given out or has been revoked")
    if given.used:
        raise TokenError(DEAD, name, "it has been used")
    if given.until <= now:
        raise TokenError(DEAD, name, "it has expired")
    given.used = True
