"""The queue of one bot's updates: numbered, kept for a time, fetched from an offset, and who waits for them."""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import OTHER_POLLER, ApiError, conflict

TAP_S = 150.0
INLINE_S = 30.0
DAY_S = 86_400.0
KEPT_S = {"callback_query": TAP_S, "inline_query": INLINE_S}
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_UPDATE = 100_001


@dataclass(eq=False, slots=True)
class Pending:
    """One update on its way. `lane` is what keeps its order: the chat of a message, the person of a tap."""

    update_id: int
    raw: dict[str, Any]
    expires_at: float
    lane: str
    injected: bool = False  # came with a number of its own, perhaps below what is already confirmed
    handed_out: bool = False
    gone: bool = False  # delivered, dropped, or past its time


class UpdateQueue:
    """What waits for one bot. `clock` gives unix seconds of the world."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._numbers = itertools.count(FIRST_UPDATE)
        self.pending: deque[Pending] = deque()
        self.allowed: list[str] | None = None  # None: all but NOT_BY_DEFAULT
        self._waiter: asyncio.Future[None] | None = None
        self.waited_for = asyncio.Event()  # set while a call of getUpdates waits
        self._injected = 0
        self.on_push: Callable[[Pending], None] | None = None  # a webhook takes updates as they come

    def __len__(self) -> int:
        return len(self.pending)

    def wants(self, kind: str) -> bool:
        """Whether updates of this kind are made at all."""
        return kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def push(self, kind: str, content: dict[str, Any], lane: str) -> int | None:
        """Make an update; gives its number, or None where the bot does not want this kind."""
        if not self.wants(kind):
            return None
        number = next(self._numbers)
        lives = KEPT_S.get(kind, DAY_S)
        self._add(Pending(number, {"update_id": number, kind: content}, self._clock() + lives, lane))
        return number

    def inject(self, raw: dict[str, Any]) -> Any:
        """Queue a raw update as it is; gives its number, made up only if it has none."""
        own = "update_id" in raw
        if not own:
            raw = {"update_id": next(self._numbers), **raw}
        number = raw["update_id"]
        self._injected += own
        lives = TAP_S if "callback_query" in raw else DAY_S
        place = number if isinstance(number, int) else 0
        self._add(Pending(place, raw, self._clock() + lives, lane_of(raw), injected=own))
        return number

    def _add(self, pending: Pending) -> None:
        self.pending.append(pending)
        if self.on_push is not None:
            self.on_push(pending)
        elif self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def forget(self, pending: Pending) -> None:
        """Take an update out that was delivered or is past its time."""
        if not pending.gone and pending in self.pending:
            self.pending.remove(pending)
        pending.gone = True

    def clear(self) -> None:
        """Drop everything that waits."""
        for pending in self.pending:
            pending.gone = True
        self.pending.clear()

    def confirm(self, offset: int) -> None:
        """Forget what lies below `offset`; a negative one keeps only the newest -offset."""
        waiting = self.pending
        if offset < 0:
            while len(waiting) > -offset:
                waiting.popleft()
        elif not self._injected:
            while waiting and waiting[0].update_id < offset:
                waiting.popleft()
        elif offset > 0:
            self.pending = deque(p for p in waiting if p.update_id >= offset or not _may_go(p))
            self._injected = sum(p.injected for p in self.pending)

    def take(self, limit: int) -> list[dict[str, Any]]:
        """Give the oldest `limit` updates that are still in time; they stay until confirmed."""
        now = self._clock()
        waiting = self.pending
        if any(p.expires_at <= now for p in itertools.islice(waiting, limit)):
            self.pending = waiting = deque(p for p in waiting if p.expires_at > now)
        batch = list(itertools.islice(waiting, limit))
        for pending in batch:
            pending.handed_out = True
        return [pending.raw for pending in batch]

    async def wait(self, seconds: float) -> None:
        """Wait until something is pushed or the time is over; raises the ApiError that ends the wait."""
        loop = asyncio.get_running_loop()
        waiter = self._waiter = loop.create_future()
        self.waited_for.set()
        timer = loop.call_later(seconds, _wake, waiter)
        try:
            await waiter
        finally:
            timer.cancel()
            if self._waiter is waiter:
                self._no_waiter()

    def end_wait(self, error: ApiError | None = None) -> None:
        """End the call that waits, if one does."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(error or conflict(OTHER_POLLER))
        self._no_waiter()

    def _no_waiter(self) -> None:
        self._waiter = None
        self.waited_for.clear()


def lane_of(raw: dict[str, Any]) -> str:
    """Name what a raw update's order hangs on: the person of a tap, else the chat, else nothing but itself."""
    for kind, content in raw.items():
        if not isinstance(content, dict):
            continue
        name, holder = ("from", "tap") if kind == "callback_query" else ("chat", "chat")
        whose = content.get(name)
        if isinstance(whose, dict) and "id" in whose:
            return f"{holder}:{whose['id']}"
    return f"raw:{raw.get('update_id')}"


def _may_go(pending: Pending) -> bool:
    # An injected number below the offset was never confirmed by anybody until it has been handed out.
    return not pending.injected or pending.handed_out


def _wake(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)
