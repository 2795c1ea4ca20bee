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
QUIET = timedelta(
    minutes=1
)  # what changes without a decision (an import, the morning's plan) is seen so late
KEPT = 300  # subtrees: as many as a province has units with a head


Read = tuple[Board, date | None]  # a board, and the campaign's last day


@dataclass(slots=True)
class Kept:
    """A board as it was read. `mark` is the same in every process as long as the figures are."""

    board: Board
    deadline: date | None
    since: datetime  # when these very figures were first read
    read_at: datetime
    asked_at: datetime  # when it was last asked whether anything was decided
    pulse: int
    mark: str


class Boards:
    """The boards read last, by subtree and day."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._reading: dict[str, asyncio.Lock] = {}

    async def of(
        self, key: str, read: Callable[[], Awaitable[Read]], pulse: Callable[[], Awaitable[int]]
    ) -> Kept:
        """Give a subtree's board; whoever asks meanwhile waits for one reading.

        `pulse` is asked before all is read: it moves with each decision, and costs little.
        """
        lock = self._reading.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                now = self._clock()
                kept = self._kept.get(key)
                if kept is None or abs(now - kept.asked_at) >= FRESH:
                    beat = await pulse()
                    if kept is not None and kept.pulse == beat and abs(now - kept.read_at) < QUIET:
                        kept.asked_at = now
                    else:
                        kept = self._kept[key] = _newest(kept, await read(), now, beat)
                        if len(self._kept) > KEPT:
                            self._kept.popitem(last=False)
                self._kept.move_to_end(key)
                return kept
        finally:
            if not lock.locked():
                self._reading.pop(key, None)


def _newest(before: Kept | None, found: Read, now: datetime, pulse: int) -> Kept:
    if before is not None and (before.board, before.deadline) == found:
        return Kept(*found, before.since, now, now, pulse, before.mark)
    mark = hashlib.sha256(repr(found).encode()).hexdigest()[:32]
    return Kept(*found, now, now, now, pulse, mark)
