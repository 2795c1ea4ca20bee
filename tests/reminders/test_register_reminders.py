"""What presses in the follow-up register rides on messages that go out anyway; only what is late makes a head's digest."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update
from striking import FRIDAY, MONDAY, fill, id_of, opened, person, strikes, words

from domain.review import State
from storage import follow_ups
from storage.engine import Database
from tests import world
from tests.chat import House, Phone
from tests.world import HOA_CU, TODAY


@pytest.fixture
async def house(database: Database) -> House:
    house = await opened(database)
    await fill(house, HOA_CU, 40)
    return house


@pytest.fixture
async def lan(house: House) -> Phone:
    return await person(house, "Nông Thị Lan", 1, "official", HOA_CU)


@pytest.fixture
async def khanh(house: House) -> Phone:
    return await person(house, "Triệu Quốc Khánh", 2, "head", HOA_CU)


async def follows(house: House, lan: Phone, due: date | None) -> None:
    """An entry of the register lies with Lan, due on a day."""
    [record] = await world.shelve(house.database, HOA_CU, [world.birth(901)], state=State.FOLLOW_UP)
    who = await id_of(house, lan)
    entry = await house.database.write(
        lambda tx: follow_ups.opened(
            tx, decision_id=None, record_id=record, unit_id=HOA_CU, kind="REGISTER_WRONG", route="cải chính",
            note="", field="", shows="", person_id=who, now=house.clock(),
        )
    )  # fmt: skip
    table = follow_ups.follow_ups
    await house.database.write(lambda tx: tx.run(update(table).where(table.c.id == entry).values(due_on=due)))


async def morning(house: House, phone: Phone, on: date) -> str:
    for hour, minute in ((7, 0), (7, 30)):
        await strikes(house, on, hour, minute)
    return words(phone)[-1]


@pytest.mark.parametrize(
    ("due", "said"),
    [
        pytest.param(date(2024, 7, 3), "Theo dõi sổ gốc: 1 quá hạn; xem /theodoi.", id="yesterday"),
        pytest.param(TODAY, "Theo dõi sổ gốc: 1 sắp đến hạn; xem /theodoi.", id="today"),
        pytest.param(date(2024, 7, 9), "Theo dõi sổ gốc: 1 sắp đến hạn", id="three working days on"),
        pytest.param(date(2024, 7, 10), "", id="four working days on"),
        pytest.param(None, "", id="no day"),
    ],
)
async def test_the_morning_says_what_of_the_register_is_ones_own_and_presses(
    house: House, lan: Phone, due: date | None, said: str
):
    await follows(house, lan, due)
    told = await morning(house, lan, TODAY)
    assert (said in told) if said else ("Theo dõi" not in told)


async def test_a_head_on_plan_hears_of_what_is_late_once_in_the_afternoon(
    house: House, lan: Phone, khanh: Phone
):
    await follows(house, lan, date(2024, 7, 3))
    for hour, minute in ((7, 0), (7, 30), (8, 0), (16, 30), (17, 0), (20, 0)):
        await strikes(house, TODAY, hour, minute)
    assert words(khanh) == ["Theo dõi sổ gốc: 1 quá hạn trong 1 hồ sơ đang xử lý; xem /theodoi."]


async def test_what_is_only_nearly_due_makes_no_message_of_its_own(house: House, lan: Phone, khanh: Phone):
    await follows(house, lan, TODAY)
    for hour, minute in ((7, 0), (7, 30), (8, 0), (16, 30), (20, 0)):
        await strikes(house, TODAY, hour, minute)
    assert words(khanh) == []


async def test_mondays_board_sums_the_register_up(house: House, lan: Phone, khanh: Phone):
    await follows(house, lan, date(2024, 8, 1))
    for on in (TODAY, FRIDAY):
        await morning(house, lan, on)
    for hour, minute in ((7, 0), (8, 0), (16, 30)):
        await strikes(house, MONDAY, hour, minute)
    assert any("Theo dõi sổ gốc: 1 hồ sơ đang xử lý; xem /theodoi." in said for said in words(khanh))
