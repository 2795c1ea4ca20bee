"""The log of a province as a file: `rasoat export decisions`, against the plain writers of the same cells."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from bot.bench import shelves
from bot.bench.measure import RUNS, Row
from bot.bench.processes import Finished, must
from storage.engine import Tx, open_database

RASOAT = [sys.executable, "-m", "bot.cli"]
PLAIN = [sys.executable, "-m", "bot.bench.plain_exporter"]
# A drive's log in the letter's shares: 15 of 100 fixed before approval, 10 returned, 5 followed up with a note. The rows
# are linked by no hashes: what is read of them is what an export reads.
DECIDE = """
INSERT INTO decisions (unit_id, seq, record_id, revision, person_id, move, from_state, to_state, reasons, changes, route,
 note, case_suggested, case_chosen, shown_at, decided_at, day, channel, event_key, prev_hash, hash)
SELECT unit_id, row_number() OVER (PARTITION BY unit_id ORDER BY id), id, 1, 1 + id % :people,
 CASE WHEN id % 100 < 70 THEN 'approve' WHEN id % 100 < 85 THEN 'fix' WHEN id % 100 < 95 THEN 'return'
  ELSE 'follow_up' END, 'PENDING',
 CASE WHEN id % 100 < 85 THEN 'APPROVED' WHEN id % 100 < 95 THEN 'RETURNED' ELSE 'FOLLOW_UP' END,
 CASE WHEN id % 100 < 85 THEN '[]' WHEN id % 100 < 95 THEN '["MISSING_FIELDS"]' ELSE '["REGISTER_INCOMPLETE"]' END,
 CASE WHEN id % 100 BETWEEN 70 AND 84 THEN '{"meHoTen":["Hoàng Thị Mẫu","Hoàng Thị Mậu ' || id || '"]}' ELSE '{}' END,
 CASE WHEN id % 100 >= 95 THEN 'bổ sung' ELSE '' END,
 CASE WHEN id % 100 >= 95 THEN 'Sổ để trống ô dân tộc, trang ' || id % 200 ELSE '' END,
 '', CASE WHEN id % 100 < 70 THEN '' WHEN id % 100 < 85 THEN 'b' WHEN id % 100 < 95 THEN 'a' ELSE 'c' END,
 datetime('2024-05-06', '+' || 19 * id || ' seconds') || '.120000',
 datetime('2024-05-06', '+' || (19 * id + 8) || ' seconds') || '.480000',
 date('2024-05-06', '+' || (19 * id + 25208) || ' seconds'), 'telegram', 'bench:' || id, '', ''
FROM records WHERE id <= :most
"""
LETTER = 381_383


async def decide(path: Path, size: shelves.Size) -> None:
    """Decide every record, in one statement."""
    database = open_database(shelves.sqlite_address(path.parent, path.name), checkpoints=True)

    async def work(tx: Tx) -> None:
        await tx.run(text(DECIDE), {"people": size.officials, "most": LETTER})

    await database.write(work)
    await database.close()


def export(database: Path, out: Path) -> Finished:
    """Export the log by the command, as an operator would."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RASOAT_")}
    address = shelves.sqlite_address(database.parent, database.name)
    return must([*RASOAT, "export", "decisions", "--out", str(out)], {**kept, "RASOAT_DATABASE_URL": address})


@dataclass(frozen=True, slots=True)
class Plain:
    """What a baseline took: the seconds it counted, and the processor seconds of its whole process."""

    seconds: float
    cpu_s: float


def plainly(what: str, source: Path, target: Path, count: int) -> Plain:
    """Run a baseline. Raises RuntimeError where it did not write all rows."""
    ended = must([*PLAIN, what, str(source), str(target)])
    rows, seconds = ended.output.split()
    if int(rows) != count:
        raise RuntimeError(f"{what} wrote {rows} rows of {count}")
    return Plain(float(seconds), ended.cpu_s)


def measure(runs: int = RUNS, *, size: shelves.Size = shelves.PROVINCE) -> Row:
    """Measure the row."""
    count = min(size.records, LETTER)
    row = Row(
        "exports",
        f"SQLite, {count:,} decisions of 19 columns; ours is the whole command `rasoat export decisions`, its start,"
        " the reading and (.xlsx) title, borders, widths and page set-up counted. Baselines: XlsxWriter constant_memory"
        " writing the same cells, unformatted, the writing alone counted; sqlite3 over the same join, the same cells,"
        " csv module, the start of the process not counted",
    )
    ours_xlsx, ours_csv, memory, sizes = [], [], [], []
    by_cell, by_row, alone = [], [], []
    with shelves.built(size) as path:
        asyncio.run(decide(path, size))
        for _ in range(runs):
            book, log, plain = (path.parent / name for name in ("log.xlsx", "log.csv", "plain"))
            ours_csv.append(export(path, log))
            ours_xlsx.append(export(path, book))
            memory.append(max(ours_csv[-1].peak_mb, ours_xlsx[-1].peak_mb))
            sizes.append(book.stat().st_size / (1 << 20))
            by_cell.append(plainly("cells", log, plain.with_suffix(".xlsx"), count))
            by_row.append(plainly("log", path, plain.with_suffix(".csv"), count))
            alone.append(plainly("cells", log, plain.with_suffix(".csv"), count))
    for what, ours, plains, most in (
        (".xlsx, against XlsxWriter writing the same cells", ours_xlsx, by_cell, 1.2),
        (".csv, against reading and writing the same plainly", ours_csv, by_row, 1.5),
    ):
        pairs = list(zip(ours, plains, strict=True))
        row.add(what, [each.seconds / plain.seconds for each, plain in pairs], "×", at_most=most)
        row.add("CPU of both processes so", [each.cpu_s / plain.cpu_s for each, plain in pairs], "×")
    row.add("peak RSS of the command", memory, "MB", at_most=300)
    row.add("time of .xlsx", [each.seconds for each in ours_xlsx], "s")
    row.add("time of .csv", [each.seconds for each in ours_csv], "s")
    row.add("time of the csv module alone, its cells at hand", [each.seconds for each in alone], "s")
    row.add("size of .xlsx", sizes, "MB")
    return row
