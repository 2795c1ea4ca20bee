"""An official's day by the plan: the list of the morning, leave, a stand-in, more work, and days off."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from domain.talk.values import Capabilities
from reminders import morning_plan
from storage import plans
from storage.engine import Database
from tests import chat, world
from tests.chat import BUTTONS, NUMBERS, House, Phone
from tests.world import HOA_CU, TODAY, ZONE, birth

FRIDAY, SATURDAY = date(2024, 7, 5), date(2024, 7, 6)


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
def capabilities(request: pytest.FixtureRequest) -> Capabilities:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
async def house(database: Database, capabilities: Capabilities) -> House:
    await world.found(database)
    return House(database, capabilities, deadline=date(2024, 7, 17))


async def official(house: House, name: str, number: int, **more: Any) -> Phone:
    person_id = await world.hire(house.database, name, f"8491200000{number}", "official", HOA_CU, **more)
    return await chat.linked(house, f"u{number}", person_id)


@pytest.fixture
async def lan(house: House) -> Phone:
    return await official(house, "Nông Thị Lan", 1)


async def morning(house: House, day: date) -> None:
    house.clock.at = datetime(day.year, day.month, day.day, 7, 30, tzinfo=ZONE)
    assert house.rules.campaign
    await morning_plan.run(house.database, house.rules.campaign, day, clock=house.clock)


async def lists(phone: Phone) -> int:
    """Work through everything that is served; returns how many."""
    await phone.says("/batdau")
    number = 0
    while "Đã hết hồ sơ hôm nay" not in phone.card.text and "Đã hết hồ sơ hôm nay" not in phone.screen:
        await phone.chooses("✅ Phê duyệt")
        number += 1
        assert number < 200
    return number


async def test_the_list_is_as_long_as_the_plan_says(house: House, lan: Phone):
    await world.shelve(house.database, HOA_CU, [birth(n) for n in range(1, 96)])
    await morning(house, TODAY)
    assert await lists(lan) == 10
    assert "10 hồ sơ" in lan.screen
    assert "/ngoaigio" in lan.screen


async def test_whoever_comes_before_any_plan_was_made_finds_it_made(house: House, lan: Phone):
    await world.shelve(house.database, HOA_CU, [birth(n) for n in range(1, 96)])
    assert await lists(lan) == 10


async def test_whoever_registers_later_gets_a_share_too(house: House, lan: Phone):
    await world.shelve(house.database, HOA_CU, [birth(n) for n in range(1, 96)])
    await morning(house, TODAY)
    son = await official(house, "Vi Văn Sơn", 2)
    assert await lists(son) == 5
    assert await lists(lan) == 10


async def test_records_that_come_in_the_morning_after_the_plan_are_planned_when_somebody_comes(
    house: House, lan: Phone
):
    await morning(house, TODAY)
    await lan.says("/batdau")
    assert "Đã hết hồ sơ hôm nay" in lan.screen
    await world.shelve(house.database, HOA_CU, [birth(n) for n in range(1, 96)])
    assert await lists(lan) == 10


async def test_on_a_day_off_nothing_is_due_and_more_can_be_asked_for(house: House, lan: Phone):
    await world.shelve(house.database, HOA_CU, [birth(n) for n in range(1, 96)])
    await morning(house, SATURDAY)
    await lan.says("/batdau")
    assert "ngày nghỉ" in lan.screen
    await lan.says("/ngoaigio 3")
    assert await lists(lan) == 3
    assert await house.database.read(lambda tx: plans.extra_of(tx, 1, SATURDAY)) == 3


async def test_after_the_deadline_the_work_goes_on(house: House, lan: Phone):
    await world.shelve(house.database, HOA_CU, [birth(n) for n in range(1, 6)])
    await morning(house, date(2024, 7, 18))
    assert await lists(lan) == 5


# ── more work ───────────────────────────────────────────────────────────────────────────────────


async def test_more_records_come_when_asked_for(house: House, lan: Phone):
    await world.shelve(house.database, HOA_CU, [birth(n) for n in range(1, 96)])
    await lists(lan)
    await lan.says("/ngoaigio")
    await lan.chooses("5 hồ sơ")
    assert "Hồ sơ 11/15 hôm nay" in lan.screen
    assert await lists(lan) == 5
    assert "15 hồ sơ" in lan.screen


@pytest.mark.parametrize("words", ["0", "-3", "101", "mười", "9999999999999", "00000000190"])
async def test_a_number_that_makes_no_sense_is_asked_for_again(house: House, lan: Phone, words: str):
    await world.shelve(house.database, HOA_CU, [birth(n) for n in range(1, 96)])
    await morning(house, TODAY)
    await lan.says(f"/ngoaigio {words}")
    assert "từ 1 đến 100" in lan.screen
    assert await house.database.read(lambda tx: plans.extra_of(tx, 1, TODAY)) == 0


async def test_where_nothing_waits_there_is_no_more(house: House, lan: Phone):
    await lan.says("/ngoaigio 5")
    assert "không còn hồ sơ nào" in lan.screen


# ── leave ───────────────────────────────────────────────────────────────────────────────────────


async def test_leave_today_gives_the_records_back_and_ends_the_day(house: House, lan: Phone):
    await world.shelve(house.database, HOA_CU, [birth(n) for n in range(1, 96)])
    await morning(house, TODAY)
    await lan.says("/batdau")
    await lan.chooses("✅ Phê duyệt")
    await lan.says("/nghi")
    await lan.chooses("Nghỉ hôm nay")
    assert "9 hồ sơ đã trở về hàng chờ" in "\n".join(m.text for m in lan.chat)
    assert "đang nghỉ phép" in lan.screen
    assert await lists(lan) == 0
    [line] = await house.database.read(lambda tx: plans.of_day(tx, TODAY))
    assert (line.given, line.shortfall) == (1, 9)
    assert "Nông Văn" not in lan.card.text


async def test_a_stand_in_goes_on_with_the_open_records(house: House, lan: Phone):
    son = await official(house, "Vi Văn Sơn", 2)
    await world.shelve(house.database, HOA_CU, [birth(n) for n in range(1, 96)])
    await morning(house, TODAY)
    await lan.says("/nghi")
    await lan.chooses("Nghỉ hôm nay")
    await lan.chooses("Vi Văn Sơn (Xã Hòa Cư)")
    await house.delivers()
    assert "trực thay Nông Thị Lan" in "\n".join(m.text for m in son.chat)
    assert await lists(son) == 10


async def test_leave_tomorrow_leaves_today_alone(house: House, lan: Phone):
    son = await official(house, "Vi Văn Sơn", 2)
    await world.shelve(house.database, HOA_CU, [birth(n) for n in range(1, 96)])
    await morning(house, TODAY)
    await lan.says("/nghi")
    await lan.chooses("Nghỉ thứ Sáu 05/07")
    await lan.chooses("Không có ai trực thay")
    assert await lists(lan) == 5
    await lists(son)
    await morning(house, FRIDAY)
    assert await lists(lan) == 0
    assert await lists(son) == 10  # 85 over nine days


async def test_leave_taken_back_brings_the_share_back(house: House, lan: Phone):
    await world.shelve(house.database, HOA_CU, [birth(n) for n in range(1, 96)])
    await morning(house, TODAY)
    await lan.says("/nghi")
    await lan.chooses("Nghỉ hôm nay")
    await lan.says("/nghi")
    await lan.chooses("✖ Bỏ nghỉ thứ Năm 04/07/2024")
    assert await lists(lan) == 10


async def test_the_head_is_told_of_leave(house: House, lan: Phone):
    head = await world.hire(house.database, "Triệu Quốc Khánh", "84912000008", "head", HOA_CU)
    khanh = await chat.linked(house, "u8", head)
    await lan.says("/nghi 10/7-12/7")
    await house.delivers()
    assert "Nông Thị Lan (Xã Hòa Cư) nghỉ 10/07/2024–12/07/2024; chưa có người trực thay." in khanh.screen


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("3/7/2024", "đã qua"),
        ("31/2", "Không có ngày"),
        ("mai", "Chưa đọc được ngày"),
        ("12/7/2024-10/7/2024", "đứng trước"),
        ("6/7-7/7", "vốn không có ngày làm việc"),
        ("1/8-30/10", "dài quá 31 ngày"),
        ("11/7-15/7", "Trùng với ngày nghỉ đã báo (10/07/2024–12/07/2024)"),
    ],
)
async def test_days_that_cannot_be_leave_are_refused_with_one_line(
    house: House, lan: Phone, words: str, line: str
):
    await lan.says("/nghi 10/7-12/7")
    await lan.says(f"/nghi {words}")
    assert line in lan.screen.splitlines()[0]
    await lan.says("/nghi")
    assert lan.screen.count("•") == 1


async def test_a_button_of_yesterday_means_the_day_it_names(house: House, lan: Phone):
    await lan.says("/nghi")
    old = lan.card
    house.clock.move(days=1)
    if house.channel.capabilities.buttons:
        await lan.taps("Nghỉ thứ Sáu 05/07", on=old)
    else:
        await lan.chooses("Nghỉ thứ Sáu 05/07")
    assert "nghỉ thứ Sáu 05/07/2024" in "\n".join(m.text for m in lan.chat)
    assert "08/07" not in lan.screen
