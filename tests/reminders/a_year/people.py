"""The province as the test itself knows it: units, some 420 people of every kind, and what became of them so far."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, time
from random import Random

from bot.synthetic import places
from tests.reminders.a_year.days import Days

OFFICIAL, HEAD, ADMIN = "official", "head", "admin"


@dataclass(frozen=True)
class Unit:
    """A unit of the tree; `way_up` names the units from it to the province, itself first."""

    id: int
    code: str
    name: str
    level: str
    parent_id: int | None
    path: str
    way_up: tuple[int, ...]


@dataclass(frozen=True)
class Temper:
    """How somebody works: on how many of a hundred days they come, start early, and finish their list."""

    comes: int
    early: int
    finishes: int


KEEN, STEADY, SLOW, POOR = Temper(99, 35, 97), Temper(96, 12, 88), Temper(88, 4, 60), Temper(60, 1, 25)


@dataclass
class Person:
    """Somebody on the roster. Posts are (role, unit), in the order in which they were given."""

    id: int
    name: str
    posts: list[tuple[str, Unit]]
    temper: Temper = STEADY
    linked: bool = True
    blocked: bool = False
    coming: list[tuple[str, Unit]] = field(default_factory=list)  # the posts of somebody who joins later
    away: list[tuple[date, date]] = field(default_factory=list)  # leave that was declared
    muted_on: date | None = None

    @property
    def can_be_told(self) -> bool:
        return self.linked and not self.blocked

    def units(self, *roles: str) -> list[Unit]:
        return [unit for role, unit in self.posts if role in roles]

    def is_away(self, on: date) -> bool:
        return any(first <= on <= last for first, last in self.away)


@dataclass
class Province:
    """All that the test knows, kept by what it did itself; only the day's plan is read from the product."""

    units: dict[int, Unit]
    people: dict[int, Person]
    deadline: date
    filing: date
    days: Days = field(default_factory=Days)
    times: dict[tuple[int, str], time | None] = field(default_factory=dict)  # (unit, kind) → set by /lich
    unfiled: set[int] = field(default_factory=set)  # communes that owe an assignment document
    brought: dict[int, int] = field(default_factory=lambda: defaultdict(int))  # unit → records that ever came
    done: dict[int, int] = field(default_factory=lambda: defaultdict(int))  # unit → decisions ever
    did: dict[int, dict[date, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    answered: dict[int, date] = field(default_factory=dict)  # head → the day of their last answer to a digest
    _below: dict[tuple[str, ...], list[Unit]] = field(default_factory=dict)

    def holding(self, role: str) -> list[Person]:
        return [one for one in self.people.values() if any(held == role for held, _ in one.posts)]

    def open_in(self, unit_id: int) -> int:
        return self.brought[unit_id] - self.done[unit_id]

    def open_below(self, units: list[Unit]) -> int:
        return sum(self.open_in(u.id) for u in self.below(units))

    def below(self, units: list[Unit]) -> list[Unit]:
        paths = tuple(unit.path for unit in units)
        if paths not in self._below:
            self._below[paths] = [unit for unit in self.units.values() if unit.path.startswith(paths)]
        return self._below[paths]

    def communes(self) -> list[Unit]:
        return [unit for unit in self.units.values() if unit.level == "commune"]


def units_of_2024() -> dict[int, Unit]:
    """Read the letter's units: a province, 11 districts, 200 communes."""
    found: dict[str, Unit] = {}
    order = {"province": 0, "district": 1, "commune": 2}
    for number, row in enumerate(sorted(places.unit_rows(), key=lambda each: order[each["level"]]), start=1):
        above = found.get(row["parent_code"])
        path = f"{above.path if above else '/'}{number}/"
        way_up = (number, *(above.way_up if above else ()))
        found[row["code"]] = Unit(
            number, row["code"], row["name"], row["level"], above.id if above else None, path, way_up
        )
    return {unit.id: unit for unit in found.values()}


class Hiring:
    """Fills the posts of a province."""

    def __init__(self, units: dict[int, Unit], fate: Random) -> None:
        self._units, self._fate = units, fate
        self.people: dict[int, Person] = {}

    def person(self, role: str, *units: Unit, temper: Temper = STEADY, linked: bool = True) -> Person:
        number = len(self.people) + 1
        one = Person(
            number, f"Nông Thị {number:03d}", [(role, unit) for unit in units], temper, linked=linked
        )
        self.people[number] = one
        return one

    def temper(self) -> Temper:
        return self._fate.choices((KEEN, STEADY, SLOW, POOR), (40, 30, 20, 10))[0]

    def fill(self) -> dict[int, Person]:
        """Give posts: an official in each commune, heads in most, districts and the province above them."""
        fate = self._fate
        for unit in self._units.values():
            if unit.level != "commune":
                continue
            first = self.person(OFFICIAL, unit, temper=self.temper(), linked=fate.random() > 0.06)
            if fate.random() < 0.22:
                second = self.person(OFFICIAL, unit, temper=self.temper(), linked=fate.random() > 0.1)
                if fate.random() < 0.25:
                    second.posts, second.coming = [], second.posts
            chance = fate.random()
            if chance < 0.74:
                self.person(HEAD, unit, linked=fate.random() > 0.06)
            elif chance < 0.82:
                first.posts.append((HEAD, unit))
        districts = [unit for unit in self._units.values() if unit.level == "district"]
        for place, unit in enumerate(districts):
            for _ in range((0, 2)[place] if place < 2 else 1):
                self.person(HEAD, unit)
            if place % 3 == 0:
                self.person(OFFICIAL, unit, temper=self.temper())
        communes = [unit for unit in self._units.values() if unit.parent_id == districts[3].id]
        self.person(HEAD, *communes[:2])
        self.person(OFFICIAL, *communes[2:4], temper=STEADY)
        province = next(unit for unit in self._units.values() if unit.level == "province")
        self.person(HEAD, province)
        self.person(ADMIN, province)
        self.person(ADMIN, province)
        self.person("auditor", province)
        return self.people
