"""Two operators at two terminals, and the bot beside them: a day is planned once; the order is the books' everywhere."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from typing import Any

from sqlalchemy import select

from reminders import morning_plan
from storage.engine import Database
from storage.planning import Campaign
from tests import world
from tests.world import HAI_YEN, HOA_CU, MORNING, TODAY, ZONE, birth


async def rasoat_plan(database: Database) -> dict[str, Any]:
    """Run `rasoat plan --json` as a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.cli", "plan", "--json",
        env={
            "RASOAT_DATABASE_URL": database.url.render_as_string(hide_password=False),
            "RASOAT_NOW": "2024-07-04T07:00:00+07:00",
            "RASOAT_DEADLINE": "2024-07-17",
        },
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    return json.loads(out)  # type: ignore[no-any-return]


async def test_two_commands_at_once_plan_the_day_once(database: Database):
    await world.found(database)
    for number, unit in enumerate((HOA_CU, HOA_CU, HAI_YEN)):
        await world.hire(database, f"Cán bộ {number}", f"8491200000{number}", "official", unit)
    for unit in (HOA_CU, HAI_YEN):
        await world.shelve(database, unit, [birth(n) for n in range(1, 101)])
    one, other, third = await asyncio.gather(*(rasoat_plan(database) for _ in range(3)))
    assert one == other == third
    assert one["totals"] == {"open": 200, "needed": 20, "given": 20, "shortfall": 0}
    query = select(world.records.c.assignee_id).where(world.records.c.assignee_id.is_not(None))
    held = Counter(row.assignee_id for row in await database.read(lambda tx: tx.run(query)))
    assert sorted(held.values()) == [5, 5, 10]


async def test_the_order_of_the_books_is_the_same_on_every_database(database: Database):
    """Suffixes, missing pages and numbers sort as the plain letters of the desk order do, whatever the collation."""
    await world.found(database)
    lan = await world.hire(database, "Nông Thị Lan", "84912000001", "official", HOA_CU)
    numbers = ["24", "24a", "3", "024b", "", "110", "9", "23", "x", "2", "24C", "1"]
    rows = [
        birth(1, so=number, trangSo=page) for number, page in zip(numbers, "12" * 3 + " 3" * 3, strict=True)
    ]
    await world.shelve(database, HOA_CU, rows + [birth(n, quyenSo="02/2005") for n in range(100, 108)])
    campaign = Campaign(TODAY, ZONE)
    everything = select(world.records.c.id, world.records.c.desk_order, world.records.c.assignee_id)
    shelf = (await database.read(lambda tx: tx.run(everything))).all()
    in_order = [row.id for row in sorted(shelf, key=lambda row: (row.desk_order, row.id))]
    await database.write(
        lambda tx: tx.run(world.roles.update().where(world.roles.c.person_id == lan).values(daily_limit=7))
    )
    await morning_plan.run(database, campaign, TODAY, clock=lambda: MORNING)
    held = [row.id for row in await database.read(lambda tx: tx.run(everything)) if row.assignee_id == lan]
    assert sorted(held) == sorted(in_order[:7])
