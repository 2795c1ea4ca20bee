"""Scans on the host's disk: found by name below one folder, and drawn by a process that may be killed for it.

Names come from outside: one that leads out of the folder ends in a value, never in an exception, and so does
whatever a file does to those who draw it.
"""

from __future__ import annotations

import asyncio
import math
import os
import threading
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath

from bot.drawing.limits import DRAW_S, Unreadable
from bot.drawing.worker import Workers
from domain.talk.ports import Page

INDEX_AGE_S = 30.0  # a name not found is looked for anew at most this often …
INDEX_SHARE = 50  # … and at most for a fiftieth of the time
LOAD_S = 20.0
AT_ONCE = 2  # drawing takes all a core gives, and the answers to taps need one too

_threads = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="scan")
_workers = Workers(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Missing:
    """No scan to show: `none` has that name, or `several` have and none is known to be the right one."""

    reason: str = "none"


class _Index:
    """Every file below a folder by its folded name; read once, and again when a name is not found."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._again_at = -math.inf
        self._files: dict[str, tuple[str, ...]] = {}  # plain strings: a province has 400,000

    def paths_named(self, name: str) -> list[str]:
        """List the files of that folded name, as paths below the folder."""
        with self._lock:
            found = [path for path in self._files.get(name, ()) if (self._folder / path).is_file()]
            if not found and time.monotonic() >= self._again_at:
                started = time.monotonic()
                self._files = self._read()
                took = time.monotonic() - started
                self._again_at = time.monotonic() + max(INDEX_AGE_S, INDEX_SHARE * took)
                found = list(self._files.get(name, ()))
            return found

    def _read(self) -> dict[str, tuple[str, ...]]:
        files: dict[str, tuple[str, ...]] = {}
        for root, folders, names in os.walk(self._folder, followlinks=False):
            folders.sort()
            place = os.path.relpath(root, self._folder)
            for name in sorted(names):
                folded = _folded(name)
                files[folded] = (*files.get(folded, ()), f"{place}/{name}")
        return files


@lru_cache(maxsize=8)
def _index_of(folder: Path) -> _Index:
    return _Index(folder)


def find(folder: Path, name: str, unit_code: str = "") -> Path | Missing:
    """Find a scan: `name` as a path below `folder`, else as a file name anywhere below it, without regard to case.

    Of several candidates the one whose path ends like `name` counts, then one below a folder named `unit_code`. A
    name that leads out of the folder finds nothing, and so does a link that does.
    """
    parts = PurePosixPath(name.replace("\\", "/")).parts
    parts = tuple(part for part in parts if part != "/" and not part.endswith(":"))
    if not parts or ".." in parts or "\0" in name:
        return Missing()
    try:
        home = folder.resolve(strict=True)
        exact = home.joinpath(*parts)
        if exact.is_file():
            return _inside(home, exact)
        wanted = tuple(_folded(part) for part in parts)
        candidates = {
            path: tuple(_folded(part) for part in PurePosixPath(path).parts)
            for path in _index_of(home).paths_named(wanted[-1])
        }
        for fits in (
            lambda below: below == wanted,
            lambda below: below[-len(wanted) :] == wanted,
            lambda below: bool(unit_code) and _folded(unit_code) in below,
            lambda below: True,
        ):
            narrower = [path for path, below in candidates.items() if fits(below)]
            if len(narrower) == 1:
                return _inside(home, home / narrower[0])
        return Missing("several" if candidates else "none")
    except (OSError, ValueError):  # a name too long for the disk, a circle of links, the folder gone
        return Missing()


async def load(
    folder: Path, name: str, unit_code: str = "", *, limit_s: float = LOAD_S
) -> list[Page] | Missing | Unreadable:
    """Find and draw a scan away from the event loop, two at a time; past `limit_s` it is given up as too slow."""
    find_and_draw = partial(_load, folder, name, unit_code, min(DRAW_S, limit_s), _workers.era)
    work = asyncio.get_running_loop().run_in_executor(_threads, find_and_draw)
    try:
        return await asyncio.wait_for(work, limit_s)
    except TimeoutError:
        return Unreadable("too_slow")


def _load(
    folder: Path, name: str, unit_code: str, limit_s: float, era: int
) -> list[Page] | Missing | Unreadable:
    found = find(folder, name, unit_code)
    return found if isinstance(found, Missing) else _workers.draw(found, limit_s, era)


def close() -> None:
    """End the drawing processes, in the middle of a page too; only scans asked for from now on start new ones."""
    _workers.close()


def _inside(home: Path, path: Path) -> Path | Missing:
    target = path.resolve(strict=True)
    return target if target.is_relative_to(home) and target.is_file() else Missing()


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
