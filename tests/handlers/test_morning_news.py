"""Heads hear of a shortfall and of who is not there before it hurts: once, when it is new."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.ladder import tell
from bot.timers import Timers
from domain.talk.values import Aside
from reminders import morning_plan
from storage import schedule_runs
from storage.engine import Database, Tx
from tests import chat, world
from tests.chat import House, Phone
from tests.world import HAI_YEN, HOA_CU, TODAY, ZONE, birth

DISTRICT, PROVINCE = 2, 1


@pytest.fixture
async def house(database: Database) -> House:
    await world.found(database)
    return House(database, deadline=date(2024, 7, 17))


async def person(house: House, name: str, number: int, role: str, unit: int, **more: int) -> Phone:
    person_id = await world.hire(house.database, name, f"8491200000{number}", role, unit, **more)
    return await chat.linked(house, f"u{number}", person_id)


async def tick(house: House, day: date = TODAY, hour: int = 8, minute: int = 0) -> None:
    """The clock strikes, and what was written for others is sent."""
    house.clock.at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)
    assert house.rules.campaign

    async def others(tx: Tx, asides: list[Aside], *, not_before: datetime | None = None) -> None:
        await tell(tx, asides, house.conversation.capabilities, house.clock())

    await Timers(house.database, house.clock, house.rules.campaign, others).tick()
    while await house.delivers():
        pass


def words(phone: Phone) -> list[str]:
    return [message.text for message in phone.chat]


async def is_planned(house: House, day: date = TODAY) -> bool:
    return await house.database.read(lambda tx: schedule_runs.is_done(tx, "plan", day.isoformat()))


async def test_the_plan_is_made_at_seven_and_not_before(house: House):
    await person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await world.shelve(house.database, HOA_CU, [birth(n) for n in range(1, 11)])
    await tick(house, hour=6, minute=59)
    assert not await is_planned(house)
    await tick(house, hour=7)
    assert await is_planned(house)


async def test_a_shortfall_is_told_once_to_the_head_and_to_the_province(house: House):
    minh = await person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    ha = await person(house, "Lê Thu Hà", 3, "admin", PROVINCE)
    await person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    for unit in (HOA_CU, HAI_YEN):
        await world.shelve(house.database, unit, [birth(n) for n in range(1, 101)])
    for day in (TODAY, date(2024, 7, 5)):
        await tick(house, day)
        await tick(house, day)
    [told] = words(minh)
    assert "Xã Hải Yến: hôm nay cần 10 hồ sơ, đã giao 0." in told
    assert "Thiếu người cho 10 hồ sơ" in told
    assert "Xã Hòa Cư (90)" in told
    [digest] = words(ha)
    assert digest == told


async def test_who_answers_for_many_units_gets_one_message(house: House):
    minh = await person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    for unit in (HOA_CU, HAI_YEN):
        await world.shelve(house.database, unit, [birth(n) for n in range(1, 101)])
    await tick(house)
    [told] = words(minh)
    assert "2 đơn vị thiếu người, tổng cộng 20 hồ sơ" in told
    assert "• Xã Hải Yến: thiếu 10" in told


async def test_an_operator_who_plans_by_hand_does_not_keep_the_news_from_the_heads(house: House):
    minh = await person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    await world.shelve(house.database, HAI_YEN, [birth(n) for n in range(1, 101)])
    assert house.rules.campaign
    await morning_plan.run(house.database, house.rules.campaign, TODAY, clock=house.clock)
    await tick(house)
    assert "Thiếu người cho 10 hồ sơ" in words(minh)[0]


async def test_the_button_under_the_news_opens_the_staffing(house: House):
    minh = await person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    await person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    for unit in (HOA_CU, HAI_YEN):
        await world.shelve(house.database, unit, [birth(n) for n in range(1, 101)])
    await tick(house)
    await minh.taps("👥 Xem phân công")
    assert "⇄ Nông Thị Lan (Xã Hòa Cư) → Xã Hải Yến" in minh.labels()


async def test_who_has_not_opened_the_bot_is_named_to_the_head_the_day_it_matters(house: House):
    khanh = await person(house, "Triệu Quốc Khánh", 4, "head", HOA_CU)
    await person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    son = await person(house, "Vi Văn Sơn", 5, "official", HOA_CU)
    await world.shelve(house.database, HOA_CU, [birth(n) for n in range(1, 101)])
    for day in (4, 5, 8, 9, 10, 11):
        await tick(house, date(2024, 7, day))
        await son.says("/batdau")
        await tick(house, date(2024, 7, day), 16, 30)  # nobody works here: the head's one message of the day
    news = "Nông Thị Lan đã 3 ngày làm việc không mở bot"
    assert sum(news in told for told in words(khanh)) == 1


async def test_who_serves_several_communes_and_is_not_seen_is_named_to_the_head_of_their_own_office(
    house: House,
):
    khanh = await person(house, "Triệu Quốc Khánh", 4, "head", HOA_CU)
    dung = await person(house, "Hà Tiến Dũng", 6, "head", DISTRICT)
    await person(house, "Nông Thị Lan", 1, "official", DISTRICT)
    son = await person(house, "Vi Văn Sơn", 5, "official", HOA_CU)
    for unit in (HOA_CU, HAI_YEN):
        await world.shelve(house.database, unit, [birth(n) for n in range(1, 101)])
    for day in (4, 5, 8, 9, 10, 11):
        await tick(house, date(2024, 7, day))
        await son.says("/batdau")
        await tick(house, date(2024, 7, day), 16, 30)
    news = "Nông Thị Lan đã 3 ngày làm việc không mở bot"
    assert sum(news in told for told in words(dung)) == 1
    assert not any(news in told for told in words(khanh)), "it is none of Hòa Cư's people"


async def test_nobody_is_told_anything_where_all_is_well(house: House):
    khanh = await person(house, "Triệu Quốc Khánh", 4, "head", HOA_CU)
    await person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await world.shelve(house.database, HOA_CU, [birth(n) for n in range(1, 101)])
    await tick(house)
    assert words(khanh) == []


async def test_on_a_day_off_nobody_is_told_anything_and_it_is_not_asked_again(house: House):
    minh = await person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    await world.shelve(house.database, HAI_YEN, [birth(n) for n in range(1, 101)])
    await tick(house, date(2024, 7, 6))
    assert words(minh) == []
    assert await is_planned(house, date(2024, 7, 6))
