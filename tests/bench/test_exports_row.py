"""The exports row, small: it runs to its end, and its baselines write what the product writes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.bench import exports, shelves

SMALL = shelves.Size(2, 150, 3)


@pytest.fixture(scope="module")
def path():
    with shelves.built(SMALL) as path:
        asyncio.run(exports.decide(path, SMALL))
        yield path


def test_the_baseline_reads_and_writes_the_very_same_cells(path: Path, tmp_path: Path):
    exports.export(path, tmp_path / "ours.csv")
    exports.plainly("log", path, tmp_path / "plain.csv", SMALL.records)
    _, *ours = (tmp_path / "ours.csv").read_text(encoding="utf-8").splitlines()
    assert ours == (tmp_path / "plain.csv").read_text(encoding="utf-8").splitlines()
    assert len(ours) == 300 and any('""meHoTen""' in line for line in ours)


def test_a_small_row_runs_to_its_end():
    row = exports.measure(1, size=SMALL)
    assert [figure.target for figure in row.figures if figure.target] == ["≤ 1.20 ×", "≤ 1.50 ×", "≤ 300 MB"]
    assert all(len(figure.values) == 1 for figure in row.figures)
