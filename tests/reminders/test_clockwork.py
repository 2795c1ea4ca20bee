"""What is due is asked of the database: outages, clocks that jump, two processes and crashes say nothing twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from striking import (
    FRIDAY,
    MONDAY,
    TUESDAY,
    book,
    fill,
    opened,
    person,
    sets,
    strikes,
    timers,
    verdicts,
    words,
)

from bot.ladder import tell
from domain.nudges import Kind
from domain.talk.values import Aside
from reminders import clockwork
from storage import nudge_times, schedule_runs
from storage.engine import Database, Tx, open_database
from storage.schedule_runs import runs
from storage.tables_talk import OutboxRow
from tests.chat import House, Phone
from tests.world import HOA_CU, TODAY

WEDNESDAY = date(2024, 7, 10)
outbox = OutboxRow.__table__  # type: ignore[attr-defined]


@pytest.fixture
async def house(database: Database) -> House:
    house = await opened(database)
    await fill(house, HOA_CU, 40)
    return house


@pytest.fixture
async def lan(house: House) -> Phone:
    return await person(house, "Nông Thị Lan", 1, "official", HOA_CU)


async def keys(database: Database) -> Counter[str]:
    rows = await database.read(lambda tx: tx.run(select(outbox.c.key).where(outbox.c.priority == 1)))
    return Counter(row.key.rpartition(":")[0] for row in rows)


async def test_a_clock_that_jumps_an_hour_back_and_a_day_forth_says_nothing_twice(house: House, lan: Phone):
    for on, hour in (
        (TODAY, 8),
        (TODAY, 7),
        (TODAY, 8),
        (FRIDAY, 8),
        (TODAY, 9),
        (FRIDAY, 9),
        (TODAY, 15),
        (TODAY, 14),
    ):
        await strikes(house, on, hour)
    assert await keys(house.database) == {
        "morning:2024-07-04": 1, "morning:2024-07-05": 1, "nudge:2024-07-04": 1,
    }  # fmt: skip
    assert len(words(lan)) == 3


async def test_after_three_days_down_each_kind_comes_at_most_once_and_what_was_missed_is_noted(
    house: House, lan: Phone
):
    await strikes(house, TODAY, 20)
    await strikes(house, WEDNESDAY, 17)
    missed = await house.database.read(lambda tx: tx.run(select(runs).where(runs.c.result == "late")))
    noted = {(row.kind, row.period[:10]) for row in missed}
    for day in (FRIDAY, MONDAY, TUESDAY):
        assert {kind for kind, on in noted if on == day.isoformat()} == {kind.value for kind in Kind}
    assert ("morning", "2024-07-10") in noted
    assert (await verdicts(house, lan, WEDNESDAY)) == {"morning": "withhold late", "nudge": "withhold late"}
    await strikes(house, WEDNESDAY, 18)
    assert max((await keys(house.database)).values(), default=0) <= 1


async def test_two_processes_that_strike_at_once_say_it_once(database: Database, database_url: str):
    house = await opened(database)
    for number in range(1, 8):
        await person(house, f"Người Thứ {number}", number, "official", HOA_CU)
    await fill(house, HOA_CU, 100)
    await strikes(house, TODAY, 7)
    sets(house, TODAY, 7, 30)
    other = open_database(database_url)
    assert house.rules.campaign
    campaign = house.rules.campaign

    async def others(tx: Tx, asides: list[Aside], *, not_before: datetime | None = None) -> None:
        await tell(tx, asides, house.conversation.capabilities, house.clock())

    made = await asyncio.gather(
        *(
            clockwork.tick(database, campaign, clock=house.clock, tell=others)
            for database in (house.database, other, house.database, other)
        )
    )
    await other.close()
    assert sum(each.get(Kind.MORNING, 0) for each in made) == 7
    assert await keys(house.database) == {"morning:2024-07-04": 7}


async def test_a_crash_half_way_is_finished_by_the_next_strike(house: House, lan: Phone):
    son = await person(house, "Vi Văn Sơn", 2, "official", HOA_CU)
    await strikes(house, TODAY, 7)
    sets(house, TODAY, 7, 30)
    assert house.rules.campaign

    async def dies(tx: Tx, asides: list[Aside], *, not_before: datetime | None = None) -> None:
        raise RuntimeError("the process is gone")

    with pytest.raises(RuntimeError):
        await clockwork.tick(house.database, house.rules.campaign, clock=house.clock, tell=dies)
    assert await book(house) == [], "a decision without its message is not kept"
    await strikes(house, TODAY, 7, 31)
    assert [len(words(phone)) for phone in (lan, son)] == [1, 1]


async def test_a_time_set_for_a_unit_holds_there(house: House, lan: Phone):
    await house.database.write(
        lambda tx: nudge_times.put(tx, HOA_CU, Kind.MORNING, time(9, 15), by=None, now=house.clock())
    )
    await strikes(house, TODAY, 7, 30)
    assert words(lan) == []
    await strikes(house, TODAY, 9, 15)
    assert len(words(lan)) == 1


async def test_a_time_moved_to_one_that_is_past_still_comes_and_only_once(house: House, lan: Phone):
    await strikes(house, TODAY, 7)
    await house.database.write(
        lambda tx: nudge_times.put(tx, HOA_CU, Kind.MORNING, time(9, 15), by=None, now=house.clock())
    )
    await strikes(house, TODAY, 8)
    begin = datetime.combine(TODAY, time(), house.clock().tzinfo)

    async def moved(tx: Tx) -> None:
        await nudge_times.put(tx, HOA_CU, Kind.MORNING, time(7, 15), by=None, now=house.clock())
        await schedule_runs.forget_day(
            tx, Kind.MORNING.value, begin - timedelta(days=1), begin + timedelta(days=1)
        )

    await house.database.write(moved)
    for minute in (1, 2, 30):
        await strikes(house, TODAY, 8, minute)
    assert len(words(lan)) == 1


async def test_a_kind_that_is_switched_off_says_so_in_the_book(house: House, lan: Phone):
    await house.database.write(
        lambda tx: nudge_times.put(tx, HOA_CU, Kind.MORNING, None, by=None, now=house.clock())
    )
    await strikes(house, TODAY, 8)
    assert words(lan) == []
    assert await verdicts(house, lan) == {"morning": "withhold off"}


async def test_one_kind_that_breaks_does_not_keep_the_plan_from_being_made(
    house: House, lan: Phone, monkeypatch
):
    from storage import plans

    async def broken(*args: object, **more: object) -> None:
        raise ValueError("a bug of ours")

    monkeypatch.setattr(clockwork, "tick", broken)
    sets(house, TODAY, 7)
    await timers(house).tick()
    assert await house.database.read(lambda tx: plans.of_day(tx, TODAY))
