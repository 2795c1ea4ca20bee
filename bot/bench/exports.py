"""The log of a province as a file: `rasoat export decisions`, against the plain writers of the same cells."""

from __future__ import annotations

import asyncio
import os
import sys
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


def plainly(what: str, source: Path, target: Path, count: int) -> float:
    """Run a baseline; returns its seconds. Raises RuntimeError where it did not write all rows."""
    rows, seconds = must([*PLAIN, what, str(source), str(target)]).output.split()
    if int(rows) != count:
        raise RuntimeError(f"{what} wrote {rows} rows of {count}")
    return float(seconds)


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
    xlsx, logs, memory, sizes, alone = [], [], [], [], []
    ours_xlsx, ours_csv = [], []
    with shelves.built(size) as path:
        asyncio.run(decide(path, size))
        for _ in range(runs):
            book, log, plain = (path.parent / name for name in ("log.xlsx", "log.csv", "plain"))
            ours_csv.append(export(path, log))
            ours_xlsx.append(export(path, book))
            memory.append(max(ours_csv[-1].peak_mb, ours_xlsx[-1].peak_mb))
            sizes.append(book.stat().st_size / (1 << 20))
            by_cell = plainly("cells", log, plain.with_suffix(".xlsx"), count)
            xlsx.append(ours_xlsx[-1].seconds / by_cell)
            logs.append(ours_csv[-1].seconds / plainly("log", path, plain.with_suffix(".csv"), count))
            alone.append(plainly("cells", log, plain.with_suffix(".csv"), count))
    row.add(".xlsx, against XlsxWriter writing the same cells", xlsx, "×", at_most=1.2)
    row.add(".csv, against reading and writing the same plainly", logs, "×", at_most=1.5)
    row.add("peak RSS of the command", memory, "MB", at_most=300)
    row.add("time of .xlsx", [each.seconds for each in ours_xlsx], "s")
    row.add("time of .csv", [each.seconds for each in ours_csv], "s")
    row.add("time of the csv module alone, its cells at hand", alone, "s")
    row.add("size of .xlsx", sizes, "MB")
    return row
