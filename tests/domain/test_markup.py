"""Signs that people type around words, and what becomes of those that are no pair."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import markup
from domain.markup import Look


def looks(text: str) -> tuple[str, list[tuple[str, str]]]:
    read = markup.read(text)
    return read.text, [
        (mark.look.value, read.text[mark.start : mark.start + mark.length]) for mark in read.marks
    ]


@pytest.mark.parametrize(
    ("typed", "shown", "marks"),
    [
        pytest.param("*Hạn 29/10*: nộp", "Hạn 29/10: nộp", [("bold", "Hạn 29/10")], id="bold"),
        pytest.param("nộp _ngay_.", "nộp ngay.", [("italic", "ngay")], id="italic before a full stop"),
        pytest.param("*_cả hai_*", "cả hai", [("italic", "cả hai"), ("bold", "cả hai")], id="one within another"),
        pytest.param("(*a*, _b_)", "(a, b)", [("bold", "a"), ("italic", "b")], id="within brackets"),
        pytest.param("*a*\n*b*", "a\nb", [("bold", "a"), ("bold", "b")], id="on each line"),
        pytest.param("👨‍👩‍👧 *x*", "👨‍👩‍👧 x", [("bold", "x")], id="emoji made of several stay whole"),
    ],
)  # fmt: skip
def test_words_between_two_signs_get_their_look(typed: str, shown: str, marks: list[tuple[str, str]]):
    text, found = looks(typed)
    assert text == shown and sorted(found) == sorted(marks)


@pytest.mark.parametrize(
    "typed",
    [
        "5 * 3 = 15", "* một\n* hai", "ten_tep_moi.pdf", "a*b*c", "_ _", "* *", "www.x.vn/_a_", "https://x.vn/a_b_c?d=*e*",
    ],
)  # fmt: skip
def test_signs_that_mean_nothing_stay_and_nobody_is_told(typed: str):
    read = markup.read(typed)
    assert (read.text, read.marks, read.plain) == (typed, (), ())


@pytest.mark.parametrize(
    ("typed", "shown", "plain"),
    [
        pytest.param("*không đóng", "*không đóng", ("*không đóng",), id="never closed"),
        pytest.param("*a _b* c_", "a _b c_", ("_b* c_", "_"), id="crossing another"),
        pytest.param("một *hai\nba* bốn", "một *hai\nba* bốn", ("*hai", "* bốn"), id="over two lines"),
    ],
)
def test_signs_without_a_partner_are_shown_and_named(typed: str, shown: str, plain: tuple[str, ...]):
    read = markup.read(typed)
    assert (read.text, read.plain) == (shown, plain)


@given(st.text(alphabet="ab *_\n.,😀ệ/:", max_size=60))
def test_whatever_is_typed_only_signs_are_taken_out_and_marks_lie_within(typed: str):
    read = markup.read(typed)
    kept = iter(read.text)
    left = "".join(letter for letter in typed if letter not in "*_")
    assert "".join(letter for letter in read.text if letter not in "*_") == left
    for mark in read.marks:
        assert mark.length > 0 and mark.start >= 0 and mark.start + mark.length <= len(read.text)
        assert "\n" not in read.text[mark.start : mark.start + mark.length]
    assert len(typed) - len(read.text) == 2 * len(read.marks)
    assert all(mark.look in Look for mark in read.marks) and kept is not None
