"""What a run comes to: when units finish, how evenly people are loaded, what is late."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bot.simulation.clock import Clock
from bot.simulation.drive import Drive
from bot.simulation.running import Run, run
from domain.quota import FULL_WEIGHT


@dataclass(frozen=True, slots=True)
class Loads:
    """Decisions of a person on a day at work with something open in their units; days without any count too."""

    p10: int
    p50: int
    p90: int
    most: int
    spread: float  # standard deviation


@dataclass(frozen=True, slots=True)
class Figures:
    """A way of giving out work, summed up. All counts are at the end of the deadline unless they say otherwise."""

    late_units: int
    late_records: int  # open in these
    open_again: int  # open in units that had finished: sent anew by the vendor
    at_vendor: int
    decided: int
    last_finish: date | None  # of the units that ever finish
    never: int  # units that do not finish within a year after the deadline
    all_done_on: date | None
    named_on_day_one: int  # units that the plan was short of people for
    named_later: int
    late_unnamed: int  # late units that it never fell short for before the deadline
    loads: Loads
    unequal: float  # coefficient of variation of people's totals, each by weight
    within_units: float  # the same among people of one unit and one weight, on the average
    idle_days: float  # share of days at work, while the unit was open, without a decision
    unfinished_days: float  # share of days at work that ended with records left on the desk


@dataclass(frozen=True, slots=True)
class Report:
    """All ways on one drive."""

    drive: Drive
    clock: Clock
    runs: Mapping[str, Run]
    figures: Mapping[str, Figures]

    def shown(self, *, everything: bool = False, latest: int = 10) -> list[int]:
        """List units, the latest under the plan first: all, or the latest and those short of people on day one."""
        units = self.runs["plan"].units
        never = date.max

        def lateness(unit: int) -> tuple[int, int, int]:
            found = units[unit]
            return -(found.finished_on or never).toordinal(), -found.late, unit

        order = sorted(range(len(units)), key=lateness)
        return [unit for place, unit in enumerate(order) if everything or place < latest or units[unit].short]


def simulate(drive: Drive, clock: Clock, policies: Iterable[type]) -> Report:
    """Run the same drive under each way of giving out work, with the same chances."""
    runs = {policy.name: run(drive, clock, policy(drive)) for policy in policies}
    return Report(drive, clock, runs, {name: sum_up(found, drive, clock) for name, found in runs.items()})


def sum_up(found: Run, drive: Drive, clock: Clock) -> Figures:
    """Sum a run up."""
    late = [unit for unit in found.units if unit.is_late(clock.deadline)]
    finishes = [unit.finished_on for unit in found.units if unit.finished_on]
    days = sum(person.days_at_work for person in found.people.values())
    idle = sum(person.days_idle for person in found.people.values())
    unfinished = sum(person.days_unfinished for person in found.people.values())
    all_open = sum(unit.late for unit in found.units)
    late_records = sum(unit.late for unit in late)
    return Figures(
        late_units=len(late),
        late_records=late_records,
        open_again=all_open - late_records,
        at_vendor=sum(unit.at_vendor for unit in found.units),
        decided=sum(day.decided for day in found.days if day.on <= clock.deadline),
        last_finish=max(finishes, default=None),
        never=len(found.units) - len(finishes),
        all_done_on=found.all_done_on,
        named_on_day_one=sum(unit.short > 0 for unit in found.units),
        named_later=sum(unit.named_on is not None and not unit.short for unit in found.units),
        late_unnamed=sum(unit.named_on is None for unit in late),
        loads=_loads(found.loads),
        unequal=_variation(_totals(found, drive).values()),
        within_units=_within(found, drive),
        idle_days=idle / days if days else 0.0,
        unfinished_days=unfinished / days if days else 0.0,
    )


def _loads(counts: Counter[int]) -> Loads:
    if not counts:
        return Loads(0, 0, 0, 0, 0.0)
    everyone = counts.total()
    mean = sum(load * often for load, often in counts.items()) / everyone
    spread = (sum(often * (load - mean) ** 2 for load, often in counts.items()) / everyone) ** 0.5

    def quantile(part: float) -> int:
        seen = 0
        for load in sorted(counts):
            seen += counts[load]
            if seen >= part * everyone:
                return load
        raise AssertionError("unreachable")

    return Loads(quantile(0.1), quantile(0.5), quantile(0.9), max(counts), spread)


def _totals(found: Run, drive: Drive) -> dict[int, float]:
    return {
        person: done.decided * FULL_WEIGHT / drive.people[person].weight
        for person, done in found.people.items()
    }


def _variation(values: Iterable[float]) -> float:
    listed = list(values)
    mean = statistics.fmean(listed) if listed else 0.0
    return statistics.pstdev(listed) / mean if mean else 0.0


def _within(found: Run, drive: Drive) -> float:
    groups: dict[tuple[int, int], list[float]] = {}
    for person, total in _totals(found, drive).items():
        one = drive.people[person]
        if one.unit is not None:
            groups.setdefault((one.unit, one.weight), []).append(total)
    together = [_variation(totals) for totals in groups.values() if len(totals) > 1]
    return statistics.fmean(together) if together else 0.0


def plain(report: Report) -> dict[str, Any]:
    """Give everything as plain values for `--json`."""
    drive, clock = report.drive, report.clock
    own = Counter(person.unit for person in drive.people)
    return {
        "open": drive.backlog,
        "communes": len(drive.communes),
        "people": len(drive.people),
        "of_districts": own[None],
        "seed": drive.seed,
        "from": clock.first.isoformat(),
        "deadline": clock.deadline.isoformat(),
        "working_days": clock.before_deadline,
        "outage_days": sorted(day.isoformat() for day in clock.lost),
        "reserve": clock.reserve,
        "policies": {name: _dated(asdict(figures)) for name, figures in report.figures.items()},
        "units": [
            _dated(
                {
                    "code": drive.communes[unit].code,
                    "name": drive.communes[unit].name,
                    "open": drive.communes[unit].backlog,
                    "people": own[unit],
                    "needed": report.runs["plan"].units[unit].needed,
                    "shortfall": report.runs["plan"].units[unit].short,
                    "named_on": report.runs["plan"].units[unit].named_on,
                    "finished_on": {
                        name: _day(found.units[unit].finished_on) for name, found in report.runs.items()
                    },
                    "late": {name: found.units[unit].late for name, found in report.runs.items()},
                }
            )
            for unit in report.shown(everything=True)
        ],
    }


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _dated(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: round(value, 4)
        if isinstance(value, float)
        else _day(value)
        if isinstance(value, date)
        else value
        for name, value in values.items()
    }
