"""The bot in a process that can be killed at a named point, as often as one likes.

Run as a script it imports everything once, then for each line of JSON on standard input forks a child that runs the
real bot; a kill costs no new import. The points are reached by wrapping functions here, in the test; the product
holds no hooks. Leases are shorter than the product's, so that many kills fit into a minute: on PostgreSQL a new process
waits until those of the dead one have run out.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bot import leadership, logs, running, turn, upkeep
from bot.bench import forking
from bot.delivery.worker import Delivery
from bot.settings import load
from handlers import deciding
from storage import outbox

POINTS = ("fetched", "inbox committed", "inside the decision", "committed but unanswered")


def die() -> None:
    """End at once, as by kill -9."""
    os.kill(os.getpid(), signal.SIGKILL)


def _after(calls: int, real: Callable[..., Awaitable[Any]], *, before: bool) -> Callable[..., Awaitable[Any]]:
    """Wrap a function so that the process dies around its `calls`-th call."""
    left = calls

    async def wrapped(*args: Any, **kwargs: Any) -> Any:
        nonlocal left
        left -= 1
        last = left == 0  # others may call while this one waits
        if last and before:
            die()
        result = await real(*args, **kwargs)
        if last:
            die()
        return result

    return wrapped


def arm(point: str, calls: int) -> None:
    """Lay the trap."""
    if point == "fetched":
        turn.Conversation.receive = _after(calls, turn.Conversation.receive, before=True)  # type: ignore[method-assign]
    elif point == "inbox committed":
        turn.Conversation.receive = _after(calls, turn.Conversation.receive, before=False)  # type: ignore[method-assign]
    elif point == "inside the decision":
        deciding.decisions.append = _after(calls, deciding.decisions.append, before=False)
    elif point == "committed but unanswered":
        Delivery.answer = _after(calls, Delivery.answer, before=True)  # type: ignore[method-assign]


def child(order: dict[str, Any]) -> None:
    """Run the bot until killed or stopped."""
    if order.get("point"):
        arm(order["point"], order["calls"])
    logs.configure("ERROR")
    asyncio.run(running.run(load(**order["settings"])))


def hurry() -> None:
    """Shorten every lease."""
    leadership.SPAN, leadership.RENEW_S = timedelta(seconds=0.4), 0.1
    outbox.LEASE = upkeep.SWEEP_AFTER = timedelta(seconds=0.5)
    upkeep.SWEEP_S = 0.2


if __name__ == "__main__":
    hurry()
    forking.serve(child)
