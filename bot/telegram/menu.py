"""The menu of commands beside the typing field: for everybody, and each role's own in that person's chat."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Protocol

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import DeleteMyCommands, SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot.telegram.api import CALL_S
from bot.telegram.errors import text_of

EVERYBODY = ""  # the scope of all private chats; any other scope is the name of a person's chat

log = structlog.get_logger("bot.telegram.menu")


class Marks(Protocol):
    """Small facts with a name, kept over restarts."""

    async def get(self, name: str) -> str | None: ...

    async def put(self, name: str, value: str) -> None: ...


async def publish(
    bot: Bot, commands: Mapping[str, Sequence[tuple[str, str]]], marks: Marks | None = None
) -> int:
    """Set the menu of each scope: (command, description) in order, none to take the scope's menu away.

    With `marks`, a scope whose menu is the one last set is left alone. A refusal is logged and costs only the menu.
    Returns how many scopes were set.
    """
    done = 0
    for scope, lines in commands.items():
        name, value = f"telegram:{bot.id}:menu:{scope}", _fingerprint(lines)
        if marks is not None and await marks.get(name) == value:
            continue
        try:
            await bot(_method(scope, lines), request_timeout=CALL_S)
        except (AiogramError, ValueError) as error:
            reason = text_of(error) if isinstance(error, AiogramError) else type(error).__name__
            log.warning("menu_refused", scope=scope or "everybody", reason=reason)
            continue
        done += 1
        if marks is not None:
            await marks.put(name, value)
    return done


def _method(scope: str, lines: Sequence[tuple[str, str]]) -> SetMyCommands | DeleteMyCommands:
    where = (
        BotCommandScopeAllPrivateChats() if scope == EVERYBODY else BotCommandScopeChat(chat_id=int(scope))
    )
    if not lines:
        return DeleteMyCommands(scope=where)
    menu = [BotCommand(command=command.lstrip("/"), description=text) for command, text in lines]
    return SetMyCommands(commands=menu, scope=where)


def _fingerprint(lines: Sequence[tuple[str, str]]) -> str:
    return hashlib.sha256(json.dumps([list(line) for line in lines]).encode()).hexdigest()[:16]
