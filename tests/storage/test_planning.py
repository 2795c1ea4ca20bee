"""A morning's plan on real databases: fair lists, book by book, made once, never a record held by two."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.folding import fold
from domain.review import State
from reminders import morning_plan
from storage import leases, planning, plans
from storage.engine import Database, Tx, open_database
from tests import world
from tests.storage.mornings import CAMPAIGN, at, decides, desks, entries, lan_and_son, make
from tests.world import HAI_YEN, HOA_CU, TODAY


@pytest.fixture
async def house(database: Database) -> Database:
    await world.found(database)
    return database


# ── the share ───────────────────────────────────────────────────────────────────────────────────


async def test_in_the_morning_each_finds_a_fair_list(house: Database):
    lan, son = await lan_and_son(house)
    await world.shelve(house, HOA_CU, entries(range(1, 96)))
    line = (await make(house))[HOA_CU]
    assert (line.open, line.days_left, line.needed, line.given, line.shortfall) == (95, 10, 10, 10, 0)
    assert {p.person_id: p.total for p in line.people} == {lan: 5, son: 5}
    assert {person: len(lying) for person, lying in (await desks(house)).items()} == {lan: 5, son: 5}


async def test_two_officials_hold_two_registers(house: Database):
    lan, son = await lan_and_son(house)
    await world.shelve(house, HOA_CU, entries(range(1, 60)) + entries(range(1, 41), "02/2006"))
    await make(house)
    lying = await desks(house)
    assert {book for _, book, _ in lying[lan]} == {"01/2005"}
    assert {book for _, book, _ in lying[son]} == {"02/2006"}
    assert [number for _, _, number in lying[lan]] == ["1", "2", "3", "4", "5"]


async def test_the_next_day_goes_on_in_the_open_book(house: Database):
    lan, son = await lan_and_son(house)
    await world.shelve(house, HOA_CU, entries(range(1, 60)) + entries(range(1, 41), "02/2006"))
    await make(house)
    for person in (lan, son):
        await decides(house, person, 5, TODAY)
    await _log(house, {lan: ("1", "01/2005"), son: ("1", "02/2006")})
    await make(house, date(2024, 7, 5))
    lying = await desks(house)
    assert {book for _, book, _ in lying[lan]} == {"01/2005"}
    assert {book for _, book, _ in lying[son]} == {"02/2006"}


async def _log(house: Database, last: dict[int, tuple[str, str]]) -> None:
    """Each has decided one record in the log, as real decisions do."""
    from domain.review import Move
    from storage.decisions import Decision, append

    async def work(tx: Tx) -> None:
        for person_id, (number, book) in last.items():
            record = (
                await tx.run(
                    select(world.records.c.id).where(
                        world.records.c.number == number, world.records.c.book == book
                    )
                )
            ).scalar_one()
            await append(
                tx,
                Decision(HOA_CU, record, 1, person_id, Move.SKIP, State.PENDING, State.PENDING, at(TODAY), TODAY, "t",
                         f"t:{person_id}"),
                record_type="KS", state_on=TODAY,
            )  # fmt: skip

    await house.write(work)


async def test_unfinished_work_stays_and_counts_first(house: Database):
    lan, son = await lan_and_son(house)
    await world.shelve(house, HOA_CU, entries(range(1, 101)))
    await make(house)
    before = await desks(house)
    await decides(house, son, 5, TODAY)
    line = (await make(house, date(2024, 7, 5)))[HOA_CU]
    shares = {p.person_id: (p.carried, p.fresh) for p in line.people}
    assert line.needed == 11  # 95 over nine days
    assert shares[lan][0] == 5
    assert sum(sum(share) for share in shares.values()) == 11
    assert abs(sum(shares[lan]) - sum(shares[son])) <= 1
    after = await desks(house)
    assert set(before[lan]) <= set(after[lan])


async def test_a_planned_day_is_planned_once(house: Database):
    await lan_and_son(house)
    await world.shelve(house, HOA_CU, entries(range(1, 101)))
    first = await make(house)
    lying = await desks(house)
    assert await make(house) == first
    assert await desks(house) == lying


async def test_two_processes_at_once_plan_once(house: Database, database_url: str):
    await lan_and_son(house)
    other = open_database(database_url)
    await world.shelve(house, HOA_CU, entries(range(1, 101)))
    await world.hire(house, "Chu Thị Mai", "84912000003", "official", HAI_YEN)
    await world.shelve(house, HAI_YEN, entries(range(1, 51)))
    made = await asyncio.gather(
        *(
            morning_plan.run(db, CAMPAIGN, TODAY, clock=lambda: at(TODAY))
            for db in (house, other, house, other)
        )
    )
    await other.close()
    assert sorted(line.unit_id for one in made for line in one.lines) == [HOA_CU, HAI_YEN]
    assert sum(len(lying) for lying in (await desks(house)).values()) == 15


async def test_a_crash_half_way_leaves_the_rest_to_the_next_run(
    house: Database, monkeypatch: pytest.MonkeyPatch
):
    await lan_and_son(house)
    await world.hire(house, "Chu Thị Mai", "84912000003", "official", HAI_YEN)
    for unit in (HOA_CU, HAI_YEN):
        await world.shelve(house, unit, entries(range(1, 101)))
    monkeypatch.setattr(planning, "BATCH", 1)
    renew = leases.renew
    calls = Counter[str]()

    async def dies(tx: Tx, *args: Any, **more: Any) -> None:
        calls["renew"] += 1
        if calls["renew"] == 2:
            raise KeyError("the machine went away")
        await renew(tx, *args, **more)

    monkeypatch.setattr(leases, "renew", dies)
    with pytest.raises(KeyError):
        await make(house)
    half = await house.read(lambda tx: plans.of_day(tx, TODAY))
    assert [line.unit_id for line in half] == [HOA_CU]
    assert not await morning_plan.is_done(house, TODAY)
    whole = await make(house)
    assert {line.given for line in whole.values()} == {10}
    assert whole[HOA_CU] == half[0]
    assert await morning_plan.is_done(house, TODAY)


async def test_what_a_head_set_by_hand_is_kept(house: Database):
    lan, son = await lan_and_son(house)
    await world.shelve(house, HOA_CU, entries(range(1, 101)))
    await house.write(
        lambda tx: tx.run(update(world.roles).where(world.roles.c.person_id == lan).values(fixed_quota=2))
    )
    line = (await make(house))[HOA_CU]
    assert {p.person_id: (p.total, p.fixed) for p in line.people} == {lan: (2, True), son: (8, False)}


async def test_looking_ahead_writes_nothing(house: Database):
    await lan_and_son(house)
    await world.shelve(house, HOA_CU, entries(range(1, 101)))
    todo, foreseen = await house.read(lambda tx: planning.foresee(tx, CAMPAIGN, TODAY))
    assert await desks(house) == {}
    assert await house.read(lambda tx: plans.of_day(tx, TODAY)) == []
    assert {line.unit_id: line for line in foreseen} == await make(house)
    assert todo.days_left == {HOA_CU: 10}


async def test_a_merged_communes_queue_is_planned_with_its_successor(house: Database):
    lan, _ = await lan_and_son(house)
    await world.shelve(house, HOA_CU, entries(range(1, 51)))
    await world.shelve(house, HAI_YEN, entries(range(1, 51), "01/2004"))
    await house.write(
        lambda tx: tx.run(
            update(world.units)
            .where(world.units.c.id == HAI_YEN)
            .values(merged_into=HOA_CU, parent_id=HOA_CU, path="/1/2/3/4/", search_name=fold("xã hải yến"))
        )
    )
    made = await make(house)
    assert list(made) == [HOA_CU]
    assert (made[HOA_CU].open, made[HOA_CU].given) == (100, 10)
    assert {unit for unit, _, _ in (await desks(house))[lan]} == {HAI_YEN}  # the older book


# ── a drive to its end ──────────────────────────────────────────────────────────────────────────


async def test_whoever_keeps_the_plan_is_done_by_the_deadline(house: Database):
    await lan_and_son(house)
    await world.shelve(house, HOA_CU, entries(range(1, 98)))
    seen: Counter[tuple[int, str, str]] = Counter()
    day = TODAY
    worked = 0
    while day <= CAMPAIGN.deadline:
        await make(house, day)
        for person, lying in (await desks(house)).items():
            seen.update(lying)
            await decides(house, person, len(lying), day)
        worked += bool(await house.read(lambda tx, day=day: plans.planned_units(tx, day)))
        day += timedelta(days=1)
    assert (len(seen), set(seen.values())) == (97, {1})
    assert worked == 10
    assert await desks(house) == {}
