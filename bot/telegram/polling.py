"""Fetching updates by long polling: what was fetched is committed to the inbox before Telegram may forget it.

aiogram's own polling asks for the next batch before this one is worked, which tells Telegram to forget it: a tap is
lost when the process dies in between. Here the next offset goes out only after `receive` has returned.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramConflictError, TelegramRetryAfter
from aiogram.methods import DeleteWebhook, TelegramMethod

from bot.patience import Patience, pause
from bot.telegram.api import ALLOWED_UPDATES, CALL_S, RawGetUpdates
from bot.telegram.errors import TokenRefused, Verdict, seconds_of, text_of, verdict_of

WAIT_S = 25  # how long Telegram holds an empty answer back; below the idle limit of most proxies
TOKEN_AGAIN_S = 60.0
BATCH = 100

Receive = Callable[[list[dict[str, Any]]], Awaitable[object]]

log = structlog.get_logger("bot.telegram.polling")


async def poll(
    bot: Bot,
    receive: Receive,
    *,
    stop: asyncio.Event,
    on_alive: Callable[[], object],
    first_s: float = 1.0,
) -> None:
    """Fetch until `stop` is set. `receive` commits a batch of raw updates or raises; then the batch comes again.

    Raises TokenRefused if Telegram does not know the token from the start. A token refused later is logged and tried
    again each minute, since what the officials have typed meanwhile waits at Telegram for a day. `on_alive` is called
    after each answer whose updates are safe. `first_s` is the shortest wait after a failure.
    """
    await _Poller(bot, receive, stop, on_alive, Patience(stop, first_s=first_s)).run()


class _Poller:
    def __init__(
        self,
        bot: Bot,
        receive: Receive,
        stop: asyncio.Event,
        on_alive: Callable[[], object],
        patience: Patience,
    ) -> None:
        self._bot, self._receive, self._stop = bot, receive, stop
        self._on_alive, self._patience = on_alive, patience
        self._offset: int | None = None
        self._webhook_is_gone = False
        self._was_alive = False
        self._wait_s = (
            0  # the first answer, also after a failure, is to come at once: it tells that the line stands
        )

    async def run(self) -> None:
        while not self._stop.is_set():
            try:
                await self._step()
            except AiogramError as error:
                await self._rest_after(error)

    async def _step(self) -> None:
        if not self._webhook_is_gone:
            # Telegram refuses getUpdates while a webhook is set; what waits there is kept.
            await self._ask(DeleteWebhook(drop_pending_updates=False), CALL_S)
            self._webhook_is_gone = True
        method = RawGetUpdates(
            offset=self._offset, limit=BATCH, timeout=self._wait_s, allowed_updates=ALLOWED_UPDATES
        )
        batch = await self._ask(method, self._wait_s + CALL_S)
        if not isinstance(batch, list):  # stopped, or an answer without a result
            await self._patience.wait()
            return
        self._was_alive = True
        self._wait_s = WAIT_S
        updates = [raw for raw in batch if isinstance(raw, dict)]
        if updates and not await self._commit(updates):
            return
        self._on_alive()
        # The answer just received confirmed the last offset. Sending it again could forget updates whose numbers
        # have started afresh below it, so it is made from this batch or dropped.
        self._offset = _after(updates)
        if batch and self._offset is None:
            log.error(
                "updates_without_number", count=len(batch)
            )  # they cannot be confirmed and come again at once
            await self._patience.wait()
        else:
            self._patience.reset()

    async def _commit(self, updates: list[dict[str, Any]]) -> bool:
        try:
            await self._receive(updates)
        except Exception as fault:  # its text may hold the updates, so only its kind is logged
            log.error("inbox_commit_failed", count=len(updates), fault=type(fault).__name__)
            await self._patience.wait()
            return False
        return True

    async def _ask(self, method: TelegramMethod[Any], limit_s: int) -> Any:
        """Call Telegram; None if the bot was stopped first. Updates on their way then are not confirmed and stay."""
        call = asyncio.ensure_future(self._bot(method, request_timeout=limit_s))
        stopped = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait({call, stopped}, return_when=asyncio.FIRST_COMPLETED)
            return call.result() if call.done() else None
        finally:
            for task in (call, stopped):
                task.cancel()
                with suppress(asyncio.CancelledError, AiogramError):
                    await task

    async def _rest_after(self, error: AiogramError) -> None:
        self._wait_s = 0
        if verdict_of(error) is Verdict.TOKEN:
            if not self._was_alive:
                raise TokenRefused from None
            log.error("token_refused", again_in_s=TOKEN_AGAIN_S)
            await pause(self._stop, TOKEN_AGAIN_S)
        elif isinstance(error, TelegramConflictError):
            said = text_of(error)
            if "webhook" in said.lower():
                log.error("webhook_was_set", hint="another process receives this bot's updates by webhook")
                self._webhook_is_gone = False
            else:
                log.error("another_poller", hint="another poller uses this bot's token", telegram=said)
            await self._patience.wait(at_least_s=min(3.0, 3.0 * self._patience.first_s))
        elif isinstance(error, TelegramRetryAfter):
            await pause(self._stop, seconds_of(error))
        else:
            log.warning("fetch_failed", reason=text_of(error))
            await self._patience.wait()


def _after(updates: Sequence[dict[str, Any]]) -> int | None:
    numbers = [
        raw["update_id"]
        for raw in updates
        if isinstance(raw.get("update_id"), int) and not isinstance(raw["update_id"], bool)
    ]
    return max(numbers) + 1 if numbers else None
