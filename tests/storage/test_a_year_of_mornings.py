"""A year of mornings: Tết, swapped Saturdays, month ends, an outage; nothing given twice, no quota on a day off."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, time, timedelta

from sqlalchemy import bindparam, select, update

from reminders import morning_plan
from storage import planning, plans, situation
from storage.calendars import SHIPPED, Calendars, read_file
from storage.engine import Database, Tx
from storage.planning import Campaign
from tests import world
from tests.world import HAI_YEN, HOA_CU, ZONE, birth

FIRST, DEADLINE = date(2024, 1, 2), date(2024, 12, 31)
CAMPAIGN = Campaign(DEADLINE, ZONE)
OUTAGE = {
    date(2024, 6, 12),
    date(2024, 6, 13),
    date(2024, 6, 14),
}  # the bot is down: nobody plans, nobody works
COUNTRY = Calendars({}, {}, read_file(SHIPPED)).of("/1/")


def at(day: date) -> datetime:
    return datetime.combine(day, time(7), tzinfo=ZONE)


async def lying(tx: Tx) -> list[tuple[int, int]]:
    rows = await tx.run(
        select(world.records.c.id, world.records.c.assignee_id)
        .where(world.records.c.assignee_id.is_not(None), world.records.c.state == "PENDING")
        .order_by(world.records.c.desk_order, world.records.c.id)
    )
    return [(row.id, row.assignee_id) for row in rows]


async def decide(database: Database, ids: list[int], people: set[int], day: date) -> None:
    """So many records are approved; the sums follow as they do with real decisions."""

    async def work(tx: Tx) -> None:
        table = world.records.c
        units = Counter(row.unit_id for row in await tx.run(select(table.unit_id).where(table.id.in_(ids))))
        await tx.run(update(world.records).where(table.id.in_(ids)).values(state="APPROVED", state_on=day))
        for unit_id, number in units.items():
            await tx.run(
                update(situation.totals)
                .where(situation.totals.c.unit_id == unit_id, situation.totals.c.state == "PENDING")
                .values(count=situation.totals.c.count - bindparam("p_number")),
                {"p_number": number},
            )
        await tx.run(update(situation.people).where(situation.people.c.id.in_(people)).values(seen_on=day))

    await database.write(work)


async def test_a_year_of_mornings(database: Database):
    await world.found(database)
    for number, (unit, name) in enumerate([(HOA_CU, "Lan"), (HOA_CU, "Sơn"), (HAI_YEN, "Mai"), (2, "Toàn")]):
        await world.hire(database, name, f"8491200000{number}", "official", unit)
    for unit, size in ((HOA_CU, 700), (HAI_YEN, 500)):
        rows = [
            birth(n % 90 + 1, quyenSo=f"01/{1990 + n // 90}", ngayDangKy=f"21.03.{1990 + n // 90}")
            for n in range(size)
        ]
        await world.shelve(database, unit, rows)
    fate = random.Random(158)
    decided: list[int] = []
    planned_on: list[date] = []
    day = FIRST
    while day <= DEADLINE:
        if day not in OUTAGE:
            made = await morning_plan.run(database, CAMPAIGN, day, clock=lambda day=day: at(day))
            again = await morning_plan.run(database, CAMPAIGN, day, clock=lambda day=day: at(day))
            assert again.lines == []
            desks = await database.read(lying)
            assert len({record for record, _ in desks}) == len(desks)
            if made.lines:
                planned_on.append(day)
                assert COUNTRY.is_workday(day), day
                for line in made.lines:
                    assert line.days_left == COUNTRY.count(day, DEADLINE)
                    assert line.needed == -(-line.open // line.days_left)
                    assert line.given >= line.needed or line.shortfall
                finished = [
                    (record, person) for record, person in desks if day.month == 12 or fate.random() < 0.93
                ]
                decided += [record for record, _ in finished]
                await decide(database, [r for r, _ in finished], {p for _, p in desks}, day)
        day += timedelta(days=1)
    assert Counter(decided).most_common(1)[0][1] == 1, "no record was given twice"
    assert len(decided) == 1_200, "none was lost"
    workdays = [
        on for n in range((DEADLINE - FIRST).days + 1) if COUNTRY.is_workday(on := FIRST + timedelta(days=n))
    ]
    missed = [on for on in workdays if on not in OUTAGE and on not in planned_on]
    assert missed == [], "each working day on which the bot ran and something was open had its quota"
    assert date(2024, 5, 4) in planned_on  # a Saturday made up for
    assert not {date(2024, 2, 8), date(2024, 4, 29), date(2024, 9, 3)} & set(planned_on)
    assert (await database.read(lambda tx: planning.due(tx, CAMPAIGN, DEADLINE))).units == {}
    assert await database.read(lambda tx: plans.of_day(tx, date(2024, 2, 12))) == []
