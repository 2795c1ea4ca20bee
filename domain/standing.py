"""How far a unit, or a person, is against their own plan: the line that is aimed at, and for how long it was missed.

The line of a unit is where its decisions should be each evening. Every morning it is aimed anew at the deadline from
where it was, not from where the unit is: who falls behind is not asked for more by it, and what arrives late is spread
over the days that are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


def next_line(line: int, due: int, days_left: int) -> int:
    """Move a unit's line on by one working day.

    `line` is where it was the evening before, `due` all that was decided or is open, in records; `days_left` are the
    working days to aim at, today counted, at least 1.
    """
    return line + max(0, -(-(due - line) // days_left))


@dataclass(frozen=True, slots=True)
class Evening:
    """A working day that is over: what was done by then and what should have been, both counted from the start."""

    day: date
    done: int
    line: int

    @property
    def behind(self) -> bool:
        """Say whether the plan was missed."""
        return self.done < self.line


@dataclass(frozen=True, slots=True)
class Behind:
    """For how many working days in a row the plan has been missed, and since which."""

    days: int = 0
    since: date | None = None


def behind(evenings: Sequence[Evening]) -> Behind:
    """Count the working days in a row, up to the last evening, on which the plan was missed; oldest first."""
    days, since = 0, None
    for evening in reversed(evenings):
        if not evening.behind:
            break
        days, since = days + 1, evening.day
    return Behind(days, since)
