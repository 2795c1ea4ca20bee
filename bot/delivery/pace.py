"""The pace of what is said unasked: so many a second for each bot, and one a second in each chat."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

OVERALL = 25.0  # a second; Telegram speaks of about 30 (telegram.md, section 6)
PER_CHAT_S = 1.0
REMEMBERED = 10_000


class Pace:
    """Says when the next message may go; the clock and the waiting can be replaced for tests.

    Moments of a bot are evenly spaced. One that comes late by less than a space does not make the next one late as
    well, so that the pace is kept; in no second are there more than one above it.
    """

    def __init__(
        self,
        overall: float = OVERALL,
        per_chat_s: float = PER_CHAT_S,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._gap = 1.0 / overall
        self._per_chat_s = per_chat_s
        self._now = now
        self._sleep = sleep
        self._bots: dict[str, float] = {}
        self._chats: dict[tuple[str, str], float] = {}

    def wait_s(self, bot: str, chat: str) -> float:
        """Tell in how many seconds a bot may say something unasked in a chat; 0: now."""
        moment = max(self._bots.get(bot, 0.0), self._chats.get((bot, chat), 0.0))
        return max(0.0, moment - self._now())

    def now(self) -> float:
        """Tell the moment by the same clock."""
        return self._now()

    async def pause(self, seconds: float) -> None:
        """Wait by the same clock."""
        await self._sleep(seconds)

    def sent(self, bot: str, chat: str) -> None:
        """Count something unasked that goes out now."""
        now = self._now()
        due = self._bots.get(bot, 0.0)
        self._bots[bot] = (due if now - due < self._gap else now) + self._gap
        self.answered(bot, chat)

    def answered(self, bot: str, chat: str) -> None:
        """Count an answer: it waits for nobody, but what is unasked in its chat waits for it."""
        now = self._now()
        self._chats[bot, chat] = now + self._per_chat_s
        if len(self._chats) > REMEMBERED:
            self._chats = {name: until for name, until in self._chats.items() if until > now}
