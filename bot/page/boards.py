"""Boards of subtrees as they were read a moment ago: two hundred open pages cost what one of them does.

A board holds figures of units and nothing of its readers; whether somebody may see it is asked before it is looked up
here, at each request.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.page.progress_view import Board

FRESH = timedelta(seconds=5)
KEPT = 64  # subtrees; a province's own and its districts' are what is mostly looked at


Read = tuple[Board, date | None]  # a board, and the campaign's last day


@dataclass(slots=True)
class _Kept:
    found: Read
    since: datetime  # when these very figures were first read
    read_at: datetime


class Boards:
    """The boards read last, by subtree and day."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._reading: dict[str, asyncio.Lock] = {}

    async def of(self, key: str, read: Callable[[], Awaitable[Read]]) -> tuple[Read, datetime]:
        """Give a subtree's board, and since when it has been like that; whoever asks meanwhile waits for one reading."""
        lock = self._reading.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                now = self._clock()
                kept = self._kept.get(key)
                if kept is None or abs(now - kept.read_at) >= FRESH:
                    found = await read()
                    since = kept.since if kept is not None and kept.found == found else now
                    kept = self._kept[key] = _Kept(found, since, now)
                    if len(self._kept) > KEPT:
                        self._kept.popitem(last=False)
                self._kept.move_to_end(key)
                return kept.found, kept.since
        finally:
            if not lock.locked():
                self._reading.pop(key, None)
