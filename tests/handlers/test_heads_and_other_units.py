"""What a head changes stays within what that head answers for, also where people serve several units."""

from __future__ import annotations

import pytest

from storage.engine import Database
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
    weight_of,
)
from tests.world import HAI_YEN, HOA_CU


@pytest.fixture
async def house(database: Database) -> House:
    return await opened(database)


async def test_a_district_does_not_put_the_provinces_official_aside(house: House):
    await person(house, "Nguyễn Hữu Toàn", 1, "official", PROVINCE)
    minh = await person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    await fill(house, HOA_CU)
    await morning(house)
    await minh.says("/phancong Hòa Cư")
    await minh.taps("Nguyễn Hữu Toàn")
    await minh.taps("⏸ Không giao")
    assert "không thuộc quyền" in minh.screen
    assert await weight_of(house, 1) == 100
    assert await desk(house, 1) == 10


async def of_both(house: House, name: str, number: int) -> Phone:
    """Somebody who reviews for Hòa Cư and for Hải Yến."""
    phone = await person(house, name, number, "official", HOA_CU)
    await world.hire(house.database, name, f"8491200000{number}", "official", HAI_YEN)
    return phone


async def sums(house: House) -> dict[int, tuple[int, int]]:
    return {line.unit_id: (line.given, line.shortfall) for line in (await planned(house)).values()}


@pytest.fixture
async def khanh(house: House) -> Phone:
    """Khánh heads Hải Yến, where Lan of Hòa Cư helps out; each commune needs ten records a day."""
    await of_both(house, "Nông Thị Lan", 1)
    await fill(house, HOA_CU)
    await fill(house, HAI_YEN)
    return await person(house, "Triệu Quốc Khánh", 8, "head", HAI_YEN)


async def about_lan(khanh: Phone) -> None:
    await khanh.says("/phancong")
    await khanh.taps("Nông Thị Lan")


async def test_a_head_puts_somebody_aside_for_their_own_commune_only(house: House, khanh: Phone):
    await morning(house)
    await about_lan(khanh)
    await khanh.taps("⏸ Không giao")
    assert (await desk(house, 1, HOA_CU), await desk(house, 1, HAI_YEN)) == (10, 0)
    assert await sums(house) == {HOA_CU: (10, 0), HAI_YEN: (0, 10)}
    assert {unit: line.given for unit, line in (await morning(house, FRIDAY)).items()} == {
        HOA_CU: 12,
        HAI_YEN: 0,
    }


async def test_who_was_put_aside_in_one_commune_asks_for_more_in_the_other(house: House, khanh: Phone):
    await morning(house)
    await about_lan(khanh)
    await khanh.taps("⏸ Không giao")
    await house.phone("u1").says("/ngoaigio 100")
    assert await desk(house, 1, HAI_YEN) == 0


async def test_a_head_sees_and_moves_the_records_of_their_own_commune(house: House, khanh: Phone):
    await morning(house)
    await of_both(house, "Vi Văn Sơn", 3)
    await about_lan(khanh)
    assert "xong 0, còn 10" in khanh.screen
    await khanh.taps("⇄ Chuyển hồ sơ")
    await khanh.taps("Vi Văn Sơn: Tất cả 10")
    assert (await desk(house, 1, HOA_CU), await desk(house, 3, HAI_YEN)) == (10, 10)
    assert await sums(house) == {HOA_CU: (10, 0), HAI_YEN: (10, 0)}


async def test_a_number_set_by_hand_takes_no_other_communes_records_away(house: House, khanh: Phone):
    await morning(house)
    await about_lan(khanh)
    await khanh.taps("🔒 Đặt chỉ tiêu tay")
    await khanh.says("3")
    assert (await desk(house, 1, HOA_CU), await desk(house, 1, HAI_YEN)) == (10, 0)


async def test_a_number_set_for_a_districts_official_holds_over_all_communes(house: House):
    toan = await person(house, "Nguyễn Hữu Toàn", 1, "official", DISTRICT)
    minh = await person(house, "Hoàng Văn Minh", 2, "head", DISTRICT)
    await fill(house, HOA_CU)
    await fill(house, HAI_YEN)
    await morning(house)
    await minh.says("/phancong Hòa Cư")
    await minh.taps("Nguyễn Hữu Toàn")
    await minh.taps("🔒 Đặt chỉ tiêu tay")
    await minh.says("4")
    await toan.says("/batdau")
    assert await desk(house, 1) == 4
    assert "Hồ sơ 1/4 hôm nay" in toan.screen
    assert sum(given for given, _ in (await sums(house)).values()) == 4


async def test_the_shares_of_a_districts_official_on_leave_go_to_the_stand_in_unit_by_unit(house: House):
    toan = await person(house, "Nguyễn Hữu Toàn", 1, "official", DISTRICT)
    await fill(house, HOA_CU)
    await fill(house, HAI_YEN)
    await morning(house)
    await person(house, "Lý Đức Thắng", 2, "official", DISTRICT)
    await toan.says("/nghi")
    await toan.taps("Nghỉ hôm nay")
    await toan.taps("Lý Đức Thắng (Huyện Cao Lộc)")
    assert (await desk(house, 2, HOA_CU), await desk(house, 2, HAI_YEN)) == (10, 10)
    assert await sums(house) == {HOA_CU: (10, 0), HAI_YEN: (10, 0)}
