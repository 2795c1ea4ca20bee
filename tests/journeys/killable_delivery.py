"""The delivery alone in a process that can be killed at a named point, as often as one likes.

Run as a script it imports and prepares everything once, then for each line of JSON on standard input forks a child that runs the
real bot with nothing but its delivery. The points are reached by wrapping functions here, in the test. Leases are
shorter than the product's, and the pace is quicker, so that two hundred kills fit into a minute.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from typing import Any

from journeys.killable import _after

from bot import leadership, logs, main, running
from bot.bench import forking
from bot.delivery.pace import Pace
from bot.delivery.sender import Sender
from bot.settings import load
from storage import outbox, sending

POINTS = ("claimed", "looked at", "accepted", "about to be recorded", "recorded")
A_SECOND = 200.0


def arm(point: str, calls: int) -> None:
    """Lay the trap."""
    if point == "claimed":
        outbox.claim = _after(calls, outbox.claim, before=False)
    elif point == "looked at":
        sending.look = _after(calls, sending.look, before=False)
    elif point == "accepted":
        Sender.send = _after(calls, Sender.send, before=False)  # type: ignore[method-assign]
    elif point == "about to be recorded":
        outbox.record = _after(calls, outbox.record, before=True)
    elif point == "recorded":
        outbox.record = _after(calls, outbox.record, before=False)


def child(order: dict[str, Any]) -> None:
    """Deliver until killed or stopped."""
    if order.get("point"):
        arm(order["point"], order["calls"])
    logs.configure("ERROR")
    asyncio.run(running.run(load(**order["settings"]), only=frozenset({"delivery"})))


def hurry() -> None:
    """Shorten every lease, and quicken the pace."""
    leadership.SPAN, leadership.RENEW_S = timedelta(seconds=0.3), 0.05
    outbox.LEASE = timedelta(seconds=0.2)
    main.Pace = lambda: Pace(A_SECOND, 0.0)  # type: ignore[assignment, misc]


if __name__ == "__main__":
    hurry()
    forking.prepare_delivery(sys.argv[1])
    forking.serve(child)
