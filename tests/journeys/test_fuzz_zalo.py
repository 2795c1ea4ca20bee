"""Whatever comes in from Zalo: no event breaks the running bot, strangers hear one help text, forgeries are nothing."""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.delivery.pace import Pace
from bot.sandbox_zalo.official.hook import SIGNATURE_HEADER, signature
from bot.zalo.bot_platform.webhook import PATH as BOT_PATH
from bot.zalo.bot_platform.webhook import SECRET_HEADER
from bot.zalo.oa.channel import WEBHOOK_PATH as OA_PATH
from domain.talk.ports import Showing
from domain.talk.values import Address, Sent
from domain.wording import common, onboarding
from storage import inbox, outbox, sqlite, verify
from tests import world
from tests.journeys import fuzz_zalo as fuzz
from tests.journeys.any_phone import Person
from tests.journeys.on_any_channel import SECRET, BotOn
from tests.journeys.waiting import until

MANY = {"sqlite": 10_000, "postgresql": 1_000}
# how deep the events go, so that they are no mere knocking at the door
REACHED = {"sqlite": {"approve", "return", "follow_up"}, "postgresql": {"approve"}}
AT_ONCE = 20
FORGED = 1_000
CAST = (
    (fuzz.LAN, "Nông Thị Lan", "official", world.HOA_CU, 99),
    (fuzz.MINH, "Lý Văn Minh", "official", world.HOA_CU, 99),
    (fuzz.HOA, "Triệu Thị Hoa", "official", world.HOA_CU, 0),
    (fuzz.HEAD, "Hoàng Văn Đạo", "head", 2, 99),
    (fuzz.ADMIN, "Chu Thị Quản", "admin", 1, 99),
    (fuzz.LEFT, "Vi Văn Đi", "official", world.HOA_CU, 99),
)


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the flushes to the disk and the pauses between reminders: neither is what is looked at here."""
    prepare = sqlite.prepare_writer

    def hurried(raw: sqlite3.Connection, record: object) -> None:
        prepare(raw, record)
        raw.execute("PRAGMA synchronous=OFF")

    def at_once(self: Pace, bot: str, chat: str) -> float:
        return 0.0

    monkeypatch.setattr(sqlite, "prepare_writer", hurried)
    monkeypatch.setattr(Pace, "wait_s", at_once)


class Screens:
    """Takes what the bot shows on one channel in the channel's stead."""

    def __init__(self) -> None:
        self.last: dict[str, Showing] = {}
        self.words: dict[str, set[str]] = {}

    async def show(self, to: Address, showing: Showing) -> Sent:
        if showing.choices or showing.prompt_id is not None:
            self.last[to.user] = showing
        self.words.setdefault(to.user, set()).add(showing.text)
        return Sent(f"s{len(self.words[to.user])}")


def user_of(channel: str, tail: str) -> str:
    return f"551234567890123{tail}" if channel == "zalo_oa" else f"6f00aa11bb22cc33{tail}"


@pytest.fixture
async def bot(database_url: str) -> AsyncIterator[BotOn]:
    running = BotOn(database_url, "zalo_oa", "zalo_bot", practice=2, daily_quota=40)
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def posts() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def signed(bot: BotOn, body: bytes, stamp: str) -> dict[str, str]:
    ours = bot.zalo.oa.settings
    return {SIGNATURE_HEADER: f"mac={signature(ours.app_id, body, stamp, ours.oa_secret)}"}


def stamp_in(body: bytes) -> str:
    """Tell the timestamp that a genuine event is signed with: the one it holds."""
    try:
        found = json.loads(body).get("timestamp")
    except (ValueError, AttributeError, RecursionError):
        return ""
    return found if isinstance(found, str) and found.isascii() else ""


