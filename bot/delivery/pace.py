"""The pace of what is said unasked: so many a second over the whole bot, and one a second per chat."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

OVERALL = 25.0  # a second; Telegram speaks of about 30 (telegram.md, section 6)
PER_CHAT_S = 1.0
REMEMBERED = 10_000


class Pace:
    """Hands out moments to send, evenly spaced; the clock and the waiting can be replaced for tests."""

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
        self._next = 0.0
        self._chats: dict[str, float] = {}

    async def wait(self, chat: str) -> None:
        """Wait until something may be said to this chat, and count it as said."""
        moment = max(self._now(), self._next, self._chats.get(chat, 0.0))
        self._next = moment + self._gap
        self._chats[chat] = moment + self._per_chat_s
        if len(self._chats) > REMEMBERED:
            now = self._now()
            self._chats = {name: until for name, until in self._chats.items() if until > now}
        if (pause := moment - self._now()) > 0:
            await self._sleep(pause)
