"""Numbers of records as they are typed: zeros in front mean nothing, and no row of digits is too long to be refused."""

from __future__ import annotations

import pytest

from domain import typed_numbers


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("5", 5),
        (" 007 ", 7),
        ("0", 0),
        ("000", 0),
        ("0000000000015", 15),
        ("00000000001500000", 1_500_000),
        ("9" * 10, None),
        ("9" * 5_000, None),
        ("-3", None),
        ("5,0", None),
        ("٥", None),
        ("²", None),
        ("", None),
    ],
)
def test_a_number_is_read_whole_or_not_at_all(words: str, number: int | None):
    assert typed_numbers.read(words) == number
