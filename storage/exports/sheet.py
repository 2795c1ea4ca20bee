"""Sheets that go out: rows of cells into .csv or .xlsx, as text that no spreadsheet takes for a formula.

Memory stays flat however many rows come; .xlsx goes on in a further sheet where one is full.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

Cell = str | int | float

SHEET_ROWS = 1_048_576  # what an .xlsx sheet holds, its headers counted
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for programs, its label for people, and what its cells are.

    `typed` cells hold what somebody typed (names, notes) and are guarded in .csv; `share` cells are 0 … 1.
    """

    name: str
    width: int = 12
    typed: bool = False
    share: bool = False
    label: str = ""


class Sheet(Protocol):
    """Where rows go; `cut` counts the cells that did not fit whole."""

    cut: int

    def write(self, cells: Sequence[Cell], *, bold: bool = False) -> None:
        """Append a row, a cell per column."""
        ...

    def close(self) -> None:
        """Finish the file."""
        ...


def guarded(text: str) -> str:
    """Put a ' before a text that a spreadsheet opening a .csv would run as a formula."""
    return "'" + text if text.startswith(_STARTS_A_FORMULA) else text


class CsvSheet:
    """UTF-8 with commas; only the header row above the rows."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self.cut = 0
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._typed = tuple(place for place, column in enumerate(columns) if column.typed)
        self._writer.writerow([column.name for column in columns])

    def write(self, cells: Sequence[Cell], *, bold: bool = False) -> None:
        mended = list(cells)
        for place in self._typed:
            mended[place] = guarded(str(mended[place]))
        self._writer.writerow(mended)

    def close(self) -> None:
        self._file.close()


class XlsxSheet:
    """A workbook; above the header row there may stand a title block, whose last line are the columns' labels."""

    def __init__(
        self,
        to: Path | io.BytesIO,
        columns: Sequence[Column],
        *,
        name: str,
        title: Sequence[str] = (),
        sheet_rows: int = SHEET_ROWS,
    ) -> None:
        self.cut = 0
        in_memory = isinstance(to, io.BytesIO)
        options: dict[str, Any] = {
            "constant_memory": not in_memory,
            "in_memory": in_memory,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(to if in_memory else str(to), options)
        self._book.use_zip64()
        self._columns = columns
        self._name = name
        self._title = title
        self._sheet_rows = sheet_rows
        self._bold = self._book.add_format({"bold": True})
        self._heading = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        number, share = {"num_format": "#,##0"}, {"num_format": "0.00%"}
        self._plain = [self._book.add_format(share if column.share else number) for column in columns]
        self._strong = [
            self._book.add_format({**(share if column.share else number), "bold": True}) for column in columns
        ]
        self._sheets = 0
        self._begin()

    def _begin(self) -> None:
        self._sheets += 1
        name = self._name if self._sheets == 1 else f"{self._name} {self._sheets}"
        self._sheet = self._book.add_worksheet(name)
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, column.width)
        self._row = 0
        for line in self._title:
            self._sheet.write_string(self._row, 0, line, self._bold)
            self._row += 1
        if any(column.label for column in self._columns):
            for place, column in enumerate(self._columns):
                self._sheet.write_string(self._row, place, column.label, self._heading)
            self._row += 1
        for place, column in enumerate(self._columns):
            self._sheet.write_string(self._row, place, column.name, self._bold)
        self._row += 1
        self._sheet.freeze_panes(self._row, 0)
        # years and numbers of entries are text on purpose
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:{_letters(len(self._columns))}{SHEET_ROWS}"})

    def write(self, cells: Sequence[Cell], *, bold: bool = False) -> None:
        if self._row >= self._sheet_rows:
            self._begin()
        sheet, row, formats = self._sheet, self._row, self._strong if bold else self._plain
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                if cell and sheet.write_string(row, place, cell, self._bold if bold else None) == -2:
                    self.cut += 1
            else:
                sheet.write_number(row, place, cell, formats[place])
        self._row += 1

    def close(self) -> None:
        """Write the workbook out; raises OSError where the disk refuses it."""
        try:
            self._book.close()
        except XlsxWriterException as fault:
            raise OSError(str(fault)) from fault


def _letters(count: int) -> str:
    """Name the last of so many columns; exports have fewer than 27."""
    return chr(ord("A") + count - 1)
