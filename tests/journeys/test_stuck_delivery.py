"""Delivery that does not get on: its admin hears of it once, past the line that stands, and sees it from outside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot import ladder, upkeep
from bot.delivery.watch import ALARM_MARK, SEEN_S, STUCK, Watch
from domain.talk.values import Aside, Message
from storage import marks
from storage.engine import Tx
from storage.sending import Oldest
from tests.journeys.running_bot import Person, RunningBot
from tests.journeys.waiting import until
from tests.world import MORNING

NGHEN = "Tin nhắn của bot đang bị nghẽn"


@pytest.fixture
async def bot(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RunningBot]:
    monkeypatch.setattr(upkeep, "SWEEP_S", 0.05)
    running = RunningBot(database_url, by_webhook=False)
    await running.start()
    yield running
    await running.stop()


async def is_told(bot: RunningBot, person: Person, text: str) -> None:
    async def work(tx: Tx) -> None:
        capabilities = bot.application.conversation.capabilities
        await ladder.tell(
            tx, [Aside(person.person_id, Message(text), "nudge", text)], capabilities, bot.clock()
        )

    await bot.database.write(work)


async def seen_from_outside(bot: RunningBot) -> tuple[dict[str, Any], str]:
    base = f"http://127.0.0.1:{bot.application.web.port}"
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{base}/healthz") as answer:
            facts = await answer.json()
        async with session.get(f"{base}/metrics") as answer:
            return facts, await answer.text()


async def test_an_admin_hears_once_that_messages_do_not_go_out_and_not_again_until_they_did(
    bot: RunningBot, monkeypatch: pytest.MonkeyPatch
):
    ha = await bot.colleague(1009, "Lê Thu Hà", "84912000009", "admin", 1)
    lan = await bot.lan()
    for person in (ha, lan):
        await person.says("/huongdan")
    await bot.settles()
    delivery = bot.application.delivery
    ticks = 0.0
    delivery.watch._ticks = lambda: ticks
    works = asyncio.Event()
    real = delivery._claim

    async def hangs(**more: Any) -> Any:
        await works.wait()
        return await real(**more)

    monkeypatch.setattr(delivery, "_claim", hangs)
    await asyncio.sleep(0.6)  # the claim that ran when it was held up is over
    await is_told(bot, lan, "Nhắc một")
    bot.clock.move(minutes=11)
    await until(lambda: is_watched(bot, 11 * 60))
    assert NGHEN not in await ha.all_words(), "a jump of the clock is no reason"
    ticks += SEEN_S + 1
    await ha.sees(NGHEN)
    facts, metrics = await seen_from_outside(bot)
    assert facts["stuck"] is True and facts["waiting"] >= 1 and facts["oldest_s"] >= 11 * 60
    assert any(
        line.startswith("outbox_oldest_seconds") and float(line.split()[1]) >= 660
        for line in metrics.splitlines()
    )
    bot.clock.move(minutes=30)
    ticks += SEEN_S + 1
    await until(lambda: is_watched(bot, 41 * 60))

    works.set()
    await lan.sees("Nhắc một")
    await until(lambda: is_quiet(bot))
    facts, _ = await seen_from_outside(bot)
    assert facts["stuck"] is False and facts["oldest_s"] == 0
    assert (await ha.all_words()).count(NGHEN) == 1


async def is_watched(bot: RunningBot, age_s: float) -> bool:
    return bot.application.delivery.watch.age_s >= age_s


async def is_quiet(bot: RunningBot) -> bool:
    return await bot.database.read(lambda tx: marks.get(tx, ALARM_MARK)) is None and (
        bot.application.delivery.watch.raised is None
    )


def test_a_long_line_that_moves_is_not_stuck():
    ticks = 0.0
    watch = Watch(lambda: ticks)
    for number in range(1, 900):  # a message a second, each due since the morning
        ticks += 1.0
        watch.see(Oldest(number, MORNING), 900 - number, None, MORNING + STUCK * 2)
        assert not watch.is_stuck
    assert watch.age_s == STUCK.total_seconds() * 2
    ticks += SEEN_S
    watch.see(Oldest(899, MORNING), 1, None, MORNING + STUCK * 2)
    assert watch.is_stuck
    watch.see(None, 0, "2024-07-04", MORNING)
    assert watch.is_over and not watch.is_stuck
