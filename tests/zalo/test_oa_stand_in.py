"""The account's channel against the stand-in over HTTP, which is not our client's own idea of Zalo."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from oa_far import CARD
from PIL import Image

from bot import web
from bot.sandbox_zalo.clocks import Clock
from bot.sandbox_zalo.faults import Fault
from bot.sandbox_zalo.server import ZaloSandbox
from bot.zalo.oa.channel import CONSENT_PATH, WEBHOOK_PATH, ZaloOaChannel
from domain.talk.ports import Page, Showing
from domain.talk.values import Address, Attached, Chosen, Failed, Incoming, Sent, Typed, Unsupported
from storage import inbox
from storage.engine import Database
from storage.inbox import Update

HOA = "5512345678901234567"
TO = Address("zalo_oa", HOA)
NOON = datetime(2026, 9, 21, 5, 0, tzinfo=UTC)
HOUR, DAY = 3600.0, 86_400.0


class Well:
    alive = True

    def facts(self) -> dict[str, str]:
        return {}


class Town:
    """The stand-in with Hoa's phone, and our channel with its web server and a real inbox."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.far = Clock(NOON.timestamp())
        self.box = ZaloSandbox(clock=self.far)
        self.oa: Any = self.box.oa
        self.heard: list[Any] = []
        self.deaf = False

    def clock(self) -> datetime:
        return datetime.fromtimestamp(self.far(), UTC)

    async def start(self) -> None:
        await self.box.start()
        self.oa.add_user(HOA, "Chị Hoa")
        self.listening = await web.start(web.application(Well(), [*self._routes()]), "127.0.0.1", 0)
        self.channel = self.open(self.oa.tokens.issue().refresh)
        await self.oa.save_webhook(f"{self.public_url}{WEBHOOK_PATH}")
        self.oa.configure(redirect_uri=f"{self.public_url}{CONSENT_PATH}")

    def open(self, refresh_token: str | None) -> ZaloOaChannel:
        ours = self.oa.settings
        return ZaloOaChannel(
            app_id=ours.app_id, app_secret=ours.app_secret, oa_secret=ours.oa_secret, refresh_token=refresh_token,
            public_url=self.public_url, database=self.database, clock=self.clock, template_id="tpl-7",
            api_base=self.box.base_url, oauth_base=self.box.base_url,
        )  # fmt: skip

    @property
    def public_url(self) -> str:
        return f"http://127.0.0.1:{self.listening.port}"

    def _routes(self) -> Any:
        """Hand the account's routes on, since the channel needs to know the port first."""

        async def pass_on(request: Any) -> Any:
            routes = {(r.method, r.path): r.handler for r in self.channel.routes(self.receive)}
            return await routes[request.method, request.path](request)

        yield web.web.post(WEBHOOK_PATH, pass_on)
        yield web.web.get(CONSENT_PATH, pass_on)

    async def receive(self, updates: list[Update], taps: list[tuple[str, str]]) -> None:
        if self.deaf:
            raise OSError("database is locked")
        for one in updates:
            heard = self.channel.read(json.loads(one.raw))
            assert isinstance(heard, Incoming)
            self.heard.append(heard.said)
        now = self.clock()
        await self.database.write(lambda tx: inbox.keep(tx, "zalo_oa", self.channel.bot_key, updates, now))

    @property
    def phone(self) -> list[dict[str, Any]]:
        return [one for one in self.oa.world.person(HOA).messages if one["by"] == "bot"]

    async def show(self, *what: Any, **more: Any) -> Sent | Failed:
        outcome = await self.channel.outbound.show(TO, Showing(*what, **more))
        await self.box.settle()
        return outcome

    async def stop(self) -> None:
        await self.channel.close()
        await self.listening.stop()
        await self.box.stop()


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    town = Town(database)
    await town.start()
    yield town
    await town.stop()


async def test_a_conversation_of_words_and_taps(town: Town) -> None:
    town.oa.follow(HOA)
    town.oa.say(HOA, "bắt đầu")
    await town.box.settle()
    assert sorted(town.heard, key=str) == [Typed("bắt đầu"), Unsupported("unblocked")]
    assert isinstance(await town.show("Số 24 · Quyển 01/2005", 12, CARD), Sent)
    shown = town.phone[-1]
    assert [button["title"] for button in shown["buttons"]] == [choice.label for choice in CARD]
    town.oa.tap(HOA, shown["message_id"], CARD[0].label)
    town.oa.read_chat(HOA)
    await town.box.settle()
    assert town.heard[2:] == [Chosen(12, "approve")]  # the echo and the receipts were dropped
    assert all(one.taken and one.tries[-1]["status"] == 200 for one in town.oa.hook.deliveries)


async def test_what_a_phone_can_send_beside_words_is_heard_by_its_kind(town: Town) -> None:
    town.oa.send_image(HOA, b"\xff\xd8\xff")
    town.oa.send_file(HOA, b"%PDF", "a.pdf")
    town.oa.send_link(HOA, "https://example.org")
    for kind in ("sticker", "gif", "audio", "video", "location", "business_card"):
        town.oa.send_other(HOA, kind)
    town.oa.follow(HOA, False)
    await town.box.settle()
    heard = {said.kind if isinstance(said, Attached) else said.what for said in town.heard}
    assert heard == {"photo", "document", "link", "sticker", "gif", "audio", "video", "location", "business_card",
                     "blocked"}  # fmt: skip