async def test_no_event_of_zalo_breaks_the_bot_or_opens_it_to_a_stranger(
    bot: BotOn, database_kind: str, posts: aiohttp.ClientSession
):
    many = MANY[database_kind]
    await world.shelve(bot.database, world.HOA_CU, [world.birth(n) for n in range(1, 401)])
    for tail, name, role, unit, practised in CAST:
        person_id = await world.hire(bot.database, name, f"8491200{tail}", role, unit, practised=practised)
        for channel in bot.channels:
            phone = Person(channel, user_of(channel, tail), None)
            phone.person_id = person_id
            await bot.links(phone)
        if tail == fuzz.LEFT:
            await world.leaves(bot.database, person_id)
    screens = {channel: Screens() for channel in bot.channels}
    for channel, screen in screens.items():
        bot.application.channels[channel].outbound.show = screen.show  # type: ignore[method-assign]

    oa = fuzz.Fuzz(158, screens["zalo_oa"].last.get, lambda tail: user_of("zalo_oa", tail))
    platform = fuzz.Fuzz(159, screens["zalo_bot"].last.get, lambda tail: user_of("zalo_bot", tail))
    statuses: dict[int, int] = {}

    async def post(path: str, body: bytes, headers: dict[str, str]) -> None:
        status = 503
        while (
            status == 503
        ):  # "not kept, send it again": a busy machine's slow commit, which tells of no event
            async with posts.post(f"{bot.own}{path}", data=body, headers=headers) as answer:
                status = answer.status
        statuses[status] = statuses.get(status, 0) + 1

    with capture_logs() as logged:
        for _ in range(many // AT_ONCE):
            now_ms = int(bot.clock.at.timestamp() * 1000)
            calls = []
            for _ in range(AT_ONCE // 2):
                body = oa.oa(now_ms, bot.zalo.oa.settings.oa_id)
                calls.append(post(OA_PATH, body, signed(bot, body, stamp_in(body))))
                calls.append(post(BOT_PATH, platform.bot(now_ms), {SECRET_HEADER: SECRET}))
            await asyncio.gather(*calls)
            bot.clock.move(minutes=10)  # so that nobody is on leave for all of it
        await until(bot.nothing_open, within_s=30.0)

    faults = [line for line in logged if line["log_level"] not in ("debug", "info", "warning")]
    # that a commit took long by the clock tells of a busy machine, and of no event
    assert [line for line in faults if line["event"] != "inbox_commit_slow"] == []
    assert set(statuses) <= {200, 403}, statuses
    assert statuses[200] > many * 0.8, statuses
    assert set(await bot.database.read(inbox.counts)) <= {"done", "unreadable"}
    assert set(await bot.database.read(outbox.counts)) <= {"sent", "cancelled"}
    assert (await bot.database.read(verify.run)).difference is None
    assert REACHED[database_kind] <= set(await bot.moves())
    for channel, screen in screens.items():
        known = {user_of(channel, tail) for tail, *_ in CAST}
        strangers = {user: said for user, said in screen.words.items() if user not in known}
        assert strangers.keys() >= {user_of(channel, tail) for tail in fuzz.STRANGERS}
        assert set().union(*strangers.values()) == {onboarding.STRANGER}
        assert screen.words[user_of(channel, fuzz.LEFT)] == {common.NO_POST}
    assert {row.person_id for row in await bot.log()} <= {1, 2, 3, 4}, "nobody else decided anything"


async def test_a_thousand_forged_events_with_each_byte_flipped_are_nothing(
    bot: BotOn, posts: aiohttp.ClientSession
):
    chance = random.Random(160)
    url = f"{bot.own}{OA_PATH}"
    statuses: dict[int, int] = {}

    async def post(body: bytes, headers: dict[str, str]) -> None:
        async with posts.post(url, data=body, headers=headers) as answer:
            statuses[answer.status] = statuses.get(answer.status, 0) + 1

    forged: list[tuple[bytes, dict[str, str]]] = []
    while len(forged) < FORGED:
        body, headers = genuine(bot, f"Phê duyệt {len(forged)}")
        for place in range(len(body)):
            flipped = bytes([body[place] ^ (1 << chance.randrange(8))])
            forged.append((body[:place] + flipped + body[place + 1 :], headers))
        mac = headers[SIGNATURE_HEADER]
        for place, letter in enumerate(mac):
            other = mac[:place] + chr(ord(letter) ^ 1) + mac[place + 1 :]
            forged.append((body, {SIGNATURE_HEADER: other}))
    for start in range(0, len(forged), AT_ONCE):
        await asyncio.gather(*(post(*one) for one in forged[start : start + AT_ONCE]))
    assert statuses == {403: len(forged)}
    assert await bot.database.read(inbox.counts) == {}
    await post(*genuine(bot, "chào"))
    assert statuses[200] == 1, "the same with no byte flipped is heard"


def genuine(bot: BotOn, text: str) -> tuple[bytes, dict[str, str]]:
    """Write an event as Zalo does, with its signature."""
    stamp = str(int(bot.clock.at.timestamp() * 1000))
    event: dict[str, Any] = {
        "app_id": bot.zalo.oa.settings.app_id, "event_name": "user_send_text", "timestamp": stamp,
        "sender": {"id": user_of("zalo_oa", fuzz.LAN)}, "recipient": {"id": bot.zalo.oa.settings.oa_id},
        "message": {"msg_id": f"g{text}".replace(" ", ""), "text": text},
    }  # fmt: skip
    body = json.dumps(event, ensure_ascii=False).encode()
    return body, signed(bot, body, stamp)
