"""Registers write a day, a month or only a year; nothing counts as wrong that may still be right."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import dates
from domain.dates import PartialDate, Unreadable, Why


@pytest.mark.parametrize(
    ("raw", "dotted", "slashed"),
    [
        pytest.param("21.03.2005", "21.03.2005", "21/03/2005", id="the exchange files' form"),
        pytest.param("10/10/1981", "10.10.1981", "10/10/1981", id="slashes beside dots in one sheet"),
        pytest.param("\u200b20.04.\u00a02008", "20.04.2008", "20/04/2008", id="signs that nobody sees"),
        pytest.param("20. 04. 2008", "20.04.2008", "20/04/2008", id="blanks after the dots"),
        pytest.param("5 3 2005", "05.03.2005", "05/03/2005", id="blanks alone"),
        pytest.param("1-2-1999", "01.02.1999", "01/02/1999", id="dashes"),
        pytest.param("04.1975", "04.1975", "04/1975", id="only a month is known"),
        pytest.param(" 1960 ", "1960", "1960", id="only a year is known"),
        pytest.param("2005-03-21", "21.03.2005", "21/03/2005", id="a date cell of a spreadsheet"),
        pytest.param("2005-03-21 00:00:00", "21.03.2005", "21/03/2005", id="the same with its midnight"),
        pytest.param("29.02.2004", "29.02.2004", "29/02/2004", id="a leap day"),
        pytest.param("01/04/5005", "01.04.5005", "01/04/5005", id="a slip of the hand is still a date"),
    ],
)
def test_a_date_is_read_as_vendors_type_it(raw: str, dotted: str, slashed: str) -> None:
    read = dates.parse(raw)
    assert isinstance(read, PartialDate)
    assert (read.dotted, read.slashed, read.raw) == (dotted, slashed, raw)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        pytest.param("31.02.2005", Why.IMPOSSIBLE, id="no such day"),
        pytest.param("29.02.2005", Why.IMPOSSIBLE, id="no leap year"),
        pytest.param("12.13.2005", Why.IMPOSSIBLE, id="no such month"),
        pytest.param("00.04.2005", Why.IMPOSSIBLE, id="day nought"),
        pytest.param("00.0000", Why.IMPOSSIBLE, id="nothing but noughts"),
        pytest.param("", Why.EMPTY, id="nothing"),
        pytest.param("  ", Why.EMPTY, id="blanks"),
        pytest.param("Nhâm Tý", Why.SHAPE, id="a lunar year"),
        pytest.param("21.03.05", Why.SHAPE, id="a year of two digits says no century"),
        pytest.param("21.03.2005.1", Why.SHAPE, id="one number too many"),
        pytest.param("٢١.٠٣.٢٠٠٥", Why.SHAPE, id="digits of another script"),
    ],
)
def test_what_is_no_date_is_told_apart_and_never_raises(raw: str, why: Why) -> None:
    assert dates.parse(raw) == Unreadable(raw, why)


def test_a_partial_date_spans_what_it_may_mean() -> None:
    month = dates.parse("02.2004")
    assert isinstance(month, PartialDate)
    assert (month.earliest, month.latest) == (date(2004, 2, 1), date(2004, 2, 29))


@given(st.text(alphabet="0123456789./- \nTx", max_size=14))
def test_whatever_is_typed_is_read_or_refused_and_reads_back(raw: str) -> None:
    read = dates.parse(raw)
    if isinstance(read, PartialDate):
        again = dates.parse(read.dotted)
        assert isinstance(again, PartialDate)
        assert (again.earliest, again.latest) == (read.earliest, read.latest)
    else:
        assert read.raw == raw
