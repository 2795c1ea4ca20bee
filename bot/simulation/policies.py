"""Three ways of giving out the same work: by the plan, split once into equal parts, or first come first served."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import cycle

from bot.simulation.drive import Drive, Luck, Person
from bot.simulation.ledger import Ledger
from domain import pools, quota
from domain.pools import Pooled, Unit
from domain.quota import Worker


@dataclass(frozen=True, slots=True)
class Today:
    """A working day as it begins. `left` is how many the plan reckons with, 0 after the deadline."""

    number: int
    left: int
    luck: Luck
    came: dict[int, int]  # what the vendor sent this morning, by unit


class Policy:
    """A way of giving out work. `people` are those it asks to work at all."""

    name: str

    def __init__(self, drive: Drive) -> None:
        self.drive = drive
        self.people: list[Person] = [person for person in drive.people if person.unit is not None]

    def morning(self, ledger: Ledger, today: Today) -> dict[int, tuple[int, int]]:
        """Lay records on desks, by itself none; returns what each unit needs and is short of, where that is known."""
        return {}

    def order(self, today: Today) -> Iterable[Person]:
        """Tell in which order people come."""
        return self.people

    def takes(self, ledger: Ledger, person: Person, able: int) -> None:
        """Let a person who has come take more than was given, where the policy allows it."""

    def evening(self, today: Today) -> None:
        """Note who came."""


class Plan(Policy):
    """The product's own rule: what is due by the deadline, split by weight, helped from districts, anew each day.

    A desk goes back to the queue when its owner's leave begins (a stand-in takes over) and when its owner is left out
    for not coming (the head, who is told, hands the work over).
    """

    name = "plan"

    def __init__(self, drive: Drive) -> None:
        super().__init__(drive)
        self.people = list(drive.people)
        self.missed = [0] * len(drive.people)
        self._own: list[list[Person]] = [[] for _ in drive.communes]
        self._pooled: list[list[Person]] = [[] for _ in range(drive.districts)]
        self._units: list[list[int]] = [[] for _ in range(drive.districts)]
        for person in drive.people:
            (self._pooled[person.district] if person.unit is None else self._own[person.unit]).append(person)
        for unit in drive.communes:
            self._units[unit.district].append(unit.id)

    def morning(self, ledger: Ledger, today: Today) -> dict[int, tuple[int, int]]:
        """Plan the day of every district with the rules of the bot."""
        for person in self.people:
            if ledger.held[person.id] and not self._counts(person, today.number):
                ledger.give_back(person.id)
        told: dict[int, tuple[int, int]] = {}
        for district, communes in enumerate(self._units):
            units = [
                Unit(unit, self._need(still_open, today.left), ledger.free[unit])
                for unit in communes
                if (still_open := ledger.still_open(unit))
            ]
            if not units:
                continue
            own = {
                unit.id: [
                    Worker(p.id, p.weight, p.ceiling, ledger.held[p.id])
                    for p in self._own[unit.id]
                    if self._counts(p, today.number)
                ]
                for unit in units
            }
            ids = tuple(unit.id for unit in units)
            pooled = [
                Pooled(Worker(p.id, p.weight, p.ceiling, ledger.held[p.id]), ids, ledger.carried(p.id))
                for p in self._pooled[district]
                if self._counts(p, today.number)
            ]
            for unit, day in pools.plan(units, own, pooled, turn=today.number).items():
                for share in day.shares:
                    ledger.lay(share.person_id, unit, share.fresh)
                told[unit] = day.needed, day.shortfall
        return told

    def evening(self, today: Today) -> None:
        """Count the working days that people have missed in a row; leave is none."""
        for person in self.people:
            if person.at_work(today.number):
                self.missed[person.id] = 0
            elif not person.on_leave(today.number):
                self.missed[person.id] += 1

    def _counts(self, person: Person, day: int) -> bool:
        return self.missed[person.id] < quota.ABSENT_AFTER and not person.on_leave(day)

    @staticmethod
    def _need(still_open: int, left: int) -> int:
        due = quota.needed(still_open, left)
        return still_open if isinstance(due, quota.NoDaysLeft) else due  # late already: all of it


class Equal(Policy):
    """The naive split: each unit's backlog once into equal piles, each pile once into equal days; nobody helps.

    What comes back from the vendor goes to the unit's people in turns.
    """

    name = "equal"

    def __init__(self, drive: Drive) -> None:
        super().__init__(drive)
        self._turns: dict[int, Iterable[Person]] = {}
        self._pile = [0] * len(drive.people)
        self._dealt = [0] * len(drive.people)
        self._days = 0
        people: dict[int, list[Person]] = {}
        for person in self.people:
            people.setdefault(person.unit or 0, []).append(person)
        for unit, own in people.items():
            self._turns[unit] = cycle(own)
            each, odd = divmod(drive.communes[unit].backlog, len(own))
            for place, person in enumerate(own):
                self._pile[person.id] = each + (place < odd)

    def morning(self, ledger: Ledger, today: Today) -> dict[int, tuple[int, int]]:
        """Deal out the day's part of each pile, whoever comes, and what the vendor sent."""
        self._days = self._days or today.left  # as counted on day one
        for person in self.people:
            pile = self._pile[person.id]
            due = pile if not today.left else -(-pile * min(self._days, today.number + 1) // self._days)
            ledger.lay(person.id, person.unit or 0, due - self._dealt[person.id])
            self._dealt[person.id] = due
        for unit, count in today.came.items():
            turns = iter(self._turns[unit])
            for _ in range(count):
                ledger.lay(next(turns).id, unit, 1)
        return {}


class FirstCome(Policy):
    """No plan: whoever comes takes from the unit's queue as much as they can, until it is empty; nobody helps."""

    name = "fcfs"

    def order(self, today: Today) -> Iterable[Person]:
        """Let people come as it falls out."""
        return sorted(self.people, key=lambda person: today.luck.people[person.id])

    def takes(self, ledger: Ledger, person: Person, able: int) -> None:
        """Take as much as the person can do today."""
        unit = person.unit or 0
        ledger.lay(person.id, unit, min(able, ledger.free[unit]))


POLICIES: tuple[type[Policy], ...] = (Plan, Equal, FirstCome)
