"""How far forecasts can be trusted: made in the middle of many invented drives, held against what came of these.

The drives differ in all that a forecast cannot know: people and backlogs, who gives out the work and how, whether the
roster knows what people can do, days without the bot. A forecast sees what the product would: the planned mornings so
far, and what lies at the vendor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from statistics import median_low

from bot.simulation import clock as clocks
from bot.simulation import drive as drives
from bot.simulation.clock import Clock, Outage
from bot.simulation.drive import Drive
from bot.simulation.policies import Equal, FirstCome, Plan, Policy
from bot.simulation.running import Morning, Run, run
from domain import forecast, pace
from domain.forecast import Forecast, Unknown
from domain.workdays import Calendar

POLICIES: tuple[type[Policy], ...] = (Plan, FirstCome, Plan, Equal)  # the product's own way every other time
AFTER = (15, 30, 45)  # working days that are over when a forecast is made
FIRST, DEADLINE = date(2024, 7, 4), date(2024, 10, 29)
_BEYOND = timedelta(days=4 * 366)  # whatever a forecast tells as a day can come true or not
_LOAD = (0.7, 1.2)  # of the records asked for: drives that are early and drives that are late
_RESERVES = (0, 10)
_OUTAGES, _OUTAGE_FROM, _OUTAGE_DAYS = (0, 0, 1, 2), (3, 70), (1, 4)


@dataclass(frozen=True, slots=True)
class Case:
    """A drive, its days and who gives out the work."""

    drive: Drive
    clock: Clock
    policy: type[Policy]


@dataclass(frozen=True, slots=True)
class Claim:
    """A forecast and the truth. `unit` is None for all units together; `truth` None if it lies behind the last day."""

    seed: int
    policy: str
    after: int  # working days
    unit: int | None
    found: Forecast | Unknown
    truth: date | None

    @property
    def holds(self) -> bool:
        """Say whether the truth lies in the range; what is unknown claims nothing and holds nothing."""
        if isinstance(self.found, Unknown):
            return False
        if self.truth is None:
            return self.found.latest is None
        return self.found.earliest <= self.truth and (
            self.found.latest is None or self.truth <= self.found.latest
        )


def cases(
    seeds: Iterable[int], *, communes: int, people: int, total: int, calendar: Calendar | None = None
) -> Iterator[Case]:
    """Invent one drive for each seed; the ways of giving out work take turns."""
    calendar = calendar or clocks.country()
    days = clocks.clock(FIRST, DEADLINE, calendar=calendar).days
    for seed in seeds:
        rng = Random(f"back-test:{seed}")
        outages = [
            Outage(days[rng.randrange(*_OUTAGE_FROM)], rng.randint(*_OUTAGE_DAYS))
            for _ in range(rng.choice(_OUTAGES))
        ]
        clock = clocks.clock(
            FIRST, DEADLINE, calendar=calendar, outages=outages, reserve=rng.choice(_RESERVES), beyond=_BEYOND
        )
        drive = drives.invent(
            len(clock.days),
            total=round(total * rng.uniform(*_LOAD)),
            communes=communes,
            people=people,
            seed=seed,
            known_pace=rng.random() < 0.5,
        )
        yield Case(drive, clock, POLICIES[seed % len(POLICIES)])


def claims(case: Case, after: Sequence[int] = AFTER) -> list[Claim]:
    """Run a drive, forecast on the first planned morning after each of those numbers of working days."""
    done = run(case.drive, case.clock, case.policy(case.drive), with_mornings=True)
    found: list[Claim] = []
    for number in after:
        later = (place for place in range(number, len(done.mornings)) if done.mornings[place].planned)
        place = next(later, None)
        if place is not None and any(done.mornings[place].still_open):
            found += _forecasts(case, done, place, number)
    return found


def _forecasts(case: Case, done: Run, place: int, number: int) -> Iterator[Claim]:
    """Forecast on one morning for each unit that has something open, then for all together."""
    seen = done.mornings[: place + 1]
    ahead = case.clock.days[place : place + forecast.HORIZON]
    now = seen[-1]
    positions, truths = [], []
    for unit in case.drive.communes:
        if not now.still_open[unit.id]:
            continue
        position = pace.position(
            known(seen, unit.id),
            at_vendor=now.at_vendor[unit.id],
            is_workday=case.clock.calendar.is_workday,
            aim=case.clock.left(now.on) if case.policy is Plan else 0,
        )
        truth = through(done, unit.id, place)
        positions.append(position)
        truths.append(truth)
        told = forecast.forecast(position, ahead)
        yield Claim(case.drive.seed, done.policy, number, unit.id, told, truth)
    last = None if None in truths else max(truth for truth in truths if truth)
    told = forecast.of_all(positions, ahead).found
    yield Claim(case.drive.seed, done.policy, number, None, told, last)


def known(seen: Sequence[Morning], unit: int) -> list[pace.Morning]:
    """Give what the product has kept of a unit: no morning in an outage, none with nothing open."""
    return [
        pace.Morning(morning.on, morning.still_open[unit], morning.decisions[unit])
        for morning in seen
        if morning.planned and morning.still_open[unit]
    ]


def through(done: Run, unit: int, place: int) -> date | None:
    """Find the first day, from a morning on, at whose end nothing is open in a unit; None if it never comes."""
    days = done.mornings
    for today, tomorrow in zip(days[place:], days[place + 1 :], strict=False):
        if today.still_open[unit] == tomorrow.decisions[unit] - today.decisions[unit]:
            return today.on
    return done.all_done_on


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often the truth lay in the range, as shares of the forecasts that name days; `width` in days, the median."""

    forecasts: int
    named: int
    within: float
    sooner: float  # than the earliest day
    later: float  # than the latest
    width: int


def coverage(told: Iterable[Claim]) -> Coverage:
    """Sum claims up; all shares are 0 where none names days."""
    listed = list(told)
    ranges = [(claim.found, claim) for claim in listed if isinstance(claim.found, Forecast)]
    within = sum(claim.holds for _, claim in ranges)
    sooner = sum(claim.truth is not None and claim.truth < found.earliest for found, claim in ranges)
    widths = [((found.latest or date.max) - found.earliest).days for found, _ in ranges]
    named = len(ranges) or 1
    return Coverage(
        len(listed),
        len(ranges),
        within / named,
        sooner / named,
        (len(ranges) - within - sooner) / named,
        median_low(widths) if widths else 0,
    )


def by_way(told: Sequence[Claim]) -> dict[tuple[str, bool], Coverage]:
    """Sum claims up by who gives out the work, "" for all ways, and by whether they are about all units together."""
    return {
        (way, whole): coverage(
            claim for claim in told if way in ("", claim.policy) and whole is (claim.unit is None)
        )
        for whole in (True, False)
        for way in ("", *dict.fromkeys(policy.name for policy in POLICIES))
    }
