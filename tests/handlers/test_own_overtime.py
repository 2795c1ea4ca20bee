"""An official's own overtime in /tiendo: this month's, by kind of day, and what cap is near."""

from __future__ import annotations

from datetime import datetime

import pytest

from storage import overtime
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param, daily_quota=500, idle_minutes=5)


async def hired(house: House, role: str = "official", unit: int = world.HOA_CU) -> Phone:
    person = await world.hire(house.database, "Nông Thị Lan", "84912000001", role, unit)
    return await linked(house, "1001", person)


async def works(phone: Phone, moment: str, times: int, *, minutes: float = 4) -> None:
    phone.house.clock.at = datetime.fromisoformat(moment).replace(tzinfo=world.ZONE)
    await phone.says("/batdau")
    for _ in range(times):
        phone.house.clock.move(minutes=minutes)
        await phone.chooses("✅ Phê duyệt")


async def test_a_day_in_the_office_says_nothing_of_overtime(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in range(1, 9)])
    lan = await hired(house)
    await works(lan, "2024-07-04T09:00:00", 3)
    await lan.says("/tiendo")
    assert "Xã Hòa Cư: 3/8 hồ sơ" in lan.screen and "Ngoài giờ" not in lan.screen


async def test_an_evening_and_a_saturday_stand_below_the_own_day(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in range(1, 40)])
    lan = await hired(house)
    await works(lan, "2024-07-04T18:00:00", 5)
    await works(lan, "2024-07-06T08:00:00", 17)
    await lan.says("/tiendo")
    assert lan.screen.endswith(
        "\nNgoài giờ tháng 07/2024: 1 giờ 28 phút (ngày thường 20 phút, ngày nghỉ hằng tuần 1 giờ 8 phút). "
        "Số liệu tính từ giờ quyết định; thủ trưởng đơn vị xác nhận."
    )


async def test_the_month_begins_anew_on_its_first_day(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in range(1, 40)])
    lan = await hired(house)
    await works(lan, "2024-07-31T23:29:30", 15)
    await lan.says("/tiendo")
    assert "Ngoài giờ tháng 08/2024: 29 phút (đêm ngày thường 29 phút)" in lan.screen


async def test_four_fifths_of_the_months_hours_are_warned_of(database: Database):
    await world.found(database)
    house = House(database, daily_quota=500, idle_minutes=60)
    await world.shelve(database, world.HOA_CU, [world.birth(n) for n in range(1, 60)])
    lan = await hired(house)
    await works(lan, "2024-07-06T00:00:00", 31, minutes=60)
    await lan.says("/tiendo")
    assert "⚠️" not in lan.screen
    await works(lan, "2024-07-13T09:00:00", 2, minutes=60)
    await lan.says("/tiendo")
    assert lan.screen.endswith("⚠️ Làm thêm giờ đã từ 80 % mức 40 giờ một tháng.")
    await works(lan, "2024-07-20T08:00:00", 9, minutes=60)
    await lan.says("/tiendo")
    assert lan.screen.endswith("⚠️ Làm thêm giờ đã vượt mức 40 giờ một tháng.")


async def test_who_reviews_nothing_is_spared_the_counting(house: House, monkeypatch: pytest.MonkeyPatch):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])

    async def counts(*_: object, **__: object) -> None:
        raise AssertionError("no official, no overtime")

    monkeypatch.setattr(overtime, "measure", counts)
    admin = await hired(house, "admin", 1)
    await admin.says("/tiendo")
    assert "Tỉnh Lạng Sơn: 0/1 hồ sơ" in admin.screen


async def test_somebody_of_two_communes_reads_it_once(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in range(1, 9)])
    lan = await hired(house)
    await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HAI_YEN)
    await works(lan, "2024-07-04T18:00:00", 5)
    await lan.says("/tiendo")
    assert ["Ngoài giờ tháng" in message.text for message in lan.chat[-2:]] == [True, False]
