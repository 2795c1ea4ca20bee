"""Taking in a province: 381,383 records of five types from spreadsheets, against reading and writing them plainly."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.bench import sheets
from bot.bench.measure import RUNS, Row
from bot.bench.processes import Finished, must

RASOAT = [sys.executable, "-m", "bot.cli"]
PLAIN = [sys.executable, "-m", "bot.bench.plain_reader"]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What taking in the sheets of records took, and each sheet's peak of memory in MB.

    `judging_s` of the seconds went to the rules, which look at records once they stand; that work has its own row.
    """

    seconds: float
    judging_s: float
    cpu_s: float
    peaks_mb: dict[str, float]


def take_in(address: str, drive: sheets.Drive) -> TakenIn:
    """Set a database up and take everything in, each file by its own `rasoat import`, as an operator would."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RASOAT_")}
    environment = {**kept, "RASOAT_DATABASE_URL": address}
    must([*RASOAT, "init"], environment)
    must([*RASOAT, "import", "units", str(drive.units)], environment)
    must([*RASOAT, "import", "roster", str(drive.roster)], environment)
    runs = {
        sheet.name: must([*RASOAT, "import", "records", str(sheet), "--json"], environment)
        for sheet in drive.records
    }
    return TakenIn(
        sum(run.seconds for run in runs.values()),
        sum(json.loads(run.output.strip().splitlines()[-1])["judging_s"] for run in runs.values()),
        sum(run.cpu_s for run in runs.values()),
        {name: run.peak_mb for name, run in runs.items()},
    )


def plainly(what: str, target: str, drive: sheets.Drive) -> Finished:
    """Read all sheets and write their rows plainly."""
    return must([*PLAIN, what, target, *map(str, drive.records)])


def add_times(row: Row, ours: list[TakenIn], baselines: list[Finished], *, at_most: float | None) -> None:
    """Add what the runs took to a row, each against its own baseline."""
    pairs = list(zip(ours, baselines, strict=True))
    row.add(
        "time until the records stand, against the baseline's",
        [(each.seconds - each.judging_s) / plain.seconds for each, plain in pairs], "×", at_most=at_most,
    )  # fmt: skip
    row.add(
        "time of the whole command, all rules judged",
        [each.seconds / plain.seconds for each, plain in pairs],
        "×",
    )
    row.add(
        "CPU of its own processes, against the baseline's", [o.cpu_s / plain.cpu_s for o, plain in pairs], "×"
    )
    row.add("time", [each.seconds for each in ours], "s")
    row.add("time of the baseline", [each.seconds for each in baselines], "s")


def forget(path: Path) -> None:
    """Delete a SQLite file and what lies beside it, so that the next run finds the same room on the disk."""
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()


def _sqlite(drive: sheets.Drive, name: str) -> TakenIn:
    path = drive.folder / name
    taken = take_in(f"sqlite+aiosqlite:///{path}", drive)
    forget(path)
    return taken


def measure_sqlite(runs: int = RUNS, *, share: float = 1.0) -> Row:
    """Measure the import from .xlsx into SQLite: time, and memory beside what reading alone needs."""
    ours, baselines, memory = [], [], []
    with sheets.drive("xlsx", share) as drive:
        row = Row(
            "import-sqlite",
            f"{drive.count:,} records in 5 .xlsx, fresh SQLite file, WAL with synchronous=FULL, all checks, one swap a"
            " file. Baseline: calamine read + sqlite3 executemany of the same rows as text, WAL with synchronous=FULL,"
            " one commit a file, one process",
        )
        for run in range(runs):
            plain = drive.folder / "plain.db"
            baselines.append(plainly("sqlite", str(plain), drive))
            forget(plain)
            reader = {sheet.name: must([*PLAIN, "read", "-", str(sheet)]).peak_mb for sheet in drive.records}
            ours.append(_sqlite(drive, f"ours{run}.db"))
            memory.append(max(peak - reader[name] for name, peak in ours[-1].peaks_mb.items()))
    add_times(row, ours, baselines, at_most=2.5)
    row.add("peak RSS above that of the reader alone, the worst sheet", memory, "MB", at_most=200)
    return row


def measure_csv(runs: int = RUNS, *, share: float = 1.0) -> Row:
    """Measure the import from .csv into SQLite: time, memory, and that memory does not grow with the rows."""
    ours, baselines, whole, growth = [], [], [], []
    with sheets.drive("csv", share) as drive, sheets.drive("csv", share / 2) as half:
        row = Row(
            "import-csv",
            f"{drive.count:,} records in 5 .csv, and half of them ({half.count:,}), fresh SQLite file, WAL with"
            " synchronous=FULL, all checks; flat is read as within 5 %. Baseline: csv module + sqlite3 executemany, same durability",
        )
        for run in range(runs):
            plain = drive.folder / "plain.db"
            baselines.append(plainly("sqlite", str(plain), drive))
            forget(plain)
            ours.append(_sqlite(drive, f"ours{run}.db"))
            at_half = max(_sqlite(half, f"ours{run}.db").peaks_mb.values())
            whole.append(max(ours[-1].peaks_mb.values()))
            growth.append(100 * (whole[-1] / at_half - 1))
    row.add("peak RSS, reading process and writer together", whole, "MB", at_most=250)
    row.add("growth of that peak from half the records to all of them", growth, "%", at_most=5)
    add_times(row, ours, baselines, at_most=None)
    return row
