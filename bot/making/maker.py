"""The bot's side of making files: one process a file, one at a time, killed when it takes too long or is not wanted.

In a thread every tap would wait for the interpreter while rows are written; a process costs a second to start.
"""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bot.drawing.starting import start
from storage.imports import frames

CHILD = "bot.making.child"
MAKE_S = 180.0  # by the clock; a province's whole log takes about fifteen seconds

Order = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """A file with its rows, the cells that were cut, and how large it is; without its bytes where it is too large."""

    rows: int
    cut: int
    size: int
    content: bytes


@dataclass(frozen=True, slots=True)
class NotMade:
    """Why there is no file: the name of a fault, "crashed" or "too slow"."""

    reason: str


Make = Callable[[Order, int], Awaitable[Made | NotMade]]


class Maker:
    """Makes files for one process of the bot."""

    def __init__(self, *, module: str = CHILD, limit_s: float = MAKE_S) -> None:
        self._module = module
        self._limit_s = limit_s
        self._one_at_a_time = asyncio.Lock()

    async def make(self, order: Order, most: int) -> Made | NotMade:
        """Make a file of at most `most` bytes (a larger one is told without its content) and clear it away.

        `order` is what the child takes, all but where the file goes.
        """
        async with self._one_at_a_time:
            with tempfile.TemporaryDirectory(prefix="rasoat-file-") as folder:  # for its owner's eyes only
                out = Path(folder) / "file.xlsx"
                answer = await self._asked({**order, "out": str(out)})
                if isinstance(answer, NotMade):
                    return answer
                rows, cut = answer
                size = out.stat().st_size
                content = await asyncio.to_thread(out.read_bytes) if size <= most else b""
                return Made(rows, cut, size, content)

    async def _asked(self, order: Order) -> tuple[int, int] | NotMade:
        child = start(self._module)
        try:
            work = asyncio.get_running_loop().run_in_executor(None, partial(_told, child, dict(order)))
            try:
                frame = await asyncio.wait_for(work, self._limit_s)
            except TimeoutError:
                return NotMade("too slow")
        finally:  # told to stop, too: then whoever waits for the child learns that it died
            child.kill()
            child.wait()
        match frame:
            case ("made", (int(rows), int(cut))):
                return rows, cut
            case ("fault", str(fault)):
                return NotMade(fault)
        return NotMade("crashed")


def _told(child: subprocess.Popen[bytes], order: dict[str, Any]) -> frames.Frame | None:
    with child:
        try:
            frames.write(child.stdin, "order", order)  # type: ignore[arg-type]
            return frames.read(child.stdout)  # type: ignore[arg-type]
        except OSError:  # it died before it took the order
            return None
