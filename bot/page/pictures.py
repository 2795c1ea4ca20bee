"""Pieces of scans for the review page: drawn by processes of their own, which give way to the chat's, and kept.

What is kept is bounded in bytes and named by the file as it was read, so that a scan handed in anew is drawn anew. It
knows no person: whoever asks has been let in by the route that asks.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bot.drawing.levels import Seen
from bot.drawing.limits import DRAW_S, Unreadable
from bot.drawing.worker import Worker
from bot.page.asked import Asked
from bot.scans import Missing, find

AT_ONCE = 2  # besides the chat's own, which the processor serves first
FINDING = 2  # file names looked up at once; a share that hangs holds up nothing else
MOST_WAITING = 64  # pieces; who asks for more is told to come again rather than kept waiting in vain
SHARE = 24  # of them for one session: a screen close up takes a dozen, and nobody is to fill the queue
KEPT_BYTES = 32 * 1024 * 1024
WAIT_S = 20.0
IDLE_S = 120.0  # after which a process is let go, with the page that lies ready in it
NOT_AGAIN_S, MOST_SPOILT = 60.0, 256  # a page that could not be drawn is tried anew after this

Tile = tuple[int, int, int]
Piece = Seen | Missing | Unreadable
BUSY = Unreadable("busy")
PASSING = ("stopped", "no_such_page")  # these say nothing of the file, or cost nothing to find out again


class _Hand:
    """A drawing process, the one thread that speaks to it, and the page it was last given."""

    def __init__(self) -> None:
        self.worker = Worker()
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="page")
        self.page: tuple[Any, ...] = ()
        self.waiting = 0
        self.rests: asyncio.TimerHandle | None = None

    def load(self, page: tuple[Any, ...]) -> float:
        """Weigh what a piece would wait for: where its page lies ready, the pieces before it are quickly cut."""
        return self.waiting * (0.1 if self.page == page else 1.0) - (0.01 if self.page == page else 0.0)


class Pictures:
    """Draws pieces of scans below one folder, each once for all who ask at the same time."""

    def __init__(
        self,
        folder: Path | None,
        *,
        kept_bytes: int = KEPT_BYTES,
        limit_s: float = WAIT_S,
        idle_s: float = IDLE_S,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._kept_bytes = kept_bytes
        self._limit_s = limit_s
        self._kept: OrderedDict[tuple[Any, ...], Seen] = OrderedDict()
        self._bytes = 0
        self._idle_s = idle_s
        self._ticks = ticks
        self._spoilt: OrderedDict[tuple[Any, ...], tuple[float, Unreadable]] = OrderedDict()
        self._under_way: dict[tuple[Any, ...], tuple[Asked[Piece], asyncio.Task[Piece]]] = {}
        self._hands = [_Hand() for _ in range(AT_ONCE)]
        self._finding = ThreadPoolExecutor(max_workers=FINDING, thread_name_prefix="page-find")
        self._closed = False

    @property
    def held(self) -> int:
        """How many bytes are kept."""
        return self._bytes

    @property
    def waiting(self) -> int:
        """How many pieces are drawn, or wait to be."""
        return len(self._under_way)

    async def piece(
        self,
        name: str,
        unit_code: str,
        page: int,
        tile: Tile | None = None,
        *,
        asker: int = 0,
        gone: Callable[[], bool] = lambda: False,
    ) -> Piece:
        """Give a page fitted to a phone, or a tile of it; a value says why there is none.

        The `asker` is a session, which has its share of the queue. What nobody waits for any more, since all who asked
        are `gone`, is not begun.
        """
        if self._folder is None or not name:
            return Missing()
        found = await asyncio.get_running_loop().run_in_executor(
            self._finding, _found, self._folder, name, unit_code
        )
        if isinstance(found, Missing):
            return found
        path, *as_read = found
        key = (str(path), *as_read, page, tile)
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return kept
        if (spoilt := self._spoilt.get(key[:-1])) is not None and self._ticks() < spoilt[0]:
            return spoilt[1]
        if self._queue_of(asker) >= SHARE and not self._waits(key, asker):
            return BUSY
        if key not in self._under_way:
            if len(self._under_way) >= MOST_WAITING:
                return BUSY
            new: Asked[Piece] = Asked()
            task = asyncio.create_task(self._draw(key, path, page, tile, new))
            self._under_way[key] = new, task
            task.add_done_callback(lambda _: self._over(key, new))
        asked, task = self._under_way[key]
        try:
            return await asked.wait(task, asker, self._limit_s, gone) or Unreadable("too_slow")
        finally:
            if not asked.askers and not asked.begun:
                self._over(key, asked)

    def _queue_of(self, asker: int) -> int:
        return sum(asker in asked.askers for asked, _ in self._under_way.values())

    def _waits(self, key: tuple[Any, ...], asker: int) -> bool:
        return key in self._under_way and asker in self._under_way[key][0].askers

    def _over(self, key: tuple[Any, ...], asked: Asked[Piece]) -> None:
        if key in self._under_way and self._under_way[key][0] is asked:
            del self._under_way[key]

    async def _draw(
        self, key: tuple[Any, ...], path: Path, page: int, tile: Tile | None, asked: Asked[Piece]
    ) -> Piece:
        hand = min(self._hands, key=lambda each: each.load(key[:-1]))
        hand.page = key[:-1]
        hand.waiting += 1
        if hand.rests is not None:
            hand.rests.cancel()
        limit_s = min(DRAW_S, self._limit_s)
        try:
            drawn = await asyncio.get_running_loop().run_in_executor(
                hand.thread, hand.worker.piece, path, page, tile, limit_s,
                lambda: not self._closed and asked.begin(),
            )  # fmt: skip
        finally:
            hand.waiting -= 1
            self._let_go_later(hand)
        if isinstance(drawn, Seen):
            self._keep(key, drawn)
        elif drawn.reason not in PASSING:
            self._spoilt[key[:-1]] = (self._ticks() + NOT_AGAIN_S, drawn)
            if len(self._spoilt) > MOST_SPOILT:
                self._spoilt.popitem(last=False)
        return drawn

    def _let_go_later(self, hand: _Hand) -> None:
        if hand.rests is not None:
            hand.rests.cancel()
        if not hand.waiting and not self._closed:
            hand.rests = asyncio.get_running_loop().call_later(self._idle_s, hand.worker.kill)

    def _keep(self, key: tuple[Any, ...], seen: Seen) -> None:
        self._kept[key] = seen
        self._bytes += len(seen.jpeg)
        while self._bytes > self._kept_bytes:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= len(dropped.jpeg)

    def close(self) -> None:
        """End the processes, in the middle of a page too."""
        self._closed = True
        self._finding.shutdown(wait=False, cancel_futures=True)
        for hand in self._hands:
            if hand.rests is not None:
                hand.rests.cancel()
            hand.worker.kill()
            hand.thread.shutdown(wait=False, cancel_futures=True)


def _found(folder: Path, name: str, unit_code: str) -> tuple[Path, int, int] | Missing:
    path = find(folder, name, unit_code)
    if isinstance(path, Missing):
        return path
    try:
        stat = path.stat()
    except OSError:  # gone since it was found
        return Missing()
    return path, stat.st_mtime_ns, stat.st_size