async def test_what_was_not_taken_comes_again_and_is_kept_once(town: Town) -> None:
    town.deaf = True
    town.oa.say(HOA, "A7 1")
    await town.box.settle()
    assert town.heard == []
    town.deaf = False
    await town.box.pass_by(2 * HOUR)
    assert town.heard == [Typed("A7 1")] and await town.database.read(inbox.open_count) == 1


async def test_tokens_last_for_a_week_of_half_lives(town: Town) -> None:
    town.oa.say(HOA, "chào")
    for _ in range(14):
        await town.channel.tokens.keep_fresh()
        assert isinstance(await town.show("Còn 12 hồ sơ"), Sent)
        town.oa.say(HOA, "chào")
        await town.box.pass_by(12.6 * HOUR)
    log = town.oa.tokens.log
    assert all(line["ok"] for line in log) and len({line["token"] for line in log}) == len(log) == 14


@pytest.mark.parametrize("spoil", ["expire_access", "revoke_access"])
async def test_an_access_token_that_ends_early_costs_one_refresh_and_no_message(
    town: Town, spoil: str
) -> None:
    town.oa.say(HOA, "chào")
    await town.show("Một")
    getattr(town.oa.tokens, spoil)()
    assert isinstance(await town.show("Hai"), Sent)
    assert len(town.oa.tokens.log) == 2 and [one["text"] for one in town.phone] == ["Một", "Hai"]


async def test_a_stolen_refresh_token_raises_the_alarm_and_a_consent_ends_it(town: Town) -> None:
    town.oa.say(HOA, "chào")
    await town.channel.tokens.keep_fresh()
    town.oa.tokens.revoke_refresh()
    await town.box.pass_by(12.6 * HOUR)
    await town.channel.tokens.keep_fresh()
    alarm = town.channel.alarm
    assert alarm is not None and isinstance(await town.show("Vẫn chạy"), Sent)
    async with httpx.AsyncClient(follow_redirects=True) as client:
        answer = await client.get(alarm.link)
    assert answer.status_code == 200 and town.channel.alarm is None
    await town.box.pass_by(20 * HOUR)
    assert isinstance(await town.show("Chạy tiếp"), Sent)


async def test_an_answer_cut_off_after_the_token_was_taken_is_never_asked_for_again(town: Town) -> None:
    town.oa.say(HOA, "chào")
    await town.channel.tokens.keep_fresh()
    await town.box.pass_by(12.6 * HOUR)
    town.oa.world.faults.add(Fault("/v4/oa/access_token", after_accept=True))
    for _ in range(5):
        await town.channel.tokens.keep_fresh()
    assert len(town.oa.tokens.log) == 2 and town.channel.alarm is not None
    assert isinstance(await town.show("Vẫn chạy"), Sent)


async def test_several_workers_spend_each_token_once(town: Town) -> None:
    workers = [town.channel, *(town.open("the-setting-of-another-day") for _ in range(3))]
    for worker in workers[1:]:
        worker.tokens._first = town.channel.tokens._first
    for _ in range(3):
        await asyncio.gather(*(worker.tokens.keep_fresh() for worker in workers))
        await town.box.pass_by(12.6 * HOUR)
    log = town.oa.tokens.log
    assert all(line["ok"] for line in log) and len({line["token"] for line in log}) == len(log) == 3
    for worker in workers[1:]:
        await worker.close()


async def test_the_windows_of_zalo_and_ours_agree(town: Town) -> None:
    town.oa.add_template("tpl-7", {"content": 100}, text="{content}")
    town.oa.say(HOA, "chào")
    await town.box.settle()
    for days, kind in ((1.9, "text"), (2.1, "text"), (6.9, "text"), (7.1, "template")):
        await town.box.move_to(NOON.timestamp() + days * DAY)
        assert isinstance(await town.show(f"Ngày {days}"), Sent)
        assert town.phone[-1]["kind"] == kind
    assert town.oa.world.allowance_used == {"2026-09": 2}
    assert await town.show("Lần nữa") == Failed("window", permanent=True)
    town.oa.say(HOA, "có đây")
    await town.box.settle()
    assert isinstance(await town.show("Chào chị", 12, CARD), Sent)


async def test_a_scan_and_a_report_arrive(town: Town) -> None:
    town.oa.say(HOA, "chào")
    target = io.BytesIO()
    Image.new("RGB", (900, 1200), "white").save(target, "JPEG")
    page = Page(target.getvalue(), "k" * 64, "Bản quét 1/1")
    for _ in range(2):
        assert isinstance(await town.channel.outbound.show_page(TO, page), Sent)
    assert [one["text"] for one in town.phone if "photo" in one] == ["Bản quét 1/1"] * 2
    assert sum(town.oa.world.uploaded.values()) == 1


@pytest.mark.parametrize(("how", "gone"), [("block", True), ("leave", True)])
async def test_somebody_who_shut_us_out_is_unreachable(town: Town, how: str, gone: bool) -> None:
    town.oa.say(HOA, "chào")
    town.oa.block(HOA) if how == "block" else town.oa.follow(HOA, False)
    outcome = await town.show("Còn 12 hồ sơ")
    assert isinstance(outcome, Failed) and outcome.unreachable is gone


async def test_two_thousand_and_one_letters_arrive(town: Town) -> None:
    town.oa.say(HOA, "chào")
    assert isinstance(await town.show("ă" * 2001, 12, CARD), Sent)
    assert sum(len(one["text"]) for one in town.phone) == 2001 and town.phone[-1]["buttons"]
