"""A house with a deadline, and its mornings: people are hired, the day is planned, desks and shares are looked at."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from reminders import morning_plan
from storage import plans
from storage.engine import Database
from storage.plans import UnitLine
from tests import chat, world
from tests.chat import House, Phone
from tests.world import TODAY, ZONE, birth

DISTRICT, PROVINCE = 2, 1
FRIDAY, MONDAY = date(2024, 7, 5), date(2024, 7, 8)


async def opened(database: Database) -> House:
    await world.found(database)
    return House(database, deadline=date(2024, 7, 17))  # ten working days from the fourth of July


async def person(house: House, name: str, number: int, role: str, unit: int, **more: Any) -> Phone:
    """Somebody linked; the same number again is one more post of theirs."""
    person_id = await world.hire(house.database, name, f"8491200000{number}", role, unit, **more)
    return await chat.linked(house, f"u{number}", person_id)


async def fill(house: House, unit: int, number: int = 100) -> None:
    await world.shelve(house.database, unit, [birth(n) for n in range(1, number + 1)])


async def morning(house: House, day: date = TODAY) -> dict[int, UnitLine]:
    house.clock.at = datetime(day.year, day.month, day.day, 7, 30, tzinfo=ZONE)
    assert house.rules.campaign
    await morning_plan.run(house.database, house.rules.campaign, day, clock=house.clock)
    return await planned(house, day)


async def planned(house: House, day: date = TODAY) -> dict[int, UnitLine]:
    return {line.unit_id: line for line in await house.database.read(lambda tx: plans.of_day(tx, day))}


async def desk(house: House, person_id: int, unit: int | None = None) -> int:
    """How many records wait on a desk, of one unit or of all."""
    query = select(world.records.c.id).where(
        world.records.c.assignee_id == person_id, world.records.c.state == "PENDING"
    )
    if unit is not None:
        query = query.where(world.records.c.unit_id == unit)
    return len((await house.database.read(lambda tx: tx.run(query))).all())


async def weight_of(house: House, person_id: int) -> int:
    """The weight of somebody's first post."""
    query = (
        select(world.roles.c.weight).where(world.roles.c.person_id == person_id).order_by(world.roles.c.id)
    )
    return int((await house.database.read(lambda tx: tx.run(query))).all()[0].weight)
