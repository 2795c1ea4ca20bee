"""A right value is left alone, whosever name it is, and so is what is beyond us."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given

from domain import text
from domain.fields import Kind
from tests.text.written import PEOPLE, SURNAMES, UNITS, WORDS


@pytest.mark.parametrize("name", UNITS)
def test_the_name_of_a_unit_is_right_in_every_column(name: str) -> None:
    assert [text.repair(name, kind) for kind in Kind] == [None] * len(Kind)
    assert text.odd_syllables(name) == ()
    assert text.clean(name) == name


def test_every_part_of_a_name_is_right() -> None:
    for word, kind in product((*SURNAMES, *WORDS), (Kind.NAME, Kind.PLACE, Kind.TEXT)):
        for typed in (word, word.upper(), word.lower()):
            assert text.repair(typed, kind) is None, typed
            assert text.odd_syllables(typed) == (), typed


@given(PEOPLE)
def test_a_name_is_right_as_it_is_written_and_in_capitals(name: str) -> None:
    assert text.repair(name, Kind.NAME) is None
    assert text.repair(name.upper(), Kind.NAME) is None
    assert text.odd_syllables(name) == ()


PEOPLES_NAMES = [
    "Giàng A Páo",
    "Sùng Thị Mỷ",
    "Vàng Seo Dơ",
    "Lù Thị Xúa",
    "Tráng A Sử",
    "Lầu Nhìa Chò",
    "Xồng Bá Dìa",
    "Vừ Giống Mai",
    "Mua Chù Lử",
    "Chảo Láo Tả",
    "Phàn Tả Mẩy",
    "Tẩn Mý Dao",
    "Triệu Quầy Pu",
    "Bàn Phụ Dất",
    "Lý Sành Phin",
    "Chíu Sì Múi",
    "Voòng A Sáng",
    "Bế Slăn",
    "Nông Ích Pắc",
    "Ma Thị Pjóoc",
    "Hứa Văn Phjắc",
    "Nghiêm Văn Nhinh",
    "Lường Sló",
    "Lô Sláy",
    "Vi Văn Slạn",
    "Nông Thị Hỉa",
    "Lý Văn Bjoóc",
    "Nông Văn Khjều",
    "Hứa Bảo Ơng",
    "Nông Tằng Slay",
    "Quàng Văn Ún",
    "Lò Thị Ươi",
    "Ngô Ỷ",
    "Uông Thị Khuyến",
    "Nông Gì",
    "Trần Thuở",
    "Đoàn Khuông",
    "Phạm Quý Ngọ",
    "Mạc Loong",
    "Cao Xoăn",
    "Lê Nguếch",
    "Lý Quạ",
    "Đàm Thoỏng",
    "Mông Thị Ngoóng",
    "Hà Ớt",
    "Huỳnh Tỷ",
    "Vy Thị Hươm",
]


@pytest.mark.parametrize("name", PEOPLES_NAMES)
def test_names_of_every_people_of_the_north_are_left_alone(name: str) -> None:
    for typed in (name, name.upper()):
        assert text.repair(typed, Kind.NAME) is None
        assert text.odd_syllables(typed) == ()


def test_a_sign_that_may_be_a_letter_is_not_dropped_for_being_unseen() -> None:
    """In TCVN3 the soft hyphen is ư: where the rest cannot be read, dropping it would lose a letter."""
    assert text.repair("D\u00ad¬ng V¨n Xµq", Kind.NAME) is None


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        pytest.param("Slình Phjao", Kind.NAME, id="a Nùng name"),
        pytest.param("Hoàng Văn Slấn", Kind.NAME, id="a Tày given name"),
        pytest.param("Lò Thị Mẩy", Kind.NAME, id="a Dao given name"),
        pytest.param("H' Mlô", Kind.NAME, id="an Ê-đê name"),
        pytest.param("Y K'", Kind.NAME, id="names of one letter"),
        pytest.param("Müller", Kind.NAME, id="a German"),
        pytest.param("François Noël", Kind.NAME, id="a Frenchman"),
        pytest.param("José Núñez", Kind.NAME, id="a Spaniard"),
        pytest.param("Hoàng Phùc Lìn", Kind.NAME, id="a stop with another tone"),
        pytest.param("MAI ANH QUYÙ", Kind.NAME, id="Quý in VNI, or Quỳu"),
        pytest.param("Lê Thị Hoà, Thuỷ, Khoẻ", Kind.NAME, id="tones in the newer style"),
        pytest.param("Lê Thị Hòa, Thủy, Khỏe", Kind.NAME, id="tones in the older style"),
        pytest.param("Hoàng\u0300 Văc", Kind.NAME, id="a tone on a consonant beyond reading"),
        pytest.param("Anna Schmidt", Kind.NAME, id="no word of it is Vietnamese"),
        pytest.param("Alex Max", Kind.NAME, id="a word that could be Telex beside one that cannot"),
        pytest.param("LÃ\u00a0ANH".replace("\u00a0", " "), Kind.NAME, id="Lã in capitals"),
        pytest.param("Khối 3, TT. Cao Lộc, H. Cao Lộc, T.P Lạng Sơn", Kind.PLACE, id="abbreviations"),
        pytest.param("Số 12A, ngõ 5/2, tổ 7, P. Đông Kinh", Kind.PLACE, id="numbers of houses"),
        pytest.param("Km12 QL1A, Khu2", Kind.PLACE, id="numbers of roads"),
        pytest.param("thon6, xom1, Khu2 Hòa Bình", Kind.PLACE, id="numbers of villages"),
        pytest.param("Maxx Trans, Paris2 Berlin", Kind.TEXT, id="words that are no level"),
        pytest.param("Paris, Cộng hòa Pháp", Kind.PLACE, id="a city abroad"),
        pytest.param("Thôn Slìn Phjạ, xã Bắc Ái", Kind.PLACE, id="a Tày village"),
        pytest.param("Mắc COVID-19, HIV/AIDS", Kind.TEXT, id="words of medicine"),
        pytest.param("Đặng Jörg Müller", Kind.NAME, id="a German surname beside a Vietnamese one"),
        pytest.param("Thôn Nà Pàn – “Khu A”, 20°…", Kind.PLACE, id="signs of the page"),
        pytest.param("“THỊ XÃ”", Kind.TEXT, id="quotation marks"),
        pytest.param("20. 04. 2008", Kind.DATE, id="a date with blanks"),
        pytest.param("AB1234567", Kind.IDENTITY, id="a passport"),
        pytest.param("B1234567", Kind.IDENTITY, id="an older passport"),
        pytest.param("12a", Kind.NUMBER, id="a number with a suffix"),
        pytest.param("01/2017", Kind.BOOK, id="a book"),
        pytest.param("1", Kind.CODE, id="a code"),
        pytest.param(", , , ", Kind.PLACE, id="empty parts only: a field left empty"),
        pytest.param("", Kind.NAME, id="nothing"),
        pytest.param("0123456789", Kind.NAME, id="a number where a name should be"),
    ],
)  # fmt: skip
def test_what_is_right_or_beyond_us_is_left_alone(value: str, kind: Kind) -> None:
    assert text.repair(value, kind) is None
