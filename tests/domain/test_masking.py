"""In a chat the least is shown: numbers to their end, homes to their commune, names to initials."""

import pytest

from domain import masking


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("082123456", "***456"),
        ("020 185 001 234", "***234"),
        ("B1234567", "***567"),
        ("123", "***"),
        ("", "***"),
    ],
)
def test_an_identity_number_keeps_its_last_three_digits(text: str, masked: str) -> None:
    assert masking.number(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        pytest.param("Thôn Nà Pàn, xã Mẫu, huyện Ví Dụ", "xã Mẫu, huyện Ví Dụ", id="from the commune up"),
        pytest.param("Số 5 ngõ 3, phường Thử, TP Lạng Sơn", "phường Thử, TP Lạng Sơn", id="from the ward up"),
        pytest.param("Khu 2, TT. Mẫu, tỉnh Lạng Sơn", "TT. Mẫu, tỉnh Lạng Sơn", id="a township abbreviated"),
        pytest.param("Nà Pàn xã Mẫu huyện Ví Dụ", "xã Mẫu huyện Ví Dụ", id="without commas"),
        pytest.param("Tổ 3, thị xã Thử, tỉnh X", "thị xã Thử, tỉnh X", id="a town is not a commune"),
        pytest.param("Nà Pàn, Mẫu, Ví Dụ, Lạng Sơn", "Ví Dụ, Lạng Sơn", id="no unit named: the last parts"),
        pytest.param("Nà Pàn - Mẫu - Lạng Sơn", "Mẫu, Lạng Sơn", id="parted by dashes"),
        pytest.param("Lạng Sơn", "Lạng Sơn", id="one part that is no house"),
        pytest.param("Số 12 đường Mẫu", "***", id="one part that is a house"),
        pytest.param("Thôn Nà Pàn", "***", id="one part that is a hamlet"),
        pytest.param("12/4 Mẫu", "***", id="a number and a street"),
        pytest.param("Bệnh viện đa khoa tỉnh Mẫu", "Bệnh viện đa khoa tỉnh Mẫu", id="a hospital is no home"),
        pytest.param("Tại trạm y tế xã Mẫu", "Tại trạm y tế xã Mẫu", id="nor is a health station"),
        pytest.param(
            "CMND 082123456, xã Mẫu", "xã Mẫu", id="a number before the commune goes with the house"
        ),
        pytest.param("Xã Mẫu, CMND 082123456", "Xã Mẫu, CMND ***456", id="a number behind it is masked"),
    ],
)
def test_an_address_keeps_what_many_households_share(text: str, masked: str) -> None:
    assert masking.place(text) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [("Nông Văn Mẫu", "N.V.M."), ("H'Mai Niê", "H.N."), ("đặng  thị", "Đ.T."), ("123", "***")],
)
def test_a_name_is_reduced_to_initials(name: str, masked: str) -> None:
    assert masking.initials(name) == masked


@pytest.mark.parametrize(("day", "year"), [("21.03.2005", "2005"), ("1980", "1980"), ("Nhâm Tý", "***")])
def test_a_date_is_reduced_to_its_year(day: str, year: str) -> None:
    assert masking.year(day) == year


def test_a_number_in_a_note_is_masked_where_it_stands() -> None:
    said = masking.numbers_within("Cấp lại theo CMND 082 123 456 ngày 21.03.2005, hộ chiếu B1234567")
    assert "082" not in said
    assert "***456" in said
    assert "***567" in said
