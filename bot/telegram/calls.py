"""One call to the Bot API and how it ended: timed, counted, and not made at all while Telegram wants peace."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile, InputMediaPhoto

from bot import metrics
from bot.telegram.api import CALL_S, UPLOAD_S
from bot.telegram.errors import Sleepers, Verdict, failure_of, seconds_of, verdict_of
from bot.telegram.inbound import CHANNEL
from domain.talk.values import Failed, Sent

TRY_ELSE = frozenset(
    {
        Verdict.DONE,
        Verdict.GONE,
        Verdict.CAPTION,
        Verdict.FILE_NAME,
        Verdict.NOT_A_PICTURE,
        Verdict.TOO_OLD,
    }
)

log = structlog.get_logger("bot.telegram.calls")


@dataclass(frozen=True, slots=True)
class Answer:
    """What Telegram said to a call it carried out: a typed value, or its JSON where our types are too old for it."""

    result: Any

    @property
    def message_ref(self) -> str | None:
        """The number of the message it made or changed."""
        result = self.result
        number = result.get("message_id") if isinstance(result, dict) else getattr(result, "message_id", None)
        return None if number is None else str(number)


Ended = Answer | Verdict | Failed


class Calls:
    """Makes the calls of one bot."""

    def __init__(self, bot: Bot, now: Callable[[], float] = time.monotonic) -> None:
        self._bot = bot
        self._sleepers = Sleepers(now)

    async def call(self, chat: str, method: TelegramMethod[Any]) -> Ended:
        """Make a call. A Verdict comes back where the caller has something else to try, or where all is done."""
        asleep = self._sleepers.left(chat)
        if asleep > 0:
            metrics.sends.labels(CHANNEL, "asleep").inc()
            return Failed("flood: asleep", retry_after_s=asleep)
        started = time.perf_counter()
        ending: Ended
        try:
            ending = Answer(await self._bot(method, request_timeout=UPLOAD_S if _uploads(method) else CALL_S))
        except AiogramError as error:
            ending = self._judge(chat, method, error)
        metrics.send_seconds.labels(CHANNEL).observe(time.perf_counter() - started)
        metrics.sends.labels(CHANNEL, _word(ending)).inc()
        return ending

    def _judge(self, chat: str, method: TelegramMethod[Any], error: AiogramError) -> Verdict | Failed:
        verdict = verdict_of(error)
        if verdict in TRY_ELSE:
            return verdict
        failed = failure_of(error)
        name = type(method).__name__
        if verdict is Verdict.ASLEEP:
            self._sleepers.put(chat, seconds_of(error))
        if verdict is Verdict.TOKEN:
            log.error("token_refused", method=name)
        elif verdict is Verdict.UNREACHABLE:
            log.info("unreachable", user=chat, method=name)
        else:
            log.warning("call_failed", user=chat, method=name, reason=failed.reason)
        return failed


def ended(ending: Ended) -> Sent | Failed:
    """Put an ending into the port's words, where nothing else is left to try."""
    if isinstance(ending, Answer):
        return Sent(ending.message_ref)
    if isinstance(ending, Failed):
        return ending
    if ending is Verdict.DONE:
        return Sent()
    return Failed(f"refused: {ending.value}", permanent=True)


def _word(ending: Ended) -> str:
    if not isinstance(ending, Failed):
        return "sent"
    if ending.unreachable:
        return "unreachable"
    return "refused" if ending.permanent else "later"


def _uploads(method: TelegramMethod[Any]) -> bool:
    return any(isinstance(value, BufferedInputFile | InputMediaPhoto) for _, value in method)
