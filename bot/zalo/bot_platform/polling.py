"""Fetching events by long polling, which Zalo offers without an offset.

Nothing can be confirmed and nothing asked for again. Some have seen Zalo give the same event at every poll, others
that it is given once (zalo.md, 2.5), so: what was fetched is committed before the next poll, what is known is passed
over, and between two polls lies at least a second. Meant for trials; a webhook loses less.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import structlog

from bot.patience import Patience, pause
from bot.zalo.bot_platform.api import CALL_S, Answer, BotApi
from bot.zalo.bot_platform.errors import Refusal, TokenRefused, Verdict, verdict_of
from bot.zalo.bot_platform.inbound import event_key, events_in

WAIT_S = 25  # how long Zalo holds an empty answer back; below the idle limit of most proxies
FIRST_WAIT_S = 1  # the first answer, also after a failure, is to come soon: it tells that the line stands
FLOOR_S = 1.0
REPEATS = 2.0  # so many times the floor where a poll brought only what was known
TOKEN_AGAIN_S = 60.0
REMEMBERED = 5000

Receive = Callable[[list[dict[str, Any]]], Awaitable[object]]

log = structlog.get_logger("bot.zalo.polling")


async def poll(
    api: BotApi,
    receive: Receive,
    *,
    stop: asyncio.Event,
    on_alive: Callable[[], object],
    first_s: float = 1.0,
    floor_s: float = FLOOR_S,
) -> None:
    """Fetch until `stop` is set. `receive` commits a list of raw events or raises; then they are held and given again.

    Raises TokenRefused if Zalo does not know the token from the start; one refused later is logged and tried again
    each minute. `on_alive` is called after each answer whose events are safe. `first_s` is the shortest wait after a
    failure, `floor_s` the shortest time from one poll to the next.
    """
    await _Poller(api, receive, stop, on_alive, Patience(stop, first_s=first_s), floor_s).run()


class _Poller:
    def __init__(
        self,
        api: BotApi,
        receive: Receive,
        stop: asyncio.Event,
        on_alive: Callable[[], object],
        patience: Patience,
        floor_s: float,
    ) -> None:
        self._api, self._receive, self._stop = api, receive, stop
        self._on_alive, self._patience, self._floor_s = on_alive, patience, floor_s
        self._known: dict[str, None] = {}  # keys committed by this process, the oldest first
        self._owed: list[dict[str, Any]] = []  # fetched and not committed: Zalo may never give them again
        self._webhook_is_gone = False
        self._was_alive = False
        self._wait_s = FIRST_WAIT_S

    async def run(self) -> None:
        while not self._stop.is_set():
            if not self._webhook_is_gone and not await self._delete_webhook():
                continue
            started = time.monotonic()
            answer = await self._ask("getUpdates", {"timeout": str(self._wait_s)}, self._wait_s + CALL_S)
            if answer is None:  # stopped
                break
            floor_s = await self._take(answer)
            await pause(self._stop, max(0.0, started + floor_s - time.monotonic()))
        if self._owed:
            await self._commit()

    async def _delete_webhook(self) -> bool:
        """Take a webhook away: while one is set, polls fail or stay silent. Where none is set, Zalo may say so."""
        answer = await self._ask("deleteWebhook", {}, CALL_S)
        if answer is None:
            return False
        if isinstance(answer, Refusal) and verdict_of(answer) in (
            Verdict.TOKEN,
            Verdict.QUOTA,
            Verdict.LATER,
        ):
            await self._rest_after(answer)
            return False
        self._webhook_is_gone = True
        return True

    async def _take(self, answer: Answer | Refusal) -> float:
        """Work an answer off; returns how long after its call the next may be made."""
        if isinstance(answer, Refusal) and verdict_of(answer, polling=True) is not Verdict.IDLE:
            await self._rest_after(answer)
            return self._floor_s
        self._was_alive, self._wait_s = True, WAIT_S
        given = events_in(answer.result) if isinstance(answer, Answer) else []
        fresh = {event_key(event): event for event in given}
        self._owed += [event for key, event in fresh.items() if key not in self._known]
        only_known = bool(given) and not self._owed
        if self._owed and not await self._commit():
            await self._patience.wait()
            return self._floor_s
        self._on_alive()
        self._patience.reset()
        return REPEATS * self._floor_s if only_known else self._floor_s

    async def _commit(self) -> bool:
        try:
            await self._receive(self._owed)
        except Exception as fault:  # its text may hold the events, so only its kind is logged
            log.error("inbox_commit_failed", count=len(self._owed), fault=type(fault).__name__)
            return False
        self._known |= dict.fromkeys(event_key(event) for event in self._owed)
        self._owed = []
        for key in list(self._known)[: max(0, len(self._known) - REMEMBERED)]:
            del self._known[key]
        return True

    async def _ask(self, method: str, params: dict[str, str], limit_s: float) -> Answer | Refusal | None:
        """Call Zalo; None if the bot was stopped first. What has arrived by then is still taken."""
        call = asyncio.ensure_future(self._api.call(method, params, limit_s=limit_s))
        stopped = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait({call, stopped}, return_when=asyncio.FIRST_COMPLETED)
            return call.result() if call.done() else None
        finally:
            for task in (call, stopped):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    async def _rest_after(self, refusal: Refusal) -> None:
        self._wait_s = FIRST_WAIT_S
        match verdict_of(refusal, polling=True):
            case Verdict.TOKEN:
                if not self._was_alive:
                    raise TokenRefused
                log.error("token_refused", again_in_s=TOKEN_AGAIN_S)
                await pause(self._stop, TOKEN_AGAIN_S)
            case Verdict.WEBHOOK:
                log.error("webhook_was_set", hint="another process receives this bot's events by webhook")
                self._webhook_is_gone = False
                await self._patience.wait()
            case _:
                log.warning("fetch_failed", reason=refusal.said, code=refusal.code)
                await self._patience.wait()
