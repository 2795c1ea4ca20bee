"""Records that come in as followed up stand in the follow-up register at once, and once."""

from __future__ import annotations

from pathlib import Path

import world
from import_sheets import births, order, write_csv
from sqlalchemy import select
from world import birth

from storage import follow_ups
from storage.engine import Database
from storage.imports import records


async def test_what_the_source_calls_followed_up_is_in_the_register_and_the_same_sheet_adds_nothing(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await world.found(database)
    states = ("Theo dõi", "Từ chối", "Theo dõi", "")
    rows = births(
        *({**birth(n), "tinhTrang": state} for n, state in enumerate(states, 1)), more=["tinhTrang"]
    )
    path = write_csv(tmp_path / "ks.csv", rows)
    for _ in range(2):
        assert not (await records.take_in(database_url, order(path))).refused
    table = follow_ups.follow_ups
    found = (await database.read(lambda tx: tx.run(select(table).order_by(table.c.id)))).all()
    assert [(row.standing, row.decision_id, row.person_id) for row in found] == [("OPEN", None, None)] * 2
    entries = [await database.read(lambda tx, e=row.id: follow_ups.load(tx, e)) for row in found]
    assert [one.number for one in entries if one] == ["1", "3"]
