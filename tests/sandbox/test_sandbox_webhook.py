"""With a webhook, updates come to the bot: in order, again after an error, and answered with methods."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from sandbox_callers import LAN, MINH, TOKEN, Caller, Hours, keys
from sandbox_hooks import HookServer, Naps

from bot.sandbox.server import Sandbox


@pytest.fixture
async def hook() -> AsyncIterator[HookServer]:
    server = HookServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def naps(hours: Hours) -> Naps:
    return Naps(hours)


@pytest.fixture
async def box(hours: Hours, naps: Naps) -> AsyncIterator[Sandbox]:
    started = Sandbox([TOKEN], hours, sleep=naps)
    await started.start()
    for user, name in ((LAN, "Lan"), (MINH, "Minh")):
        started.add_user(user, name)
        started.say(user, "/start")
    started.account().queue.clear()
    yield started
    await started.stop()


def kinds(got: list[dict[str, Any]]) -> list[str]:
    return [next(kind for kind in update if kind != "update_id") for update in got]


async def settled(bot: Caller) -> dict[str, Any]:
    """Wait until nothing is pending; gives getWebhookInfo."""
    for _ in range(200):
        info: dict[str, Any] = await bot.call("getWebhookInfo")
        if info["pending_update_count"] == 0:
            return info
    raise AssertionError(info)


async def test_what_waits_is_delivered_with_the_secret_and_a_bare_content_type(
    bot: Caller, box: Sandbox, hook: HookServer
) -> None:
    box.say(LAN, "trước")
    status, answer = await bot.ask("setWebhook", url=hook.url, secret_token="bi-mat_1", max_connections=7)
    assert (status, answer["result"], answer["description"]) == (200, True, "Webhook was set")
    box.say(LAN, "sau")
    got = await hook.has(2)
    assert [update["message"]["text"] for update in got] == ["trước", "sau"]
    for headers in hook.headers:
        assert headers["X-Telegram-Bot-Api-Secret-Token"] == "bi-mat_1"
        assert headers["Content-Type"] == "application/json"
    info = await settled(bot)
    assert (info["url"], info["max_connections"], info["ip_address"]) == (hook.url, 7, "127.0.0.1")
    assert "last_error_message" not in info
    _, again = await bot.ask("setWebhook", url=hook.url, secret_token="bi-mat_1", max_connections=7)
    assert again["description"] == "Webhook is already set"
    _, gone = await bot.ask("deleteWebhook")
    assert gone["description"] == "Webhook was deleted"
    _, gone = await bot.ask("setWebhook", url="")
    assert gone["description"] == "Webhook is already deleted"


async def test_one_person_comes_in_order_while_others_overtake(
    bot: Caller, box: Sandbox, hook: HookServer
) -> None:
    card = await bot.call("sendMessage", chat_id=LAN, text="Số 24", reply_markup=keys("Duyệt"))
    await bot.call("setWebhook", url=hook.url)
    hook.gate.clear()
    for text in ("một", "hai"):
        box.say(LAN, text)
    box.say(MINH, "chào")
    box.tap(LAN, card["message_id"], "Duyệt")
    # Lan's first message, Minh's, and Lan's tap are on their way; only Lan's second message must wait.
    first = await hook.has(3)
    assert sorted(kinds(first)) == ["callback_query", "message", "message"]
    assert "hai" not in [update.get("message", {}).get("text") for update in first]
    hook.gate.set()
    assert (await hook.has(4))[3]["message"]["text"] == "hai"
    await settled(bot)


async def test_an_update_is_tried_again_at_once_and_then_ever_more_slowly(
    bot: Caller, box: Sandbox, hook: HookServer, naps: Naps
) -> None:
    await bot.call("setWebhook", url=hook.url)
    hook.answers.extend(web.Response(status=status) for status in (500, 503, 302, 500))
    box.say(LAN, "một")
    box.say(LAN, "hai")
    got = await hook.has(6)
    assert [update["message"]["text"] for update in got] == ["một"] * 5 + ["hai"]
    assert naps.taken == [0.0, 2.0, 4.0, 8.0]
    info = await settled(bot)
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_the_bots_retry_after_is_obeyed_and_a_stale_update_given_up(
    bot: Caller, box: Sandbox, hook: HookServer, naps: Naps
) -> None:
    card = await bot.call("sendMessage", chat_id=LAN, text="Số 24", reply_markup=keys("Duyệt"))
    await bot.call("setWebhook", url=hook.url)
    hook.answers.extend(web.Response(status=429, headers={"Retry-After": "100"}) for _ in range(2))
    box.tap(LAN, card["message_id"], "Duyệt")
    await settled(bot)
    assert len(hook.got) == 2  # after 200 seconds the tap is past its 150
    assert naps.taken == [100.0, 100.0]


async def test_a_bot_that_is_down_gets_its_updates_when_it_is_up(
    bot: Caller, box: Sandbox, hook: HookServer
) -> None:
    await bot.call("setWebhook", url="http://127.0.0.1:9/hook")
    box.say(LAN, "một")
    while "last_error_message" not in (info := await bot.call("getWebhookInfo")):
        pass
    assert (info["last_error_message"], info["pending_update_count"]) == ("Connection failed", 1)
    await bot.call("setWebhook", url=hook.url)
    assert (await hook.has(1))[0]["message"]["text"] == "một"


async def test_a_webhook_gone_for_a_day_is_removed(bot: Caller, box: Sandbox, hook: HookServer) -> None:
    await bot.call("setWebhook", url=hook.url)
    hook.answers.extend(web.Response(status=410, headers={"Retry-After": "3600"}) for _ in range(30))
    box.say(LAN, "một")
    await hook.has(24)
    while (await bot.call("getWebhookInfo"))["url"]:
        pass
    assert [update["message"]["text"] for update in await bot.updates()] == ["một"]


async def test_pending_updates_can_be_dropped(bot: Caller, box: Sandbox, hook: HookServer) -> None:
    box.say(LAN, "cũ")
    await bot.call("setWebhook", url=hook.url, drop_pending_updates=True)
    box.say(LAN, "mới")
    assert (await hook.has(1))[0]["message"]["text"] == "mới"


def as_json(params: dict[str, str]) -> web.Response:
    return web.json_response(params)


def as_form(params: dict[str, str]) -> web.Response:
    body = aiohttp.FormData(params)()
    return web.Response(body=body)


def as_multipart(params: dict[str, str]) -> web.Response:
    writer = aiohttp.MultipartWriter("form-data")
    for name, value in params.items():
        writer.append(value).set_content_disposition("form-data", name=name)
    return web.Response(body=writer)


@pytest.mark.parametrize("form", [as_json, as_form, as_multipart])
async def test_a_method_in_the_answer_is_carried_out(
    bot: Caller, box: Sandbox, hook: HookServer, form: Callable[[dict[str, str]], web.Response]
) -> None:
    await bot.call("setWebhook", url=hook.url)
    hook.answers.append(form({"method": "sendMessage", "chat_id": str(LAN), "text": "Đã ghi nhận"}))
    box.say(LAN, "duyệt")
    chat = await box.wait_for(LAN, lambda chat: chat if chat[-1]["by"] == "bot" else None)
    assert chat[-1]["text"] == "Đã ghi nhận"


@pytest.mark.parametrize("method", ["deleteWebhook", "setWebhook", "getMe", "nothing"])
async def test_some_methods_are_not_carried_out_from_an_answer(
    bot: Caller, box: Sandbox, hook: HookServer, method: str
) -> None:
    await bot.call("setWebhook", url=hook.url)
    hook.answers.append(as_json({"method": method}))
    box.say(LAN, "một")
    assert (await settled(bot))["url"] == hook.url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://example.invalid/x", "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            "https://example.invalid:8081/x",
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
    ],
)
async def test_the_public_server_takes_only_https_on_four_ports(
    session: aiohttp.ClientSession, url: str, expected: str
) -> None:
    box = Sandbox([TOKEN], lambda: 0.0, https_only=True)
    await box.start()
    assert await Caller(box.base_url, session).refused("setWebhook", url=url) == (
        400,
        f"Bad Request: {expected}",
    )
    await box.stop()
