"""Requests a minute, of the app and of the account (zalo.md §3.8)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from bot.sandbox_zalo.official.errors import MESSAGES, OaError
from bot.sandbox_zalo.official.settings import Settings

MINUTE_S = 60.0


class Rates:
    """Counts calls over the last minute of the stand-in's clock."""

    def __init__(self, clock: Callable[[], float], settings: Settings) -> None:
        self._clock, self._settings = clock, settings
        self._calls: deque[float] = deque()

    def count(self) -> dict[str, str]:
        """Count a call; gives the headers of its answer, or raises -32."""
        now = self._clock()
        while self._calls and self._calls[0] <= now - MINUTE_S:
            self._calls.popleft()
        of_app, of_account = self._settings.app_rate_a_minute, self._settings.package_rate()
        if len(self._calls) >= min(of_app, of_account):
            whose = "app" if of_app <= of_account else "Official Account"
            raise OaError(-32, MESSAGES[-32].format(whose=whose))
        self._calls.append(now)
        left = of_account - len(self._calls)
        return {"X-RateLimit-Limit": str(of_account), "X-RateLimit-Remain": str(left)}
