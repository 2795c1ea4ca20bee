"""The faults of a file as a file: every one by row and column, to sort and to tick off."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from domain.sheet_faults import Found
from domain.wording import imports as say
from storage.exports.sheet import guarded

_WIDTHS = (8, 6, 22, 30, 12, 90)


def write(path: Path, faults: Iterable[Found]) -> None:
    """Write the faults by the file's ending, .xlsx or .csv (any other is the caller's bug)."""
    rows = map(say.fault_row, faults)
    if path.suffix.lower() == ".xlsx":
        _write_xlsx(path, rows)
    else:
        _write_csv(path, rows)


def _write_csv(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(say.FAULT_COLUMNS)
        for row in rows:
            writer.writerow([guarded(cell) for cell in row])


def _write_xlsx(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet(say.FAULTS_SHEET)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for column, name in enumerate(say.FAULT_COLUMNS):
            sheet.write_string(0, column, name, bold)
        for at, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if column == 0 and cell:
                    sheet.write_number(at, column, int(cell))
                elif cell:
                    sheet.write_string(at, column, cell)
