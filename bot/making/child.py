"""The process that makes one file: the order comes in as a frame, the file lies where it was told to, and it ends.

Started as `python -m bot.making.child`. It reads the database over a connection of its own, so that neither taps nor
the writer wait for it, however long the file is; it ends with its bot, however that ends.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from storage.engine import open_database
from storage.exports.kinds import EXPORTS, Asked, Told
from storage.imports import frames

PR_SET_PDEATHSIG = 1
GIVES_WAY = 10  # answers to taps go before files


def main() -> None:
    """Make the file that is asked for."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing but frames may reach the parent
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the bot, which ends us in its order
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.nice(GIVES_WAY)
    if (order := frames.read(sys.stdin.buffer)) is None:
        return
    try:
        told = asyncio.run(_made(order[1]))
    except Exception as fault:  # its text may hold people's data, and is not told
        frames.write(out, "fault", type(fault).__name__)
        return
    frames.write(out, "made", (told.rows, told.cut))


async def _made(order: dict[str, Any]) -> Told:
    asked = Asked(
        now=datetime.fromisoformat(order["now"]),
        zone=ZoneInfo(order["zone"]),
        paths=order["paths"],
        since=_day(order["since"]),
        until=_day(order["until"]),
        idle_minutes=order["idle_minutes"],
        calendar=Path(order["calendar"]) if order["calendar"] else None,
        detail=order["detail"],
    )
    database = open_database(order["database"])
    try:
        return await database.read(lambda tx: EXPORTS[order["kind"]].write(tx, Path(order["out"]), asked))
    finally:
        await database.close()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


if __name__ == "__main__":
    main()
