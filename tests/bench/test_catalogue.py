"""The rows that `rasoat bench` knows are the rows that were promised, and each can be measured."""

from __future__ import annotations

import asyncio
import inspect
import sqlite3
import subprocess
import sys
from importlib import import_module
from typing import Literal

import pytest

from bot.bench import catalogue, decision, imports, sheets, shelves, status
from bot.bench.measure import Row

PROMISED = [
    "import-sqlite", "import-csv", "import-postgres", "decision", "taps", "taps-50", "status", "start", "memory",
    "plan", "plan-nation", "delivery", "exports", "page", "picture", "triage", "triage-score", "wrong-returns", "broadcast",
]  # fmt: skip


def test_the_catalogue_has_the_promised_rows_and_no_other():
    assert [entry.name for entry in catalogue.ROWS] == PROMISED


@pytest.mark.parametrize("entry", catalogue.ROWS, ids=lambda entry: entry.name)
def test_every_row_names_a_function_that_takes_how_often_to_run(entry: catalogue.Entry):
    measure = getattr(import_module(f"bot.bench.{entry.module}"), entry.function)
    first = next(iter(inspect.signature(measure).parameters.values()))
    assert (first.name, first.default) == ("runs", entry.runs)


def test_the_list_loads_nothing_that_measures():
    loaded = (
        "import sys, bot.bench.command;"
        "print([n for n in ('sqlalchemy', 'aiogram', 'bot.bench.taps', 'bot.bench.imports') if n in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def _is_whole(row: Row, runs: int) -> bool:
    return bool(row.conditions) and all(len(figure.values) == runs for figure in row.figures)


def test_a_small_decision_row_runs_to_its_end():
    row = decision.measure(2, count=64)
    assert row.name == "decision"
    assert _is_whole(row, 2)
    targets = [figure.target for figure in row.figures if figure.target]
    assert targets == ["≥ 25 %", "≥ 1 ×", "≤ 30"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_baseline_of_an_import_writes_every_row_of_every_sheet(kind: Literal["xlsx", "csv"]):
    with sheets.drive(kind, share=0.0005) as drive:
        imports.plainly("sqlite", str(drive.folder / "plain.db"), drive)
        with sqlite3.connect(drive.folder / "plain.db") as raw:
            counts = [raw.execute(f"SELECT count(*) FROM t{n}").fetchone()[0] for n in range(5)]
            [(first,)] = raw.execute("SELECT c0 FROM t0 LIMIT 1")
    assert drive.count == sum(counts) == 192
    assert counts == [117, 41, 17, 16, 1]
    assert first


def test_the_status_row_counts_records_of_every_type_and_state():
    with shelves.built(shelves.Size(2, 800, 1)) as path:
        row = asyncio.run(status._measure(path, shelves.Size(2, 800, 1), 1))
        with sqlite3.connect(path) as raw:
            [(types, states, total)] = raw.execute(
                "SELECT count(DISTINCT type), count(DISTINCT state), sum(count) FROM totals"
            )
            [(daily,)] = raw.execute("SELECT sum(count) FROM tallies")
    assert _is_whole(row, 1)
    assert (types, states, total, daily) == (5, 6, 1600, 1600)
