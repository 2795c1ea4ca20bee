"""The Zalo bot as one piece, over a real inbox: each event is taken once, however often Zalo gives it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from far_bot_platform import LAN, TOKEN, FarPlatform, event, refusal, result
from sqlalchemy import text

from bot.ear import Channel
from bot.settings import WrongSetting
from bot.zalo.bot_platform.channel import ZaloBotChannel
from bot.zalo.bot_platform.errors import TokenRefused
from domain.talk.values import Incoming, Nothing, Typed
from storage import inbox
from storage.engine import Database
from storage.inbox import Update
from tests.world import MORNING, Clock

SECRET = "s" * 40
AT_MORNING = int(MORNING.timestamp() * 1000)


def _channel(database: Database, far: FarPlatform, **more: Any) -> ZaloBotChannel:
    return ZaloBotChannel(
        TOKEN, "https://far.example", database=database, clock=Clock(), transport=far.transport, **more
    )


async def _hear(database: Database, far: FarPlatform, *, polls: int) -> None:
    """Listen as a process of its own until so many polls were answered."""
    channel: Channel = _channel(database, far)
    stop, before = asyncio.Event(), len(far.calls("getUpdates"))

    async def receive(updates: list[Update], taps: list[tuple[str, str]]) -> None:
        assert taps == []
        await database.write(lambda tx: inbox.keep(tx, channel.name, channel.bot_key, updates, MORNING))

    def on_alive() -> None:
        if len(far.calls("getUpdates")) - before >= polls:
            stop.set()

    await asyncio.wait_for(channel.listen(receive, stop=stop, on_alive=on_alive), 10)
    await channel.close()


async def _kept(database: Database) -> list[tuple[str, str, str]]:
    rows = await database.read(
        lambda tx: tx.run(text("SELECT event_key, user_key, state FROM inbox ORDER BY id"))
    )
    return [tuple(row) for row in rows]


async def test_an_event_given_again_to_the_next_process_is_worked_once(database: Database):
    far = FarPlatform()
    said = event("a1", date=AT_MORNING)
    far.will_answer("getUpdates", result(said), result(said))
    await _hear(database, far, polls=1)
    await _hear(database, far, polls=1)
    assert await _kept(database) == [("a1", LAN, "new")]


async def test_echoes_groups_and_events_of_nobody_wait_for_nobody(database: Database):
    far = FarPlatform()
    own = event("e1", date=AT_MORNING, **{"from": {"id": "4204204204"}, "chat": {"id": "4204204204"}})
    group = event("e2", date=AT_MORNING, chat={"id": "zgr-9", "chat_type": "GROUP"})
    far.will_answer("getUpdates", result([own, group, {"event_name": "message.unsupported.received"}]))
    await _hear(database, far, polls=1)
    assert {(user, state) for _, user, state in await _kept(database)} == {("", "done")}


async def test_what_was_said_weeks_ago_is_not_worked_after_the_inbox_has_forgotten_it(database: Database):
    far = FarPlatform()
    day = 86_400_000
    events = [event("old", date=AT_MORNING - 8 * day), event("new", date=AT_MORNING - 6 * day)]
    events += [event("ahead", date=AT_MORNING + 900 * day), event("dateless", date=None)]
    far.will_answer("getUpdates", result(events))
    await _hear(database, far, polls=1)
    assert [key for key, _, _ in await _kept(database)] == ["new", "ahead", "dateless"]


async def test_the_channel_knows_its_own_words_once_it_has_asked_who_it_is(database: Database):
    far = FarPlatform()
    channel = _channel(database, far)
    own = event(**{"from": {"id": "4204204204"}, "chat": {"id": "4204204204"}})
    assert isinstance(channel.read(own), Incoming)
    assert await channel.own_link() is None
    assert channel.read(own) == Nothing()
    assert channel.username == "bot.RaSoat" and channel.bot_key == "4204204204"
    heard = channel.read(json.loads(json.dumps(event(text="1"))))
    assert isinstance(heard, Incoming) and heard.said == Typed("1")
    await channel.publish_menu([(LAN, [("batdau", "Bắt đầu")])])
    assert [asked.method for asked in far.asked] == ["getMe"]
    await channel.close()


async def test_a_refused_token_stops_the_start_and_a_network_that_is_away_does_not(database: Database):
    far = FarPlatform()
    far.will_answer("getMe", refusal(502), refusal(401, status=200))
    channel = _channel(database, far)
    assert await channel.own_link() is None
    with pytest.raises(TokenRefused):
        await channel.own_link()
    await channel.close()


async def test_with_a_secret_zalo_delivers_and_without_one_the_bot_polls(database: Database):
    far = FarPlatform()

    async def receive(updates: list[Update], taps: list[tuple[str, str]]) -> None: ...

    def paths(channel: ZaloBotChannel) -> list[str]:
        return sorted(route.path for route in channel.routes(receive))

    polls = _channel(database, far)
    fetched = _channel(database, far, public_url="https://x.example")
    delivered = _channel(database, far, public_url="https://x.example/a/", webhook_secret=SECRET)
    assert (polls.by_webhook, paths(polls)) == (False, [])
    assert (fetched.by_webhook, paths(fetched)) == (False, ["/anh/{token}"])
    assert (delivered.by_webhook, paths(delivered)) == (
        True,
        ["/a/anh/{token}", "/a/zalo/bot", "/a/zalo/bot"],
    )
    stop = asyncio.Event()
    await delivered.listen(receive, stop=stop, on_alive=stop.set)
    assert far.calls("setWebhook")[0].params["url"] == "https://x.example/a/zalo/bot"
    with pytest.raises(WrongSetting):
        _channel(database, far, webhook_secret=SECRET)
    for channel in (polls, fetched, delivered):
        await channel.close()


async def test_a_tower_of_brackets_keeps_none_of_its_neighbours_out(database: Database):
    tower: Any = []
    for _ in range(20_000):
        tower = [tower]
    kept: list[Update] = []

    async def receive(updates: list[Update], taps: list[tuple[str, str]]) -> None:
        kept.extend(updates)

    channel = _channel(database, FarPlatform())
    await channel._raw(receive)([{"event_name": "x", "message": tower}, event("1", date=AT_MORNING)])
    assert [one.event_key for one in kept][1:] == ["1"] and json.loads(kept[0].raw)
    await channel.close()
