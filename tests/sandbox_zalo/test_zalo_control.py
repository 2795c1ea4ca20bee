"""The stand-ins from another process: the control interface, the clock, the command line."""

from __future__ import annotations

import asyncio
import json
import sys

import httpx
import pytest
from zalo_callers import HOUR, LAN, NOON, OA_LAN, BotCaller, OaCaller

from bot.sandbox_zalo.clocks import Clock
from bot.sandbox_zalo.phone import NotThere, OaPhone, ZaloPhone
from bot.sandbox_zalo.server import ZaloSandbox
from bot.sandbox_zalo.stage import Impossible


async def test_everything_can_be_ordered_over_http(
    box: ZaloSandbox, client: httpx.AsyncClient, oa: OaCaller
) -> None:
    api = f"{box.base_url}/phones/api"
    for face, act, body in (
        ("bot", "add_user", {"user": "6f01", "name": "Anh Nam"}),
        ("bot", "say", {"user": "6f01", "text": "chào"}),
        ("oa", "add_user", {"user": "55", "name": "Anh Nam", "follows": True}),
        ("oa", "configure", {"rate_a_minute": 1000}),
        ("oa", "faults", {"method": "message/cs", "code": -213, "count": 1}),
        ("oa", "issue_tokens", {}),
    ):
        assert (await client.post(f"{api}/{face}/{act}", json=body)).status_code == 200
    assert (await oa.cs({"text": "a"}))["error"] == -213
    calls = (await client.get(f"{api}/oa/calls", params={"method": "message/cs"})).json()
    assert [(call["status"], call["code"]) for call in calls] == [(200, -213)]
    state = (await client.get(f"{api}/bot/state", params={"user": "6f01"})).json()
    assert (state["user"]["name"], state["chat"][0]["text"]) == ("Anh Nam", "chào")


@pytest.mark.parametrize(
    ("act", "body", "status"),
    [
        ("bot/say", {"user": "nobody", "text": "a"}, 404),
        ("bot/world", {}, 404),
        ("bot/say", {"user": LAN}, 400),
        ("bot/say", {"user": LAN, "text": ""}, 409),
        ("oa/tap", {"user": OA_LAN, "message_id": "x", "title": "Duyệt"}, 409),
        ("oa/configure", {"nothing": 1}, 409),
    ],
)
async def test_what_cannot_be_done_is_said(
    box: ZaloSandbox, client: httpx.AsyncClient, act: str, body: dict[str, str], status: int
) -> None:
    answer = await client.post(f"{box.base_url}/phones/api/{act}", json=body)
    assert answer.status_code == status
    assert answer.json()["error"]


async def test_a_page_of_another_origin_cannot_act(box: ZaloSandbox, client: httpx.AsyncClient) -> None:
    answer = await client.post(f"{box.base_url}/phones/api/bot/say", content=b'{"user":"1","text":"a"}')
    assert answer.status_code == 415


async def test_the_clock_is_read_and_moved_over_http(box: ZaloSandbox, client: httpx.AsyncClient) -> None:
    url = f"{box.base_url}/phones/api/clock"
    assert (await client.get(url)).json() == {"now": NOON}
    assert (await client.post(url, json={"pass_s": HOUR})).json() == {"now": NOON + HOUR}
    assert (await client.post(url, json={"now": NOON + 2 * HOUR})).json() == {"now": NOON + 2 * HOUR}


async def test_a_clock_of_somebody_else_moves_only_by_its_owner() -> None:
    fixed = ZaloSandbox(clock=lambda: NOON)
    with pytest.raises(Impossible):
        await fixed.pass_by(1)
    hands = [NOON]
    led = ZaloSandbox(clock=lambda: hands[-1], on_clock=hands.append)
    await led.pass_by(1)
    assert hands == [NOON, NOON + 1]


async def test_what_is_due_happens_though_somebody_else_moved_the_clock(box: ZaloSandbox) -> None:
    done = asyncio.Event()

    async def job() -> None:
        done.set()

    box.stage.agenda.at(NOON + HOUR, job)
    clock = box.stage.clock
    assert isinstance(clock, Clock)
    clock.move_to(NOON + HOUR)
    await asyncio.wait_for(done.wait(), 2)


async def test_a_phone_says_what_it_shows_when_something_is_not_there(
    bot: BotCaller, oa: OaCaller, lan: ZaloPhone, lan_at_oa: OaPhone
) -> None:
    await bot.call("sendMessage", chat_id=LAN, text="Số 24")
    with pytest.raises(NotThere, match="Số 24"):
        await lan.sees("Số 25", 0.1)
    with pytest.raises(NotThere, match="none"):
        await lan_at_oa.taps("Duyệt")


async def test_the_stand_ins_run_as_a_process_of_their_own() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.sandbox_zalo",
        "--token",
        "7:x",
        "--now",
        str(NOON),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    about = json.loads(await asyncio.wait_for(process.stdout.readline(), 20))
    async with httpx.AsyncClient() as client:
        answer = (await client.get(f"{about['base_url']}/bot7:x/getMe")).json()
        headers = {"access_token": about["access"]}
        account = (await client.get(f"{about['base_url']}/v2.0/oa/getoa", headers=headers)).json()
    assert (answer["result"]["id"], account["error"]) == ("7", 0)
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 10) == 0
