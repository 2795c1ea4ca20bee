"""Days as officials type them before a reason."""

from __future__ import annotations

from datetime import date

import pytest

from domain.typed_days import Days, Refused, Why, read

THURSDAY = date(2024, 7, 4)
TENTH, TWELFTH = date(2024, 7, 10), date(2024, 7, 12)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("10/07/2024 nghỉ vì lũ", Days(TENTH, TENTH, "nghỉ vì lũ")),
        ("10/7/2024: nghỉ vì lũ", Days(TENTH, TENTH, "nghỉ vì lũ")),
        ("10/07/2024 - nghỉ vì lũ", Days(TENTH, TENTH, "nghỉ vì lũ")),
        ("10.7.2024, lũ", Days(TENTH, TENTH, "lũ")),
        ("10/7/24 lũ", Days(TENTH, TENTH, "lũ")),
        ("  10/7   lũ ", Days(TENTH, TENTH, "lũ")),
        ("10/7", Days(TENTH, TENTH)),
        ("4/7 lũ", Days(THURSDAY, THURSDAY, "lũ")),
        ("3/7 lũ", Days(date(2025, 7, 3), date(2025, 7, 3), "lũ")),
        ("10/7-12/7 lũ", Days(TENTH, TWELFTH, "lũ")),
        ("10/07 – 12/07 lũ", Days(TENTH, TWELFTH, "lũ")),
        ("10-12/7 lũ", Days(TENTH, TWELFTH, "lũ")),
        ("10-12/07/2024 lũ", Days(TENTH, TWELFTH, "lũ")),
        ("10/07/2024-12/07/2024 lũ", Days(TENTH, TWELFTH, "lũ")),
        ("10/07/2024-12/7 lũ", Days(TENTH, TWELFTH, "lũ")),
        ("30/12-02/01 lễ", Days(date(2024, 12, 30), date(2025, 1, 2), "lễ")),
        ("30/12-02/01/2025 lễ", Days(date(2024, 12, 30), date(2025, 1, 2), "lễ")),
        ("8/7-7/8 lũ", Days(date(2024, 7, 8), date(2024, 8, 7), "lũ")),
        ("06223 10/07/2024 lũ", Days(TENTH, TENTH, "lũ", "06223")),
        ("20 10/7 lũ", Days(TENTH, TENTH, "lũ", "20")),
        ("06223: 10-12/7 lũ", Days(TENTH, TWELFTH, "lũ", "06223")),
        ("10/7 sửa trụ sở 2 ngày, 10/8 xong", Days(TENTH, TENTH, "sửa trụ sở 2 ngày, 10/8 xong")),
        ("29/2/2026 x", Refused(Why.IMPOSSIBLE, "29/2/2026")),
        ("31/02 x", Refused(Why.IMPOSSIBLE, "31/02")),
        ("31/6-2/7 x", Refused(Why.IMPOSSIBLE, "31/6-2/7")),
        ("10/13 x", Refused(Why.IMPOSSIBLE, "10/13")),
        ("10/7/0000 x", Refused(Why.IMPOSSIBLE, "10/7/0000")),
        ("03/07/2024 x", Refused(Why.PAST, "03/07/2024")),
        ("3/7/2024-10/7/2024 x", Refused(Why.PAST, "3/7/2024-10/7/2024")),
        ("12/7/2024-10/7/2024 x", Refused(Why.ORDER, "12/7/2024-10/7/2024")),
        ("12/7-10/7 x", Refused(Why.LONG, "12/7-10/7")),
        ("8/7-8/8 x", Refused(Why.LONG, "8/7-8/8")),
        ("10/7/2027 x", Refused(Why.FAR, "10/7/2027")),
        ("10/7/9999 x", Refused(Why.FAR, "10/7/9999")),
        ("29/2 x", Refused(Why.FAR, "29/2")),
        ("06223 31/02 x", Refused(Why.IMPOSSIBLE, "31/02")),
        ("", Refused(Why.SHAPE)),
        ("hôm nay", Refused(Why.SHAPE)),
        ("10 lũ", Refused(Why.SHAPE)),
        ("10/7/20245 x", Refused(Why.SHAPE)),
        ("١٠/٧ x", Refused(Why.SHAPE)),
        ("06223", Refused(Why.SHAPE)),
    ],
)
def test_typed_words_are_days_or_a_reason_why_not(typed: str, days: Days | Refused):
    assert read(typed, today=THURSDAY) == days


def test_the_last_days_of_the_calendar_break_nothing():
    assert read("1/1 x", today=date(9998, 12, 31)) == Refused(Why.IMPOSSIBLE, "1/1")
    assert isinstance(read("31/12 x", today=date(9998, 12, 30)), Days)
