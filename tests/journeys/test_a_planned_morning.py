"""A planned day over HTTP: the morning's list, leave with a stand-in, more work, and a head who moves somebody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reminders import clockwork, morning_plan
from storage import plans
from tests import world
from tests.journeys.running_bot import Person, RunningBot

DISTRICT = 2


@pytest.fixture
def province() -> dict[str, Any]:
    return {"deadline": date(2024, 7, 17)}


async def plan(bot: RunningBot) -> None:
    """Seven o'clock: what the timers do."""
    campaign = bot.application.conversation.rules.campaign
    assert campaign
    await morning_plan.run(bot.database, campaign, world.TODAY, clock=bot.clock, mark=True)


async def eight(bot: RunningBot) -> None:
    """Eight o'clock: what heads hear of it."""
    campaign = bot.application.conversation.rules.campaign
    assert campaign
    bot.clock.move(minutes=30)
    await clockwork.tick(bot.database, campaign, clock=bot.clock, tell=bot.application._tell)


async def son(bot: RunningBot) -> Person:
    return await bot.colleague(1002, "Vi Văn Sơn", "84912000002")


async def test_lan_and_son_share_the_morning_and_lan_takes_over_when_son_falls_ill(bot: RunningBot):
    lan, ill = await bot.lan(), await son(bot)
    await world.shelve(bot.database, world.HOA_CU, [world.birth(n) for n in range(1, 101)])
    await plan(bot)
    await lan.writes("/batdau", sees="Hồ sơ 1/5 hôm nay")
    await ill.writes("/batdau", sees="Hồ sơ 1/5 hôm nay")
    await ill.writes("/nghi", sees="Chọn ngày nghỉ")
    await ill.chooses("Nghỉ hôm nay", sees="Ai trực thay?")
    await ill.chooses("Nông Thị Lan (Xã Hòa Cư)", sees="5 hồ sơ đã chuyển cho Nông Thị Lan")
    await ill.sees("đang nghỉ phép")
    await lan.sees("Anh/chị trực thay Vi Văn Sơn")
    await lan.chooses("✅ Phê duyệt", sees="Hồ sơ 2/10 hôm nay")
    assert "Nông Văn Thử" not in await ill.all_words()


async def test_lan_finishes_and_asks_for_more(bot: RunningBot):
    lan = await bot.lan()
    await world.shelve(bot.database, world.HOA_CU, [world.birth(n) for n in range(1, 21)])
    await lan.writes("/batdau", sees="Hồ sơ 1/2 hôm nay")
    await lan.chooses("✅ Phê duyệt", sees="Hồ sơ 2/2 hôm nay")
    await lan.chooses("✅ Phê duyệt", sees="Đã hết hồ sơ hôm nay")
    await lan.writes("/ngoaigio 3", sees="Đã nhận thêm 3 hồ sơ")
    await lan.sees("Hồ sơ 3/5 hôm nay")
    assert await bot.database.read(lambda tx: plans.extra_of(tx, lan.person_id, world.TODAY)) == 3


async def test_minh_is_told_of_the_shortfall_and_moves_lan_in_two_taps(bot: RunningBot):
    lan = await bot.lan()
    minh = await bot.colleague(1009, "Hoàng Văn Minh", "84912000009", "head", DISTRICT)
    for phone in (lan, minh):  # a bot may write only to whom it has met
        await phone.writes("/tiendo", sees="Hòa Cư" if phone is lan else "Cao Lộc")
    for unit in (world.HOA_CU, world.HAI_YEN):
        await world.shelve(bot.database, unit, [world.birth(n) for n in range(1, 101)])
    await plan(bot)
    await eight(bot)
    await minh.sees("Thiếu người cho 10 hồ sơ mỗi ngày")
    await minh.chooses("👥 Xem phân công", sees="cần 20, đã giao 10")
    await minh.chooses("⇄ Nông Thị Lan (Xã Hòa Cư) → Xã Hải Yến", sees="Đến bao giờ?")
    await minh.chooses("✔ Hết hôm nay", sees="hôm nay giao ngay 10 hồ sơ")
    await lan.sees("được cử hỗ trợ rà soát Xã Hải Yến")
    await lan.writes("/batdau", sees="Hồ sơ 1/20 hôm nay")
