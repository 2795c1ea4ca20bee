"""However a number is written on the roster or by a phone, it is one number; and people see it as they write it."""

from __future__ import annotations

import pytest

from domain import phones


@pytest.mark.parametrize(
    "written",
    [
        "0912 345 678", "0912.345.678", "+84 912 345 678", "84912345678", "0084 912 345 678", "+84 (0) 912-345-678",
        "912345678", "\u202a0912345678\u202c",
    ],
)  # fmt: skip
def test_one_number_however_it_is_written(written: str):
    assert phones.normalise(written) == "84912345678"


@pytest.mark.parametrize(
    "written", ["", "0912 345 67", "0912 345 6789 0", "abc", "+1 202 555 0123", "٠٩١٢٣٤٥٦٧٨"]
)
def test_what_is_no_number_of_the_country_is_told_apart(written: str):
    assert phones.normalise(written) is None


@pytest.mark.parametrize(
    ("number", "seen"), [("84912345678", "0912 345 678"), ("842053812345", "0205 381 2345")]
)
def test_people_see_a_number_as_they_write_it(number: str, seen: str):
    assert phones.shown(number) == seen
    assert phones.normalise(seen) == number
