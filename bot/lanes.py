"""Lanes: each person's updates one after the other, all people side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

import structlog

from bot.turn import Again, Answered, Conversation, Taken
from domain.talk.values import Address

log = structlog.get_logger("bot.lanes")

SLOW_S = 1.0  # a tap whose turn takes longer is answered at once, with no word
RETRY_S = (0.05, 0.2, 0.8, 2.0)


class Lanes:
    """Works off open updates; a lane lives as long as its person has any."""

    def __init__(
        self,
        conversation: Conversation,
        answer: Callable[[Answered], Awaitable[None]],
        answer_early: Callable[[Address, str], Awaitable[None]],
    ) -> None:
        self._conversation = conversation
        self._answer = answer
        self._answer_early = answer_early
        self._lanes: dict[Address, asyncio.Task[None]] = {}
        self._again: set[Address] = set()
        self._taps: dict[Address, deque[str]] = {}
        self._stopping = False

    def wake(self, addresses: Iterable[Address], taps: Iterable[tuple[Address, str]] = ()) -> None:
        """See to it that what these people said is worked off; `taps` are those that wait for their answer."""
        if self._stopping:
            return
        for address, callback_ref in taps:
            self._taps.setdefault(address, deque(maxlen=20)).append(callback_ref)
        for address in addresses:
            if address in self._lanes:
                self._again.add(address)
            else:
                self._lanes[address] = asyncio.create_task(self._run(address))

    @property
    def busy(self) -> int:
        """How many people are being served."""
        return len(self._lanes)

    async def _run(self, address: Address) -> None:
        try:
            while not self._stopping:
                self._again.discard(address)
                taken = await self._take(address)
                if isinstance(taken, Again):
                    await asyncio.sleep(RETRY_S[min(taken.tries, len(RETRY_S)) - 1])
                elif isinstance(taken, Answered):
                    await self._answer(taken)
                elif taken is None and address not in self._again:
                    return
        except Exception:  # the database is away: the update stays in the inbox, the sweep comes back to it
            log.exception("lane_broke", channel=address.channel)
        finally:
            del self._lanes[address]
            self._taps.pop(address, None)

    async def _take(self, address: Address) -> Taken:
        """Take a turn; where it is slow the tap's waiting is ended before it is done."""
        turn = asyncio.ensure_future(self._conversation.take(address))
        done, _ = await asyncio.wait({turn}, timeout=SLOW_S)
        early = ""
        taps = self._taps.get(address)
        if not done and taps:
            early = taps[0]
            await self._answer_early(address, early)
        taken = await turn
        if isinstance(taken, Answered) and taken.callback_ref is not None:
            if taps and taken.callback_ref in taps:
                while taps.popleft() != taken.callback_ref:
                    pass
            if taken.callback_ref == early:
                return replace(taken, callback_ref=None)
        return taken

    async def stop(self, within_s: float) -> None:
        """Let what runs come to its end; what has not begun stays in the inbox."""
        self._stopping = True
        if self._lanes:
            await asyncio.wait(set(self._lanes.values()), timeout=within_s)
        for lane in list(self._lanes.values()):
            lane.cancel()
