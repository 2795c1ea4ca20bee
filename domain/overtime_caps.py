"""The legal caps on overtime, and when somebody is warned of them.

Bộ luật Lao động 2019 Đ.107: 40 hours a month, 200 hours a year. Where 300 hours a year are allowed the month's cap is
60 (NQ 17/2022/UBTVQH15); the warning keeps to the lower ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from domain.overtime import Cell, sum_by

MONTH_CAP_MINUTES = 40 * 60
YEAR_CAP_MINUTES = 200 * 60
WARN_FROM = Fraction(80, 100)


class Reach(StrEnum):
    """How near a cap somebody is."""

    BELOW = "below"
    NEAR = "near"  # from 80 % of it on
    OVER = "over"  # the cap itself is passed


@dataclass(frozen=True, slots=True)
class Warned:
    """Where somebody stands with the caps of a month and of its year; at least one is near."""

    month: Reach
    year: Reach


def warning(month_minutes: int, year_minutes: int) -> Warned | None:
    """Warn from 80 % of 40 hours a month or 200 hours a year on (Bộ luật Lao động Đ.107); None below both."""
    found = Warned(_reach(month_minutes, MONTH_CAP_MINUTES), _reach(year_minutes, YEAR_CAP_MINUTES))
    return None if found == Warned(Reach.BELOW, Reach.BELOW) else found


def _reach(minutes: int, cap: int) -> Reach:
    if minutes > cap:
        return Reach.OVER
    return Reach.NEAR if minutes >= WARN_FROM * cap else Reach.BELOW


def warnings(minutes: Mapping[Cell, int]) -> dict[str, Warned]:
    """Warn by month, of one person's whole work: the month's own sum, and the year's up to that month's end."""
    found: dict[str, Warned] = {}
    months = sum_by(minutes, lambda cell: cell.month)
    for month, of_month in months.items():
        of_year = sum(some for other, some in months.items() if other[:4] == month[:4] and other <= month)
        if warned := warning(of_month, of_year):
            found[month] = warned
    return found
