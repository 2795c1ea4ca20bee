"""Overtime out of the log: real decisions, by the hours of the unit whose record it was."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from domain.overtime import Cell, Kind
from domain.overtime_caps import Reach
from domain.review import Move, State
from domain.workdays import OfficeHours, parse_hours
from storage import calendars, decisions, overtime
from storage.engine import Database, Tx
from tests import world
from tests.chat import House, Phone, linked

THURSDAY = date(2024, 7, 4)
ORDINARY, NIGHT = Kind.ORDINARY, Kind.ORDINARY_NIGHT


@pytest.fixture
async def house(database: Database) -> House:
    await world.found(database)
    return House(database, daily_quota=100)


async def reviewer(
    house: House, name: str = "Nông Thị Lan", user: str = "1001", unit: int = world.HOA_CU
) -> Phone:
    person = await world.hire(house.database, name, f"8491200{user}", "official", unit)
    return await linked(house, user, person)


def clock_to(house: House, moment: str) -> None:
    house.clock.at = datetime.fromisoformat(moment).replace(tzinfo=world.ZONE)


async def approves(phone: Phone, times: int, *, minutes: float = 2, begin: bool = True) -> None:
    """Begin, then approve a record every so many minutes."""
    if begin:
        await phone.says("/batdau")
    for _ in range(times):
        phone.house.clock.move(minutes=minutes)
        await phone.chooses("✅ Phê duyệt")


async def below(house: House, *paths: str, **days: date) -> dict[str, overtime.Overtime]:
    async def work(tx: Tx) -> list[overtime.Overtime]:
        by = await overtime.measure(tx, zone=world.ZONE, idle_minutes=house.rules.idle_minutes)
        return await overtime.below(tx, overtime.Wanted(paths or ("/",), **days), by)

    return {one.name: one for one in await house.database.read(work)}


async def minutes(house: House, *paths: str, **days: date) -> dict[Cell, int]:
    found = await below(house, *paths, **days)
    return dict(found["Nông Thị Lan"].minutes) if found else {}


async def test_an_evenings_decisions_are_the_evenings_minutes(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in range(1, 20)])
    lan = await reviewer(house)
    await approves(lan, 3)  # 07:30, in the office
    clock_to(house, "2024-07-04T18:00:00")
    await approves(lan, 5)
    assert await minutes(house) == {Cell(world.HOA_CU, "2024-07", ORDINARY): 10}


async def test_undoing_skipping_and_fixing_is_work_as_well(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in range(1, 9)])
    lan = await reviewer(house)
    clock_to(house, "2024-07-04T18:00:00")
    await approves(lan, 1, minutes=3)
    house.clock.move(minutes=2)
    await lan.chooses("↶ Hoàn tác")
    house.clock.move(minutes=2)
    await lan.chooses("⋯ Thêm")
    await lan.chooses("⏭ Để sau")
    house.clock.move(minutes=3)
    await lan.says("Họ tên mẹ: Hoàng Thị Mậu")
    await lan.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    assert await minutes(house) == {Cell(world.HOA_CU, "2024-07", ORDINARY): 10}


async def test_a_night_that_goes_over_midnight_is_parted_between_the_days(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in range(1, 40)])
    lan = await reviewer(house)
    clock_to(house, "2024-07-31T23:48:30")
    await approves(lan, 5, minutes=4.1)  # until 00:09, one gap across midnight
    july, august = Cell(world.HOA_CU, "2024-07", NIGHT), Cell(world.HOA_CU, "2024-08", NIGHT)
    last = date(2024, 7, 31)
    assert await minutes(house) == {july: 11, august: 9}
    assert await minutes(house, until=last) == {july: 11}
    assert await minutes(house, since=date(2024, 8, 1)) == {august: 9}
    assert await minutes(house, since=last, until=last) == {july: 11}
    assert await minutes(house, until=date(2024, 7, 30)) == {}


async def test_the_day_before_counts_to_its_end_even_where_the_only_decision_came_after_midnight(
    house: House,
):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    lan = await reviewer(house)
    clock_to(house, "2024-07-31T23:56:30")
    await approves(lan, 1, minutes=5)
    assert await minutes(house, until=date(2024, 7, 31)) == {Cell(world.HOA_CU, "2024-07", NIGHT): 3}


async def test_a_gap_between_two_communes_is_counted_once_and_each_gets_its_own(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    await world.shelve(house.database, world.HAI_YEN, [world.birth(2)])
    lan = await reviewer(house, unit=2)
    clock_to(house, "2024-07-04T18:00:00")
    await approves(lan, 2, minutes=4)
    whole = {Cell(world.HOA_CU, "2024-07", ORDINARY): 4, Cell(world.HAI_YEN, "2024-07", ORDINARY): 4}
    assert await minutes(house) == whole
    # alone, a commune's records hold no minute that belongs to the other's
    for unit, path in ((world.HOA_CU, "/1/2/3/"), (world.HAI_YEN, "/1/2/4/")):
        cell = Cell(unit, "2024-07", ORDINARY)
        assert await minutes(house, path) == {cell: whole[cell]}


async def test_the_office_hours_of_the_records_commune_decide(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    await world.shelve(house.database, world.HAI_YEN, [world.birth(2)])
    late = parse_hours("09:00-12:00, 13:00-19:00")
    assert isinstance(late, OfficeHours)
    await house.database.write(
        lambda tx: calendars.put_hours(tx, world.HAI_YEN, late, by=None, now=world.MORNING)
    )
    lan = await reviewer(house, unit=2)
    clock_to(house, "2024-07-04T18:00:00")
    await approves(lan, 2, minutes=4)
    assert await minutes(house) == {Cell(world.HOA_CU, "2024-07", ORDINARY): 4}


async def test_a_whole_book_sent_back_at_once_and_the_vendors_files_are_nobodys_minutes(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in range(1, 9)])
    lan = await reviewer(house)
    clock_to(house, "2024-07-04T18:00:00")
    await approves(lan, 1, minutes=4)

    async def log(tx: Tx, key: str, person: int | None) -> None:
        await decisions.append(
            tx,
            decisions.Decision(
                world.HOA_CU, 1, 1, person, Move.RETURN, State.APPROVED, State.RETURNED, house.clock(), THURSDAY,
                "telegram", key,
            ),
            record_type="KS", state_on=THURSDAY,
        )  # fmt: skip

    lan_id = (await house.database.read(lambda tx: tx.run(text("SELECT id FROM people")))).scalar_one()
    house.clock.move(minutes=2)
    await house.database.write(lambda tx: log(tx, "lot:1:1", lan_id))
    await house.database.write(lambda tx: log(tx, "import:1:1", None))
    assert await minutes(house) == {Cell(world.HOA_CU, "2024-07", ORDINARY): 4}
    await approves(lan, 1, minutes=2, begin=False)
    assert await minutes(house) == {Cell(world.HOA_CU, "2024-07", ORDINARY): 8}


async def test_reading_in_small_pages_changes_nothing(house: House, monkeypatch: pytest.MonkeyPatch):
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in range(1, 20)])
    await world.shelve(house.database, world.HAI_YEN, [world.birth(n) for n in range(1, 9)])
    lan, minh = await reviewer(house), await reviewer(house, "Hoàng Văn Minh", "1002", world.HAI_YEN)
    clock_to(house, "2024-07-04T23:54:59")
    await approves(lan, 4)
    await approves(minh, 3)
    whole = await below(house)
    assert [sum(one.minutes.values()) for one in whole.values()] == [6, 8]
    for size in (1, 2, 4):
        monkeypatch.setattr(overtime, "PAGE", size)
        assert await below(house) == whole


async def test_a_longer_gap_counts_where_the_province_allows_it(database: Database):
    await world.found(database)
    house = House(database, idle_minutes=30)
    await world.shelve(database, world.HOA_CU, [world.birth(n) for n in range(1, 4)])
    lan = await reviewer(house)
    clock_to(house, "2024-07-04T18:00:00")
    await approves(lan, 2, minutes=45)
    assert await minutes(house) == {Cell(world.HOA_CU, "2024-07", ORDINARY): 60}


async def test_the_caps_look_at_all_units_and_at_the_year_from_january(database: Database):
    await world.found(database)
    house = House(database, idle_minutes=60, daily_quota=500)
    await world.shelve(database, world.HOA_CU, [world.birth(n) for n in range(1, 300)])
    await world.shelve(database, world.HAI_YEN, [world.birth(500)])
    lan = await reviewer(house, unit=2)
    for month, day in ((3, 2), (4, 6), (5, 11), (6, 1)):  # Saturdays, into the Sunday
        clock_to(house, f"2024-{month:02d}-{day:02d}T00:00:00")
        await approves(lan, 41, minutes=60)
    assert (await below(house, "/1/2/4/")) == {}
    found = (await below(house, since=date(2024, 6, 1)))["Nông Thị Lan"]
    assert {cell.month for cell in found.minutes} == {"2024-06"}
    assert found.warned["2024-06"].year is Reach.NEAR


async def test_no_question_reads_a_whole_table(database: Database):
    if database.dialect != "sqlite":
        return  # PostgreSQL plans by statistics, which an empty table does not have

    async def plan(tx: Tx) -> list[Any]:
        from sqlalchemy.dialects import sqlite

        sql = str(overtime._page.statement.compile(dialect=sqlite.dialect()))
        marks = {f"v{i}": 1 for i in range(sql.count("?"))}
        for mark in marks:
            sql = sql.replace("?", f":{mark}", 1)
        return [row[-1] for row in await tx.run(text(f"EXPLAIN QUERY PLAN {sql}"), marks)]

    steps = await database.write(plan)
    assert "decisions_person_day" in steps[0] and not [step for step in steps if step.startswith("SCAN")], (
        steps
    )
