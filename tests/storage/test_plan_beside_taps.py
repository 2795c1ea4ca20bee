"""The plan is made while people tap: neither waits for the other for ever, and nothing fails."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from reminders import morning_plan
from storage import leases, postgres, verify
from storage.engine import Database, Tx
from storage.tables_talk import InboxRow
from tests.handlers.planned_house import FRIDAY, desk, fill, morning, opened, person, planned
from tests.world import HOA_CU

inbox: Any = InboxRow.__table__


async def test_the_last_card_of_a_desk_is_decided_while_the_plan_is_made(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    if database.dialect == "sqlite":
        return  # there one writes at a time
    house = await opened(database)
    lan = await person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await fill(house, HOA_CU)
    await morning(house)
    await lan.says("/batdau")
    while await desk(house, 1) > 1:
        await lan.taps("✅ Phê duyệt")
    house.clock.move(hours=23, minutes=30)
    began = asyncio.Event()
    renew, judged = leases.renew, postgres._worth_another_try
    faults: list[DBAPIError] = []

    async def slowly(tx: Tx, *args: Any, **more: Any) -> None:
        began.set()
        await asyncio.sleep(0.5)
        await renew(tx, *args, **more)

    def noted(fault: DBAPIError) -> bool:
        faults.append(fault)
        return judged(fault)

    monkeypatch.setattr(leases, "renew", slowly)
    monkeypatch.setattr(postgres, "_worth_another_try", noted)

    async def tap() -> None:
        await began.wait()
        await lan.taps("✅ Phê duyệt")

    assert house.rules.campaign
    await asyncio.gather(
        morning_plan.run(database, house.rules.campaign, FRIDAY, clock=house.clock), tap()
    )  # fmt: skip
    assert faults == []
    tries = await database.read(lambda tx: tx.run(select(inbox.c.tries)))
    assert not any(row.tries for row in tries)
    assert (await planned(house, FRIDAY))[HOA_CU].people[0].carried == 1
    assert (await database.read(verify.run)).difference is None
