"""The deadline draws near: heads and the province read what is left; every evening is sealed and reported."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from striking import (
    DISTRICT,
    FRIDAY,
    MONDAY,
    PROVINCE,
    SATURDAY,
    approves,
    fill,
    opened,
    person,
    strikes,
    verdicts,
    words,
)

from domain.nudges import warning_due
from domain.workdays import Calendar
from storage import seals
from storage.engine import Database
from tests.chat import House, Phone
from tests.world import HAI_YEN, HOA_CU, TODAY

WEDNESDAY, THURSDAY, TUESDAY = date(2024, 7, 10), date(2024, 7, 11), date(2024, 7, 16)


@pytest.fixture
async def house(database: Database) -> House:
    house = await opened(database)  # the deadline is Wednesday, the 17th
    await fill(house, HOA_CU, 40)
    return house


@pytest.fixture
async def khanh(house: House) -> Phone:
    return await person(house, "Triệu Quốc Khánh", 2, "head", HOA_CU)


async def test_a_week_before_the_head_reads_how_many_a_day_are_needed(house: House, khanh: Phone):
    for on in (MONDAY, WEDNESDAY):
        await strikes(house, on, 8, 30)
    [told] = [text for text in words(khanh) if "đến hạn" in text]
    assert "Còn 7 ngày đến hạn 17/07/2024 (6 ngày làm việc)." in told
    assert "Còn 40 hồ sơ chưa rà soát, cần 7 hồ sơ mỗi ngày làm việc." in told


async def test_a_warning_comes_beside_the_one_message_of_the_day(house: House, khanh: Phone):
    await strikes(house, TODAY, 8)
    await strikes(house, TODAY, 20)
    for hour, minute in ((7, 0), (8, 30), (16, 30)):
        await strikes(house, WEDNESDAY, hour, minute)
    verdict = await verdicts(house, khanh, WEDNESDAY)
    assert (verdict["deadline"], verdict["digest"]) == ("send", "send")


async def test_a_head_whose_unit_has_finished_is_not_warned(house: House, khanh: Phone):
    thu = await person(house, "Đỗ Thị Thu", 3, "head", HAI_YEN)
    await strikes(house, WEDNESDAY, 8, 30)
    assert (await verdicts(house, thu, WEDNESDAY))["deadline"] == "withhold finished"


async def test_after_the_deadline_it_is_said_every_working_day(house: House, khanh: Phone):
    for on in (THURSDAY + timedelta(days=7), THURSDAY + timedelta(days=8), THURSDAY + timedelta(days=9)):
        await strikes(house, on, 8, 30)
    told = [text for text in words(khanh) if "quá hạn" in text]
    assert ["quá hạn 17/07/2024 1 ngày" in told[0], "quá hạn 17/07/2024 2 ngày" in told[1], len(told)] == [
        True,
        True,
        2,
    ]


async def test_the_head_of_several_units_reads_where_most_is_left(house: House):
    minh = await person(house, "Hoàng Văn Minh", 4, "head", DISTRICT)
    await fill(house, HAI_YEN, 60)
    await strikes(house, WEDNESDAY, 8, 30)
    assert "Còn nhiều nhất:\n• Xã Hải Yến: 60\n• Xã Hòa Cư: 40" in words(minh)[-1]


def test_each_warning_has_one_day_and_where_a_day_is_off_it_is_the_next_working_day():
    deadline = date(2024, 10, 29)  # the letter's: a Tuesday
    calendar = Calendar()
    days = (deadline - timedelta(days=40) + timedelta(days=n) for n in range(44))
    due = {day: mark for day in days if (mark := warning_due(calendar, day, deadline))}
    assert due == {
        date(2024, 9, 30): "T-30",  # the 29th is a Sunday
        date(2024, 10, 15): "T-14",
        date(2024, 10, 22): "T-7",
        date(2024, 10, 28): "T-1",  # T-3 is a Saturday: the two meet on Monday, and the later one is said
        date(2024, 10, 30): "T+1",
        date(2024, 10, 31): "T+2",
        date(2024, 11, 1): "T+3",
    }


async def test_every_evening_is_sealed_and_the_seal_leaves_the_house_with_the_report(house: House):
    ha = await person(house, "Lê Thu Hà", 5, "admin", PROVINCE)
    lan = await person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await strikes(house, TODAY, 7)
    await approves(house, lan, 3, TODAY)
    await strikes(house, TODAY, 20)
    told = words(ha)[-1]
    sealed = await house.database.read(lambda tx: seals.of_day(tx, TODAY))
    assert sealed is not None
    assert sealed.hash[:4] in told
    assert "Niêm phong ngày 04/07/2024" in told
    assert "rà soát 3 hồ sơ" in told
    assert "còn 37" in told


async def test_a_weekend_is_sealed_and_told_on_monday(house: House):
    ha = await person(house, "Lê Thu Hà", 5, "admin", PROVINCE)
    for on in (FRIDAY, SATURDAY, MONDAY):
        await strikes(house, on, 20)
    reports = [text for text in words(ha) if "Niêm phong" in text]
    assert len(reports) == 2
    assert "Niêm phong ngày 06/07/2024" in reports[1]
    assert (await verdicts(house, ha, SATURDAY))["report"] == "withhold day_off"


async def test_a_report_that_was_missed_at_night_waits_for_the_morning(house: House):
    ha = await person(house, "Lê Thu Hà", 5, "admin", PROVINCE)
    await strikes(house, TODAY, 22)
    assert words(ha) == []
    assert (await verdicts(house, ha))["report"] == "withhold late"
    assert await house.database.read(lambda tx: seals.of_day(tx, TODAY)) is not None
    await strikes(house, FRIDAY, 20)
    assert "Niêm phong ngày 04/07/2024" in words(ha)[-1] or "Niêm phong ngày 05/07/2024" in words(ha)[-1]


async def test_the_forecast_of_a_morning_does_not_take_the_day_that_begins_for_a_day_without_work(
    house: House,
):
    khanh = await person(house, "Triệu Quốc Khánh", 2, "head", HOA_CU)
    lan = await person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    for on in (TODAY, FRIDAY, MONDAY, date(2024, 7, 9)):
        await strikes(house, on, 7)
        await approves(house, lan, 4, on)
    await strikes(house, WEDNESDAY, 7)
    await strikes(house, WEDNESDAY, 8, 30)
    told = next(text for text in words(khanh) if "đến hạn" in text)
    assert "Còn 24 hồ sơ" in told
    # six more days of four, today the first of them, end on the 17th
    assert "Dự kiến xong: từ 17/07/2024 đến 18/07/2024" in told
