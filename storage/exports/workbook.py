"""A workbook that is written row by row, as text that no spreadsheet takes for a formula, in flat memory.

Each row goes straight into its sheet's XML, within the frame that `storage.exports.frame` draws; a full sheet goes
on in a further one.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from storage.exports import frame
from storage.exports.cells import Cell, Column, letters
from storage.exports.frame import SHEET_ROWS, Drawn, Page

CELL_MOST = 32_767  # UTF-16 units in a cell
SAMPLE = 400  # rows by which columns are fitted
CHUNK = 500  # rows that are packed together
COMPRESS = 3  # a third of the time of 6, for an eighth more bytes
CUT = "…"

_BETWEEN = "|"  # joins a row's cells for one look at all of them
# what may not stand in XML as it is, or would lose its blanks; whatever else is printable may
_MENDS = ("&", "<", ">", "_x", "| ", " |")  # looked for one by one, which is quicker than a pattern
_CODE = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_NOWHERE = re.compile("[\ud800-\udfff\ufffe\uffff]")  # no XML may hold these
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class XlsxSheet:
    """A workbook; above the header row there may stand a title block, whose last line are the columns' labels."""

    def __init__(
        self,
        to: Path | io.BytesIO,
        columns: Sequence[Column],
        *,
        name: str,
        title: Sequence[str] = (),
        house: str = "",
        sheet_rows: int = SHEET_ROWS,
    ) -> None:
        self.cut = 0
        self._zip = zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESS)
        self._sheet_rows = sheet_rows
        self._pages: list[Page] = []
        self._drawn: list[Drawn] = []
        self._part: IO[bytes] | None = None
        self._nth = 0  # of the sheets that one table goes over
        self.turn(columns, name=name, title=title, house=house)

    def turn(
        self, columns: Sequence[Column], *, name: str, title: Sequence[str] = (), house: str = ""
    ) -> None:
        """Go on with a sheet of other columns."""
        if self._nth:
            self._end_sheet()
        self._columns = tuple(columns)
        self._about = (name, tuple(title), house)
        self._nth = 1
        self._waiting: list[tuple[Sequence[Cell], bool]] = []
        self._opens: tuple[str, ...] = tuple(f'<c r="{letters(place)}' for place in range(len(columns)))

    def write(self, cells: Sequence[Cell], *, bold: bool = False) -> None:
        """Append a row; one with fewer cells than columns stands below the table, without borders."""
        if self._part is None:
            self._waiting.append((cells, bold))
            if len(self._waiting) >= SAMPLE:
                self._begin_sheet()
            return
        if self._row >= self._sheet_rows:
            self._end_sheet()
            self._nth += 1
            self._begin_sheet(keep_widths=True)
        self._row += 1
        self._packed.append(self._xml(cells, bold=bold))
        if len(self._packed) >= CHUNK:
            self._flush()

    def write_many(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Append rows of the table."""
        for row in rows:
            self.write(row)

    def close(self) -> None:
        """Finish the workbook; raises OSError where the disk refuses it."""
        try:
            self._end_sheet()
            drawn = frame.parts(self._pages)
            for number, (page, used) in enumerate(zip(self._pages, self._drawn, strict=True), 1):
                if frame.split(drawn.pop(frame.sheet_name(number)), page) != used:
                    raise AssertionError("a sheet's frame changed while its rows were written")
            for name, part in drawn.items():
                self._zip.writestr(name, part)
        finally:
            self._zip.close()

    # ── sheets ──────────────────────────────────────────────────────────────────────────────────

    def _begin_sheet(self, *, keep_widths: bool = False) -> None:
        """Draw the frame of the sheet, once some rows are known, and write those."""
        name, title, house = self._about
        if keep_widths:
            widths, wraps = self._pages[-1].widths, self._pages[-1].wraps
        else:
            widths, wraps = frame.fitted(self._columns, [cells for cells, _ in self._waiting])
        page = Page(
            name if self._nth == 1 else f"{name} {self._nth}", self._columns, title, house, widths, wraps
        )
        self._pages.append(page)
        number = len(self._pages)
        drawn = frame.split(frame.parts(self._pages)[frame.sheet_name(number)], page)
        self._drawn.append(drawn)
        self._tails = {
            False: tuple(f'" s="{style}' for style in drawn.plain),
            True: tuple(f'" s="{style}' for style in drawn.strong),
        }
        self._row = page.top
        self._packed: list[str] = []
        self._part = self._zip.open(frame.sheet_name(number), "w", force_zip64=True)
        self._part.write(drawn.head)
        waiting, self._waiting = self._waiting, []
        for cells, bold in waiting:
            self.write(cells, bold=bold)

    def _end_sheet(self) -> None:
        if self._part is None:
            self._begin_sheet()
        assert self._part is not None
        self._flush()
        self._part.write(self._drawn[-1].tail)
        self._part.close()
        self._part = None

    def _flush(self) -> None:
        assert self._part is not None
        self._part.write("".join(self._packed).encode())
        self._packed.clear()

    # ── rows ────────────────────────────────────────────────────────────────────────────────────

    def _xml(self, cells: Sequence[Cell], *, bold: bool) -> str:
        row = self._row
        if len(cells) < len(self._columns):
            return self._below(cells, bold=bold)
        try:
            joined = f"|{_BETWEEN.join(cells)}|"  # type: ignore[arg-type]
        except TypeError:  # numbers among them
            return self._row_of(map(self._cell, cells, self._opens, self._tails[bold]))
        if not joined.isprintable() or len(joined) > CELL_MOST // 2 or any(map(joined.__contains__, _MENDS)):
            return self._row_of(map(self._cell, cells, self._opens, self._tails[bold]))
        # the common row, and so the quick way: all its cells are texts that may stand as they are
        return self._row_of(
            [
                f'{opens}{row}{tail}" t="inlineStr"><is><t>{cell}</t></is></c>' if cell else f'{opens}{row}{tail}"/>'
                for opens, tail, cell in zip(self._opens, self._tails[bold], cells, strict=True)
            ]
        )  # fmt: skip

    def _row_of(self, cells: Iterable[str]) -> str:
        return f'<row r="{self._row}">{"".join(cells)}</row>'

    def _below(self, cells: Sequence[Cell], *, bold: bool) -> str:
        style = self._drawn[-1].free[bold]
        return self._row_of(
            self._cell(cell, opens, f'" s="{style}')
            for cell, opens in zip(cells, self._opens, strict=False)
            if cell != ""
        )

    def _cell(self, cell: Cell, opens: str, tail: str) -> str:
        if not isinstance(cell, str):
            return f'{opens}{self._row}{tail}"><v>{cell!r}</v></c>'
        if not cell:
            return f'{opens}{self._row}{tail}"/>'
        text = self._text(cell)
        kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        return f'{opens}{self._row}{tail}" t="inlineStr"><is><t{kept}>{text}</t></is></c>'

    def _text(self, text: str) -> str:
        """Write a text as XML; one that no cell can hold whole is cut, with a mark, and counted."""
        text = _NOWHERE.sub("\ufffd", text)
        if len(text) > CELL_MOST // 2 and len(units := text.encode("utf-16-le")) > 2 * CELL_MOST:
            self.cut += 1
            text = units[: 2 * (CELL_MOST - 1)].decode("utf-16-le", "ignore") + CUT
        text = _CODE.sub("_x005F_", text).translate(_ESCAPES)
        return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
