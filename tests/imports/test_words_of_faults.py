"""Every fault is said in Vietnamese, with its place."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from import_sheets import cells_of

from domain.sheet_faults import Fault, Found, column_letter
from domain.wording import imports as say
from storage.imports import fault_file


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_has_a_sentence_without_gaps(fault: Fault) -> None:
    said = say.sentence(Found(fault, 17, "C", "soDienThoai", "giá trị", "chi tiết"))
    assert said
    assert "{" not in said


def test_a_value_full_of_braces_is_said_as_it_stands() -> None:
    assert "“{0}{value}”" in say.sentence(Found(Fault.UNIT_UNKNOWN, 2, "A", "maDonVi", "{0}{value}"))


def test_a_place_is_a_row_and_a_column_as_the_spreadsheet_shows_them() -> None:
    assert say.place(Found(Fault.NO_NUMBER, 1234, "AB")) == "hàng 1.234, cột AB"
    assert say.place(Found(Fault.EMPTY)) == "cả tệp"
    assert [column_letter(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


FOUND = [
    Found(Fault.UNIT_UNKNOWN, 2, "D", "maDonVi", "=1+1"),
    Found(Fault.NO_NUMBER, 7, "A", "so"),
]


def test_the_file_of_faults_has_a_line_for_each_and_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "loi.csv"
    fault_file.write(path, FOUND)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["hang", "cot", "ten_cot", "gia_tri", "muc", "loi"]
    assert rows[1] == ["2", "D", "maDonVi", "'=1+1", "chặn tệp", "không có đơn vị mã “=1+1”"]
    assert rows[2][4] == "ghi nhận"


def test_the_file_of_faults_may_be_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "loi.xlsx"
    fault_file.write(path, FOUND)
    rows = cells_of(path)
    assert rows[1][:5] == [2.0, "D", "maDonVi", "=1+1", "chặn tệp"]
    assert len(rows) == 3
