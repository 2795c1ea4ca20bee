"""What happens on the phones, told to whoever listens: the page, and tests that wait."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

EVERYBODY = 0
LAST_WORDS: dict[str, Any] = {"kind": "end"}  # the stand-in stops; listeners leave


class Events:
    """A hub. An event is `{"user": id, "kind": …, …}`; one without user goes to all."""

    def __init__(self) -> None:
        self._listeners: dict[int, set[asyncio.Queue[dict[str, Any]]]] = defaultdict(set)

    def hears(self, user: int) -> bool:
        """Whether anybody listens to this person's phone: otherwise the event need not be made."""
        listeners = self._listeners
        return bool(listeners) and (user in listeners or EVERYBODY in listeners)

    def tell(self, event: dict[str, Any]) -> None:
        """Pass an event on."""
        user = event.get("user", EVERYBODY)
        names = list(self._listeners) if user == EVERYBODY else (user, EVERYBODY)
        for name in names:
            for queue in self._listeners.get(name, ()):
                queue.put_nowait(event)

    @contextmanager
    def listen(self, user: int = EVERYBODY) -> Iterator[asyncio.Queue[dict[str, Any]]]:
        """Hear what happens from now on, to one person or to all; the queue ends with LAST_WORDS."""
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._listeners[user].add(queue)
        try:
            yield queue
        finally:
            self._listeners[user].discard(queue)
            if not self._listeners[user]:
                del self._listeners[user]

    def end(self) -> None:
        """Send all listeners away."""
        self.tell(LAST_WORDS)
