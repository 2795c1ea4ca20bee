"""The drawing process: draws one scan after another under limits, and tells the pages to the bot that started it.

Started as `python -m bot.drawing.child`: a frame comes in on stdin for each scan, and one goes out on stdout. It stays
between scans, since loading the decoders takes longer than drawing a page; it ends with its bot, however that ends.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from bot.drawing.close_up import Desk, Seen
from bot.drawing.limits import CPU_S, MEMORY_BYTES, Unreadable
from bot.drawing.pages import pages
from domain.talk.ports import Page
from storage.imports import frames

PR_SET_PDEATHSIG = 1
GIVES_WAY = 5  # answers to taps go before pictures


def main() -> None:
    """Draw until nothing more is asked."""
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    os.dup2(2, 1)  # nothing but frames may reach the parent
    _end_with_parent()
    _limit()
    desk: Desk | None = None
    while (job := frames.read(sys.stdin.buffer)) is not None:
        _allow_cpu()
        match job:
            case ("piece", (path, page, tile)):
                if desk is None:  # a process of the review page's: the chat's pictures go before these
                    os.nice(GIVES_WAY)
                    desk = Desk()
                frames.write(out, *_plain_piece(desk.piece(path, page, tuple(tile) if tile else None)))
            case (_, (path, max_pages)):
                frames.write(out, *_plain(pages(Path(path), max_pages)))


def _end_with_parent() -> None:
    """A page that is drawn for ever never comes to read that its parent has closed the line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the bot, which ends us in its order
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _limit() -> None:
    os.nice(GIVES_WAY)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))


def _allow_cpu() -> None:
    """Give each scan its own seconds: the limit counts from the start of the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + CPU_S, most))


def _plain(drawn: list[Page] | Unreadable) -> tuple[str, Any]:
    if isinstance(drawn, Unreadable):
        return "unreadable", drawn.reason
    return "pages", [(page.jpeg, page.content_key, page.caption) for page in drawn]


def _plain_piece(seen: Seen | Unreadable) -> tuple[str, Any]:
    if isinstance(seen, Unreadable):
        return "unreadable", seen.reason
    return "piece", (seen.jpeg, seen.pages, seen.width, seen.height)


if __name__ == "__main__":
    main()
