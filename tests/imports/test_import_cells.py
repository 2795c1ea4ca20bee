"""What a cell of a spreadsheet becomes."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from pathlib import Path

import pytest
from import_sheets import write_csv, write_xlsx

from domain.sheet_faults import Fault
from storage.imports.sheets import Unreadable, open_sheet


def rows_of(path: Path) -> list[tuple[int, list[str]]]:
    return list(open_sheet(path).rows)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param("06184", "06184", id="a code typed as text keeps its zero"),
        pytest.param(24, "24", id="a number loses the point a spreadsheet gives it"),
        pytest.param(2005.5, "2005.5", id="a fraction stays a fraction"),
        pytest.param(123456789012, "123456789012", id="twelve digits are not written with an exponent"),
        pytest.param(date(2005, 3, 21), "21.03.2005", id="a day is written as the vendors write it"),
        pytest.param(datetime(2005, 3, 21, 6, 38), "21.03.2005 06:38", id="a moment keeps its time"),
        pytest.param(" Nông  Văn A ", "Nông  Văn A", id="blanks at the ends go, those within stay"),
        pytest.param(
            unicodedata.normalize("NFD", "Nguyễn Thị Hòa"), "Nguyễn Thị Hòa", id="letters are composed"
        ),
        pytest.param(True, "TRUE", id="a truth value"),
    ],
)
def test_a_cell_becomes_text(tmp_path: Path, cell: object, text: str) -> None:
    path = write_xlsx(tmp_path / "thu.xlsx", [["so"], [cell]])
    assert rows_of(path) == [(1, ["so"]), (2, [text])]


def test_rows_keep_the_number_a_spreadsheet_shows_and_blank_ones_are_left_out(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "thu.xlsx", [[], ["so", "ngayDangKy"], [], ["1", ""], ["", " "], ["2", ""]])
    assert rows_of(path) == [(2, ["so", "ngayDangKy"]), (4, ["1", ""]), (6, ["2", ""])]


def test_a_sheet_that_starts_in_column_c_says_so(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "thu.xlsx", [["", "", "so"], ["", "", "1"]])
    sheet = open_sheet(path)
    assert (sheet.first_column, list(sheet.rows)) == (2, [(1, ["so"]), (2, ["1"])])


@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_csv_is_read_with_commas_or_semicolons_with_or_without_a_mark_in_front(
    tmp_path: Path, mark: str, encoding: str
) -> None:
    rows = [["so", "noiDangKy", "ghiChu"], ["007", "xã Hòa Cư, huyện Cao Lộc; Lạng Sơn", "hai\ndòng"]]
    path = write_csv(tmp_path / "thu.csv", rows, mark=mark, encoding=encoding)
    assert rows_of(path) == [(1, rows[0]), (2, rows[1])]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        pytest.param("so;tên\n1;Hòa\n".encode("utf-16"), Fault.NOT_UTF8, id="letters of two bytes"),
        pytest.param(
            "so,ten\n1,Hoà\n".encode("cp1258", "replace") + b"\xe9", Fault.NOT_UTF8, id="an old code page"
        ),
        pytest.param(b"PK\x03\x04rest", Fault.NOT_A_SHEET, id="an xlsx that was only renamed"),
        pytest.param(
            b"so\n" + b"x" * 40_000, Fault.CELL_TOO_LONG, id="a cell longer than a spreadsheet allows"
        ),
        pytest.param(b"", Fault.EMPTY, id="nothing"),
    ],
)
def test_a_csv_that_is_none_is_refused_with_the_reason(tmp_path: Path, content: bytes, fault: Fault) -> None:
    path = tmp_path / "thu.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as stop:
        rows_of(path)
    assert stop.value.found.fault is fault


@pytest.mark.parametrize(
    ("name", "fault"),
    [("thu.xlsm", Fault.MACROS), ("thu.xls", Fault.OLD_FORMAT), ("thu.pdf", Fault.WRONG_ENDING)],
)
def test_other_endings_are_told_apart(tmp_path: Path, name: str, fault: Fault) -> None:
    path = tmp_path / name
    path.write_bytes(b"anything")
    with pytest.raises(Unreadable) as stop:
        open_sheet(path)
    assert stop.value.found.fault is fault


def test_a_letter_no_database_keeps_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "thu.csv"
    path.write_bytes(b"so,ten\n1,a\x00b\n")
    assert rows_of(path)[1] == (2, ["1", "ab"])
