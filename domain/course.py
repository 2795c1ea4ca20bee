"""How units have gone together, day by day: what was decided, and the line they aim at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.charts import BurnUpChart
from domain.standing import Behind, Evening, behind
from domain.workdays import DAY


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it was planned: records ever decided that morning, and where the line should be by its evening."""

    on: date
    done: int
    line: int


def together(units: Iterable[tuple[Sequence[Day], int]]) -> tuple[Day, ...]:
    """Sum units, each given as its planned days, oldest first, and what it has decided by now.

    A unit that was not planned on a day had a day off, was through, or had nothing yet: its line stays where it was,
    and by that morning it had decided what it had on its next one.
    """
    listed = [(tuple(days), now) for days, now in units]
    every = sorted({day.on for days, _ in listed for day in days})
    sums = {on: [0, 0] for on in every}
    for days, now in listed:
        line = days[0].done if days else now
        coming = 0
        for on in every:
            done = days[coming].done if coming < len(days) else now
            if coming < len(days) and days[coming].on == on:
                line = days[coming].line
                coming += 1
            sums[on][0] += done
            sums[on][1] += line
    return tuple(Day(on, done, line) for on, (done, line) in sums.items())


def evenings(days: Sequence[Day], now: int, today: date) -> list[Evening]:
    """List the working days that are over, with what was decided by their end; after the last one, by now."""
    following = [*(day.done for day in days[1:]), now]
    return [
        Evening(day.on, done, day.line) for day, done in zip(days, following, strict=False) if day.on < today
    ]


@dataclass(frozen=True, slots=True)
class Against:
    """How units stand against their plan up to the last working day that is over, in records."""

    done: int
    planned: int
    plan_to: date
    behind: Behind

    @property
    def missing(self) -> int:
        """How many records they are behind."""
        return max(0, self.planned - self.done)


def against(days: Sequence[Day], now: int, today: date, *, finished: bool) -> Against | None:
    """Hold what is decided by now against the plan; None before the first working day is over."""
    over = evenings(days, now, today)
    if not over:
        return None
    return Against(now, over[-1].line, over[-1].day, Behind() if finished else behind(over))


def burn_up(
    days: Sequence[Day],
    *,
    title: str,
    as_of: str,
    done: int,
    still_open: int,
    deadline: date,
    today: date,
    forecast: tuple[date, date | None] | None,
) -> BurnUpChart | None:
    """Make the picture of how units have gone; None where no day was planned."""
    if not days:
        return None
    points = [(days[0].on - DAY, days[0].done)]
    points += [(evening.day, evening.done) for evening in evenings(days, done, today)]
    points += [(today, done)] if days[-1].on == today else []
    planned = [(day.on, day.line) for day in days]
    planned += [(deadline, done + still_open)] if deadline > days[-1].on else []
    return BurnUpChart(
        title, as_of, tuple(points), tuple(planned), done + still_open, deadline, today,
        forecast=forecast if still_open else None,
        finished_on=None if still_open else points[-1][0],
    )  # fmt: skip
