"""A head reads in the afternoon's message that a record was returned once more, each working day until there is a word."""

from __future__ import annotations

from datetime import date

import pytest
from striking import FRIDAY, MONDAY, fill, opened, person, strikes, verdicts, words

from storage.engine import Database
from tests.chat import House
from tests.handlers.stopping_books import goes_back
from tests.handlers.vendor_house import sends_again
from tests.world import HOA_CU, TODAY

TUESDAY = date(2024, 7, 9)


@pytest.fixture
async def house(database: Database) -> House:
    house = await opened(database)
    await fill(house, HOA_CU, 4)
    return house


async def afternoon(house: House, on: date) -> None:
    for hour, minute in ((7, 0), (7, 30), (16, 30)):
        await strikes(house, on, hour, minute)


async def test_a_second_return_rides_in_the_digest_even_where_the_unit_is_on_plan(house: House):
    lan = await person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    khanh = await person(house, "Triệu Quốc Khánh", 2, "head", HOA_CU)
    hanh = await person(house, "Lý Thị Hạnh", 3, "head", 2)
    await strikes(house, TODAY, 7, 30)
    await lan.says("/batdau")
    await lan.says("/ngoaigio 10")
    await goes_back(lan, "Nhầm bản quét", 4)
    await strikes(house, TODAY, 16, 30)
    assert words(khanh) == [], "a first return is an official's own"
    await sends_again(house, 1)
    await strikes(house, FRIDAY, 7, 30)
    await lan.says("/batdau")
    await goes_back(lan, "Trùng dữ liệu")
    await strikes(house, FRIDAY, 16, 30)
    (told,) = words(khanh)
    assert told == (
        "Trả lại lần hai, chờ ý kiến lãnh đạo: 1 hồ sơ. "
        "Đơn vị số hóa đã gửi lại mà cán bộ vẫn trả: xin xem và quyết định."
    )
    assert (words(hanh), khanh.labels()) == ([], ["🔁 Xem trả lại lần hai"]), "the nearest head is asked"
    await afternoon(house, MONDAY)
    assert words(khanh)[-1] == told and len(words(khanh)) == 2, "each working day"
    await khanh.taps("🔁 Xem trả lại lần hai")
    await khanh.taps(khanh.labels()[0])
    await khanh.taps("✔ Đồng ý trả lại")
    before = len(words(khanh))
    await afternoon(house, TUESDAY)
    assert words(khanh)[before:] == []
    assert (await verdicts(house, khanh))["digest"] == "withhold on_plan"
