"""Sheets that go out: rows of cells into .csv or .xlsx, as text that no spreadsheet takes for a formula.

Memory stays flat however many rows come; .xlsx goes on in a further sheet where one is full.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from storage.exports.cells import Cell, Column
from storage.exports.frame import SHEET_ROWS
from storage.exports.workbook import XlsxSheet

__all__ = ["SHEET_ROWS", "Cell", "Column", "CsvSheet", "Sheet", "XlsxSheet", "guarded"]

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BETWEEN = "\x1f"
_WITHIN = tuple(_BETWEEN + start for start in _STARTS_A_FORMULA)


class Sheet(Protocol):
    """Where rows go."""

    @property
    def cut(self) -> int:
        """How many cells did not fit whole."""
        ...

    def write(self, cells: Sequence[Cell], *, bold: bool = False) -> None:
        """Append a row, a cell per column."""
        ...

    def write_many(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Append rows; quicker than one by one."""
        ...

    def close(self) -> None:
        """Finish the file."""
        ...


def guarded(text: str) -> str:
    """Put a ' before a text that a spreadsheet opening a .csv would run as a formula."""
    return "'" + text if text.startswith(_STARTS_A_FORMULA) else text


class CsvSheet:
    """UTF-8 with commas; only the header row above the rows. Every text is guarded, whoever typed it."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self.cut = 0
        self._file = path.open("w", encoding="utf-8", errors="replace", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([column.name for column in columns])

    def write(self, cells: Sequence[Cell], *, bold: bool = False) -> None:
        self._writer.writerow(_safe(cells))

    def write_many(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._writer.writerows(map(_safe, rows))

    def close(self) -> None:
        self._file.close()


def _safe(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Guard a row; most need nothing, which one look at all cells tells."""
    try:
        joined = _BETWEEN + _BETWEEN.join(cells)  # type: ignore[arg-type]
    except TypeError:  # numbers among them, which are no texts
        return [guarded(cell) if isinstance(cell, str) else cell for cell in cells]
    for start in _WITHIN:  # quicker than one pattern, by far
        if start in joined:
            return [guarded(str(cell)) for cell in cells]
    return cells
