"""The process that draws charts: the packed chart comes in as a frame, and the picture goes out as one.

Started as `python -m bot.charts.child`. It stays between pictures, since loading takes longer than drawing, and ends
when nothing is asked of it for a while, or with its bot, however that ends.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import sys

from bot.charts import picture
from domain import charts
from storage.imports import frames

PR_SET_PDEATHSIG = 1
GIVES_WAY = 10  # answers to taps go before pictures, and before scans, which somebody waits for
IDLE_S = 300.0  # a leaderboard goes out on Mondays: nothing is to lie in memory for it all week


def main() -> None:
    """Draw until nothing more is asked."""
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    os.dup2(2, 1)  # nothing but frames may reach the parent
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the bot, which ends us in its order
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.nice(GIVES_WAY)
    while select.select([sys.stdin.buffer], [], [], IDLE_S)[0]:
        if (job := frames.read(sys.stdin.buffer)) is None:
            return
        try:
            frames.write(out, "picture", picture.png(charts.from_json(job[1])))
        except Exception as fault:  # the next chart may be drawn all the same
            frames.write(out, "fault", f"{type(fault).__name__}: {fault}")


if __name__ == "__main__":
    main()
