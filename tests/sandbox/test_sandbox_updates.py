"""Updates wait for the bot, are confirmed by an offset, and go stale."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from sandbox_callers import LAN, MINH, TOKEN, Caller, Hours, keys

from bot.sandbox.server import Sandbox


def numbers(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def in_pieces(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 50):
        yield body[start : start + 50]


async def test_what_is_not_confirmed_comes_again_and_what_is_does_not(bot: Caller, box: Sandbox) -> None:
    said = [box.say(LAN, text)["update_id"] for text in ("một", "hai", "ba")]
    assert said == [said[0], said[0] + 1, said[0] + 2]
    assert texts(await bot.updates()) == ["một", "hai", "ba"]
    assert texts(await bot.updates(limit=2)) == ["một", "hai"]
    assert texts(await bot.updates(offset=said[1])) == ["hai", "ba"]
    assert texts(await bot.updates()) == ["hai", "ba"]
    assert texts(await bot.updates(offset=-1)) == ["ba"]
    assert await bot.updates(offset=said[2] + 1) == []


async def test_a_waiting_bot_hears_at_once(bot: Caller, box: Sandbox) -> None:
    waiting = asyncio.create_task(bot.updates(timeout=20))
    await box.account().queue.waited_for.wait()
    box.say(LAN, "tiến độ")
    assert texts(await asyncio.wait_for(waiting, 5)) == ["tiến độ"]


async def test_the_second_poller_puts_the_first_one_out(bot: Caller, box: Sandbox) -> None:
    first = asyncio.create_task(bot.refused("getUpdates", timeout=20))
    await box.account().queue.waited_for.wait()
    second = asyncio.create_task(bot.updates(timeout=20))
    assert await first == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    box.say(LAN, "ai nghe?")
    assert texts(await second) == ["ai nghe?"]


async def test_a_webhook_ends_polling_and_forbids_it(bot: Caller, box: Sandbox) -> None:
    waiting = asyncio.create_task(bot.refused("getUpdates", timeout=20))
    await box.account().queue.waited_for.wait()
    await bot.call("setWebhook", url="http://127.0.0.1:9/hook")
    assert await waiting == (409, "Conflict: terminated by setWebhook request")
    assert await bot.refused("getUpdates") == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    await bot.call("deleteWebhook")
    assert await bot.updates() == []


async def test_a_tap_waits_150_seconds_and_a_message_a_day(bot: Caller, box: Sandbox, hours: Hours) -> None:
    card = await bot.call("sendMessage", chat_id=LAN, text="Số 24", reply_markup=keys("Duyệt"))
    box.say(LAN, "tiến độ")
    box.tap(LAN, card["message_id"], "Duyệt")
    hours.pass_by(149)
    assert [set(update) - {"update_id"} for update in await bot.updates()] == [
        {"message"},
        {"callback_query"},
    ]
    hours.pass_by(1)
    assert texts(await bot.updates()) == ["tiến độ"]
    hours.pass_by(86_400 - 150)
    assert await bot.updates() == []


async def test_only_wanted_kinds_are_made_and_the_wish_is_remembered(bot: Caller, box: Sandbox) -> None:
    await bot.updates(allowed_updates=["message"])
    box.block(LAN)
    box.block(LAN, False)
    assert box.say(MINH, "chào")["update_id"] is not None
    assert texts(await bot.updates(allowed_updates="not json")) == ["chào"]
    assert (await bot.call("getWebhookInfo"))["allowed_updates"] == ["message"]
    await bot.updates(offset=-1, allowed_updates=[])
    assert "allowed_updates" not in await bot.call("getWebhookInfo")
    box.block(LAN)
    assert "my_chat_member" in (await bot.updates())[-1]


async def test_a_tap_shows_the_card_as_it_was_when_tapped(bot: Caller, box: Sandbox) -> None:
    card = await bot.call("sendMessage", chat_id=LAN, text="Số 24", reply_markup=keys("Duyệt"))
    box.tap(LAN, card["message_id"], "Duyệt")
    await bot.call("editMessageText", chat_id=LAN, message_id=card["message_id"], text="Số 25")
    [update] = await bot.updates()
    assert update["callback_query"]["message"] == card


async def test_a_raw_update_comes_as_it_is_also_below_what_was_confirmed(bot: Caller, box: Sandbox) -> None:
    said = box.say(LAN, "một")["update_id"]
    assert await bot.updates(offset=said + 1) == []
    odd = {"update_id": 5, "message": {"gì": "đó"}}
    assert box.raw(odd) == {"update_id": 5}
    twice = box.raw({"poll": {}})["update_id"]
    assert await bot.updates(offset=said + 1) == [odd, {"update_id": twice, "poll": {}}]
    assert await bot.updates(offset=twice + 1) == []


async def test_a_stopping_server_says_so_to_who_waits(hours: Hours, session: aiohttp.ClientSession) -> None:
    box = Sandbox([TOKEN], hours)
    await box.start()
    waiting = asyncio.create_task(Caller(box.base_url, session).refused("getUpdates", timeout=20))
    await box.account().queue.waited_for.wait()
    await box.stop()
    assert await waiting == (500, "Internal Server Error: restart")


async def test_a_poller_in_a_hurry_is_slowed_down_where_asked_for(session: aiohttp.ClientSession) -> None:
    box = Sandbox([TOKEN], lambda: 0.0, patient=True)
    await box.start()
    box.add_user(LAN, "Lan")
    bot = Caller(box.base_url, session)
    for text in ("một", "hai"):
        box.say(LAN, text)
    assert texts(await bot.updates()) == ["một", "hai"]
    assert texts(await bot.updates()) == ["một"]  # asked again within half a second
    await box.stop()


@pytest.mark.parametrize("how", ["json", "form", "multipart", "chunked", "query"])
async def test_parameters_arrive_in_every_form(
    bot: Caller, box: Sandbox, session: aiohttp.ClientSession, how: str
) -> None:
    text = "Số 24 + 1 = 25 % & đủ\nQuyển 01/2005"
    params = {"chat_id": str(LAN), "text": text, "protect_content": "True"}
    url = f"{bot.api}/SENDmessage"
    match how:
        case "json":
            call = session.post(url, json={**params, "chat_id": LAN, "protect_content": True})
        case "form":
            call = session.post(url, data=params)
        case "query":
            call = session.get(url, params=params)
        case _:
            writer = aiohttp.MultipartWriter("form-data")
            for name, value in params.items():
                writer.append(value).set_content_disposition("form-data", name=name)
            body = await writer.as_bytes()
            data = in_pieces(body) if how == "chunked" else body
            call = session.post(url, data=data, headers={"Content-Type": writer.content_type})
    async with call as response:
        sent = (await response.json())["result"]
    assert sent["text"] == text
    assert sent["has_protected_content"] is True
    assert box.chat(LAN)[-1]["text"] == text
