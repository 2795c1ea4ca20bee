"""The files of a drive as a province would hand them in: units, roster, and records by type, as .xlsx or .csv."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import xlsxwriter

from bot.synthetic import places
from bot.synthetic.truths import SyntheticRecord
from domain import fields
from domain.records import RecordType

SheetKind = Literal["xlsx", "csv"]
Layout = Literal["vendor", "template158"]
BESIDE = ("maDonVi", "tenFile", "tinhTrang")
UNITS = ("code", "name", "level", "parent_code")
ROSTER = ("ho_ten", "so_dien_thoai", "ma_don_vi", "vai_tro", "chuc_vu", "chi_tieu_ngay")
_MADE_AT = datetime(2024, 7, 1, 8, 0)  # noqa: DTZ001 - workbooks know no zones
_LEGENDS = {
    "loaiDangKy": "loaiDangKy \ni=[1,2,3,4,5,6]",
    "nksLoaiKhaiSinh": "nksLoaiKhaiSinh\ni=[1,2,3,4,5]",
    "meLoaiGiayToTuyThan": "meLoaiGiayToTuyThan\ni=[1,2,3,4,5,6,7,8]",
    "chaLoaiGiayToTuyThan": "chaLoaiGiayToTuyThan\ni=[1,2,3,4,5,6,7,8]",
}
_BLANK_BEHIND = (
    "so",
    "quyenSo",
    "trangSo",
    "ngayDangKy",
    "HoTen",
    "NgaySinh",
    "DanToc",
    "QuocTich",
    "LoaiCuTru",
)
_TWIN = "Str"  # QuocTichStr repeats QuocTich in words


@dataclass(frozen=True, slots=True)
class Row:
    """A record on its way into a sheet: its scan as tenFile names it, and the state that 158 last gave it."""

    record: SyntheticRecord
    scan: str
    status: str = ""


def write_records(
    path: Path, record_type: RecordType, rows: Iterable[Row], *, layout: Layout = "vendor"
) -> int:
    """Write rows below the header row of a layout, .xlsx or .csv by the path's ending; returns how many.

    Rows are taken one by one and memory stays flat. All cells are text. What is true of a record is not written.
    """
    names = fields.header_row(record_type, layout)
    heads = [_head(name, layout) for name in names]
    table = (_cells(number, row, names) for number, row in enumerate(rows, start=1))
    return write_table(path, (*heads, *BESIDE), table)


def write_units(path: Path, scheme: str = "2024") -> int:
    """Write the units of a scheme; returns how many."""
    return write_table(path, UNITS, ([row[name] for name in UNITS] for row in places.unit_rows(scheme)))


def write_roster(path: Path, people: Iterable[Mapping[str, str]]) -> int:
    """Write a roster, one row per person and role; returns how many."""
    return write_table(path, ROSTER, ([person.get(name, "") for name in ROSTER] for person in people))


def write_table(path: Path, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a header row and rows of text; returns how many rows. Other endings than .xlsx and .csv raise ValueError."""
    if path.suffix == ".csv":
        return _write_csv(path, heads, rows)
    if path.suffix == ".xlsx":
        return _write_xlsx(path, heads, rows)
    raise ValueError(f"neither .xlsx nor .csv: {path.name}")


def _write_csv(path: Path, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def _write_xlsx(path: Path, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    count = 0
    with xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)}) as book:
        book.set_properties({"created": _MADE_AT})
        sheet = book.add_worksheet("Sheet1")
        write = sheet.write_string
        for column, head in enumerate(heads):
            write(0, column, head)
        for row in rows:
            count += 1
            for column, value in enumerate(row):
                if value:
                    write(count, column, value)
    return count


def _head(name: str, layout: Layout) -> str:
    if layout == "vendor":
        return name
    legend = _LEGENDS.get(name)
    if legend is not None:
        return legend
    return f"{name} " if name.endswith(_BLANK_BEHIND) and not name.startswith("nyc") else name


def _cells(number: int, row: Row, names: Sequence[str]) -> list[str]:
    get = row.record.fields.get
    cells = [get(name, "") for name in names]
    if names[0] == "STT":
        cells[0] = str(number)
        for place, name in enumerate(names):
            if name.endswith(_TWIN):
                cells[place] = get(name.removesuffix(_TWIN), "")
    cells += (row.record.unit_code, row.scan, row.status)
    return cells
