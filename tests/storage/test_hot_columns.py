"""Many rows given by their columns are the rows given one by one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import column, insert, select, table
from sqlalchemy.exc import IntegrityError

from storage.columns import UtcDateTime
from storage.engine import Database, Tx
from storage.hot import Columns, Hot
from storage.tables_talk import LeaseRow
from tests.world import MORNING

leases = LeaseRow.__table__  # type: ignore[attr-defined]
_plain = table("leases", column("name"), column("holder"), column("fence"), column("until", UtcDateTime()))
_add = Hot(insert(_plain))


async def test_rows_by_columns_are_stored_as_rows_one_by_one_are(database: Database):
    if database.dialect != "sqlite":
        return  # there many rows are arrays of one statement

    async def work(tx: Tx) -> None:
        apart = [MORNING + timedelta(minutes=n) for n in range(3)]
        await tx.run(_add, Columns({"holder": "me", "until": MORNING}, {"name": ["a", "b"], "fence": [1, 2]}))
        await tx.run(
            _add, Columns({"holder": "me"}, {"name": ["c", "d", "e"], "fence": range(3, 6), "until": apart})
        )
        await tx.run(_add, Columns({"holder": "me", "until": MORNING}, {"name": [], "fence": []}))

    await database.write(work)
    rows = (await database.read(lambda tx: tx.run(select(leases).order_by(leases.c.name)))).all()
    assert [(row.name, row.holder, row.fence) for row in rows] == [
        ("a", "me", 1), ("b", "me", 2), ("c", "me", 3), ("d", "me", 4), ("e", "me", 5),
    ]  # fmt: skip
    assert [row.until - MORNING for row in rows] == [timedelta(minutes=n) for n in (0, 0, 0, 1, 2)]
    twice = Columns({"holder": "you", "until": MORNING}, {"name": ["f", "a"], "fence": [1, 2]})
    with pytest.raises(IntegrityError):
        await database.write(lambda tx: tx.run(_add, twice))
    assert len((await database.read(lambda tx: tx.run(select(leases)))).all()) == 5
