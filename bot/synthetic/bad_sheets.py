"""Sheets of records as nobody should hand them in, each with the fault it must be refused for, or none.

A sheet without a fault looks odd (formulas, merged cells, numbers and dates instead of text) but has to come in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from bot.synthetic import hostile, sheets, staff
from domain.sheet_faults import Fault

_UNIT = staff.MAIN_COMMUNE
HEADS = (
    "so",
    "quyenSo",
    "trangSo",
    "ngayDangKy",
    "noiDangKy",
    "nksHoTen",
    "nksGioiTinh",
    "nksNgaySinh",
    "maDonVi",
)
ROW = (
    "24", "01/2005", "12", "21.03.2005", "UBND xã Hòa Cư, huyện Cao Lộc, tỉnh Lạng Sơn", "Nông Văn Mẫu", "1",
    "02.03.2005", _UNIT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BadSheet:
    """A way to go wrong. `fault` is what refuses the file, None where it must be taken in."""

    name: str  # of the file, with its ending
    fault: Fault | None
    write: Callable[[Path], None]


def _table(heads: Sequence[str], *rows: Sequence[str]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        sheets.write_table(path, heads, rows)

    return write


def _with(**cells: str) -> tuple[str, ...]:
    """Give the sound row with some cells replaced."""
    return tuple(cells.get(head, value) for head, value in zip(HEADS, ROW, strict=True))


def _without(*gone: str) -> Callable[[Path], None]:
    kept = [place for place, head in enumerate(HEADS) if head not in gone]
    return _table([HEADS[place] for place in kept], [ROW[place] for place in kept])


def _text(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


def _csv(*lines: Sequence[str]) -> str:
    return "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines) + "\n"


def _workbook(fill: Callable[[Any, Any], None]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for column, head in enumerate(HEADS):
                sheet.write_string(0, column, head)
            fill(book, sheet)

    return write


def _formulas(book: Any, sheet: Any) -> None:
    for column, value in enumerate(ROW):
        sheet.write_formula(1, column, f'="{value}"', None, value)


def _merged(book: Any, sheet: Any) -> None:
    for row in (1, 2):
        for column, value in enumerate(_with(so=str(23 + row))):
            sheet.write_string(row, column, value)
    place = HEADS.index("quyenSo")
    sheet.merge_range(1, place, 2, place, "01/2005")  # the second row keeps an empty cell


def _other_kinds(book: Any, sheet: Any) -> None:
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for column, (head, value) in enumerate(zip(HEADS, ROW, strict=True)):
        if head in ("ngayDangKy", "nksNgaySinh"):
            moment = datetime.strptime(value, "%d.%m.%Y")  # noqa: DTZ007 - workbooks know no zones
            sheet.write_datetime(1, column, moment, day)
        elif value.isdecimal():
            sheet.write_number(1, column, int(value))  # the unit's code loses its zero
        else:
            sheet.write_string(1, column, value)
    sheet.write_boolean(1, HEADS.index("quyenSo"), True)


_TWICE = (*HEADS, "nksHoTen")
# the unit in front, so that unquoted commas behind it move everything but the unit
_COMMAS = "\n".join(",".join((cells[-1], *cells[:-1])) for cells in (HEADS, ROW)) + "\n"

ALL: tuple[BadSheet, ...] = (
    BadSheet("tieu-de-la.xlsx", Fault.NO_TYPE, _table(("Cột 1", "Cột 2", "Cột 3"), ("a", "b", "c"))),
    BadSheet("thieu-cot.xlsx", Fault.NO_COLUMN, _without("ngayDangKy")),
    BadSheet("khong-noi.csv", Fault.NO_PLACE_COLUMN, _without("maDonVi", "noiDangKy")),
    BadSheet("trung-cot.xlsx", Fault.COLUMN_TWICE, _table(_TWICE, (*ROW, "Nông Văn Khác"))),
    BadSheet("chi-tieu-de.xlsx", Fault.NO_ROWS, _table(HEADS)),
    BadSheet("trong.xlsx", Fault.EMPTY, hostile.empty_file),
    BadSheet("trong.csv", Fault.EMPTY, hostile.empty_file),
    BadSheet("khong-phai-bang.xlsx", Fault.NOT_A_SHEET, hostile.not_a_zip),
    BadSheet("doi-cu.xlsx", Fault.OLD_FORMAT, hostile.old_format),
    BadSheet("dut-doan.xlsx", Fault.BROKEN, hostile.cut_off),
    BadSheet("o-qua-xa.xlsx", Fault.TOO_FAR, hostile.far_cell),
    BadSheet("bom-nen.xlsx", Fault.BOMB, hostile.zip_bomb),
    BadSheet("co-macro.xlsx", Fault.MACROS, hostile.macros),
    BadSheet("co-dtd.xlsx", Fault.DTD, hostile.dtd),
    BadSheet("sai-ma-chu.csv", Fault.NOT_UTF8, _text(_csv(HEADS, ROW).encode("cp1258", "replace"))),
    BadSheet("thua-dau-phay.csv", Fault.ROW_TOO_LONG, _text(_COMMAS.encode())),
    BadSheet("don-vi-la.xlsx", Fault.UNIT_UNKNOWN, _table(HEADS, ROW, _with(so="25", maDonVi="99999"))),
    BadSheet(
        "don-vi-khong-ro.xlsx",
        Fault.UNIT_AMBIGUOUS,
        _table(HEADS, _with(maDonVi="", noiDangKy="UBND xã Hòa Bình, tỉnh Lạng Sơn")),
    ),
    BadSheet(
        "o-qua-dai.csv", Fault.CELL_TOO_LONG, _text(_csv(HEADS, _with(nksHoTen="Nông " * 9_000)).encode())
    ),
    BadSheet("cong-thuc.xlsx", None, _workbook(_formulas)),
    BadSheet("tron-o.xlsx", None, _workbook(_merged)),
    BadSheet("so-va-ngay.xlsx", None, _workbook(_other_kinds)),
)


def write_all(folder: Path) -> dict[str, Path]:
    """Write every bad sheet into a folder; returns where each lies, by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for bad in ALL:
        written[bad.name] = folder / bad.name
        bad.write(written[bad.name])
    return written
