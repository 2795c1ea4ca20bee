"""The account's channel as a whole: it stands by, keeps its tokens fresh meanwhile, and stops."""

from __future__ import annotations

import asyncio

import pytest
from oa_far import APP, PUBLIC, FarZalo, Hours, open_channel

from bot.zalo.oa import channel as channels
from storage.engine import Database
from storage.inbox import Update


async def receive(updates: list[Update], taps: list[tuple[str, str]]) -> None:
    raise AssertionError("nobody said anything")


async def until(far: FarZalo, spent: int) -> None:
    for _ in range(500):
        if len(far.spent) >= spent:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"only {len(far.spent)} refreshes")


async def test_listening_keeps_the_tokens_fresh_until_it_is_told_to_stop(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "BEAT_S", 0.01)
    far, hours, stop, alive = FarZalo(), Hours(), asyncio.Event(), asyncio.Semaphore(0)
    channel = open_channel(far, database, hours)
    listening = asyncio.create_task(channel.listen(receive, stop=stop, on_alive=alive.release))
    for spent in (1, 2, 3):
        await until(far, spent)
        hours.later(hours=13)
    stop.set()
    await asyncio.wait_for(listening, 5)
    assert not alive.locked()
    await channel.close()


async def test_a_database_that_is_away_does_not_end_the_listening(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "BEAT_S", 0.01)
    far, stop = FarZalo(), asyncio.Event()
    channel = open_channel(far, database, Hours())
    keep_fresh, falls = channel.tokens.keep_fresh, [OSError("away"), OSError("away")]

    async def failing() -> object:
        if falls:
            raise falls.pop()
        return await keep_fresh()

    monkeypatch.setattr(channel.tokens, "keep_fresh", failing)
    listening = asyncio.create_task(channel.listen(receive, stop=stop, on_alive=lambda: None))
    await until(far, 1)
    assert falls == []
    assert not listening.done()
    stop.set()
    await asyncio.wait_for(listening, 5)
    await channel.close()


async def test_an_answer_outlives_a_database_that_is_away_for_a_moment(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.zalo.oa.tokens.TRY_AGAIN_S", (0.0, 0.0, 0.0))
    far = FarZalo()
    channel = open_channel(far, database, Hours())
    write, falls = database.write, [True, True]

    class Flaky:
        dialect, url, read = database.dialect, database.url, database.read

        async def write(self, work: object) -> object:
            if far.spent and falls:
                falls.pop()
                raise OSError("away")
            return await write(work)  # type: ignore[arg-type]

    channel.tokens._database = Flaky()  # type: ignore[assignment]
    await channel.tokens.keep_fresh()
    assert await channel.tokens.access_token() == "access-1" and far.spent == ["refresh-0"]
    await channel.close()


async def test_the_routes_stand_below_the_path_of_the_public_address(database: Database) -> None:
    channel = open_channel(FarZalo(), database, Hours(), public_url=f"{PUBLIC}/bot/")
    assert {route.path for route in channel.routes(receive)} == {
        "/bot/zalo/oa/webhook",
        "/bot/zalo/oa/consent",
    }
    assert channel.bot_key == APP and channel.username == "" and channel.alarm is None
    await channel.publish_menu([("1", [("batdau", "Bắt đầu")])])
    await channel.close()
