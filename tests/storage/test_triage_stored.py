"""Records are judged where they are stored: when they come, when they change, when the rules or the units do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import world
from sqlalchemy import select, update
from world import HOA_CU, MORNING, TODAY, birth

from domain.triage.shape import RULE_SET
from storage import triage
from storage.engine import Database
from storage.tables import RecordRow
from storage.tables_triage import RecordKeyRow, StaleShelfRow, TriageBasisRow

records: Any = RecordRow.__table__
keys: Any = RecordKeyRow.__table__
stale: Any = StaleShelfRow.__table__
basis: Any = TriageBasisRow.__table__


@pytest.fixture
async def province(database: Database) -> Database:
    await world.found(database)
    return database


async def shelve(database: Database, unit_id: int, rows: list[dict[str, str]], **more: Any) -> list[int]:
    return await world.shelve(database, unit_id, rows, judged=False, **more)


async def look(database: Database) -> dict[int, Any]:
    rows = await database.read(lambda tx: tx.run(select(records).order_by(records.c.id)))
    return {row.id: row for row in rows}


def rules(row: Any) -> list[tuple[str, str]]:
    return [(each["rule"], each["field"]) for each in row.findings]


async def catch_up(database: Database, today: date = TODAY) -> triage.Outcome:
    return await triage.catch_up(database, now=MORNING, today=today)


async def test_what_came_is_judged_once_and_a_second_look_finds_nothing_to_do(province: Database):
    _, two = await shelve(province, HOA_CU, [birth(1), birth(2, nksNgaySinh="31.02.2005")])
    assert (await province.read(triage.unjudged), await province.read(triage.is_behind)) == (2, True)
    assert (await catch_up(province)).judged == 2
    there = await look(province)
    assert {row.rule_set for row in there.values()} == {RULE_SET}
    assert ("R05", "nksNgaySinh") in rules(there[two])
    assert not await province.read(triage.is_behind)
    assert await catch_up(province) == triage.Outcome(0, 0)


async def test_a_thousand_records_are_judged_by_processes_as_by_this_one(
    province: Database, monkeypatch: Any
):
    rows = [birth(n, nksNgaySinh="31.02.2005" if n % 3 == 0 else "01.03.2005") for n in range(1, 601)]
    await shelve(province, HOA_CU, rows)
    await catch_up(province)
    by_processes = {record_id: row.findings for record_id, row in (await look(province)).items()}
    await province.write(lambda tx: tx.run(update(records).values(rule_set=0, findings=[])))
    monkeypatch.setattr(triage, "FEW", 10_000)
    monkeypatch.setattr(triage, "CHUNK", 600)
    await catch_up(province)
    assert {record_id: row.findings for record_id, row in (await look(province)).items()} == by_processes
