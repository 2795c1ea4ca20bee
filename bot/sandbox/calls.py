"""The log of calls: what the bot asked for and how it was answered, without tokens."""

from __future__ import annotations

from collections import deque
from typing import Any

from bot.sandbox.params import Params

KEPT = 10_000


class CallLog:
    """The newest KEPT calls, numbered from 1."""

    def __init__(self) -> None:
        self._kept: deque[tuple[int, int, str, Params, int, float]] = deque(maxlen=KEPT)
        self.count = 0

    def add(self, bot: int, method: str, params: Params, status: int, at: float) -> None:
        """Note a call when it is answered; `status` 0 means the line was cut, `at` is unix seconds."""
        self.count += 1
        self._kept.append((self.count, bot, method, params, status, at))

    def since(self, number: int = 0, method: str = "") -> list[dict[str, Any]]:
        """The calls after `number`, oldest first, of one method if it is named."""
        wanted = method.lower()
        return [
            {"n": n, "bot": bot, "method": name, "params": params.shown(), "status": status, "at": at}
            for n, bot, name, params, status, at in self._kept
            if n > number and (not wanted or name.lower() == wanted)
        ]
