"""An invented drive: communes with uneven backlogs and people of different pace, the same for the same seed.

Nobody counted these people: the sizes below are guesses at an ordinary province, made before any run was looked at.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from bot.synthetic import places
from domain.quota import CEILING, FULL_WEIGHT
from domain.wording import simulation as say

OPEN, COMMUNES, PEOPLE, SEED = (
    262_871,
    200,
    420,
    2024,
)  # the letter's records and communes; people are a guess
PER_DISTRICT = 18  # communes, where districts are numbered
_UNEVEN = 0.8  # sigma of the log-normal backlogs: one commune in twenty has more than 2.7 times the average
_ONE_OF_DISTRICT = 12  # one person in so many serves a whole district
_PACE, _PACE_SPREAD = (
    25,
    0.5,
)  # records a day beside the other duties of a commune's clerk: the median, and sigma
_SLOWEST, _FASTEST = 3, 120
_WEIGHTS, _OFTEN = (FULL_WEIGHT, 50, 150), (80, 12, 8)
_OWN_CEILING = 0.5  # how many have a ceiling in the roster: what their head believes they can do
_LEAVE_EVERY, _LEAVE = 80, (1, 5)  # working days between known leaves on the average, and how long one lasts
_GONE_EVERY, _GONE = 60, (1, 10)  # the same for days on which somebody does not come, and nobody knew
_GOES_ON = 0.6  # chance of another day away
_RETURNED = (0.08, 0.25)  # share of decisions that go back to the vendor, by commune
TURNAROUND = (5, 15)  # working days until the vendor has sent them anew


@dataclass(frozen=True, slots=True)
class Commune:
    """A unit with its backlog on the first day; `returned` is the share of decisions that go back to the vendor."""

    id: int
    code: str
    name: str
    district: int
    backlog: int
    returned: float


@dataclass(frozen=True, slots=True)
class Person:
    """An official. Of a commune, or where `unit` is None of a district, for all its communes.

    `leave` and `gone` are sets of working days as bits: days away that the plan knows of, and days on which the person
    just does not come.
    """

    id: int
    unit: int | None
    district: int
    pace: float  # records they can really do in a day; no plan knows it
    weight: int
    ceiling: int
    leave: int
    gone: int

    def on_leave(self, day: int) -> bool:
        """Say whether the person has leave on a working day, counted from the first."""
        return bool(self.leave >> day & 1)

    def at_work(self, day: int) -> bool:
        """Say whether the person comes that day."""
        return not (self.leave | self.gone) >> day & 1

    def able(self, luck: float) -> int:
        """Tell how many records the person can do on a day with that luck, between 0 and 1."""
        return min(self.ceiling, int(self.pace * (0.75 + luck / 2) + 0.5))


@dataclass(frozen=True, slots=True)
class Luck:
    """A day's chances, the same under each way of giving out work."""

    people: list[float]
    returns: list[float]
    vendor: list[float]


@dataclass(frozen=True, slots=True)
class Drive:
    """All that is given before the first day."""

    seed: int
    communes: tuple[Commune, ...]
    people: tuple[Person, ...]
    districts: int

    @property
    def backlog(self) -> int:
        """All records that are open on the first day."""
        return sum(commune.backlog for commune in self.communes)

    def luck(self, on: date) -> Luck:
        """Throw the dice for a day."""
        rng = Random(f"{self.seed}:{on.toordinal()}").random
        return Luck(
            [rng() for _ in self.people], [rng() for _ in self.communes], [rng() for _ in self.communes]
        )


def invent(
    workdays: int,
    *,
    total: int = OPEN,
    communes: int = COMMUNES,
    people: int = PEOPLE,
    seed: int = SEED,
    known_pace: bool = False,
) -> Drive:
    """Invent a drive whose absences are drawn for that many working days; the backlogs sum to `total` exactly.

    With `known_pace` nobody's ceiling is above what they can really do: a roster filled in by heads who know.
    """
    named = _places(communes)
    rng = Random(f"backlogs:{seed}")
    backlogs = _uneven(total, communes, rng)
    units = tuple(
        Commune(place, code, name, district, backlog, rng.uniform(*_RETURNED))
        for place, ((code, name, district), backlog) in enumerate(zip(named, backlogs, strict=True))
    )
    districts = max(unit.district for unit in units) + 1
    posts = _posts(units, people, districts, Random(f"posts:{seed}"))
    rng = Random(f"people:{seed}")
    staff = tuple(
        _person(place, unit, district, workdays, rng) for place, (unit, district) in enumerate(posts)
    )
    if known_pace:
        staff = tuple(replace(one, ceiling=min(one.ceiling, round(one.pace))) for one in staff)
    return Drive(seed, units, staff, districts)


def _places(wanted: int) -> list[tuple[str, str, int]]:
    """List code, name and district: the communes of 2024, numbered beyond."""
    known = places.communes()[:wanted]
    around = list(dict.fromkeys(each.around for each in known))
    found = [(each.code, each.name, around.index(each.around)) for each in known]
    for number in range(len(known) + 1, wanted + 1):
        district = len(around) + (number - len(known) - 1) // PER_DISTRICT
        found.append((f"X{number:05d}", say.numbered_commune(number), district))
    return found


def _uneven(total: int, parts: int, rng: Random) -> list[int]:
    shares = [rng.lognormvariate(0, _UNEVEN) for _ in range(parts)]
    exact = [total * share / sum(shares) for share in shares]
    whole = [math.floor(each) for each in exact]
    by_remainder = sorted(range(parts), key=lambda place: whole[place] - exact[place])
    for place in by_remainder[: total - sum(whole)]:
        whole[place] += 1
    return whole


def _posts(
    units: Sequence[Commune], people: int, districts: int, rng: Random
) -> list[tuple[int | None, int]]:
    """Deal out posts: one for each commune, then some for districts, the rest where more lies, and by chance."""
    first = list(units) if people >= len(units) else rng.sample(units, people)
    spare = people - len(first)
    of_district = min(spare, people // _ONE_OF_DISTRICT)
    average = sum(unit.backlog for unit in units) / len(units)
    more = rng.choices(units, [unit.backlog + average + 1 for unit in units], k=spare - of_district)
    own: list[tuple[int | None, int]] = [(unit.id, unit.district) for unit in [*first, *more]]
    return own + [(None, number % districts) for number in range(of_district)]


def _person(place: int, unit: int | None, district: int, workdays: int, rng: Random) -> Person:
    pace = min(_FASTEST, max(_SLOWEST, rng.lognormvariate(math.log(_PACE), _PACE_SPREAD)))
    [weight] = rng.choices(_WEIGHTS, _OFTEN)
    believed = max(10, round(pace * rng.uniform(0.8, 1.6), -1))
    ceiling = int(believed) if rng.random() < _OWN_CEILING else CEILING
    leave = _spells(workdays, _LEAVE_EVERY, _LEAVE, rng)
    return Person(
        place, unit, district, pace, weight, ceiling, leave, _spells(workdays, _GONE_EVERY, _GONE, rng)
    )


def _spells(workdays: int, every: int, length: tuple[int, int], rng: Random) -> int:
    """Draw spells of days away, as bits."""
    days = 0
    at = int(rng.expovariate(1 / every))
    while at < workdays:
        lasts = length[0]
        while lasts < length[1] and rng.random() < _GOES_ON:
            lasts += 1
        days |= ((1 << lasts) - 1) << at
        at += lasts + 1 + int(rng.expovariate(1 / every))
    return days
