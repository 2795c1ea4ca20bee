"""A restart, or another process that takes over, is no outage: nobody is told that taps may have been lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from journeys.running_bot import RunningBot

from bot import leadership
from bot.main import Application
from bot.telegram import webhook
from domain.wording import common as say
from tests import world


@pytest.fixture
async def by_webhook(database_url: str) -> AsyncIterator[RunningBot]:
    started = RunningBot(database_url, by_webhook=True)
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
def _leases(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of these tests moves on faster than leases are renewed, and nobody wants to wait for them."""
    monkeypatch.setattr(leadership, "RENEW_S", 0.05)
    monkeypatch.setattr(leadership, "SPAN", timedelta(hours=1))


@pytest.fixture
async def polling(database_url: str, _leases: None) -> AsyncIterator[RunningBot]:
    started = RunningBot(database_url, by_webhook=False)
    await started.start()
    yield started
    await started.stop()


async def _heard_now(bot: RunningBot) -> None:
    now = bot.clock()
    async with asyncio.timeout(10):
        while (bot.application.ears[0].hearing.heard_at or now) <= now:  # noqa: ASYNC110 (it tells nobody)
            await asyncio.sleep(0.01)


async def test_a_quiet_morning_by_webhook_and_a_restart(
    by_webhook: RunningBot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(webhook, "HEARD_EVERY_S", 0.02)
    await by_webhook.application.close()  # it began with the longer wait
    by_webhook.application = Application(by_webhook.application.settings, by_webhook.clock)  # type: ignore[arg-type]
    await by_webhook.application.start()
    await world.shelve(by_webhook.database, world.HOA_CU, [world.birth(1)])
    lan = await by_webhook.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    by_webhook.clock.move(minutes=12)
    await _heard_now(by_webhook)
    await by_webhook.application.close()
    by_webhook.application = Application(by_webhook.application.settings, by_webhook.clock)  # type: ignore[arg-type]
    await by_webhook.application.start()
    await _heard_now(by_webhook)
    await by_webhook.closes_the_day()
    assert say.AFTER_OUTAGE not in await lan.all_words()
    assert len(await lan.cards()) == 1


async def test_another_process_takes_over_from_one_that_stopped(polling: RunningBot, database_kind: str):
    if database_kind == "sqlite":
        return  # a second process is refused there
    await world.shelve(polling.database, world.HOA_CU, [world.birth(1)])
    lan = await polling.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    second = Application(polling.application.settings, polling.clock)  # type: ignore[arg-type]
    await second.start()
    first, polling.application = polling.application, second
    polling.clock.move(minutes=12)
    await lan.writes("/tiendo", sees="Xã Hòa Cư")
    await first.close()
    async with asyncio.timeout(10):
        while not second.alive:  # noqa: ASYNC110 (it tells nobody)
            await asyncio.sleep(0.01)
    await polling.closes_the_day()
    assert say.AFTER_OUTAGE not in await lan.all_words()
    assert len(await lan.cards()) == 1


async def test_after_a_true_outage_the_open_card_is_shown_again_with_a_word(polling: RunningBot):
    await world.shelve(polling.database, world.HOA_CU, [world.birth(1)])
    lan = await polling.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await polling.application.close()
    polling.clock.move(minutes=12)
    polling.application = Application(polling.application.settings, polling.clock)  # type: ignore[arg-type]
    await polling.application.start()
    await lan.sees(say.AFTER_OUTAGE)
    await polling.closes_the_day()


async def _outage(bot: RunningBot) -> None:
    await bot.application.close()
    bot.clock.move(minutes=12)
    bot.application = Application(bot.application.settings, bot.clock)  # type: ignore[arg-type]
    await bot.application.start()


async def test_two_outages_put_the_sentence_above_the_card_once(polling: RunningBot):
    await world.shelve(polling.database, world.HOA_CU, [world.birth(1)])
    lan = await polling.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    for _ in range(2):
        await _outage(polling)
        await lan.sees(say.AFTER_OUTAGE)
        await polling.settles()
    [card] = await lan.cards()
    assert card["text"].count(say.AFTER_OUTAGE) == 1


async def test_after_an_outage_nobody_gets_a_card_that_is_no_longer_theirs(polling: RunningBot):
    await world.shelve(polling.database, world.HOA_CU, [world.birth(n) for n in range(1, 4)])
    lan = await polling.lan(limit=1)
    left = await polling.colleague(1002, "Vi Văn Sơn", "84912000002", limit=1)
    moved = await polling.colleague(1003, "Lý Văn Minh", "84912000003", limit=1)
    for phone in (lan, left, moved):
        await phone.says("/batdau")
        await phone.sees_button("✅ Phê duyệt")
    await world.leaves(polling.database, left.person_id)
    await world.leaves(polling.database, moved.person_id)
    await world.hire(polling.database, "Lý Văn Minh", "84912000003", "official", world.HAI_YEN)
    await _outage(polling)
    await lan.sees(say.AFTER_OUTAGE)
    await polling.settles()
    for phone in (left, moved):
        assert say.AFTER_OUTAGE not in await phone.all_words()
