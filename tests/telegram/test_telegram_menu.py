"""The menu of commands: each role sees its own."""

from __future__ import annotations

from aiogram import Bot
from far_server import LAN, FarServer, Names, refusal

from bot.telegram.menu import EVERYBODY, publish

MENUS = {
    EVERYBODY: [("batdau", "Bắt đầu rà soát"), ("/huongdan", "Hướng dẫn")],
    str(LAN): [("nhacviec", "Nhắc đơn vị chậm")],
}


async def test_everybody_has_a_menu_and_a_head_her_own(far: FarServer, bot: Bot) -> None:
    assert await publish(bot, MENUS) == 2
    everybody, head = far.asked
    assert everybody.json("scope") == {"type": "all_private_chats"}
    assert everybody.json("commands")[1] == {"command": "huongdan", "description": "Hướng dẫn"}
    assert head.json("scope") == {"type": "chat", "chat_id": LAN}


async def test_a_menu_that_is_set_already_is_not_set_again(far: FarServer, bot: Bot, names: Names) -> None:
    assert await publish(bot, MENUS, names) == 2
    assert await publish(bot, MENUS, names) == 0
    assert await publish(bot, {**MENUS, str(LAN): []}, names) == 1
    assert [asked.method for asked in far.asked] == ["setMyCommands", "setMyCommands", "deleteMyCommands"]


async def test_a_menu_telegram_refuses_costs_only_itself_and_is_tried_next_time(
    far: FarServer, bot: Bot, names: Names
) -> None:
    far.will_answer("setMyCommands", refusal(400, "Bad Request: chat not found"))
    assert await publish(bot, MENUS, names) == 1
    assert await publish(bot, MENUS, names) == 1
    assert await publish(bot, {"no number": MENUS[EVERYBODY]}, names) == 0
