"""One drive from its first day until all is done, under one way of giving out work."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from bot.simulation.clock import Clock
from bot.simulation.drive import Drive
from bot.simulation.ledger import Ledger
from bot.simulation.policies import Policy, Today


@dataclass(frozen=True, slots=True)
class DayLine:
    """What happened on a working day; `planned` is false in an outage. Counts after the first two are at its end."""

    on: date
    planned: bool
    decided: int
    came_back: int
    still_open: int
    done: int
    at_vendor: int


@dataclass(slots=True)
class UnitRun:
    """How one unit fared. `needed` and `short` are of day one as planned; `named_on` the first day it fell short."""

    needed: int = 0
    short: int = 0
    named_on: date | None = None
    finished_on: date | None = None  # first day at whose end nothing was open
    late: int = (
        0  # records open at the end of the deadline; of a unit that had finished: what came back since
    )
    at_vendor: int = 0  # at the same moment

    def is_late(self, deadline: date) -> bool:
        """Say whether the unit had not got through by the deadline."""
        return self.finished_on is None or self.finished_on > deadline


@dataclass(slots=True)
class PersonRun:
    """What one person did until the deadline."""

    decided: int = 0
    days_at_work: int = 0  # with something open in their units
    days_idle: int = 0  # of these, without a single decision
    days_unfinished: int = 0  # of these, with records left on the desk


@dataclass(frozen=True, slots=True)
class Morning:
    """What is known of each unit as a working day begins, before anybody works; `planned` is false in an outage."""

    on: date
    planned: bool
    still_open: tuple[int, ...]
    decisions: tuple[int, ...]  # ever made
    at_vendor: tuple[int, ...]


@dataclass(slots=True)
class Run:
    """A drive that was run through."""

    policy: str
    days: list[DayLine] = field(default_factory=list)
    units: list[UnitRun] = field(default_factory=list)
    people: dict[int, PersonRun] = field(default_factory=dict)
    loads: Counter[int] = field(default_factory=Counter)  # decisions of a person on a day → how often
    mornings: list[Morning] = field(default_factory=list)  # only where asked for
    all_done_on: date | None = None  # nothing open, nothing at the vendor; None if the days were not enough


def run(drive: Drive, clock: Clock, policy: Policy, *, with_mornings: bool = False) -> Run:
    """Run a drive through, noting each morning if asked to. Raises RecordsLost if ever a sum does not come out."""
    ledger = Ledger(drive)
    found = Run(policy.name, units=[UnitRun() for _ in drive.communes])
    found.people = {person.id: PersonRun() for person in policy.people}
    is_over = False
    # what came while the bot was down is news on the next planned morning
    unseen: Counter[int] = Counter()
    for number, on in enumerate(clock.days):
        if not is_over and on > clock.deadline:
            is_over = True
            _take_stock(ledger, found)
        came = ledger.receive(number)
        unseen.update(came)
        today = Today(number, clock.left(on), drive.luck(on), dict(unseen))
        is_planned = on not in clock.lost
        if is_planned:
            unseen.clear()
        if with_mornings:
            found.mornings.append(_morning(ledger, on, planned=is_planned))
        decided = _day(ledger, policy, today, on, found, is_over=is_over) if is_planned else 0
        ledger.close_day(number, today.luck)
        ledger.check()
        at_vendor, still_open = sum(ledger.at_vendor), ledger.open_total
        found.days.append(
            DayLine(on, is_planned, decided, sum(came.values()), still_open, sum(ledger.done), at_vendor)
        )
        for unit, each in enumerate(found.units):
            if each.finished_on is None and not ledger.still_open(unit):
                each.finished_on = on
        if not still_open and not at_vendor:
            found.all_done_on = on
            break
    return found


def _morning(ledger: Ledger, on: date, *, planned: bool) -> Morning:
    still_open = tuple(ledger.still_open(unit) for unit in range(len(ledger.free)))
    return Morning(on, planned, still_open, tuple(ledger.decisions), tuple(ledger.at_vendor))


def _take_stock(ledger: Ledger, found: Run) -> None:
    """Count what is late, the deadline having passed."""
    for unit, each in enumerate(found.units):
        each.late, each.at_vendor = ledger.still_open(unit), ledger.at_vendor[unit]


def _day(ledger: Ledger, policy: Policy, today: Today, on: date, found: Run, *, is_over: bool) -> int:
    told = policy.morning(ledger, today)
    for unit, (need, short) in told.items():
        each = found.units[unit]
        if today.number == 0:
            each.needed, each.short = need, short
        if short and each.named_on is None and not is_over:
            each.named_on = on
    drive = ledger.drive
    units_open = set(ledger.units_open())
    districts_open = {drive.communes[unit].district for unit in units_open}
    total = 0
    for person in policy.order(today):
        if not person.at_work(today.number):
            continue
        able = person.able(today.luck.people[person.id])
        policy.takes(ledger, person, able)
        decided = ledger.decide(person.id, able)
        total += decided
        has_work = person.unit in units_open if person.unit is not None else person.district in districts_open
        if has_work and not is_over:
            mine = found.people[person.id]
            mine.decided += decided
            mine.days_at_work += 1
            mine.days_idle += not decided
            mine.days_unfinished += bool(ledger.held[person.id])
            found.loads[decided] += 1
    policy.evening(today)
    return total
