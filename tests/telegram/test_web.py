"""Our own web server: is the bot well, what does it count."""

from __future__ import annotations

import aiohttp
import pytest
from aiohttp import web as aioweb

from bot import metrics, web
from bot.settings import WrongSetting


class Health:
    alive = False

    def facts(self) -> dict[str, str | int]:
        return {"channel": "telegram", "inbox_open": 3}


async def test_the_bot_is_well_once_it_hears_its_channel() -> None:
    health = Health()
    listening = await web.start(web.application(health), "127.0.0.1", 0)
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{listening.port}") as client:
            async with client.get("/healthz") as answer:
                assert answer.status == 503
            health.alive = True
            async with client.get("/healthz") as answer:
                assert answer.status == 200
                assert await answer.json() == {"alive": True, "channel": "telegram", "inbox_open": 3}
    finally:
        await listening.stop()


async def test_what_the_bot_counts_can_be_fetched() -> None:
    metrics.turns.labels("done").inc()
    metrics.inbox_open.set(4)
    listening = await web.start(web.application(Health()), "127.0.0.1", 0)
    try:
        async with (
            aiohttp.ClientSession() as client,
            client.get(f"http://127.0.0.1:{listening.port}/metrics") as answer,
        ):
            text = await answer.text()
            assert answer.headers["Content-Type"].startswith("text/plain")
    finally:
        await listening.stop()
    assert 'turns_total{outcome="done"}' in text and "inbox_open 4.0" in text
    for name in ("updates_received_total", "sends_total", "turn_seconds", "send_seconds", "outbox_waiting"):
        assert f"# TYPE {name}" in text


async def test_routes_of_others_stand_beside_ours() -> None:
    async def hello(_: aioweb.Request) -> aioweb.Response:
        return aioweb.Response(text="chào")

    listening = await web.start(web.application(Health(), [aioweb.get("/x", hello)]), "127.0.0.1", 0)
    async with (
        aiohttp.ClientSession() as client,
        client.get(f"http://127.0.0.1:{listening.port}/x") as answer,
    ):
        assert await answer.text() == "chào"
    await listening.stop()
    with pytest.raises(aiohttp.ClientConnectorError):
        async with aiohttp.ClientSession() as client:
            await client.get(f"http://127.0.0.1:{listening.port}/x")


async def test_a_port_that_is_taken_stops_the_start_with_one_line() -> None:
    first = await web.start(web.application(Health()), "127.0.0.1", 0)
    try:
        with pytest.raises(WrongSetting, match="RASOAT_WEB__PORT"):
            await web.start(web.application(Health()), "127.0.0.1", first.port)
    finally:
        await first.stop()
