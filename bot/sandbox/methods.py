"""The table of methods: a name in small letters → what it does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.sandbox import editing, menus, picturing, receiving, sending
from bot.sandbox.chats import find_chat
from bot.sandbox.params import Params
from bot.sandbox.world import Account, Json, World

Method = Callable[[World, Account, Params], Any]


def get_me(world: World, account: Account, params: Params) -> Json:
    """getMe."""
    return {
        **account.as_sender(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(world: World, account: Account, params: Params) -> Json:
    """getChat."""
    chat = find_chat(world, account, params)
    return {**chat.about, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}


_GIFTS = dict.fromkeys(
    (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ),
    False,
)


def get_file(world: World, account: Account, params: Params) -> Json:
    """getFile."""
    return account.files.describe(params.text("file_id"))


def yes(world: World, account: Account, params: Params) -> bool:
    """logOut and close: nothing is to be done here."""
    return True


METHODS: dict[str, Method] = {
    "getme": get_me,
    "getchat": get_chat,
    "getfile": get_file,
    "logout": yes,
    "close": yes,
    "sendmessage": sending.send_message,
    "sendchataction": sending.send_chat_action,
    "sendphoto": partial(picturing.send_file, "photo"),
    "senddocument": partial(picturing.send_file, "document"),
    "sendmediagroup": picturing.send_media_group,
    "copymessage": picturing.copy_message,
    "editmessagetext": editing.edit_text,
    "editmessagecaption": picturing.edit_caption,
    "editmessagemedia": picturing.edit_media,
    "editmessagereplymarkup": editing.edit_reply_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "answercallbackquery": editing.answer_callback_query,
    "setmycommands": menus.set_my_commands,
    "deletemycommands": menus.delete_my_commands,
    "getmycommands": lambda _, account, params: menus.get_my_commands(account, params),
    "setchatmenubutton": menus.set_menu_button,
    "getchatmenubutton": menus.get_menu_button,
    "getwebhookinfo": lambda _, account, __: receiving.get_webhook_info(account),
}


def _about(what: str, name: str) -> None:
    METHODS[f"setmy{name}"] = lambda _, account, params: menus.set_text(what, account, params)
    METHODS[f"getmy{name}"] = lambda _, account, params: menus.get_text(what, account, params)


_about("name", "name")
_about("description", "description")
_about("short_description", "shortdescription")
