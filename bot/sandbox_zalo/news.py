"""What happens on the phones, told to whoever listens: a page, and tests that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Json = dict[str, Any]
LAST_WORDS: Json = {"kind": "end"}  # the stand-in stops; listeners leave


class News:
    """A hub. An event is `{"face": "bot" | "oa", "user": id, "kind": …}`."""

    def __init__(self) -> None:
        self._listeners: dict[asyncio.Queue[Json], tuple[str, str]] = {}

    def tell(self, face: str, user: str, kind: str, **more: Any) -> None:
        """Pass on what happened on one phone; no face and no user is for everybody."""
        for queue, (wanted_face, wanted_user) in self._listeners.items():
            if wanted_face in ("", face) and wanted_user in ("", user):
                queue.put_nowait({"face": face, "user": user, "kind": kind, **more})

    @contextmanager
    def listen(self, face: str = "", user: str = "") -> Iterator[asyncio.Queue[Json]]:
        """Hear what happens from now on, on one phone or on all; the queue ends with LAST_WORDS."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._listeners[queue] = (face, user)
        try:
            yield queue
        finally:
            del self._listeners[queue]

    def end(self) -> None:
        """Send all listeners away."""
        for queue in self._listeners:
            queue.put_nowait(LAST_WORDS)
