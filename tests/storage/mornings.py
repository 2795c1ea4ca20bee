"""What tests of a morning's plan share: making it, looking at desks, records and people, and work that is done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select, update

from reminders import morning_plan
from storage import plans, situation
from storage.engine import Database, Tx
from storage.planning import Campaign
from storage.plans import UnitLine
from tests import world
from tests.world import HOA_CU, TODAY, ZONE, birth

DISTRICT = 2
CAMPAIGN = Campaign(deadline=date(2024, 7, 17), zone=ZONE)  # ten working days from the fourth of July


def at(day: date, hour: int = 7) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=ZONE)


async def make(database: Database, day: date = TODAY, campaign: Campaign = CAMPAIGN) -> dict[int, UnitLine]:
    """Make the plan of a day; gives what is planned for it, unit by unit."""
    await morning_plan.run(database, campaign, day, clock=lambda: at(day), mark=True)
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
