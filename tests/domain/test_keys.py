"""An entry is named by its year and number and found by its place among the books."""

import pytest

from domain import keys
from domain.keys import Book, Key, Missing, NoKey
from domain.records import RecordType


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("24", (24, "")),
        ("024", (24, "")),
        (" 24 ", (24, "")),
        ("24\u00a0", (24, "")),  # signs that nobody sees
        ("2\u200b4a", (24, "a")),
        ("24a", (24, "a")),
        ("24A", (24, "a")),
        ("01/2018", (1, "")),
        ("01/", (1, "")),
        ("", None),
        ("0", None),
        ("số 24", None),
        ("24/x", None),
        ("1234567", None),
    ],
)
def test_an_entry_number_is_read_as_registers_write_it(text: str, number: tuple[int, str] | None) -> None:
    assert keys.entry_number(text) == number


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        pytest.param({"so": "24", "ngayDangKy": "21.03.2005"}, Key(2005, "24"), id="number and day"),
        pytest.param({"so": "024", "ngayDangKy": "2005"}, Key(2005, "24"), id="padded, only the year known"),
        pytest.param(
            {"so": "01/2018", "ngayDangKy": "05.01.2018"}, Key(2018, "1"), id="the year after a stroke"
        ),
        pytest.param(
            {"so": "24A", "ngayDangKy": "21/03/2005"}, Key(2005, "24a"), id="a number squeezed in later"
        ),
        pytest.param({"ngayDangKy": "21.03.2005"}, NoKey(Missing.NO_NUMBER), id="no number"),
        pytest.param(
            {"so": "x", "ngayDangKy": "2005"}, NoKey(Missing.BAD_NUMBER), id="a number nobody can read"
        ),
        pytest.param({"so": "24"}, NoKey(Missing.NO_DATE), id="no day"),
        pytest.param(
            {"so": "24", "ngayDangKy": "31.02.2005"}, NoKey(Missing.BAD_DATE), id="a day that never was"
        ),
    ],
)
def test_a_record_is_named_by_year_of_registration_and_number(
    fields: dict[str, str], key: Key | NoKey
) -> None:
    assert keys.natural_key(RecordType.KS, fields) == key


def test_the_key_is_stored_as_year_and_number() -> None:
    assert Key(2005, "24a").text == "2005|24a"


@pytest.mark.parametrize(
    ("text", "book"),
    [
        ("01/2005", Book(1, 2005)),
        ("1", Book(1, None)),
        ("02.2017", Book(2, 2017)),
        ("\ufeff01/2005\u00a0", Book(1, 2005)),
        ("2005", Book(None, 2005)),
        ("", Book(None, None)),
        ("quyển đầu", Book(None, None)),
    ],
)
def test_a_book_is_read_as_number_and_year(text: str, book: Book) -> None:
    assert keys.book_number(text) == book


def test_records_come_in_the_order_in_which_the_books_lie_on_the_desk() -> None:
    day = {"ngayDangKy": "21.03.2005"}
    in_order = [
        (RecordType.KS, {"so": "900", "quyenSo": "02/2004", "trangSo": "90", "ngayDangKy": "2004"}),
        (RecordType.KS, {"so": "2", "quyenSo": "01/2005", "trangSo": "1", **day}),
        (RecordType.KS, {"so": "10", "quyenSo": "01/2005", "trangSo": "1", **day}),
        (RecordType.KS, {"so": "10a", "quyenSo": "01/2005", "trangSo": "1", **day}),
        (RecordType.KS, {"so": "", "quyenSo": "01/2005", "trangSo": "1", **day}),
        (RecordType.KS, {"so": "3", "quyenSo": "01/2005", "trangSo": "10", **day}),
        (RecordType.KS, {"so": "1", "quyenSo": "01/2005", "trangSo": "", **day}),
        (RecordType.KS, {"so": "1", "quyenSo": "02/2005", "trangSo": "1", **day}),
        (RecordType.KS, {"so": "1", "quyenSo": "", "trangSo": "1", **day}),
        (RecordType.KS, {"so": "1", "quyenSo": "01", "trangSo": "1", "ngayDangKy": "2006"}),
        (RecordType.KS, {"so": "1"}),
        (RecordType.KH, {"so": "1", "quyenSo": "01/1990", "ngayDangKy": "1990"}),
        (RecordType.KT, {"so": "1", "quyenSo": "01/1980", "ngayDangKy": "1980"}),
        (RecordType.HN, {"so": "1", "quyenSo": "01/1970", "ngayDangKy": "1970"}),
        (RecordType.CMC, {"so": "1", "quyenSo": "01/1960", "ngayDangKy": "1960"}),
    ]
    places = [keys.desk_order(record_type, fields) for record_type, fields in in_order]
    assert places == sorted(places)
    assert len(set(places)) == len(places)


def test_the_order_does_not_hang_on_a_database_that_skips_punctuation() -> None:
    rows = [
        {"so": so, "quyenSo": book} for so in ("1", "24a", "999999") for book in ("1/2005", "12/2005", "")
    ]
    places = [keys.desk_order(RecordType.KH, fields) for fields in rows]
    assert sorted(places) == sorted(places, key=lambda place: place.replace(".", ""))


@pytest.mark.parametrize(
    ("number", "book", "name"),
    [
        ("24", "01/2005", "Số 24 · Quyển 01/2005"),
        ("", "01/2005", "Chưa có số · Quyển 01/2005"),
        ("24", "", "Số 24 · chưa có quyển"),
    ],
)
def test_a_card_names_its_entry(number: str, book: str, name: str) -> None:
    assert keys.entry_name(number, book) == name


def test_number_book_and_page_are_kept_as_typed_without_loose_strokes() -> None:
    fields = {"so": " 01/ ", "quyenSo": " 01/2005", "trangSo": ", "}
    assert (keys.number_of(fields), keys.book_of(fields), keys.page_of(fields)) == ("01", "01/2005", "")
