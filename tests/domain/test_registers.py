"""The five header rows as the staging software and its vendors write them, and the words people use for a field."""

import csv
from pathlib import Path

import pytest

from domain import fields
from domain.records import SUBJECTS, RecordType

Rows = dict[tuple[RecordType, str], list[str]]


@pytest.fixture(scope="module")
def header_rows() -> Rows:
    """The header cells of both layouts, the two characters backslash and n standing for a line break."""
    rows: Rows = {}
    with (Path(__file__).parent / "record-headers.csv").open(encoding="utf-8", newline="") as source:
        for line in csv.DictReader(source):
            cells = rows.setdefault((RecordType(line["type"]), line["layout"]), [])
            cells.append(line["header"].replace("\\n", "\n"))
    return rows


def test_every_header_row_is_known_cell_by_cell_and_in_order(header_rows: Rows) -> None:
    assert len(header_rows) == 6
    for (record_type, layout), cells in header_rows.items():
        read = tuple(fields.match_header(cell, record_type) for cell in cells)
        assert read == fields.header_row(record_type, layout), (record_type, layout)


def test_machine_names_are_known_before_the_type_is(header_rows: Rows) -> None:
    for (record_type, layout), cells in header_rows.items():
        read = tuple(fields.match_header(cell) for cell in cells)
        assert read == fields.header_row(record_type, layout)


def test_a_sheet_tells_its_type_by_its_headers(header_rows: Rows) -> None:
    for (record_type, _), cells in header_rows.items():
        assert fields.type_of_headers(cells) is record_type
        assert fields.type_of_headers([*cells[::-1], "maDonVi", "tenFile", "ghi chu rieng"]) is record_type


@pytest.mark.parametrize(
    ("headers", "record_type"),
    [
        pytest.param(
            ["Số", "Ngày đăng ký", "Họ tên chồng", "Họ tên vợ"], RecordType.KH, id="Vietnamese labels"
        ),
        pytest.param(["so", "ngayDangKy", "NKTHOTEN", "nktNgayChet"], RecordType.KT, id="upper case"),
        pytest.param(["so", "quyenSo", "ngayDangKy"], None, id="only what all registers have"),
        pytest.param(["Tên", "Tuổi", "Điện thoại"], None, id="another sheet altogether"),
        pytest.param(["meHoTen", "chongHoTen"], None, id="two types at once settle nothing"),
        pytest.param([], None, id="no header at all"),
    ],
)
def test_a_sheet_that_does_not_settle_its_type_is_not_guessed(
    headers: list[str], record_type: RecordType | None
) -> None:
    assert fields.type_of_headers(headers) is record_type


@pytest.mark.parametrize(
    ("cell", "record_type", "name"),
    [
        ("so ", RecordType.KS, "so"),
        ("So", RecordType.KS, "so"),
        ("ghichu", RecordType.KH, "ghiChu"),
        ("loaiDangKy \ni=[1,2,3,4,5,6]", RecordType.KS, "loaiDangKy"),
        ("loaiDangKy i=[1,2]", RecordType.KS, "loaiDangKy"),
        ("noiDangKy UBND xã Tri Lễ", RecordType.KT, "noiDangKy"),
        ("noiDangKyUBND", RecordType.CMC, "noiDangKy"),
        ("noiDangKy", RecordType.HN, "noiCap"),
        ("nxnMucDiSuDung", RecordType.HN, "nxnMucDichSuDung"),
        ("nycNgayCapGiayToKhac", RecordType.HN, "nycNgayCapGiayToTuyThan"),
        ("\ufeffso", RecordType.KS, "so"),
        ("Họ tên mẹ", RecordType.KS, "meHoTen"),
        ("HO TEN ME", RecordType.KS, "meHoTen"),
        ("Họ, chữ đệm, tên mẹ", RecordType.KS, "meHoTen"),
        ("Ngày sinh", RecordType.KS, "nksNgaySinh"),
        ("Ngày sinh", RecordType.KT, "nktNgaySinh"),
        ("Ngày sinh", None, None),
        ("Ngày đăng ký", None, "ngayDangKy"),
        ("STT", RecordType.KS, "STT"),
        ("Mã đơn vị", RecordType.KS, "maDonVi"),
        ("TENFILE", RecordType.KS, "tenFile"),
        ("Tình trạng", RecordType.KH, "tinhTrang"),
        ("Cột lạ", RecordType.KS, None),
        ("", RecordType.KS, None),
        ("i=[1,2]", RecordType.KS, None),
    ],
)
def test_header_cells_are_read_in_spite_of_their_quirks(
    cell: str, record_type: RecordType | None, name: str | None
) -> None:
    assert fields.match_header(cell, record_type) == name


