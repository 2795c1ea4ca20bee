"""What a bot says about itself: its commands by scope and language, the menu button, its name and descriptions."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.chats import find_chat
from bot.sandbox.errors import bad
from bot.sandbox.params import Params
from bot.sandbox.world import Account, Chat, Json, World

COMMANDS_MAX = 100
COMMAND_MAX = 32
DESCRIPTION_MAX = 256
COMMAND = re.compile(r"[a-z0-9_]+")
SCOPES = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    }
)
BUTTONS = ("commands", "web_app", "default")
TEXT_MAX = {"name": 64, "description": 512, "short_description": 120}


def set_my_commands(world: World, account: Account, params: Params) -> bool:
    """setMyCommands."""
    given = params.json("commands", "can't parse commands JSON object")
    if not isinstance(given, list):
        raise bad("can't parse commands: expected an Array of BotCommand")
    commands = [_command(one) for one in given]
    if len(commands) > COMMANDS_MAX:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    key = (_scope(account, params), params.text("language_code"))
    account.commands[key] = commands
    if not commands:
        del account.commands[key]
    _tell(world)
    return True


def delete_my_commands(world: World, account: Account, params: Params) -> bool:
    """deleteMyCommands."""
    account.commands.pop((_scope(account, params), params.text("language_code")), None)
    _tell(world)
    return True


def get_my_commands(account: Account, params: Params) -> list[Json]:
    """getMyCommands: exactly what was set for this scope and language."""
    return account.commands.get((_scope(account, params), params.text("language_code")), [])


def commands_shown(account: Account, user: int, language: str) -> list[Json]:
    """The commands a person sees in the private chat: the most exact scope wins, in it first the language."""
    for scope in (f"chat:{user}", "all_private_chats", "default"):
        for code in (language, ""):
            if (scope, code) in account.commands:
                return account.commands[scope, code]
    return []


def set_menu_button(world: World, account: Account, params: Params) -> bool:
    """setChatMenuButton, for one private chat or, without chat_id, for all."""
    given = params.json("menu_button", "can't parse menu button JSON object") or {"type": "default"}
    kind = given.get("type") if isinstance(given, dict) else None
    if kind not in BUTTONS:
        raise bad("can't parse menu button: unsupported type specified")
    if kind == "web_app":
        address = given["web_app"].get("url") if isinstance(given.get("web_app"), dict) else None
        if not given.get("text") or not str(address).startswith("https://"):
            raise bad("can't parse menu button: Web App URL is invalid")
    account.menu_buttons[_private(world, account, params)] = given
    return True


def get_menu_button(world: World, account: Account, params: Params) -> Json:
    """getChatMenuButton."""
    own = account.menu_buttons.get(_private(world, account, params))
    if own is not None and own["type"] != "default":
        return own
    return account.menu_buttons.get(0, {"type": "default"})


def set_text(what: str, account: Account, params: Params) -> bool:
    """setMyName, setMyDescription and setMyShortDescription, by `what`."""
    text = params.text(what)
    if len(text) > TEXT_MAX[what]:
        raise bad(f"bot {what.replace('_', ' ')} is too long")
    account.texts[what, params.text("language_code")] = text
    return True


def get_text(what: str, account: Account, params: Params) -> Json:
    """getMyName, getMyDescription and getMyShortDescription, by `what`."""
    unset = account.first_name if what == "name" else ""
    general = account.texts.get((what, "")) or unset
    return {what: account.texts.get((what, params.text("language_code"))) or general}


def _command(given: Any) -> Json:
    if not isinstance(given, dict):
        raise bad("can't parse BotCommand: expected an Object")
    command = str(given.get("command", "")).strip().removeprefix("/")
    description = str(given.get("description", "")).strip()
    if not command:
        raise bad("command must be non-empty")
    if len(command) > COMMAND_MAX:
        raise bad(f"command length must not exceed {COMMAND_MAX}")
    if not description:
        raise bad("command description must be non-empty")
    if len(description) > DESCRIPTION_MAX:
        raise bad(f"command description length must not exceed {DESCRIPTION_MAX}")
    if not COMMAND.fullmatch(command):
        raise bad("BOT_COMMAND_INVALID")
    return {"command": command, "description": description}


def _scope(account: Account, params: Params) -> str:
    given = params.json("scope", "can't parse BotCommandScope JSON object")
    if given is None:
        return "default"
    if not isinstance(given, dict):
        raise bad("can't parse BotCommandScope: expected an Object")
    kind = given.get("type")
    if kind not in SCOPES:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    if not kind.startswith("chat"):
        return str(kind)
    chat = account.chats.get(Params(given).integer("chat_id"))
    if chat is None:
        raise bad("chat not found")
    if kind == "chat":
        return f"chat:{chat.id}"
    if chat.user is not None:
        raise bad("can't change commands of administrators in private chats")
    return f"{kind}:{chat.id}:{given.get('user_id', '')}"


def _private(world: World, account: Account, params: Params) -> int:
    if not params.values.get("chat_id"):
        return 0
    chat: Chat = find_chat(world, account, params)
    if chat.user is None:
        raise bad("chat must be a private chat")
    return chat.id


def _tell(world: World) -> None:
    for user in world.users:
        if world.events.hears(user):
            world.events.tell({"user": user, "kind": "commands"})
