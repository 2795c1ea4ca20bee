"""Tables as files: what a cell may hold, and how the printed page looks."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from storage.exports.sheet import Column, CsvSheet, XlsxSheet
from tests.figures import printed

FEW = (
    Column("so", label="Số"),
    Column("ghi_chu", typed=True, label="Ghi chú"),
    Column("tong", label="Tổng"),
    Column("ty_le", share=True, label="Tỷ lệ"),
)
HOSTILE = [
    "=1+1", "+84912000001", "-5", "@SUM(A1)", "\t=1", "a & b <c> \"d\"", " cách hai đầu ", "hai\ndòng", "_x0041_",
    "chuông\x07", "nửa \ud800 chữ", "Nguyễn Thị " + "Dài " * 47, "🙂 ￿", "a | b", "\u00a0", "1e5", "TRUE", "#REF!",
]  # fmt: skip


def test_a_log_longer_than_a_sheet_goes_on_in_the_next_one(tmp_path: Path):
    out = tmp_path / "long.xlsx"
    sheet = XlsxSheet(out, [Column("so")], name="Nhật ký", sheet_rows=3)
    for number in range(5):
        sheet.write([str(number)])
    sheet.write(["x" * 40_000])
    sheet.close()
    assert sheet.cut == 1
    book = CalamineWorkbook.from_path(str(out))
    pages = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert book.sheet_names == ["Nhật ký", "Nhật ký 2", "Nhật ký 3"]
    assert [page[0] for page in pages] == [["so"]] * 3
    cells = [cell for page in pages for (cell,) in page[1:]]
    assert cells[:5] == ["0", "1", "2", "3", "4"] and len(cells) == 6
    assert len(cells[5]) == 32_767 and cells[5].endswith("x…"), "what is cut says so"


def test_a_cell_of_pictographs_is_cut_where_a_spreadsheet_counts(tmp_path: Path):
    sheet = XlsxSheet(tmp_path / "x.xlsx", [Column("so")], name="x")
    sheet.write(["🙂" * 16_383])
    sheet.write(["🙂" * 16_384])
    sheet.close()
    rows = printed.sheets(tmp_path / "x.xlsx")[0].rows
    assert sheet.cut == 1 and [len(cell.encode("utf-16-le")) // 2 for (cell,) in rows] == [32_766, 32_767]


def test_whatever_was_typed_is_text_and_stays_what_it_was(tmp_path: Path):
    out = tmp_path / "x.xlsx"
    sheet = XlsxSheet(out, FEW, name="Thử")
    for text in HOSTILE:
        sheet.write([text, text, 1, 0.5])
        sheet.write(["1", text, "2", "3"])
    sheet.close()
    found = printed.sheet(out)
    read = [row[1] for row in found.rows]
    told = [text.replace("\ud800", "\ufffd").replace("\uffff", "\ufffd") for text in HOSTILE]
    assert [text.replace("_x0007_", "\x07") for text in read[::2]] == [
        text.replace("_x0007_", "\x07") for text in read[1::2]
    ]
    for text, cell in zip(told, read[::2], strict=True):
        assert cell in (text, text.replace("\x07", "_x0007_"), text.replace("_x", "_x005F_x")), text
    assert "<f>" not in found.xml and sheet.cut == 0


def test_in_a_csv_no_text_begins_as_a_formula_does(tmp_path: Path):
    out = tmp_path / "x.csv"
    sheet = CsvSheet(out, FEW)
    sheet.write_many([text, "x", -5, 0.5] for text in HOSTILE)
    sheet.write(["6", "-", "7", "8"])
    sheet.close()
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["so"] for row in rows][:6] == [
        "'=1+1",
        "'+84912000001",
        "'-5",
        "'@SUM(A1)",
        "'\t=1",
        HOSTILE[5],
    ]
    assert all(row["so"][:1] not in ("=", "+", "-", "@", "\t") for row in rows)
    assert rows[0]["tong"] == "-5", "a number is no text"
    assert rows[-1]["ghi_chu"] == "'-"


def test_a_table_prints_as_an_office_would_print_it(tmp_path: Path):
    out = tmp_path / "x.xlsx"
    sheet = XlsxSheet(out, FEW, name="Thử", title=("BẢNG THỬ", "Đơn vị: Xã Hòa Cư"), house="UBND XÃ")
    sheet.write(["24", "ghi chú " * 30, 381_383, 0.381])
    sheet.write(["", "Tổng cộng", 381_383, 0.381], bold=True)
    sheet.write(["dưới bảng"])
    sheet.close()
    found = printed.sheet(out)
    assert found.above == ["UBND XÃ", "BẢNG THỬ", "Đơn vị: Xã Hòa Cư"]
    assert found.rows == [
        ["24", "ghi chú " * 30, 381_383, 0.381], ["", "Tổng cộng", 381_383, 0.381], ["dưới bảng", "", "", ""]
    ]  # fmt: skip
    xml = found.xml
    assert '<pane ySplit="6" topLeftCell="A7" activePane="bottomLeft" state="frozen"/>' in xml
    assert 'paperSize="9"' in xml and 'fitToHeight="0"' in xml and "<pageSetUpPr fitToPage=" in xml
    assert "&amp;R&amp;9Trang &amp;P/&amp;N" in xml
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', xml)]
    assert widths[0] < 8 and 40 < widths[1] < 50, "narrow and wide as what stands in them"
    with zipfile.ZipFile(out) as parts:
        book, styles = parts.read("xl/workbook.xml").decode(), parts.read("xl/styles.xml").decode()
    assert "Thử!$5:$6" in book.replace("'", "") and "Print_Titles" in book
    assert 'wrapText="1"' in styles and "0\\.000" in styles and "Times New Roman" in styles


@pytest.mark.parametrize("rows", [0, 1, 399, 400, 401, 1_200])
def test_no_row_is_lost_however_many_there_are(tmp_path: Path, rows: int):
    out = tmp_path / "x.xlsx"
    sheet = XlsxSheet(out, FEW, name="Thử", title=("BẢNG",))
    sheet.write_many([str(number), "x", number, 0.1] for number in range(rows))
    sheet.close()
    assert [int(row[2]) for row in printed.sheet(out).rows] == list(range(rows))


def test_a_table_may_have_more_columns_than_there_are_letters(tmp_path: Path):
    out = tmp_path / "x.xlsx"
    columns = [Column(f"c{number}") for number in range(30)]
    sheet = XlsxSheet(out, columns, name="Thử")
    sheet.write([str(number) for number in range(30)])
    sheet.close()
    rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    assert rows[1] == [str(number) for number in range(30)]
