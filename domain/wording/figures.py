"""Figures the Vietnamese way: a dot for thousands, a decimal comma, day before month."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

WEEKDAYS = (
    "thứ Hai",
    "thứ Ba",
    "thứ Tư",
    "thứ Năm",
    "thứ Sáu",
    "thứ Bảy",
    "Chủ nhật",
)  # as date.weekday() counts


def count(number: int) -> str:
    """Write a whole number: 381.383."""
    return f"{number:,}".replace(",", ".")


def decimal(number: float | Fraction, places: int = 1) -> str:
    """Write a number with a decimal comma: 3.206,4."""
    return f"{float(number):,.{places}f}".translate(str.maketrans(",.", ".,"))


def percent(part: int, whole: int, places: int = 1) -> str:
    """Write a share: 38,1 %. Of nothing it is 0. Never rounded up to 100 while something is missing."""
    if whole == 0:
        return f"{decimal(0, places)} %"
    share = Fraction(part * 100, whole)
    written = decimal(share, places)
    if share < 100 and written == decimal(100, places):
        scale = 10**places
        written = decimal(Fraction(int(share * scale), scale), places)
    return f"{written} %"


def day(on: date) -> str:
    """Write a day: 04/07/2024."""
    return f"{on.day:02d}/{on.month:02d}/{on.year:04d}"


def moment(at: datetime) -> str:
    """Write a moment by the clock it carries: 07:30 04/07/2024."""
    return f"{at.hour:02d}:{at.minute:02d} {day(at.date())}"
