"""People lent to another unit: they are no more than they were at home, and home again when it is over."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert, select, update

from storage.engine import Database, Tx
from tests import world
from tests.chat import House, Phone
from tests.handlers.planned_house import DISTRICT, FRIDAY, desk, fill, morning, opened, person, planned
from tests.world import HAI_YEN, HOA_CU

THUY_HUNG = 5
SATURDAY = date(2024, 7, 6)


@pytest.fixture
async def house(database: Database) -> House:
    """Two communes with a hundred records each, and a head above both."""
    house = await opened(database)
    await fill(house, HOA_CU)
    await fill(house, HAI_YEN)
    return house


@pytest.fixture
async def minh(house: House) -> Phone:
    return await person(house, "Hoàng Văn Minh", 8, "head", DISTRICT)


async def lend_lan(minh: Phone, until: str = "✔ Hết tuần này") -> None:
    await minh.says("/phancong")
    await minh.taps("⇄ Nông Thị Lan (Xã Hòa Cư) → Xã Hải Yến")
    await minh.taps(until)


async def test_a_persons_own_ceiling_goes_along(house: House, minh: Phone):
    await person(house, "Nông Thị Lan", 1, "official", HOA_CU, limit=12)
    await morning(house)
    await lend_lan(minh)
    assert sum(line.given for line in (await planned(house)).values()) == 12
    assert sum(line.given for line in (await morning(house, FRIDAY)).values()) == 12


async def test_half_a_share_stays_half_a_share(house: House, minh: Phone):
    await person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await house.database.write(lambda tx: tx.run(update(world.roles).values(weight=50)))
    await morning(house)
    await lend_lan(minh)
    weights = await house.database.read(
        lambda tx: tx.run(select(world.roles.c.weight).where(world.roles.c.role == "official"))
    )
    assert [weight for (weight,) in weights] == [50, 50]


async def test_what_somebody_holds_elsewhere_is_no_room_at_home(house: House, minh: Phone):
    await person(house, "Nông Thị Lan", 1, "official", HOA_CU, limit=25)
    await morning(house)
    await lend_lan(minh)
    assert (await planned(house))[HOA_CU].room == 5


async def test_who_serves_two_communes_has_room_once(house: House, minh: Phone):
    await person(house, "Nông Thị Lan", 1, "official", HOA_CU, limit=20)
    await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", HAI_YEN)
    await house.database.write(_third_commune)
    await fill(house, THUY_HUNG)
    made = await morning(house)
    assert [line.given for line in made.values()] == [10, 10, 0]
    assert made[THUY_HUNG].neighbours == ()
    await minh.says("/phancong")
    assert "bên cạnh" not in minh.screen


async def _third_commune(tx: Tx) -> None:
    await tx.run(
        insert(world.units),
        {"id": THUY_HUNG, "scheme": "2024", "code": "06190", "name": "Xã Thụy Hùng", "level": "commune",
         "parent_id": DISTRICT, "path": f"/1/2/{THUY_HUNG}/", "search_name": "xa thuy hung"},
    )  # fmt: skip


async def test_who_was_lent_till_friday_takes_nothing_there_on_saturday(house: House, minh: Phone):
    lan = await person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await morning(house)
    await lend_lan(minh, "✔ Hết hôm nay")
    await morning(house, SATURDAY)
    await lan.says("/ngoaigio 100")
    assert await desk_of_lan(house) == {HOA_CU: 100}


async def desk_of_lan(house: House) -> dict[int, int]:
    [lan] = [
        row.person_id
        for row in await house.database.read(
            lambda tx: tx.run(
                select(world.roles.c.person_id).where(world.roles.c.role == "official").limit(1)
            )
        )
    ]
    found = {unit: await desk(house, lan, unit) for unit in (HOA_CU, HAI_YEN)}
    return {unit: number for unit, number in found.items() if number}
