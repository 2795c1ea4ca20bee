"""How a workbook looks: title block, header rows, borders, widths, the printed page. XlsxWriter draws it, with no rows.

The rows are written into it by `storage.exports.workbook`, which is six times as quick as cell by cell (decision
0018): a sheet of the frame ends in three pattern rows, and their styles are what rows take.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from domain.wording import exports as say
from storage.exports.cells import Cell, Column, letters

SHEET_ROWS = 1_048_576  # what an .xlsx sheet holds, its headers counted
WIDEST = 48  # characters; what is longer goes on in the next line of its cell
_NARROWEST = 5
_PORTRAIT = 92  # characters across an upright page at full size
_A4 = 9
_FONT = {"font_name": "Times New Roman", "font_size": 11}
# a dot for thousands whatever the language of the spreadsheet
_COUNT, _SHARE = "[>=1000000]0\\.000\\.000;[>=1000]0\\.000;0", "0.00%"
_SHADE = "#E7EDF5"
_EXTENT = re.compile(r"<dimension [^>]*/>")
_STYLE = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"/>')


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet without its rows: the house's name and the title lines above it, the first of them the title itself."""

    name: str
    columns: tuple[Column, ...]
    title: tuple[str, ...]
    house: str
    widths: tuple[float, ...]
    wraps: tuple[bool, ...]

    @property
    def labelled(self) -> bool:
        """Say whether labels for people stand above the names for programs."""
        return any(column.label for column in self.columns)

    @property
    def top(self) -> int:
        """Count the rows above the first row of the table."""
        above = len(self.title) + bool(self.house)
        return above + (1 if above else 0) + self.labelled + 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sheet's XML before and after its rows, and the styles of cells: of the table, of sums, and below the table."""

    head: bytes
    tail: bytes
    plain: tuple[str, ...]
    strong: tuple[str, ...]
    free: tuple[str, str]  # plain, strong


def fitted(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]]
) -> tuple[tuple[float, ...], tuple[bool, ...]]:
    """Measure columns by some of their rows: how wide each is, and which are wrapped."""
    widths: list[float] = []
    wraps: list[bool] = []
    for place, column in enumerate(columns):
        longest = max((_length(row[place]) for row in rows if len(row) == len(columns)), default=0)
        words = max((len(word) for word in column.label.split()), default=0)
        wanted = max(longest, words + 1, 0.8 * len(column.name), _NARROWEST) + 1.5
        widths.append(min(wanted, WIDEST))
        wraps.append(column.typed or wanted > WIDEST)
    return tuple(widths), tuple(wraps)


def _length(cell: Cell) -> int:
    if isinstance(cell, str):
        return max((len(line) for line in cell[: 4 * WIDEST].splitlines()), default=0)
    return len(f"{cell:,}") if isinstance(cell, int) else 7


def parts(pages: Sequence[Page]) -> dict[str, bytes]:
    """Draw a workbook of these sheets; returns its parts by name."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "default_format_properties": _FONT})
    look = _look(book)
    for page in pages:
        _draw(book, look, page)
    book.close()
    with zipfile.ZipFile(target) as drawn:
        return {name: drawn.read(name) for name in drawn.namelist()}


def sheet_name(number: int) -> str:
    """Name the part in which the sheet of a number, from 1, lies."""
    return f"xl/worksheets/sheet{number}.xml"


def split(part: bytes, page: Page) -> Drawn:
    """Cut a sheet where its rows belong, and read the styles off its pattern rows."""
    xml = _EXTENT.sub("", part.decode(), count=1)
    begin = xml.index(f'<row r="{page.top + 1}"')
    end = xml.index("</sheetData>")
    styles = _STYLE.findall(xml[begin:end])
    count = len(page.columns)
    if len(styles) != 2 * count + 2:
        raise ValueError("the pattern rows are not as they were written")
    plain, strong, free = styles[:count], styles[count : 2 * count], styles[2 * count :]
    return Drawn(xml[:begin].encode(), xml[end:].encode(), tuple(plain), tuple(strong), (free[0], free[1]))


def _look(book: Any) -> Mapping[str, Any]:
    boxed = {"border": 1, "border_color": "#808080"}
    looks: dict[str, dict[str, Any]] = {
        "house": {"bold": True},
        "title": {"bold": True, "font_size": 14},
        "line": {"italic": True},
        "label": {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": _SHADE, **boxed},
        "name": {"font_size": 8, "font_color": "#595959", "align": "center", **boxed},
        "free": {"valign": "top"},
        "free strong": {"bold": True},
    }  # fmt: skip
    for share in (False, True):
        for wrap in (False, True):
            cell = {"valign": "top", "num_format": _SHARE if share else _COUNT, **boxed}
            if wrap:
                cell["text_wrap"] = True
            looks[f"cell {share:d}{wrap:d}"] = cell
            looks[f"sum {share:d}{wrap:d}"] = {**cell, "bold": True, "bg_color": _SHADE}
    return {name: book.add_format(look) for name, look in looks.items()}


def _draw(book: Any, look: Mapping[str, Any], page: Page) -> None:
    sheet = book.add_worksheet(page.name)
    for place, width in enumerate(page.widths):
        sheet.set_column(place, place, width)
    row = 0
    if page.house:
        sheet.write_string(row, 0, page.house, look["house"])
        row += 1
    for place, line in enumerate(page.title):
        sheet.write_string(row, 0, line, look["line" if place else "title"])
        row += 1
    if row:
        row += 1
    first = row
    if page.labelled:
        for place, column in enumerate(page.columns):
            sheet.write_string(row, place, column.label or column.name, look["label"])
        row += 1
    for place, column in enumerate(page.columns):
        sheet.write_string(row, place, column.name, look["name" if page.labelled else "label"])
    row += 1
    _page_set_up(sheet, page, first, row)
    for kind in ("cell", "sum"):
        for place, (column, wrap) in enumerate(zip(page.columns, page.wraps, strict=True)):
            sheet.write_blank(row, place, None, look[f"{kind} {column.share:d}{wrap:d}"])
        row += 1
    # a blank without a format would not be written, and rows below the table take this one's
    sheet.write_blank(row, 0, None, look["free"])
    sheet.write_blank(row, 1, None, look["free strong"])


def _page_set_up(sheet: Any, page: Page, first: int, below: int) -> None:
    """Freeze the header, and print on A4 as wide as the table, the header rows on each page."""
    sheet.freeze_panes(below, 0)
    # years and numbers of entries are text on purpose
    sheet.ignore_errors({"number_stored_as_text": f"A1:{letters(len(page.columns) - 1)}{SHEET_ROWS}"})
    sheet.set_paper(_A4)
    if sum(page.widths) > _PORTRAIT:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.7)
    sheet.repeat_rows(first, below - 1)
    sheet.set_footer(f"&L&9{_plain(page.title[0] if page.title else page.name)}&R&9{say.PAGE_OF_PAGES}")


def _plain(text: str) -> str:
    """Write words into a footer, where & begins a code."""
    return text.replace("&", "&&")[:120]
