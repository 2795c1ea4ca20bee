"""Pictures of charts, drawn beside the bot and once for all who get the same one.

Drawing is many small steps that hold the interpreter: in a thread every tap would wait for them, so a process draws.
A chart that cannot be drawn gives None and a line in the log: its words go out without it.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import subprocess
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog

from bot.drawing.starting import start
from domain.talk.values import File
from storage.imports import frames

log = structlog.get_logger("bot.charts")

DRAW_S = 20.0  # by the clock, the start of the process counted
KEPT = 64  # pictures of some 30 kB
NOT_AGAIN_S = 300.0  # what could not be drawn is tried anew after this
CHILD = "bot.charts.child"
Packed = Mapping[str, Any]


class Drawer:
    """Draws charts in a process of its own, one after the other, and keeps the newest pictures."""

    def __init__(
        self, *, module: str = CHILD, limit_s: float = DRAW_S, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._module = module
        self._limit_s = limit_s
        self._now = now
        self._child: subprocess.Popen[bytes] | None = None
        self._kept: OrderedDict[str, File] = OrderedDict()
        self._failed: dict[str, float] = {}
        # one thread that stays: the process it starts is ended with it
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="chart")
        self._keeping = threading.Lock()

    async def picture_of(self, packed: Packed) -> File | None:
        """Draw a chart, packed as JSON values; None where it cannot be drawn. Never raises for what is in it."""
        try:
            key = _key(packed)
            found = self._known(key)
            if found is None and not self._gave_up(key):
                loop = asyncio.get_running_loop()
                found = await loop.run_in_executor(self._thread, self._drawn, key, dict(packed))
        except Exception as fault:
            log.error("chart_not_drawn", fault=type(fault).__name__)
            return None
        return found

    def close(self) -> None:
        """End the process; the next chart starts another."""
        if (child := self._child) is not None:
            child.kill()

    def _known(self, key: str) -> File | None:
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _gave_up(self, key: str) -> bool:
        return self._now() < self._failed.get(key, 0.0)

    def _drawn(self, key: str, packed: dict[str, Any]) -> File | None:
        """Draw in the one thread, where whoever asked for the same meanwhile finds it drawn."""
        if (found := self._known(key)) is not None or self._gave_up(key):
            return found
        answer = self._asked(packed)
        if isinstance(answer, str):
            log.error("chart_not_drawn", chart=key, kind=packed.get("kind"), fault=answer)
            if len(self._failed) >= KEPT:
                self._failed.clear()
            self._failed[key] = self._now() + NOT_AGAIN_S
            return None
        name = f"{packed['kind'].replace('_', '-')}-{key[:12]}.png"
        file = File(name, base64.b64encode(answer).decode(), is_picture=True)
        with self._keeping:
            self._kept[key] = file
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return file

    def _asked(self, packed: dict[str, Any]) -> bytes | str:
        """Ask the process; returns the picture, or what kept it from being drawn."""
        for _ in range(2):  # the process may have gone for want of work just as it was asked
            frame, overran = self._told(self._alive(), packed)
            match frame:
                case ("picture", bytes(picture)):
                    return picture
                case ("fault", str(fault)):
                    return fault
            self._bury()
            if overran:
                return "too slow"
        return "crashed"

    def _told(
        self, child: subprocess.Popen[bytes], packed: dict[str, Any]
    ) -> tuple[tuple[str, Any] | None, bool]:
        overran = False

        def end() -> None:
            nonlocal overran
            overran = True
            child.kill()

        watch = threading.Timer(self._limit_s, end)
        watch.daemon = True
        watch.start()
        try:
            frames.write(child.stdin, "chart", packed)  # type: ignore[arg-type]
            return frames.read(child.stdout), overran  # type: ignore[arg-type]
        except OSError:  # it died before it took the order
            return None, overran
        finally:
            watch.cancel()
            watch.join()  # from here on it has killed, or never will

    def _alive(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is not None:
            self._bury()
        if self._child is None:
            self._child = start(self._module)
        return self._child

    def _bury(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            try:
                pipe.close()  # type: ignore[union-attr]
            except OSError:  # what was still to be written
                continue


def _key(packed: Packed) -> str:
    return hashlib.sha256(
        json.dumps(packed, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")
    ).hexdigest()


_drawer = Drawer()


async def picture_of(packed: Packed) -> File | None:
    """Draw a chart with the drawer that all of this process share."""
    return await _drawer.picture_of(packed)
