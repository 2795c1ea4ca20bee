"""The baselines of the exports row, each run as a process.

python -m bot.bench.plain_exporter cells CELLS TARGET  write the same cells: XlsxWriter constant_memory, or csv, by the ending
python -m bot.bench.plain_exporter log DATABASE TARGET read the log with sqlite3, make its cells and write them with csv
Each prints how many rows it wrote and the seconds; `cells` counts the writing alone.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

CHUNK = 5_000
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LOG = """
SELECT units.code, records.type, records.year, records.number, decisions.revision, decisions.move, decisions.reasons,
 decisions.changes, people.full_name, decisions.channel, decisions.shown_at, decisions.decided_at,
 decisions.case_suggested, decisions.case_chosen, records.book, records.page, decisions.route, decisions.note,
 decisions.to_state
FROM decisions LEFT JOIN units ON units.id = decisions.unit_id LEFT JOIN records ON records.id = decisions.record_id
 LEFT JOIN people ON people.id = decisions.person_id
ORDER BY decisions.id
"""


def _chunks(path: Path) -> Iterator[list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        chunk = []
        for line in lines:
            chunk.append(line)
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
        yield chunk


def into_xlsx(cells: Path, target: Path) -> tuple[int, float]:
    """Write cells one by one, as XlsxWriter's own pages show it for long sheets."""
    spent, row = 0.0, 0
    began = time.perf_counter()
    book = xlsxwriter.Workbook(str(target), {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    spent += time.perf_counter() - began
    for chunk in _chunks(cells):
        began = time.perf_counter()
        for line in chunk:
            for place, cell in enumerate(line):
                if cell:
                    sheet.write_string(row, place, cell)
            row += 1
        spent += time.perf_counter() - began
    began = time.perf_counter()
    book.close()
    return row - 1, spent + time.perf_counter() - began


def into_csv(cells: Path, target: Path) -> tuple[int, float]:
    """Write cells with the csv module, the reading not counted."""
    spent, rows = 0.0, 0
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for chunk in _chunks(cells):
            began = time.perf_counter()
            writer.writerows(chunk)
            spent += time.perf_counter() - began
            rows += len(chunk)
    return rows - 1, spent


def log_into_csv(database: Path, target: Path) -> tuple[int, float]:
    """Read the log and write it, row by row, with nothing of ours."""
    began, rows = time.perf_counter(), 0
    raw = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in raw.execute(LOG):
            cells = list(row)
            cells[2] = "" if row[2] is None else str(row[2])
            cells[6] = ";".join(json.loads(row[6]))
            changes = json.loads(row[7])
            cells[7] = json.dumps(changes, ensure_ascii=False, separators=(",", ":")) if changes else ""
            cells[10], cells[11] = _instant(row[10]), _instant(row[11])
            writer.writerow(cells)
            rows += 1
    return rows, time.perf_counter() - began


def _instant(text: Any) -> str:
    if text is None:
        return ""
    at = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return at.astimezone(ZONE).isoformat(timespec="milliseconds")


def main() -> None:
    """Run the baseline named."""
    what, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if what == "log":
        rows, seconds = log_into_csv(source, target)
    else:
        rows, seconds = (into_xlsx if target.suffix == ".xlsx" else into_csv)(source, target)
    print(rows, seconds)


if __name__ == "__main__":
    main()
