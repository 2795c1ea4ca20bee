"""Rows of a spreadsheet as text: .xlsx by calamine, its first sheet; .csv in UTF-8 with commas or semicolons."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from unicodedata import is_normalized, normalize

from domain.sheet_faults import Fault, Found
from domain.wording import imports as say
from storage.imports import archive, limits


class Unreadable(Exception):
    """The file cannot be read any further; `found` says why."""

    def __init__(self, found: Found) -> None:
        super().__init__(found)
        self.found = found


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet being read. `rows` gives (row number as a spreadsheet shows it, cells as text), blank rows left out.

    `first_column` is the index of the first cell's column; `fraction` tells how far the reading is, 0 … 1.
    """

    rows: Iterator[tuple[int, list[str]]]
    first_column: int
    is_csv: bool
    fraction: Callable[[], float]


def open_sheet(path: Path) -> Sheet:
    """Open a spreadsheet by its ending; raises Unreadable, here or while rows are taken."""
    ending = path.suffix.lower()
    if not path.is_file():
        raise Unreadable(Found(Fault.NO_FILE, value=path.name))
    size = path.stat().st_size
    if size == 0:
        raise Unreadable(Found(Fault.EMPTY))
    if size > limits.FILE_BYTES:
        raise Unreadable(Found(Fault.TOO_BIG, detail=f"{limits.FILE_BYTES >> 20} MB"))
    if ending == ".xlsx":
        return _open_xlsx(path)
    if ending == ".csv":
        return _open_csv(path, size)
    fault = Fault.MACROS if ending in (".xlsm", ".xlsb") else Fault.WRONG_ENDING
    raise Unreadable(Found(Fault.OLD_FORMAT if ending == ".xls" else fault, value=path.name))


# ── .xlsx ───────────────────────────────────────────────────────────────────────────────────────


def _open_xlsx(path: Path) -> Sheet:
    if found := archive.judge(path):
        raise Unreadable(found)
    import python_calamine

    try:
        with python_calamine.load_workbook(str(path)) as book:
            if not book.sheet_names:
                raise Unreadable(Found(Fault.EMPTY))
            sheet = book.get_sheet_by_index(0)
    except python_calamine.PasswordError as fault:
        raise Unreadable(Found(Fault.OLD_FORMAT)) from fault
    except (python_calamine.CalamineError, OSError, ValueError) as fault:
        raise Unreadable(Found(Fault.BROKEN, detail=type(fault).__name__)) from fault
    if sheet.end is None or sheet.start is None:
        raise Unreadable(Found(Fault.EMPTY))
    last_row, last_column = sheet.end
    if last_row >= limits.ROWS or last_column >= limits.COLUMNS:
        raise Unreadable(Found(Fault.TOO_FAR, detail=say.cell_at(last_row + 1, last_column + 1)))
    place = [0]

    def rows() -> Iterator[tuple[int, list[str]]]:
        # calamine hands out the empty rows above the first one too, but no empty columns before it
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            texts = _texts([cell if type(cell) is str else text_of(cell) for cell in cells])
            if any(texts):
                place[0] = number
                yield number, texts

    return Sheet(rows(), sheet.start[1], False, lambda: place[0] / (last_row + 1))


def text_of(cell: Any) -> str:
    """Write a cell that is no text: whole numbers without a point, days as dd.mm.yyyy."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e21 else repr(cell)
    if isinstance(cell, datetime):
        day = f"{cell.day:02d}.{cell.month:02d}.{cell.year:04d}"
        return day if cell.time() == time() else f"{day} {cell.hour:02d}:{cell.minute:02d}"
    if isinstance(cell, date):
        return f"{cell.day:02d}.{cell.month:02d}.{cell.year:04d}"
    if isinstance(cell, time):
        return f"{cell.hour:02d}:{cell.minute:02d}"
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(cell)


def _texts(cells: list[str]) -> list[str]:
    """Compose the letters (NFC) and trim; most rows need no composing, which one look at the whole row tells."""
    whole = "\n".join(cells)
    if not whole.isascii() and not is_normalized("NFC", whole):
        cells = [normalize("NFC", cell) for cell in cells]
    if "\x00" in whole:  # PostgreSQL keeps no such letter
        cells = [cell.replace("\x00", "") for cell in cells]
    return list(map(str.strip, cells))


# ── .csv ────────────────────────────────────────────────────────────────────────────────────────


def _open_csv(path: Path, size: int) -> Sheet:
    raw = path.open("rb")
    head = raw.read(4)
    raw.seek(0)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise Unreadable(Found(Fault.NOT_A_SHEET))
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(Found(Fault.NOT_UTF8))
    csv.field_size_limit(limits.CELL_LETTERS)
    text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
    number = 0

    def rows() -> Iterator[tuple[int, list[str]]]:
        nonlocal number
        try:
            for cells in csv.reader(text, delimiter=_delimiter(text)):
                number += 1
                if number > limits.ROWS:
                    raise Unreadable(Found(Fault.TOO_MANY_ROWS, detail=str(limits.ROWS)))
                texts = _texts(cells)
                if any(texts):
                    yield number, texts
        except UnicodeDecodeError as fault:
            raise Unreadable(Found(Fault.NOT_UTF8, row=number + 1)) from fault
        except csv.Error as fault:
            kind = Fault.CELL_TOO_LONG if "field larger" in str(fault) else Fault.NOT_A_SHEET
            raise Unreadable(Found(kind, row=number + 1)) from fault

    return Sheet(rows(), 0, True, lambda: min(1.0, raw.tell() / size))


def _delimiter(text: io.TextIOWrapper) -> str:
    """Tell commas from semicolons by the header row: the one that cuts it into more cells."""
    start = text.tell()
    head = text.read(65_536)
    text.seek(start)
    cut = {mark: len(next(csv.reader(io.StringIO(head, newline=""), delimiter=mark), [])) for mark in ";,"}
    return max(cut, key=lambda mark: cut[mark])
