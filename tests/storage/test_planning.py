"""A morning's plan on real databases: fair lists, book by book, made once, never a record held by two."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from domain.folding import fold
from domain.review import State
from domain.talk.values import Aside
from reminders import morning_plan
from storage import leases, planning, plans, situation
from storage.engine import Database, Tx, open_database
from storage.planning import Campaign
from storage.plans import UnitLine
from tests import world
from tests.world import HAI_YEN, HOA_CU, TODAY, ZONE, birth

DISTRICT = 2
CAMPAIGN = Campaign(deadline=date(2024, 7, 17), zone=ZONE)  # ten working days from the fourth of July


def at(day: date, hour: int = 7) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=ZONE)


async def nobody(tx: Tx, asides: list[Aside]) -> None:
    """What heads hear is another test's."""


async def make(database: Database, day: date = TODAY, campaign: Campaign = CAMPAIGN) -> dict[int, UnitLine]:
    """Make the plan of a day; gives what is planned for it, unit by unit."""
    await morning_plan.run(database, campaign, day, clock=lambda: at(day), tell=nobody)
    return {line.unit_id: line for line in await database.read(lambda tx: plans.of_day(tx, day))}


async def desks(database: Database) -> dict[int, list[tuple[int, str, str]]]:
    """What waits on each desk: (unit, book, number) in the order of the books."""
    rows = await database.read(
        lambda tx: tx.run(
            select(
                world.records.c.assignee_id,
                world.records.c.unit_id,
                world.records.c.book,
                world.records.c.number,
            )
            .where(world.records.c.assignee_id.is_not(None), world.records.c.state == "PENDING")
            .order_by(world.records.c.desk_order, world.records.c.id)
        )
    )
    found: dict[int, list[tuple[int, str, str]]] = {}
    for row in rows:
        found.setdefault(row.assignee_id, []).append((row.unit_id, row.book, row.number))
    return found


def entries(numbers: Iterable[int], book: str = "01/2005") -> list[dict[str, str]]:
    year = book[-4:]
    return [birth(n, quyenSo=book, ngayDangKy=f"21.03.{year}") for n in numbers]


@pytest.fixture
async def house(database: Database) -> Database:
    await world.found(database)
    return database


async def lan_and_son(house: Database, **more: Any) -> tuple[int, int]:
    lan = await world.hire(house, "Nông Thị Lan", "84912000001", "official", HOA_CU)
    son = await world.hire(house, "Vi Văn Sơn", "84912000002", "official", HOA_CU)
    return lan, son


async def decides(database: Database, person_id: int, number: int, day: date) -> int:
    """Somebody works through so many of the records on their desk; counted in totals as a decision does."""

    async def work(tx: Tx) -> int:
        rows = (
            await tx.run(
                select(world.records.c.id, world.records.c.unit_id)
                .where(world.records.c.assignee_id == person_id, world.records.c.state == "PENDING")
                .order_by(world.records.c.desk_order, world.records.c.id)
                .limit(number)
            )
        ).all()
        for row in rows:
            await tx.run(
                update(world.records)
                .where(world.records.c.id == row.id)
                .values(state="APPROVED", state_on=day)
            )
            await tx.run(
                update(situation.totals)
                .where(situation.totals.c.unit_id == row.unit_id, situation.totals.c.state == "PENDING")
                .values(count=situation.totals.c.count - 1)
            )
        await tx.run(update(situation.people).where(situation.people.c.id == person_id).values(seen_on=day))
        return len(rows)

    return await database.write(work)


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
