"""The same word typed on two keyboards is the same word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import folding


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("Nguyễn Thị Đào", "nguyen thi dao", id="accents go and đ is a d"),
        pytest.param("Nguye\u0302\u0303n", "nguyen", id="a phone that sends letters and marks apart"),
        pytest.param("\u00d0ặng", "dang", id="an Icelandic eth typed for Đ"),
        pytest.param("  HOÀNG \u00a0 VĂN\n Tư ", "hoang van tu", id="blanks of any kind become one"),
        pytest.param("Cao\u200b Lộc", "cao loc", id="a zero-width blank is no letter"),
        pytest.param("KS 2005", "ks 2005", id="plain letters only lose their case"),
    ],
)
def test_folding_leaves_what_people_search_by(text: str, folded: str) -> None:
    assert folding.fold(text) == folded


def test_values_are_stored_composed_and_with_the_vietnamese_letter() -> None:
    assert folding.squeeze(" \u00d0oa\u0300n \n Ve\u0302\u0323 ") == "Đoàn Vệ"


@pytest.mark.parametrize(
    ("text", "blank"),
    [("", True), (", , , ", True), (" - ", True), ("0", False), ("Cao Lộc", False)],
)
def test_separators_left_over_from_an_empty_address_count_as_nothing(text: str, blank: bool) -> None:
    assert folding.is_blank(text) is blank


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = folding.fold(text)
    assert folding.fold(once) == once
