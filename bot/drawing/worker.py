"""The bot's side of drawing: processes kept warm, killed when a scan takes too long, and replaced when they die.

A PDF can keep its renderer busy for ever or crash it, and neither can be undone in a thread: only a process can be
ended from outside, whatever it is doing.
"""

from __future__ import annotations

import queue
import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.drawing.levels import Seen
from bot.drawing.limits import DRAWN_BY_ONE, MAX_PAGES, Unreadable
from bot.drawing.starting import start
from domain.talk.ports import Page
from storage.imports import frames

PIECE = 0.1  # of what drawing a whole scan wears a process out


class Worker:
    """One drawing process at a time, started when it is first needed. Its calls block; one thread uses it."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._drawn = 0.0
        self._killed = False  # a process that was just killed may look alive for a moment
        self._starting = threading.Lock()  # nobody may be told to end all while one more is being started

    def draw(
        self, path: Path, limit_s: float, wanted: Callable[[], bool] = lambda: True
    ) -> list[Page] | Unreadable:
        """Draw a scan; past `limit_s` the process is killed and the scan given up."""
        drawn = self._asked("draw", (str(path), MAX_PAGES), limit_s, wanted)
        return drawn if isinstance(drawn, Unreadable) else [Page(*each) for each in drawn]

    def piece(
        self,
        path: Path,
        page: int,
        tile: tuple[int, int, int] | None,
        limit_s: float,
        wanted: Callable[[], bool] = lambda: True,
    ) -> Seen | Unreadable:
        """Draw a page fitted, or a tile of it, under the same watch."""
        seen = self._asked("piece", (str(path), page, tile), limit_s, wanted)
        return seen if isinstance(seen, Unreadable) else Seen(*seen)

    def _asked(self, what: str, job: tuple[Any, ...], limit_s: float, wanted: Callable[[], bool]) -> Any:
        with self._starting:
            if not wanted():
                return Unreadable("stopped")
            child = self._alive()
        overran = False

        def end() -> None:
            nonlocal overran
            overran = True
            child.kill()

        watch = threading.Timer(limit_s, end)
        watch.daemon = True
        watch.start()
        try:
            frames.write(child.stdin, what, job)  # type: ignore[arg-type]
            frame = frames.read(child.stdout)  # type: ignore[arg-type]
        except OSError:  # it died before it took the order
            frame = None
        finally:
            watch.cancel()
            watch.join()  # from here on it has killed, or never will
        self._drawn += 1 if what == "draw" else PIECE
        drawn = _answer(frame)
        # a page that is not there is no fault of the file
        spoilt = isinstance(drawn, Unreadable) and drawn.reason != "no_such_page"
        if spoilt or overran or self._drawn >= DRAWN_BY_ONE:
            # what a bad file may have left behind is nothing the next person's scan should meet
            ended_by = self._bury(child)
            if frame is None and (overran or ended_by == -signal.SIGXCPU):
                return Unreadable("too_slow")
        return drawn

    def kill(self) -> None:
        """End the process at once, from any thread; who waits for it is told that it died."""
        with self._starting:
            if (child := self._child) is not None:
                child.kill()
                self._killed = True

    def _alive(self) -> subprocess.Popen[bytes]:
        if self._child is not None and (self._killed or self._child.poll() is not None):
            self._bury(self._child)
        if self._child is None:
            self._child, self._drawn, self._killed = start("bot.drawing.child"), 0, False
        return self._child

    def _bury(self, child: subprocess.Popen[bytes]) -> int:
        child.kill()
        code = child.wait()
        for pipe in (child.stdin, child.stdout):
            try:
                pipe.close()  # type: ignore[union-attr]
            except OSError:  # what was still to be written
                continue
        self._child = None
        return code


class Workers:
    """As many workers as may draw side by side; each is lent to one thread at a time."""

    def __init__(self, count: int) -> None:
        self._all = [Worker() for _ in range(count)]
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()  # the warm one goes first
        for worker in reversed(self._all):
            self._idle.put(worker)
        self.era = 0  # rises with each close: what was asked for before it is not begun after it

    def draw(self, path: Path, limit_s: float, era: int) -> list[Page] | Unreadable:
        """Draw a scan with a worker that is free, waiting for one if need be."""
        worker = self._idle.get()
        try:
            return worker.draw(path, limit_s, lambda: era == self.era)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End every drawing process at once; scans asked for from now on find new ones."""
        self.era += 1
        for worker in self._all:
            worker.kill()


def _answer(frame: tuple[str, Any] | None) -> Any:
    match frame:
        case ("pages" | "piece", drawn):
            return drawn
        case ("unreadable", reason):
            return Unreadable(reason)
        case _:
            return Unreadable("crashed")
