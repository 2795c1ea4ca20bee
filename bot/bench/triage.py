"""Judging a province by all rules, against one pass that parses each record's JSON."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.bench import imports, sheets, shelves
from bot.bench.measure import RUNS, Row
from bot.bench.processes import Finished, must

PLAIN = [sys.executable, "-m", "bot.bench.plain_parser"]
# as records stand that came and were not judged yet
_FORGET = (
    "UPDATE records SET rule_set = 0, findings = '[]'",
    "DELETE FROM record_keys",
    "DELETE FROM triage_basis",
    "DELETE FROM stale_shelves",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "VACUUM",
)


@contextmanager
def _taken_in(share: float) -> Iterator[tuple[Path, int]]:
    """Take a province in, or a share of it, and forget what was found."""
    with sheets.drive("csv", share) as drive:
        path = drive.folder / "bench.db"
        imports.take_in(f"sqlite+aiosqlite:///{path}", drive)
        database = sqlite3.connect(path, isolation_level=None)
        for statement in _FORGET:
            database.execute(statement).fetchall()
        database.close()
        yield path, drive.count


def _judge(prepared: Path, count: int) -> Finished:
    """Judge a copy with `rasoat triage`, as an operator would."""
    with shelves.copy_of(prepared) as path:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("RASOAT_")}
        environment = {**kept, "RASOAT_DATABASE_URL": f"sqlite+aiosqlite:///{path}"}
        finished = must([*imports.RASOAT, "triage", "--json"], environment)
    told = json.loads(finished.output.strip().splitlines()[-1])
    if told["judged"] != count or told["unjudged"]:
        raise RuntimeError(f"{told['judged']} of {count} records were judged, {told['unjudged']} were left")
    return finished


def measure(runs: int = RUNS, *, share: float = 1.0) -> Row:
    """Measure the row: time and CPU of the whole command, and that its memory does not grow with the records."""
    ours, plain, at_half = [], [], []
    with _taken_in(share / 2) as (half, half_count):
        at_half = [_judge(half, half_count).peak_mb for _ in range(runs)]
    with _taken_in(share) as (prepared, count):
        row = Row(
            "triage",
            f"{count:,} records of five types, none judged yet: `rasoat triage`, all rules, those of whole shelves too,"
            " findings written, SQLite FULL, two judging processes beside its own. Baseline: one process that reads"
            " each record and parses its JSON. CPU is that of all its processes, start included; flat is read as"
            " within 5 % of the peak with half the records",
        )
        for _ in range(runs):
            plain.append(must([*PLAIN, str(prepared)]))
            ours.append(_judge(prepared, count))
    pairs = list(zip(ours, plain, strict=True))
    row.add("time, against the baseline's", [o.seconds / p.seconds for o, p in pairs], "×", at_most=12)
    row.add("CPU of a record", [1e6 * o.cpu_s / count for o in ours], "µs", at_most=150)
    row.add(
        "growth of the peak RSS from half the records to all of them",
        [100 * (o.peak_mb / half_mb - 1) for o, half_mb in zip(ours, at_half, strict=True)], "%", at_most=5,
    )  # fmt: skip
    row.add("peak RSS, all its processes together", [o.peak_mb for o in ours], "MB")
    row.add("CPU, against the baseline's", [o.cpu_s / p.cpu_s for o, p in pairs], "×")
    row.add("time", [o.seconds for o in ours], "s")
    row.add("time of the baseline", [p.seconds for p in plain], "s")
    return row
