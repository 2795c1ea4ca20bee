"""The log of calls: what was asked of either API and how it was answered, without tokens."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.sandbox_zalo.faults import Answer

Json = dict[str, Any]
KEPT = 10_000
SECRET = frozenset({"code", "code_verifier", "refresh_token", "secret_token"})
HIDDEN = "…"


@dataclass(slots=True)
class Noted:
    """A call under way; None is a line that was cut, by either side."""

    answer: Answer | web.Response | None = None


class CallLog:
    """The newest KEPT calls, numbered from 1."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._kept: deque[Json] = deque(maxlen=KEPT)
        self.count = 0

    @contextmanager
    def noting(self, face: str, method: str, params: Json) -> Iterator[Noted]:
        """Note a call when it is answered; `status` 0 means the line was cut, `code` is the API's own error."""
        noted = Noted()
        try:
            yield noted
        finally:
            self.count += 1
            answer = noted.answer
            shown = {name: HIDDEN if name in SECRET else value for name, value in params.items()}
            call = {"n": self.count, "face": face, "method": method, "params": shown, "at": self._clock()}
            call["status"] = 0 if answer is None else answer.status
            call["code"] = answer.code if isinstance(answer, Answer) else 0
            self._kept.append(call)

    def since(self, number: int = 0, method: str = "", face: str = "") -> list[Json]:
        """The calls after `number`, oldest first, of one method (the end of its path will do) and one API."""
        return [
            call
            for call in self._kept
            if call["n"] > number and call["method"].endswith(method) and face in ("", call["face"])
        ]
