"""How much of a month's messages is left where a channel counts them, and what that means for what is said unasked.

Zalo's free bots may send 3,000 messages a calendar month; whether answers count is written nowhere, so every send is
counted (zalo.md, 2.7 and 5.4, read September 2026).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

A_MONTH = 3000
WARN_AT, STOP_AT = 70, 85  # per cent


class Level(StrEnum):
    """How far a month's messages are used up."""

    OK = "ok"
    WARN = "warn"  # the operator is told
    STOP = "stop"  # no more reminders: what is left is for answers
    SPENT = "spent"


@dataclass(frozen=True, slots=True)
class Quota:
    """One channel's messages in one month."""

    month: str
    used: int
    limit: int = A_MONTH

    @property
    def level(self) -> Level:
        """Tell how far the month's messages are used up; a limit of 0 or less is spent from the start."""
        if self.used >= self.limit:
            return Level.SPENT
        if self.used * 100 >= self.limit * STOP_AT:
            return Level.STOP
        return Level.WARN if self.used * 100 >= self.limit * WARN_AT else Level.OK

    @property
    def reminders(self) -> bool:
        """Say whether anything may still be said that nobody asked for."""
        return self.level in (Level.OK, Level.WARN)


def month_of(day: date) -> str:
    """Name the month a day of the province's calendar counts for: 2024-07."""
    return f"{day:%Y-%m}"
