"""The row about the morning's cards at a tiny size: written on both databases, sent by a real bot to real phones."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from bot.bench import cards, delivery, shelves


def test_a_few_cards_are_written_on_both_databases_and_sent():
    row = delivery.measure(1, people=60, messages=30)
    assert row.name == "delivery"
    assert [figure.target for figure in row.figures if figure.target] == ["≤ 3 ×", "≤ 3 ×", "≤ 2 %", "≤ 10 %"]
    assert all(len(figure.values) == 1 and figure.values[0] >= 0 for figure in row.figures)
    assert 10 < row.figures[-1].median < 40, "thirty messages at a pace, whatever else the machine does"


def test_the_baseline_writes_the_very_rows(tmp_path: Path):
    ours, raw = tmp_path / "bench.db", tmp_path / "raw.db"
    asyncio.run(delivery._build(shelves.sqlite_address(tmp_path), 40))
    raw.write_bytes(ours.read_bytes())
    asyncio.run(delivery._enqueue(shelves.sqlite_address(tmp_path), 40))
    rows = cards.written(ours)
    cards.raw_sqlite(raw, *rows)
    assert cards.written(raw) == rows and len(rows[0]) == len(rows[1]) == 40
    with sqlite3.connect(raw) as there:
        [(named,)] = there.execute(
            "SELECT count(*) FROM outbox JOIN prompts ON prompts.id = json_extract(body, '$.prompt')"
            " AND prompts.account_id = outbox.account_id"
        )
    assert named == 40
