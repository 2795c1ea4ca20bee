"""The Zalo bot against the stand-in of the Bot Platform over HTTP, which is not our client's own idea of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot import web
from bot.sandbox_zalo.clocks import Clock as FarClock
from bot.sandbox_zalo.server import TOKEN, ZaloSandbox
from bot.zalo.bot_platform.channel import ZaloBotChannel
from domain.sends import Level
from domain.talk.ports import Page, Showing
from domain.talk.values import Address, Attached, Failed, Incoming, Sent, Typed, Unsupported
from storage.engine import Database
from storage.inbox import Update
from tests.world import MORNING, Clock

LAN = "6f00aa11bb22cc33dd44"
TO = Address("zalo_bot", LAN)
JPEG = b"\xff\xd8\xff\xe0" + bytes(2000)


class Well:
    alive = True

    def facts(self) -> dict[str, str]:
        return {}


class Town:
    """The stand-in with Lan's phone, our channel, and what it hands on."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, Clock()
        self.box = ZaloSandbox(TOKEN, FarClock(MORNING.timestamp()))
        self.said: list[Any] = []
        self.stop = asyncio.Event()
        self.alive = 0

    async def start(self, *, webhook: bool = False, public_url: str = "") -> None:
        await self.box.start()
        self.box.bot.add_user(LAN, "Chị Lan")
        self.channel = ZaloBotChannel(
            TOKEN, self.box.base_url, "s" * 40 if webhook else None, public_url or None,
            database=self.database, clock=self.clock,
        )  # fmt: skip
        await self.channel.own_link()

    async def receive(self, updates: list[Update], taps: list[tuple[str, str]]) -> None:
        for one in updates:
            heard = self.channel.read(json.loads(one.raw))
            if isinstance(heard, Incoming):
                self.said.append(heard.said)

    def on_alive(self) -> None:
        self.alive += 1

    async def hear_until(self, done: Callable[[], bool]) -> None:
        listening = asyncio.ensure_future(
            self.channel.listen(self.receive, stop=self.stop, on_alive=self.on_alive)
        )
        try:
            await until(lambda: done() or listening.done())
        finally:
            self.stop.set()
            await listening

    async def end(self) -> None:
        await self.channel.close()
        await self.box.stop()


async def until(done: Callable[[], bool], within_s: float = 10.0) -> None:
    async with asyncio.timeout(within_s):
        while not done():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    made = Town(database)
    yield made
    await made.end()


async def test_what_lan_types_and_sends_arrives_once_by_polling(town: Town):
    await town.start()
    town.box.bot.configure(replays=True, echoes=True, failures_as_200=True, success_code=True)
    town.box.bot.say(LAN, "2")
    town.box.bot.send_unsupported(LAN, "document")
    town.box.bot.send_image(LAN, JPEG, "bản sửa")
    await town.channel.outbound.show(TO, Showing("lời của chính bot"))
    await town.hear_until(lambda: len(town.said) == 3 and len(town.box.bot.calls(method="getUpdates")) >= 7)
    *said, picture = town.said
    assert said == [Typed("2"), Unsupported("unsupported")]
    assert picture == Attached("photo", picture.ref, caption="bản sửa")
    assert await town.channel.fetch(picture.ref, len(JPEG)) == JPEG


@pytest.mark.parametrize("silent", [False, True])
async def test_a_webhook_left_over_is_taken_away_before_polling(town: Town, silent: bool):
    await town.start()
    town.box.bot.configure(silent_with_webhook=silent)
    await town.channel._api.call("setWebhook", {"url": "http://127.0.0.1:9/x", "secret_token": "x" * 32})
    town.box.bot.say(LAN, "a")
    town.box.bot.world.webhook.on = False
    await town.hear_until(lambda: town.box.bot.world.webhook is None)
    assert len(town.box.bot.calls(method="deleteWebhook")) == 1


async def test_zalo_delivers_to_our_webhook_and_its_probe_is_content(town: Town):
    wired: list[Any] = []
    server = await web.start(web.application(Well(), []), "127.0.0.1", 0)
    port = server.port
    await server.stop()
    await town.start(webhook=True, public_url=f"http://127.0.0.1:{port}")
    wired += town.channel.routes(town.receive)
    server = await web.start(web.application(Well(), wired), "127.0.0.1", port)
    try:
        listening = asyncio.ensure_future(
            town.channel.listen(town.receive, stop=town.stop, on_alive=town.on_alive)
        )
        await until(lambda: town.alive > 0)
        verification = await town.channel._api.call("testWebhook")
        assert verification.result["outcome"] == "webhook.ok"  # type: ignore[union-attr]
        town.box.bot.say(LAN, "Phê duyệt")
        await until(lambda: town.said == [Typed("Phê duyệt")])
        town.stop.set()
        await listening
    finally:
        await server.stop()


async def test_zalo_fetches_a_page_from_us_several_times_and_it_stays_visible(town: Town):
    server = await web.start(web.application(Well(), []), "127.0.0.1", 0)
    port = server.port
    await server.stop()
    await town.start(public_url=f"http://127.0.0.1:{port}")
    town.box.bot.say(LAN, "chào")
    server = await web.start(web.application(Well(), town.channel.routes(town.receive)), "127.0.0.1", port)
    try:
        assert isinstance(await town.channel.outbound.show_page(TO, Page(JPEG, "k", "trang 1/1")), Sent)
        photo = town.box.bot.chat(LAN)[-1]
        await until(lambda: len(photo["fetches"]) == 2)
        assert photo["visible"] and [one["method"] for one in photo["fetches"]] == ["HEAD", "GET"]
        assert photo["caption"] == "trang 1/1"
    finally:
        await server.stop()


async def test_a_card_of_2001_letters_arrives_whole_and_counts_twice(town: Town):
    await town.start()
    town.box.bot.say(LAN, "chào")
    assert isinstance(await town.channel.outbound.show(TO, Showing("x" * 2001)), Sent)
    assert [len(m["text"]) for m in town.box.bot.chat(LAN) if m["by"] == "bot"] == [1, 2000]
    assert (await town.channel.quota.state()).used == town.box.bot.sent_this_month == 2


async def test_the_month_is_spent_when_zalo_says_so_and_our_count_agrees(town: Town):
    await town.start()
    town.box.bot.say(LAN, "chào")
    town.box.bot.configure(messages_a_month=3)
    town.channel.quota._limit = 3
    found = [await town.channel.outbound.show(TO, Showing(f"{n}")) for n in range(5)]
    assert [isinstance(one, Sent) for one in found] == [True, True, True, False, False]
    assert [
        one.retry_after_s is not None and one.retry_after_s > 3500 for one in found if isinstance(one, Failed)
    ] == [
        True,
        True,
    ]
    assert (await town.channel.quota.state()).level is Level.SPENT
    assert len(town.box.bot.calls(method="sendMessage")) == 4  # the fifth was not even asked for


async def test_who_shuts_the_bot_out_is_unreachable_at_the_second_try(town: Town):
    await town.start()
    town.box.bot.say(LAN, "chào")
    town.box.bot.block(LAN)
    found = [await town.channel.outbound.show(TO, Showing("a")) for _ in range(2)]
    assert [one.unreachable for one in found if isinstance(one, Failed)] == [False, True]
