"""A province's spreadsheets for the import rows, whole or a share of it, in a folder that goes away again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.synthetic import sheets, staff, statuses
from bot.synthetic.drive import PROVINCE_COUNTS
from bot.synthetic.records import records
from bot.synthetic.sheets import Row, SheetKind

SEED = 2024


@dataclass(frozen=True, slots=True)
class Drive:
    """What an operator hands to the import; `records` are the sheets, the largest first."""

    folder: Path
    units: Path
    roster: Path
    records: tuple[Path, ...]
    count: int


@contextmanager
def drive(kind: SheetKind, share: float = 1.0) -> Iterator[Drive]:
    """Write the letter's 381,383 records in five sheets, or a share of each type."""
    with tempfile.TemporaryDirectory(prefix="rasoat-bench-") as name:
        folder = Path(name)
        units, roster = folder / "units.csv", folder / "roster.csv"
        sheets.write_units(units)
        sheets.write_roster(roster, (member.row() for member in staff.ROSTER))
        words = statuses.dealt(SEED, statuses.PROVINCE)
        files, total = [], 0
        for record_type, whole in PROVINCE_COUNTS.items():
            path = folder / f"{record_type.value}.{kind}"
            stream = records(SEED, {record_type: max(1, round(whole * share))})
            rows = (Row(each, each.scan, next(words)) for each in stream)
            total += sheets.write_records(path, record_type, rows)
            files.append(path)
        yield Drive(folder, units, roster, tuple(files), total)
