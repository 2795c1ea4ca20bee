"""A workbook as somebody who opens it finds it: what stands above the table, the names for programs, the rows."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook


@dataclass(frozen=True)
class Printed:
    """One sheet of a workbook."""

    name: str
    above: list[str]  # the first cells of the rows above the table that hold anything
    labels: list[str]
    columns: list[str]
    rows: list[list[Any]]
    xml: str

    def dicts(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def sheets(file: Path | bytes) -> list[Printed]:
    """Read a workbook sheet by sheet; the header row is the one that begins with a column's name."""
    content = file if isinstance(file, bytes) else file.read_bytes()
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    found = []
    with zipfile.ZipFile(BytesIO(content)) as parts:
        assert parts.testzip() is None
        for place, name in enumerate(book.sheet_names):
            rows = book.get_sheet_by_name(name).to_python()
            header = next(
                i for i, row in enumerate(rows) if re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", str(row[0]))
            )
            found.append(
                Printed(
                    name,
                    [str(row[0]) for row in rows[: header - 1] if row[0] != ""],
                    [str(cell) for cell in rows[header - 1]],
                    [str(cell) for cell in rows[header]],
                    rows[header + 1 :],
                    parts.read(f"xl/worksheets/sheet{place + 1}.xml").decode(),
                )
            )
    return found


def sheet(file: Path | bytes) -> Printed:
    """Read the first sheet."""
    return sheets(file)[0]
