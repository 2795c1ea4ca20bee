"""The progress page's figures: the same as `/tiendo`, the leaderboard and `rasoat status`, and only of one's own units."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import update

from domain.people import Person
from domain.ranking import Band
from domain.records import RecordType
from domain.review import State
from handlers.page import progress_view
from handlers.page.progress_view import Board, Scope
from storage import burn_up, people, status
from storage.engine import Database
from tests import world
from tests.chat import House, Phone
from tests.handlers import planned_house
from tests.handlers.planned_house import DISTRICT, FRIDAY, MONDAY, PROVINCE, fill, morning
from tests.world import HAI_YEN, HOA_CU, TODAY, ZONE

DEADLINE = date(2024, 7, 17)
TUESDAY = date(2024, 7, 9)


@pytest.fixture
async def house(database: Database) -> House:
    await world.found(database)
    return House(database, deadline=DEADLINE)


@pytest.fixture
async def lan(house: House) -> Phone:
    await fill(house, HOA_CU)
    return await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)


async def works(house: House, lan: Phone, number: int, days: tuple[date, ...]) -> None:
    for on in days:
        await morning(house, on)
        await lan.says("/batdau")
        for _ in range(number):
            await lan.chooses("✅ Phê duyệt")
        house.clock.at = datetime(on.year, on.month, on.day, 16, tzinfo=ZONE)


async def head(house: House, *units: int, role: str = "head") -> Person:
    for unit in units:
        person_id = await world.hire(house.database, "Lý Văn Minh", "84912000009", role, unit)
    found = await house.database.read(lambda tx: people.person(tx, person_id))
    assert found is not None
    return found


async def scope(house: House, who: Person, code: str = "") -> Scope | None:
    return await house.database.read(lambda tx: progress_view.scope(tx, who, code, house.clock.today()))


async def board(house: House, who: Person, code: str = "") -> Board:
    at = await scope(house, who, code)
    assert at is not None
    found, _ = await house.database.read(
        lambda tx: progress_view.board(tx, house.rules, at.unit, house.clock.today())
    )
    return found


async def test_the_sums_are_those_of_the_status_command_and_the_rows_add_up_to_them(house: House, lan: Phone):
    await works(house, lan, 4, (TODAY,))
    await world.shelve(house.database, HAI_YEN, [world.birth(1)], kind=RecordType.KH, state=State.UNSTATED)
    shown = await board(house, await head(house, PROVINCE))
    kept = await house.database.read(status.read)
    assert shown.counts == kept.by_type
    assert shown.counts[RecordType.KH][State.UNSTATED] == 1
    assert sum(unit.total() for unit in shown.units) == kept.imported == 101
    assert sum(unit.decided() for unit in shown.units) == kept.decided == 4


async def test_a_unit_stands_there_as_the_chat_tells_it(house: House, lan: Phone):
    await works(house, lan, 4, (TODAY, FRIDAY, MONDAY, TUESDAY))
    await lan.says("/tiendo")
    shown = await board(house, await head(house, HOA_CU))
    assert shown.plan.splitlines() == lan.screen.splitlines()[2:5]
    (unit,) = shown.units
    assert unit.standing is not None
    assert (unit.standing.done, unit.standing.planned, unit.percent, unit.band) == (16, 30, 53, Band.SLOW)
    assert (unit.behind.days, unit.behind.since, unit.missing) == (3, TODAY, 14)
    assert shown.chart is not None and shown.chart.done[-1] == (TUESDAY, 16)


async def test_what_was_worked_out_once_is_read_from_then_on(house: House, lan: Phone):
    await works(house, lan, 4, (TODAY, FRIDAY))
    who = await head(house, DISTRICT)
    at = await scope(house, who)
    assert at is not None
    today = house.clock.today()
    first, to_write = await house.database.read(
        lambda tx: progress_view.board(tx, house.rules, at.unit, today)
    )
    assert to_write is not None
    await house.database.write(lambda tx: burn_up.keep(tx, at.unit.path, to_write))
    again, nothing = await house.database.read(
        lambda tx: progress_view.board(tx, house.rules, at.unit, today)
    )
    assert nothing is None and again == first


async def test_a_commune_head_sees_that_commune_alone(house: House, lan: Phone):
    await fill(house, HAI_YEN, 3)
    shown = await board(house, await head(house, HAI_YEN))
    assert [unit.name for unit in shown.units] == ["Xã Hải Yến"]
    assert sum(unit.total() for unit in shown.units) == 3


@pytest.mark.parametrize("code", ["06184", "183", "20", "99999", "../", "' or 1=1", "6184"])
async def test_no_code_opens_a_unit_outside_ones_own(house: House, lan: Phone, code: str):
    assert await scope(house, await head(house, HAI_YEN), code) is None


async def test_a_district_head_opens_a_commune_and_finds_the_way_back(house: House, lan: Phone):
    at = await scope(house, await head(house, DISTRICT), "06184")
    assert at is not None
    assert at.unit.name == "Xã Hòa Cư"
    assert at.above == (("183", "Huyện Cao Lộc"),)


async def test_who_heads_two_communes_finds_both(house: House, lan: Phone):
    who = await head(house, HOA_CU, HAI_YEN)
    at = await scope(house, who)
    assert at is not None and at.unit.name == "Xã Hòa Cư" and at.others == (("06187", "Xã Hải Yến"),)
    other = await scope(house, who, "06187")
    assert other is not None and other.others == (("06184", "Xã Hòa Cư"),)


async def test_an_official_without_a_heads_post_has_no_board(house: House, lan: Phone):
    assert await scope(house, await head(house, HOA_CU, role="official")) is None


async def test_a_merged_commune_is_counted_where_it_went(house: House, lan: Phone):
    await fill(house, HAI_YEN, 3)
    moved = {"merged_into": HOA_CU, "parent_id": HOA_CU, "path": "/1/2/3/4/", "valid_to": date(2024, 7, 3)}
    await house.database.write(
        lambda tx: tx.run(update(world.units).where(world.units.c.id == HAI_YEN).values(moved))
    )
    shown = await board(house, await head(house, DISTRICT))
    assert [(unit.name, unit.total()) for unit in shown.units] == [("Xã Hòa Cư", 103)]


async def test_without_a_deadline_there_are_sums_and_no_plan(database: Database):
    await world.found(database)
    house = House(database)
    await fill(house, HOA_CU, 2)
    shown = await board(house, await head(house, DISTRICT))
    assert (shown.plan, shown.chart) == ("", None)
    assert [unit.percent for unit in shown.units] == [None]
