"""A day that somebody leaves and comes back to, or joins late: what was done counts, nothing is laid on desks twice."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import update

from storage import mergers, units
from storage.engine import Database, Tx
from tests import world
from tests.chat import House, Phone
from tests.handlers.planned_house import (
    DISTRICT,
    FRIDAY,
    PROVINCE,
    desk,
    fill,
    morning,
    opened,
    person,
    planned,
)
from tests.world import HAI_YEN, HOA_CU, TODAY, ZONE


@pytest.fixture
async def house(database: Database) -> House:
    return await opened(database)


@pytest.fixture
async def lan(house: House) -> Phone:
    return await person(house, "Nông Thị Lan", 1, "official", HOA_CU)


@pytest.fixture
async def khanh(house: House) -> Phone:
    return await person(house, "Triệu Quốc Khánh", 2, "head", HOA_CU)


async def approve_three(lan: Phone) -> None:
    await lan.says("/batdau")
    for _ in range(3):
        await lan.taps("✅ Phê duyệt")


async def test_who_takes_leave_back_goes_on_where_they_stopped(house: House, lan: Phone):
    await fill(house, HOA_CU)
    await morning(house)
    await approve_three(lan)
    await lan.says("/nghi")
    await lan.taps("Nghỉ hôm nay")
    await lan.says("/nghi")
    await lan.taps("✖ Bỏ nghỉ thứ Năm 04/07/2024")
    await lan.says("/batdau")
    assert "Hồ sơ 4/10 hôm nay" in lan.screen
    line = (await planned(house))[HOA_CU]
    assert (line.given, line.shortfall) == (10, 0)


async def test_who_is_given_work_again_goes_on_where_they_stopped(house: House, lan: Phone, khanh: Phone):
    await fill(house, HOA_CU)
    await morning(house)
    await approve_three(lan)
    for label in ("⏸ Không giao", "Phần đầy đủ"):
        await khanh.says("/phancong")
        await khanh.taps("Nông Thị Lan")
        await khanh.taps(label)
    await lan.says("/batdau")
    assert "Hồ sơ 4/10 hôm nay" in lan.screen


async def test_a_number_set_for_somebody_on_leave_gives_them_nothing_today(
    house: House, lan: Phone, khanh: Phone
):
    await fill(house, HOA_CU)
    await morning(house)
    await lan.says("/nghi")
    await lan.taps("Nghỉ hôm nay")
    await khanh.says("/phancong")
    await khanh.taps("Nông Thị Lan")
    await khanh.taps("🔒 Đặt chỉ tiêu tay")
    await khanh.says("5")
    assert "nghỉ phép" in khanh.screen
    line = (await planned(house))[HOA_CU]
    assert (line.given, line.shortfall) == (0, 10)
    await lan.says("/batdau")
    assert await desk(house, 1) == 0


async def test_who_joins_when_all_lies_on_desks_is_not_counted_for_what_is_not_there(
    house: House, lan: Phone
):
    last = date(2024, 7, 17)
    await fill(house, HOA_CU, 6)
    await morning(house, last)
    son = await person(house, "Vi Văn Sơn", 3, "official", HOA_CU)
    await son.says("/batdau")
    assert "Đã hết hồ sơ hôm nay" in son.screen
    assert (await planned(house, last))[HOA_CU].given == 6


async def fixed_at_two(house: House) -> Phone:
    """Toàn of the district, for whom two records a day were set by hand."""
    toan = await person(house, "Nguyễn Hữu Toàn", 4, "official", DISTRICT)
    await house.database.write(lambda tx: tx.run(update(world.roles).values(fixed_quota=2)))
    return toan


async def test_more_work_before_the_plan_does_not_undo_a_number_set_by_hand(house: House):
    toan = await fixed_at_two(house)
    for unit in (HOA_CU, HAI_YEN):
        await fill(house, unit)
    house.clock.at = datetime(2024, 7, 4, 6, 0, tzinfo=ZONE)
    await toan.says("/ngoaigio 1")
    assert sum(line.given for line in (await morning(house)).values()) == 2


async def test_records_that_come_during_the_day_do_not_undo_a_number_set_by_hand(house: House):
    await fixed_at_two(house)
    await fill(house, HOA_CU)
    assert (await morning(house))[HOA_CU].given == 2
    await fill(house, HAI_YEN)
    made = await morning(house)
    assert (made[HAI_YEN].given, made[HAI_YEN].shortfall) == (0, 10)


async def test_who_is_moved_leaves_a_shortfall_and_brings_their_work_along(house: House, lan: Phone):
    ha = await person(house, "Lê Thu Hà", 5, "admin", PROVINCE)
    for unit in (HOA_CU, HAI_YEN):
        await fill(house, unit)
    await morning(house)
    await approve_three(lan)
    await ha.says("/nhansu Nông Thị Lan")
    await ha.taps("⇄ Chuyển đơn vị")
    await ha.says("06187")
    await ha.taps("✔ Chuyển")
    await lan.says("/batdau")
    assert "Hồ sơ 4/13 hôm nay" in lan.screen
    made = await planned(house)
    assert (made[HOA_CU].given, made[HOA_CU].shortfall) == (3, 7)
    assert (made[HAI_YEN].given, made[HAI_YEN].shortfall) == (10, 0)


async def test_past_the_deadline_nothing_stays_on_the_desk_of_who_does_not_come(house: House, lan: Phone):
    son = await person(house, "Vi Văn Sơn", 3, "official", HOA_CU)
    await fill(house, HOA_CU, 50)
    await morning(house, date(2024, 7, 18))
    await lan.says("/batdau")
    assert await desk(house, 1) == 50
    await morning(house, date(2024, 7, 19))
    await son.says("/batdau")
    assert (await desk(house, 1), await desk(house, 2)) == (0, 50)


async def test_on_the_day_of_a_merger_nobody_is_planned_a_second_time(house: House, lan: Phone):
    await fill(house, HOA_CU)
    await morning(house)

    async def merge(tx: Tx) -> None:
        known = await units.tree(tx)
        plan = mergers.plan(known, [mergers.Merger(HOA_CU, HAI_YEN, TODAY)])
        await mergers.carry_out(tx, known, plan, now=house.clock())

    await house.database.write(merge)
    await morning(house)
    await lan.says("/batdau")
    assert "Hồ sơ 1/10 hôm nay" in lan.screen
    assert sum(line.needed for line in (await planned(house)).values()) == 10
    assert list(await morning(house, FRIDAY)) == [HAI_YEN]
