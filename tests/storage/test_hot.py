"""Statements of the hot path give on SQLite what SQLAlchemy's own execution gives."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from storage.engine import Database, Tx
from storage.hot import Hot
from storage.tables import ImportRow

imports: Any = ImportRow.__table__
MOMENT = datetime(2024, 7, 4, 7, 30, 0, 123456, tzinfo=UTC)
ROW = {"kind": "units", "file_name": "Đơn vị.xlsx", "sha256": "s", "done_at": MOMENT, "counts": {"mới": 3}}

_add = Hot(insert(imports).returning(imports.c.id))
_one = Hot(select(imports).where(imports.c.id == bindparam("p_id")))
_rename = Hot(update(imports).where(imports.c.id == bindparam("p_id")).values(kind=bindparam("p_kind")))


async def test_values_of_every_type_come_back_as_they_went_in(database: Database):
    async def work(tx: Tx) -> tuple[Any, Any]:
        row_id = (await tx.run(_add, ROW)).scalar_one()
        hot = (await tx.run(_one, {"p_id": row_id})).one()
        plain = (await tx.run(_one.statement, {"p_id": row_id})).one()
        return tuple(hot), tuple(plain)

    hot, plain = await database.write(work)
    assert hot == plain
    assert hot[1:] == ("units", "Đơn vị.xlsx", "s", MOMENT, {"mới": 3})


async def test_a_row_count_tells_whether_a_conditional_update_took(database: Database):
    async def work(tx: Tx) -> tuple[int, int]:
        row_id = (await tx.run(_add, ROW)).scalar_one()
        took = await tx.run(_rename, {"p_id": row_id, "p_kind": "roster"})
        missed = await tx.run(_rename, {"p_id": row_id + 1, "p_kind": "roster"})
        return took.rowcount, missed.rowcount

    assert await database.write(work) == (1, 0)


async def test_a_missing_parameter_is_a_bug_and_no_silent_null(database: Database):
    with pytest.raises(Exception, match="p_kind"):
        await database.write(lambda tx: tx.run(_rename, {"p_id": 1}))


async def test_a_broken_constraint_is_the_same_error_on_both(database: Database):
    async def work(tx: Tx) -> None:
        row_id = (await tx.run(_add, ROW)).scalar_one()
        await tx.run(Hot(insert(imports)), {**ROW, "id": row_id})

    with pytest.raises(IntegrityError):
        await database.write(work)


def test_a_list_of_unknown_length_cannot_be_compiled_once():
    from sqlalchemy.dialects import sqlite

    hot = Hot(select(imports.c.id).where(imports.c.kind.in_(bindparam("p_kinds", expanding=True))))
    with pytest.raises(ValueError, match="compiled once"):
        hot.on_sqlite(None, sqlite.dialect(), {"p_kinds": ["a"]})  # type: ignore[arg-type]
