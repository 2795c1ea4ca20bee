"""Boards of subtrees as they were read a moment ago: two hundred open pages cost what one of them does.

A board holds figures of units and nothing of its readers; whether somebody may see it is asked before it is looked up
here, at each request.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.page.progress_view import Board

FRESH = timedelta(seconds=5)
KEPT = 64  # subtrees; a province's own and its districts' are what is mostly looked at


Read = tuple[Board, date | None]  # a board, and the campaign's last day


@dataclass(slots=True)
class Kept:
    """A board as it was read. `mark` is the same in every process as long as the figures are."""

    board: Board
    deadline: date | None
    since: datetime  # when these very figures were first read
    read_at: datetime
    mark: str


class Boards:
    """The boards read last, by subtree and day."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._reading: dict[str, asyncio.Lock] = {}

    async def of(self, key: str, read: Callable[[], Awaitable[Read]]) -> Kept:
        """Give a subtree's board; whoever asks meanwhile waits for one reading."""
        lock = self._reading.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                now = self._clock()
                kept = self._kept.get(key)
                if kept is None or abs(now - kept.read_at) >= FRESH:
                    kept = self._kept[key] = _newest(kept, await read(), now)
                    if len(self._kept) > KEPT:
                        self._kept.popitem(last=False)
                self._kept.move_to_end(key)
                return kept
        finally:
            if not lock.locked():
                self._reading.pop(key, None)


def _newest(before: Kept | None, found: Read, now: datetime) -> Kept:
    if before is not None and (before.board, before.deadline) == found:
        return Kept(*found, before.since, now, before.mark)
    return Kept(*found, now, now, hashlib.sha256(repr(found).encode()).hexdigest()[:32])
