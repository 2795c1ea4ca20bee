"""Who does not open the bot for three working days gets nothing new; who had no reason to open it is not missed."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from sqlalchemy import insert, update

from reminders import morning_plan
from storage import plans, situation
from storage.engine import Database
from storage.planning import Campaign
from tests import world
from tests.world import HOA_CU, ZONE, birth

CAMPAIGN = Campaign(deadline=date(2024, 7, 17), zone=ZONE)


@pytest.fixture
async def house(database: Database) -> Database:
    await world.found(database)
    await world.hire(database, "Nông Thị Lan", "84912000001", "official", HOA_CU)
    await world.shelve(database, HOA_CU, [birth(n) for n in range(1, 101)])
    return database


async def lans_reasons(house: Database, *days: int) -> list[str]:
    """What keeps Lan from her share on mornings of July, none of which she spends with the bot."""
    found = []
    for number in days:
        day = date(2024, 7, number)
        at = datetime.combine(day, time(7), tzinfo=ZONE)
        await morning_plan.run(house, CAMPAIGN, day, clock=lambda at=at: at)  # type: ignore[misc]
        [line] = await house.read(lambda tx, day=day: plans.of_day(tx, day))  # type: ignore[misc]
        found.append(line.people[0].reason)
    return found


async def leave(house: Database, first: int, last: int) -> None:
    await house.write(
        lambda tx: tx.run(
            insert(situation.leaves),
            {"person_id": 1, "first": date(2024, 7, first), "last": date(2024, 7, last), "set_by": 1,
             "set_at": world.MORNING},
        )
    )  # fmt: skip


async def weigh(house: Database, weight: int) -> None:
    await house.write(lambda tx: tx.run(update(world.roles).values(weight=weight)))


async def test_who_comes_back_from_leave_finds_a_share(house: Database):
    await leave(house, 5, 9)
    assert await lans_reasons(house, 4, 5, 8, 9, 10) == ["", plans.LEAVE, plans.LEAVE, plans.LEAVE, ""]


async def test_who_stays_away_after_leave_is_missed_after_three_working_days(house: Database):
    await leave(house, 5, 5)
    assert await lans_reasons(house, 4, 5, 8, 9, 10, 11) == ["", plans.LEAVE, "", "", "", plans.ABSENT]


async def test_who_was_given_nothing_for_a_week_is_not_missed_for_it(house: Database):
    await weigh(house, 0)
    assert await lans_reasons(house, 4, 5, 8, 9, 10) == [plans.NO_WEIGHT] * 5
    await weigh(house, 100)
    assert await lans_reasons(house, 11, 12, 15, 16) == ["", "", "", plans.ABSENT]
