"""How the Bot Platform is called, and how it says no (zalo.md §2.1, §2.2, §2.7)."""

from __future__ import annotations

import httpx
import pytest
from zalo_callers import HOA, LAN, MINH, NOON, TOKEN, BotCaller

from bot.sandbox_zalo.clocks import in_viet_nam
from bot.sandbox_zalo.server import ZaloSandbox


async def test_the_bot_says_who_it_is(bot: BotCaller) -> None:
    assert await bot.call("getMe") == {
        "id": "158003",
        "account_name": "bot.Rasoat",
        "account_type": "BASIC",
        "can_join_groups": False,
        "display_name": "Bot Rà soát",
    }


async def test_a_bad_token_is_refused_within_http_200(box: ZaloSandbox, client: httpx.AsyncClient) -> None:
    status, answer = await BotCaller(box.base_url, client, "158003:other").ask("getMe")
    assert (status, answer["ok"], answer["error_code"]) == (200, False, 401)


async def test_a_reset_token_is_dead_at_once(
    box: ZaloSandbox, bot: BotCaller, client: httpx.AsyncClient
) -> None:
    box.bot.reset_token("158003:new")
    _, answer = await bot.ask("getMe")
    assert answer["error_code"] == 401
    assert (await BotCaller(box.base_url, client, "158003:new").call("getMe"))["id"] == "158003"


async def test_method_names_are_case_sensitive(bot: BotCaller) -> None:
    assert await bot.refused("getme") == 400
    assert await bot.refused("getFile") == 400


async def test_a_call_may_come_as_query_form_json_or_multipart(
    bot: BotCaller, client: httpx.AsyncClient, box: ZaloSandbox
) -> None:
    url, said = f"{bot.api}/sendMessage", {"chat_id": LAN, "text": "Số 24"}
    for made in (
        client.get(url, params=said),
        client.post(url, params=said),
        client.post(url, data=said),
        client.post(url, json=said),
        client.post(url, files={name: (None, value) for name, value in said.items()}),
    ):
        assert (await made).json()["ok"] is True
    assert [m["text"] for m in box.bot.chat(LAN)[1:]] == ["Số 24"] * 5


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
async def test_an_unreadable_body_is_a_bad_request(
    bot: BotCaller, client: httpx.AsyncClient, body: bytes
) -> None:
    headers = {"Content-Type": "application/json"}
    response = await client.post(f"{bot.api}/sendMessage", content=body, headers=headers)
    assert (response.status_code, response.json()["error_code"]) == (400, 400)


async def test_a_failure_has_its_http_status_or_comes_within_200(box: ZaloSandbox, bot: BotCaller) -> None:
    assert await bot.refused("sendMessage", chat_id=LAN, text="") == 400
    box.bot.configure(failures_as_200=True)
    status, answer = await bot.ask("sendMessage", chat_id=LAN, text="")
    assert (status, answer["error_code"]) == (200, 400)


async def test_success_may_carry_a_code_too(box: ZaloSandbox, bot: BotCaller) -> None:
    box.bot.configure(success_code=True)
    _, answer = await bot.ask("getMe")
    assert (answer["ok"], answer["error_code"]) == (True, 0)


async def test_the_server_header_may_come_twice(
    box: ZaloSandbox, bot: BotCaller, client: httpx.AsyncClient
) -> None:
    box.bot.configure(doubled_server_header=True)
    response = await client.get(f"{bot.api}/getMe")
    assert len(response.headers.get_list("Server")) >= 2
    assert response.json()["ok"] is True


async def test_the_month_ends_after_three_thousand_messages_and_starts_afresh(
    box: ZaloSandbox, bot: BotCaller
) -> None:
    box.bot.configure(messages_a_month=2)
    await bot.call("sendMessage", chat_id=LAN, text="một")
    await bot.refused("sendMessage", chat_id=LAN, text="")  # a refused message costs nothing
    await bot.call("sendSticker", chat_id=LAN, sticker="1bad")
    assert await bot.refused("sendMessage", chat_id=MINH, text="ba") == 429
    await bot.call("sendChatAction", chat_id=LAN, action="typing")  # no message
    assert box.bot.sent_this_month == 2
    assert in_viet_nam(NOON).month == 9
    await box.pass_by(7 * 86_400)
    await bot.call("sendMessage", chat_id=LAN, text="tháng mười")
    assert box.bot.sent_this_month == 1


async def test_the_fifty_first_person_is_not_heard(box: ZaloSandbox, bot: BotCaller) -> None:
    box.bot.configure(users_max=2)
    assert box.bot.say(HOA, "chào")["delivered"] is False
    assert box.bot.say(LAN, "vẫn đây")["delivered"] is True
    assert (await bot.poll())["message"]["text"] == "vẫn đây"
    assert await bot.refused("sendMessage", chat_id=HOA, text="chào") == 404


async def test_the_bot_cannot_write_first_nor_to_whoever_shut_it_out(
    box: ZaloSandbox, bot: BotCaller
) -> None:
    assert await bot.refused("sendMessage", chat_id=HOA, text="chào") == 404
    box.bot.block(LAN)
    assert await bot.refused("sendMessage", chat_id=LAN, text="chào") == 403
    box.bot.block(LAN, False)
    await bot.call("sendMessage", chat_id=LAN, text="chào")


async def test_calls_are_kept_without_the_token(box: ZaloSandbox, bot: BotCaller) -> None:
    await bot.call("sendMessage", chat_id=LAN, text="Số 24")
    await bot.refused("sendMessage", chat_id=HOA, text="Số 24")
    sent, failed = box.bot.calls(method="sendMessage")
    assert (sent["status"], sent["code"], sent["params"]["text"], sent["at"]) == (200, 0, "Số 24", NOON)
    assert (failed["status"], failed["code"]) == (404, 404)
    assert TOKEN not in str(box.bot.calls())


async def test_faults_come_on_order(box: ZaloSandbox, bot: BotCaller, client: httpx.AsyncClient) -> None:
    box.bot.faults("sendMessage", code=429, count=1)
    assert await bot.refused("sendMessage", chat_id=LAN, text="a") == 429
    box.bot.faults("sendMessage", status=502, count=1)
    answer = await client.post(f"{bot.api}/sendMessage", json={"chat_id": LAN, "text": "b"})
    assert (answer.status_code, answer.headers["Content-Type"][:9]) == (502, "text/html")
    box.bot.faults(user=LAN, count=1)
    with pytest.raises(httpx.RemoteProtocolError):
        await bot.ask("sendMessage", chat_id=LAN, text="c")
    box.bot.faults("sendMessage", after_accept=True, status=200, delay_s=5, count=1)
    with pytest.raises(httpx.ReadTimeout):
        await client.post(f"{bot.api}/sendMessage", json={"chat_id": LAN, "text": "d"}, timeout=0.2)
    assert [m["text"] for m in box.bot.chat(LAN) if m["by"] == "bot"] == [
        "d"
    ]  # accepted, though nobody knows
    box.bot.faults("sendMessage", status=500)
    box.bot.heal()
    await bot.call("sendMessage", chat_id=LAN, text="e")
