"""The line to the Bot API: one client with time-outs and few connections, and the method that fetches raw updates."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.utils.token import TokenValidationError, validate_token

from bot.settings import Settings
from bot.telegram.errors import TokenRefused, Verdict, failure_of, seconds_in, verdict_of
from domain.talk.values import Failed
from domain.wording import operator as say

CONNECTIONS = 32  # far more than 25 sends a second need
CALL_S = 20
UPLOAD_S = 90
BY_STATUS: dict[int, type[TelegramAPIError]] = {
    HTTPStatus.BAD_REQUEST: TelegramBadRequest,
    HTTPStatus.UNAUTHORIZED: TelegramUnauthorizedError,
    HTTPStatus.FORBIDDEN: TelegramForbiddenError,
    HTTPStatus.NOT_FOUND: TelegramNotFound,
    HTTPStatus.CONFLICT: TelegramConflictError,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TelegramEntityTooLarge,
}
PLAIN = (HTTPStatus.UNAUTHORIZED, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)  # meant even without a Bot API answer
ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member"]


class RawGetUpdates(TelegramMethod[list[Any]]):
    """getUpdates whose updates stay as they came: one that breaks the types must not hide its neighbours."""

    __returning__: ClassVar[Any] = list[Any]
    __api_method__: ClassVar[str] = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


# held, since pydantic holds such types only weakly and would build it again and again, at 4 ms each
_CARRIED_OUT = Response[Any]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is at Telegram."""

    id: int
    username: str


class Session(AiohttpSession):
    """aiogram's client, more patient with what comes back."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 (aiogram's own name)
    ) -> TelegramType:
        """Carry a call out; a broken line is a network error however low it broke."""
        try:
            return await super().make_request(bot, method, timeout)
        except OSError as fault:
            raise TelegramNetworkError(method=method, message=type(fault).__name__) from fault

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """Give what came back as it came, or raise the error it stands for; a body that is no JSON is judged by its status.

        Nobody here needs results in aiogram's types: making them costs as much as all else that is done for a send, and
        one of a shape newer than the types was carried out all the same.
        """
        try:
            answer = self.json_loads(content)
        except ValueError:
            raise _error_of(method, status_code, "") from None
        if not isinstance(answer, dict):
            raise _error_of(method, status_code, "")
        if status_code == HTTPStatus.OK and answer.get("ok") is True and "result" in answer:
            return _CARRIED_OUT.model_construct(ok=True, result=answer["result"])
        try:
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError:
            raise _error_of(method, status_code, str(answer.get("description", ""))) from None
        except TelegramRetryAfter:
            raise
        except TelegramAPIError as fault:
            if status_code == HTTPStatus.TOO_MANY_REQUESTS:  # without the field that names the seconds
                raise _error_of(method, status_code, fault.message) from None
            raise


def _error_of(method: TelegramMethod[Any], status: int, description: str) -> AiogramError:
    said = description or f"HTTP {status}"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TelegramRetryAfter(method=method, message=said, retry_after=seconds_in(said))
    kind = BY_STATUS.get(status) if description or status in PLAIN else None
    # Every other page that is no answer of the Bot API comes from something in between, and will pass.
    return (kind or TelegramServerError)(method=method, message=said)


def open_bot(settings: Settings) -> Bot:
    """Make the client for the bot of the settings; raises TokenRefused where there is no token, or none of the form.

    The caller closes it with `await close(bot)`.
    """
    token = settings.telegram.token.get_secret_value() if settings.telegram.token else ""
    try:
        validate_token(token)
    except TokenValidationError:
        raise TokenRefused(say.TOKEN_FORM) from None
    # Their debug lines hold addresses, and ours hold the token.
    for name in ("aiogram", "aiohttp", "aiohttp.client", "aiohttp.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
    session = Session(
        api=TelegramAPIServer.from_base(settings.telegram.api_base),
        timeout=CALL_S,
        limit=CONNECTIONS,
        json_dumps=lambda value: json.dumps(value, ensure_ascii=False),
    )
    return Bot(token, session=session)


async def close(bot: Bot) -> None:
    """Close the client's connections."""
    await bot.session.close()


async def identify(bot: Bot) -> Identity | Failed:
    """Ask Telegram who the bot is; raises TokenRefused if it does not know the token."""
    try:
        me: Any = await bot(GetMe(), request_timeout=CALL_S)
    except AiogramError as error:
        if verdict_of(error) is Verdict.TOKEN:
            raise TokenRefused from None
        return failure_of(error)
    if isinstance(me, dict):
        return Identity(int(me["id"]), str(me.get("username", "")))
    return Identity(me.id, me.username or "")
