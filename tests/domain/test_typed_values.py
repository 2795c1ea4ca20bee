"""A value typed on a phone is taken in its stored form or refused in one clear line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import field_values, fields
from domain.field_values import Accepted, Reason, Rejected
from domain.records import RecordType
from domain.wording import fixing

KS, HN = RecordType.KS, RecordType.HN


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        pytest.param("meHoTen", "  Hoàng   Thị Thử ", "Hoàng Thị Thử", id="a name loses loose blanks"),
        pytest.param(
            "meHoTen", "Hoa\u0300ng\u200b Thị\nThử", "Hoàng Thị Thử", id="a name from an odd keyboard"
        ),
        pytest.param("meHoTen", "H'Mai Niê", "H'Mai Niê", id="a highland name"),
        pytest.param("nksNgaySinh", "5/3/2005", "05.03.2005", id="a day is stored with dots"),
        pytest.param("nksNgaySinh", "03 2005", "03.2005", id="a month"),
        pytest.param("meNgaySinh", "1980", "1980", id="a year"),
        pytest.param("loaiDangKy", "4", "4", id="a code"),
        pytest.param("loaiDangKy", "Quá hạn", "4", id="a code by its words"),
        pytest.param("loaiDangKy", "qua han", "4", id="by its words without accents"),
        pytest.param("nksGioiTinh", "NỮ", "2", id="by its words in capitals"),
        pytest.param("meLoaiGiayToTuyThan", "CCCD", "4", id="by what everybody calls it"),
        pytest.param("meSoGiayToTuyThan", "020 185.001 234", "020185001234", id="a number in groups"),
        pytest.param("meSoGiayToTuyThan", "082123456", "082123456", id="an old card of nine digits"),
        pytest.param("meSoGiayToTuyThan", "b1234567", "B1234567", id="a passport"),
        pytest.param("nksSoDinhDanh", "020205001234", "020205001234", id="a personal number"),
        pytest.param("so", "24a", "24a", id="an entry squeezed in"),
        pytest.param("so", "01/2018", "01/2018", id="an entry with its year"),
        pytest.param("quyenSo", "01 / 2005", "01/2005", id="a book"),
        pytest.param("trangSo", "12", "12", id="a page"),
        pytest.param("ghiChu", "-", "", id="a dash clears what may be empty"),
        pytest.param("ghiChu", "(trống)", "", id="so does the word"),
        pytest.param("meSoGiayToTuyThan", "-", "", id="so it does for a number"),
        pytest.param("nksNoiSinh", "Thôn 5 - xã Mẫu", "Thôn 5 - xã Mẫu", id="a dash inside clears nothing"),
    ],
)
def test_a_good_value_is_stored_in_the_files_own_form(name: str, typed: str, stored: str) -> None:
    assert field_values.check(fields.field(KS, name), typed) == Accepted(stored)


@pytest.mark.parametrize(
    ("name", "typed", "reason"),
    [
        ("meHoTen", "", Reason.EMPTY),
        ("meHoTen", " \u200b ", Reason.EMPTY),
        ("meHoTen", "Hoàng Thị 2", Reason.DIGITS_IN_NAME),
        ("meHoTen", "...", Reason.NO_LETTER),
        ("nksHoTen", "-", Reason.REQUIRED),
        ("ghiChu", "a" * 301, Reason.TOO_LONG),
        ("ghiChu", "a\x00b", Reason.CONTROL),
        ("nksNgaySinh", "hôm qua", Reason.NOT_A_DATE),
        ("nksNgaySinh", "31/02/2005", Reason.NO_SUCH_DAY),
        ("nksNgaySinh", "01/04/5005", Reason.YEAR_OUT_OF_RANGE),
        ("nksNgaySinh", "1205", Reason.YEAR_OUT_OF_RANGE),
        ("loaiDangKy", "9", Reason.NOT_IN_LIST),
        ("nksGioiTinh", "N", Reason.NOT_IN_LIST),
        ("meSoGiayToTuyThan", "12345678", Reason.NOT_AN_IDENTITY),
        ("meSoGiayToTuyThan", "١٢٣٤٥٦٧٨٩", Reason.NOT_AN_IDENTITY),
        ("nksSoDinhDanh", "082123456", Reason.NOT_A_CITIZEN_NUMBER),
        ("so", "hai mươi tư", Reason.NOT_A_NUMBER),
        ("quyenSo", "quyển một", Reason.NOT_A_BOOK),
    ],
)
def test_a_value_of_the_wrong_form_is_refused_in_one_line(name: str, typed: str, reason: Reason) -> None:
    field = fields.field(KS, name)
    checked = field_values.check(field, typed, today=date(2024, 7, 4))
    assert isinstance(checked, Rejected)
    assert checked.reason is reason
    said = fixing.rejected(field, checked)
    assert said.startswith(field.label)
    assert "\n" not in said
    assert "{" not in said


def test_a_list_that_is_not_hit_is_read_out() -> None:
    field = fields.field(KS, "nksGioiTinh")
    checked = field_values.check(field, "trai gái")
    assert isinstance(checked, Rejected)
    assert "1 Nam; 2 Nữ" in fixing.rejected(field, checked)


def test_every_refusal_has_its_sentence() -> None:
    field = fields.field(KS, "meHoTen")
    for reason in Reason:
        assert len(fixing.rejected(field, Rejected(reason, ("300",)))) > len(field.label) + 10


def test_asking_shows_what_stands_there_now_no_further_than_the_province_lets_it() -> None:
    name = fields.field(KS, "meHoTen")
    assert "Đang ghi: Hoàng Thị Thửu" in fixing.ask_value(name, "Hoàng Thị Thửu", "summary")
    assert "Đang ghi: H.T.T." in fixing.ask_value(name, "Hoàng Thị Thửu", "masked")
    assert "Đang ghi: (trống)" in fixing.ask_value(name, "")
    assert "(-)" not in fixing.ask_value(fields.field(KS, "nksHoTen"), "x")


def test_before_and_after_stand_side_by_side() -> None:
    said = fixing.change(fields.field(HN, "nxnGioiTinh"), "1", "2")
    assert said == "• Giới tính: Nam → Nữ"
    cleared = fixing.change(fields.field(HN, "ghiChu"), "thừa", "")
    assert cleared == "• Ghi chú: thừa → (trống)"


ALL = [(record_type, field) for record_type in RecordType for field in fields.fields_of(record_type)]


@given(st.sampled_from(ALL), st.text(max_size=320))
def test_whatever_is_typed_into_whatever_field_is_taken_or_refused(
    where: tuple[RecordType, fields.Field], typed: str
) -> None:
    _, field = where
    checked = field_values.check(field, typed)
    if isinstance(checked, Rejected):
        assert fixing.rejected(field, checked)
    elif checked.value:
        assert field_values.check(field, checked.value) == checked  # the stored form is good as it stands
