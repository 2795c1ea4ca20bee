"""The questions asked at every tap and every half second are answered from an index, however long the bot has run."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from storage import chat_files, decisions, desk, inbox, outbox, people, prompts
from storage.engine import Database, Tx

HOT: list[tuple[str, Any]] = [
    ("the oldest open update of a person", inbox._oldest),
    ("who speaks", people._who),
    ("what was asked", prompts._one),
    ("the next record on a desk", desk._next),
    ("how many lie on a desk", desk._held),
    ("what somebody did today", decisions._moves_of_day),
    ("older cards that are not out yet", outbox._supersede),
    ("whether a scan may stand", chat_files._on_card),
    ("what must leave a chat", chat_files._in_one_chat),
]


@pytest.mark.parametrize(("what", "hot"), [pytest.param(*row, id=row[0]) for row in HOT])
async def test_no_question_of_a_tap_reads_a_whole_table(database: Database, what: str, hot: Any):
    if database.dialect != "sqlite":
        return  # PostgreSQL plans by statistics, which an empty table does not have

    async def plan(tx: Tx) -> list[str]:
        from sqlalchemy.dialects import sqlite

        sql = str(hot.statement.compile(dialect=sqlite.dialect()))
        marks = {f"v{i}": 1 for i in range(sql.count("?"))}
        for mark in marks:
            sql = sql.replace("?", f":{mark}", 1)
        return [row[-1] for row in await tx.run(text(f"EXPLAIN QUERY PLAN {sql}"), marks)]

    steps = await database.write(plan)
    assert not [step for step in steps if step.startswith("SCAN") and "CONSTANT" not in step], (what, steps)


async def test_looking_for_what_is_due_reads_only_what_is_not_out_yet(database: Database):
    if database.dialect != "sqlite":
        return

    async def plan(tx: Tx) -> list[str]:
        query = (
            "EXPLAIN QUERY PLAN SELECT id FROM outbox WHERE outbox.state IN ('waiting', 'leased') "
            "ORDER BY priority, id LIMIT 50"
        )
        return [row[-1] for row in await tx.run(text(query))]

    assert "outbox_open" in "".join(await database.write(plan))
    assert await database.write(lambda tx: outbox.claim(tx, "me", now=datetime.now(UTC), limit=5)) == []