@pytest.mark.parametrize("record_type", list(RecordType))
def test_every_label_fits_a_button_and_means_one_field(record_type: RecordType) -> None:
    labels = [field.label for field in fields.fields_of(record_type)]
    assert [label for label in labels if len(label) > 20] == []
    assert len(set(labels)) == len(labels)
    for field in fields.fields_of(record_type):
        assert fields.find_field_by_words(record_type, field.label) == [field]


@pytest.mark.parametrize("record_type", list(RecordType))
def test_what_a_sheet_must_have_is_what_names_a_record(record_type: RecordType) -> None:
    assert fields.needed_columns(record_type) == ("so", "ngayDangKy", *SUBJECTS[record_type])
    needed = [fields.field(record_type, name) for name in fields.needed_columns(record_type)]
    assert {field.required for field in needed} == {fields.Required.REQUIRED}


@pytest.mark.parametrize(
    ("record_type", "asked", "names"),
    [
        pytest.param(RecordType.KS, "Họ tên mẹ", ["meHoTen"], id="as on the button"),
        pytest.param(RecordType.KS, "ho ten me", ["meHoTen"], id="without accents"),
        pytest.param(RecordType.KS, "Họ tên của mẹ", ["meHoTen"], id="with a little word between"),
        pytest.param(RecordType.KS, "Họ tên bố", ["chaHoTen"], id="another word for the father"),
        pytest.param(RecordType.KS, "năm sinh cha", ["chaNgaySinh"], id="a year is a date"),
        pytest.param(RecordType.KS, "CMND mẹ", ["meSoGiayToTuyThan"], id="by the paper's name"),
        pytest.param(RecordType.KS, "Họ tên người yêu cầu", ["nycHoTen"], id="the abbreviation spelled out"),
        pytest.param(RecordType.KS, "Họ tên", ["nksHoTen"], id="the child's own, as its button says"),
        pytest.param(RecordType.KH, "họ tên", ["chongHoTen", "voHoTen"], id="whose is not said"),
        pytest.param(RecordType.CMC, "ngày sinh", ["cmNgaySinh", "ncNgaySinh"], id="parent or child"),
        pytest.param(RecordType.HN, "nơi cấp", ["noiCap"], id="the certificate's own place"),
        pytest.param(RecordType.KS, "meHoTen", ["meHoTen"], id="the machine name"),
        pytest.param(RecordType.KS, "chiều cao", [], id="no such field"),
        pytest.param(RecordType.KS, " : ", [], id="no word at all"),
    ],
)
def test_an_official_names_a_field_in_their_own_words(
    record_type: RecordType, asked: str, names: list[str]
) -> None:
    assert [field.name for field in fields.find_field_by_words(record_type, asked)] == names


@pytest.mark.parametrize(
    ("record_type", "name", "code", "words"),
    [
        (RecordType.KS, "loaiDangKy", "4", "Quá hạn"),
        (RecordType.KH, "loaiDangKy", "1", "Lần đầu"),
        (RecordType.KS, "nksGioiTinh", "1.0", "Nam"),
        (RecordType.KS, "nksGioiTinh", "0", "Không có thông tin"),
        (RecordType.HN, "nxnLoaiMucDichSuDung", "5", "Mục đích khác"),
        (RecordType.KS, "meLoaiGiayToTuyThan", "9", None),
        (RecordType.KS, "meLoaiGiayToTuyThan", "", None),
    ],
)
def test_codes_are_told_in_the_words_of_their_own_list(
    record_type: RecordType, name: str, code: str, words: str | None
) -> None:
    codes = fields.field(record_type, name).codes
    assert codes is not None
    assert codes.label_of(code) == words


def test_the_newer_layout_exists_for_births_only() -> None:
    assert len(fields.header_row(RecordType.KS, "template158")) == 70
    with pytest.raises(ValueError, match="template158"):
        fields.header_row(RecordType.KH, "template158")


def test_a_column_nobody_knows_is_no_field() -> None:
    assert fields.find_field(RecordType.KS, "chieuCao") is None
    with pytest.raises(KeyError):
        fields.field(RecordType.KS, "chieuCao")
