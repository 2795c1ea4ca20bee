"""Figures are written the way officials write them."""

from datetime import UTC, date, datetime

import pytest

from domain.wording import figures


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (999, "999"), (1296, "1.296"), (381383, "381.383")]
)
def test_thousands_are_parted_by_dots(number: int, written: str) -> None:
    assert figures.count(number) == written


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [
        pytest.param(21296, 55865, "38,1 %", id="the letter's own share"),
        pytest.param(0, 0, "0,0 %", id="of nothing"),
        pytest.param(10, 10, "100,0 %", id="all of it"),
        pytest.param(99999, 100000, "99,9 %", id="not all until all is done"),
        pytest.param(3, 2, "150,0 %", id="ahead of the plan"),
    ],
)
def test_a_share_has_a_decimal_comma_and_is_full_only_when_it_is(part: int, whole: int, written: str) -> None:
    assert figures.percent(part, whole) == written


def test_days_and_moments_begin_with_the_day() -> None:
    assert figures.day(date(2024, 7, 4)) == "04/07/2024"
    assert figures.moment(datetime(2024, 7, 4, 7, 5, tzinfo=UTC)) == "07:05 04/07/2024"


def test_a_rate_has_dot_and_comma_in_their_places() -> None:
    assert figures.decimal(3206.44) == "3.206,4"
