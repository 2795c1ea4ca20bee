"""Whom a morning's plan counts on: leave, stand-ins, absence, lent posts, and units that cannot do what they need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert, update

from storage import plans, situation
from storage.engine import Database
from tests import world
from tests.storage.mornings import CAMPAIGN, DISTRICT, at, decides, desks, entries, lan_and_son, make
from tests.world import HAI_YEN, HOA_CU, TODAY


@pytest.fixture
async def house(database: Database) -> Database:
    await world.found(database)
    return database


# ── who is not there ────────────────────────────────────────────────────────────────────────────


async def absent(
    house: Database, person_id: int, first: date, last: date, stand_in: int | None = None
) -> None:
    await house.write(
        lambda tx: tx.run(
            insert(situation.leaves),
            {"person_id": person_id, "first": first, "last": last, "stand_in_id": stand_in, "set_by": person_id,
             "set_at": at(first)},
        )
    )  # fmt: skip


async def test_somebody_on_leave_gets_nothing_and_gives_back_silently(house: Database):
    lan, son = await lan_and_son(house)
    await world.shelve(house, HOA_CU, entries(range(1, 101)))
    await make(house)
    friday = date(2024, 7, 5)
    await absent(house, lan, friday, friday)
    line = (await make(house, friday))[HOA_CU]
    lines = {p.person_id: p for p in line.people}
    assert (lines[lan].total, lines[lan].reason) == (0, plans.LEAVE)
    assert lines[son].total == line.needed == 12  # 100 over nine days
    assert set(await desks(house)) == {son}


async def test_a_stand_in_takes_over_the_desk_and_the_share(house: Database):
    lan, son = await lan_and_son(house)
    thang = await world.hire(house, "Lý Đức Thắng", "84912000004", "official", HOA_CU)
    await world.shelve(house, HOA_CU, entries(range(1, 101)))
    await make(house)
    lans = set((await desks(house))[lan])
    friday = date(2024, 7, 5)
    await absent(house, lan, friday, friday, stand_in=son)
    line = (await make(house, friday))[HOA_CU]
    lines = {p.person_id: p.total for p in line.people}
    assert lines == {lan: 0, son: 8, thang: 4}
    assert lans <= set((await desks(house))[son])


async def test_who_has_not_opened_the_bot_for_three_working_days_gets_nothing_new(house: Database):
    lan, son = await lan_and_son(house)
    await world.shelve(house, HOA_CU, entries(range(1, 101)))
    days = [date(2024, 7, d) for d in (4, 5, 8, 9, 10)]  # she got her post on the fourth
    for day in days[:4]:
        line = (await make(house, day))[HOA_CU]
        assert not any(p.reason for p in line.people), day
        await decides(house, son, 99, day)
    line = (await make(house, days[4]))[HOA_CU]
    assert {p.person_id: p.reason for p in line.people} == {lan: plans.ABSENT, son: ""}
    assert set(await desks(house)) == {son}


async def test_days_on_which_the_bot_was_down_make_nobody_absent(house: Database):
    lan, _ = await lan_and_son(house)
    await world.shelve(house, HOA_CU, entries(range(1, 101)))
    await make(house)
    line = (await make(house, date(2024, 7, 12)))[HOA_CU]
    assert not any(p.reason for p in line.people)
    assert lan in await desks(house)


async def test_a_lent_post_ends_and_its_records_go_back(house: Database):
    mai = await world.hire(house, "Chu Thị Mai", "84912000003", "official", HAI_YEN)
    await world.shelve(house, HOA_CU, entries(range(1, 101)))
    await world.hire(house, "Chu Thị Mai", "84912000003", "official", HOA_CU)
    await house.write(
        lambda tx: tx.run(update(world.roles).where(world.roles.c.unit_id == HOA_CU).values(ends_on=TODAY))
    )
    assert (await make(house))[HOA_CU].given == 10
    assert set(await desks(house)) == {mai}
    line = (await make(house, date(2024, 7, 5)))[HOA_CU]
    assert (line.people, line.shortfall) == ((), 12)
    assert await desks(house) == {}


# ── what cannot be done ─────────────────────────────────────────────────────────────────────────


async def test_a_unit_without_people_is_named_with_the_neighbours_that_have_room(house: Database):
    await world.hire(house, "Chu Thị Mai", "84912000003", "official", HAI_YEN, limit=30)
    await world.shelve(house, HOA_CU, entries(range(1, 101)))
    await world.shelve(house, HAI_YEN, entries(range(1, 101)))
    made = await make(house)
    line = made[HOA_CU]
    assert (line.needed, line.given, line.shortfall) == (10, 0, 10)
    assert [(n.unit_id, n.room) for n in line.neighbours] == [(HAI_YEN, 20)]
    assert made[HAI_YEN].neighbours == ()


async def test_a_ceiling_below_the_need_is_a_shortfall(house: Database):
    await world.hire(house, "Nông Thị Lan", "84912000001", "official", HOA_CU, limit=4)
    await world.shelve(house, HOA_CU, entries(range(1, 101)))
    line = (await make(house))[HOA_CU]
    assert (line.given, line.shortfall) == (4, 6)


async def test_the_districts_official_serves_the_communes_that_need_it(house: Database):
    lan = await world.hire(house, "Nông Thị Lan", "84912000001", "official", HOA_CU)
    toan = await world.hire(house, "Nguyễn Hữu Toàn", "84912000009", "official", DISTRICT)
    await world.shelve(house, HOA_CU, entries(range(1, 101)))
    await world.shelve(house, HAI_YEN, entries(range(1, 101)))
    made = await make(house)
    assert made[HAI_YEN].shortfall == made[HOA_CU].shortfall == 0
    held = {person: len(lying) for person, lying in (await desks(house)).items()}
    assert held == {lan: 10, toan: 10}


async def test_a_day_off_has_no_quotas(house: Database):
    await lan_and_son(house)
    await world.shelve(house, HOA_CU, entries(range(1, 101)))
    assert await make(house, date(2024, 7, 6)) == {}
    assert await desks(house) == {}


async def test_after_the_deadline_nothing_is_planned(house: Database):
    await lan_and_son(house)
    await world.shelve(house, HOA_CU, entries(range(1, 101)))
    assert await make(house, TODAY, replace(CAMPAIGN, deadline=date(2024, 7, 3))) == {}
