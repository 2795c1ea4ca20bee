"""What looks the same to the official is the same to the bot, and nobody's name changes by being compared."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import text
from domain.text import keys, tones

# texts as broken as keyboards and old programs make them
BROKEN = st.text(
    st.one_of(
        st.sampled_from(
            "aàạăằâấeêệioôờuưỳyđĐÐð ,.\n\t\u00a0\u00ad\u200b\u200e\ufeff\u0301\u0323\u0302\u031bHTg-/1Ã"
        ),
        st.characters(),
    ),
    max_size=60,
)
UNSEEN = re.compile(
    "[\\s,\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        pytest.param("Nguye\u0302\u0303n", "Nguyễn", id="a phone that sends letters and marks apart"),
        pytest.param("\u00d0inh V\u0103n \u00d0\u1ee9c", "Đinh Văn Đức", id="an eth typed for Đ"),
        pytest.param("Guðrún Sigurðsdóttir", "Guðrún Sigurðsdóttir", id="an Icelandic mother keeps her eth"),
        pytest.param(" Cao\u200b \u00a0 Lộc\u200e ", "Cao Lộc", id="blanks nobody sees"),
        pytest.param("Thôn Nà Pàn, , , tỉnh Lạng Sơn", "Thôn Nà Pàn, tỉnh Lạng Sơn", id="empty parts inside"),
        pytest.param(", , xã Hòa Cư, ", "xã Hòa Cư", id="empty parts at the ends"),
        pytest.param(", , , ", "", id="nothing but empty parts"),
        pytest.param("Ghi chú 1\n\n  Ghi chú 2", "Ghi chú 1\nGhi chú 2", id="a note keeps its lines"),
        pytest.param("hoà", "hoà", id="the register's way of placing tones stays"),
        pytest.param("H'Mông", "H'Mông", id="a prime is part of the word"),
        pytest.param("-", "-", id="a dash in the register is a dash"),
        pytest.param("\x00\x07Lan\x1b", "Lan", id="control characters"),
        pytest.param("", "", id="nothing"),
        pytest.param("D\u00ad¬ng V¨n Hïng", "D\u00ad¬ng V¨n Hïng", id="in TCVN3 the soft hyphen is a letter"),
    ],
)
def test_a_cleaned_value_looks_as_before(typed: str, cleaned: str) -> None:
    assert text.clean(typed) == cleaned


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("Hoà Bình", "HÒA BÌNH", True, id="tone on the second vowel or the first"),
        pytest.param("thuỷ", "thủy", True, id="thuỷ, thủy"),
        pytest.param("khoẻ", "khỏe", True, id="khoẻ, khỏe"),
        pytest.param("uý", "úy", True, id="uý, úy"),
        pytest.param("\u00d0oàn", "đoàn", True, id="eth and đ"),
        pytest.param("Hoang\u0300", "hoàng", True, id="a tone on the last consonant"),
        pytest.param("Nguyêñ", "NGUYỄN", True, id="and one that makes a Spanish letter of it"),
        pytest.param("Trừơng", "Trường", True, id="a tone beside its vowel"),
        pytest.param("Lý", "Lí", False, id="i and y are two letters in a name"),
        pytest.param("Mỹ", "Mĩ", False, id="Mỹ is not Mĩ"),
        pytest.param("Thúy", "Thúi", False, id="Thúy is not Thúi"),
        pytest.param("Nguyễn", "Nguyên", False, id="accents count"),
    ],
)
def test_two_spellings_are_one_name_or_two(one: str, other: str, same: bool) -> None:
    assert (text.canonical(one) == text.canonical(other)) is same


@pytest.mark.parametrize(
    "word", ["quý", "giờ", "toàn", "thuở", "giếng", "già", "gìn", "huỳnh", "quốc", "bìa", "lụa", "mùa"]
)
def test_words_whose_tone_has_one_place_stay(word: str) -> None:
    assert tones.old_style(word) == word


@given(BROKEN)
def test_cleaning_twice_changes_nothing_more(value: str) -> None:
    once = text.clean(value)
    assert text.clean(once) == once


@given(BROKEN)
def test_a_cleaned_value_has_the_key_of_the_value(value: str) -> None:
    assert text.canonical(text.clean(value)) == text.canonical(value)


@given(BROKEN)
def test_cleaning_never_takes_a_visible_letter(value: str) -> None:
    def seen(of: str) -> str:
        visible = "".join(
            letter for letter in of if unicodedata.category(letter) != "Cc" and not UNSEEN.match(letter)
        )
        return unicodedata.normalize("NFC", visible).translate({0xD0: "Đ", 0xF0: "đ"})

    assert seen(text.clean(value)) == seen(value)


@pytest.mark.parametrize(
    "piece",
    [" ", "a", "à", ",", ", ", "\n", " \n", "\u00a0", "Ð", "e\u0302\u0301", "Ã\u00a0", "1", "\x00", "N¨ "],
)
def test_a_cell_of_fifty_thousand_characters_is_read_as_any_other(piece: str) -> None:
    value = piece * (50_000 // len(piece))
    assert text.clean(text.clean(value)) == text.clean(value)
    assert isinstance(text.canonical(value), str)


@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Hoà", "NÔNG VĂN THUỶ", "Hoàng  Thị Bé", "Slình Phjao", "Ðỗ Văn Khoẻ", "Lý Lí"]
)
def test_a_name_of_right_words_has_the_key_it_would_have_as_one_text(name: str):
    assert text.canonical(name) == keys._key(name)


@given(
    st.lists(
        st.sampled_from(
            [
                "Nguyễn",
                "Hoà",
                "hòa",
                "THUỶ",
                "quý",
                "giờ",
                "Toàn",
                "Lý",
                "Mỹ",
                "khoẻ",
                "uý",
                "Đặng",
                "Ðặng",
                "x",
            ]
        ),
        max_size=5,
    )
)
def test_the_keys_of_right_words_are_the_key_of_the_whole(words: list[str]):
    assert text.canonical(" ".join(words)) == keys._key(" ".join(words))
