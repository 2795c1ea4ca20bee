"""What a head changes stays within what that head answers for, also where people serve several units."""

from __future__ import annotations

import pytest

from storage.engine import Database
from tests.chat import House
from tests.handlers.planned_house import DISTRICT, PROVINCE, desk, fill, morning, opened, person, weight_of
from tests.world import HOA_CU


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
