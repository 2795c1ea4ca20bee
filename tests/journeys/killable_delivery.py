"""The delivery alone in a process that can be killed at a named point, as often as one likes.

Run as a script it imports and prepares everything once, then for each line of JSON on standard input forks a child that runs the
real bot with nothing but its delivery. The points are reached by wrapping functions here, in the test. Leases are
shorter than the product's, and the pace is quicker, so that two hundred kills fit into a minute.
"""

from __future__ import annotations

import asyncio
import json
import os
import ssl
import sys
from datetime import timedelta
from functools import cache
from typing import Any

import certifi
from aiogram.types import Message, User
from journeys.killable import _after

from bot import leadership, logs, main, running
from bot.delivery.pace import Pace
from bot.delivery.sender import Sender
from bot.settings import load
from bot.telegram import api, channel  # noqa: F401 (so that no child has to import it)
from storage import outbox, schema, sending

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


def prepare(database_url: str) -> None:
    """Do once what each child would take a tenth of a second for."""
    asyncio.run(schema.require_current(database_url))  # its library is imported at the first question
    load(database_url=database_url)
    ssl.create_default_context = cache(ssl.create_default_context)
    ssl.create_default_context(cafile=certifi.where())
    for answer in (Message, User):
        api._answer_of(answer)


def hurry() -> None:
    """Shorten every lease, and quicken the pace."""
    leadership.SPAN, leadership.RENEW_S = timedelta(seconds=0.3), 0.05
    outbox.LEASE = timedelta(seconds=0.2)
    main.Pace = lambda: Pace(A_SECOND, 0.0)  # type: ignore[assignment, misc]


if __name__ == "__main__":
    hurry()
    prepare(sys.argv[1])
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os.close(0)
            try:
                child(json.loads(line))
            finally:
                os._exit(0)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(-os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status), flush=True)
