"""The rows about planning at a tiny size: both databases, both days, and shelves as uneven as real ones."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from bot.bench import plan_nation, plan_shelves, plans
from bot.bench.plan_shelves import Size

TINY = Size(communes=20, people=42, open=3_000)


def test_a_small_province_is_planned_on_both_databases_and_held_against_the_baseline():
    row = plans.measure(1, size=TINY)
    assert row.name == "plan"
    assert [figure.target for figure in row.figures if figure.target] == ["≤ 4 ×", "≤ 1.50 s"] * 2
    assert all(len(figure.values) == 1 and figure.values[0] > 0 for figure in row.figures)


def test_a_small_nation_is_held_against_a_province():
    row = plan_nation.measure(2, province=TINY, nation=Size(communes=60, people=100, open=9_000))
    assert row.name == "plan-nation"
    assert [figure.target for figure in row.figures if figure.target] == ["≤ 1.50 ×"]
    assert all(len(figure.values) == 2 and figure.values[0] > 0 for figure in row.figures)


def test_shelves_are_uneven_in_several_books_and_exactly_as_many_as_asked(tmp_path: Path):
    count = asyncio.run(plan_shelves.build(f"sqlite+aiosqlite:///{tmp_path / 'shelves.db'}", TINY))
    with sqlite3.connect(tmp_path / "shelves.db") as raw:
        [(total, keys)] = raw.execute(
            "SELECT count(*), count(DISTINCT unit_id || type || natural_key) FROM records"
        )
        backlogs = [n for (n,) in raw.execute(
            "SELECT count(*) FROM records WHERE state = 'PENDING' GROUP BY unit_id ORDER BY 1"
        )]  # fmt: skip
        books = raw.execute("SELECT count(DISTINCT substr(desk_order, 1, 10)) FROM records GROUP BY unit_id")
        assert min(n for (n,) in books) > 2
        [(wide,)] = raw.execute(
            "SELECT count(*) FROM roles JOIN units ON units.id = unit_id WHERE level = 'district'"
        )
        [(tallied,)] = raw.execute("SELECT sum(count) FROM totals WHERE state = 'PENDING'")
    assert total == keys == count
    assert sum(backlogs) == tallied == TINY.open
    assert backlogs[-1] > 4 * backlogs[0]
    assert wide == 2
