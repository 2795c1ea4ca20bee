"""How units and people stand by the test's own arithmetic: from what a morning found open, and its own counting."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from tests.reminders.a_year.days import DAY
from tests.reminders.a_year.people import HEAD, Person, Province, Unit

UNIT_WINDOW, PERSON_WINDOW = timedelta(days=60), timedelta(days=14)  # older misses are not counted on
FIRST_HEAD, EVERY_HEAD = 3, 5  # working days a person is behind until heads hear of them


@dataclass(frozen=True)
class Morning:
    """A unit's day as planned: when, how many had been decided, where its line leads, whether people are short."""

    on: date
    done: int
    line: int
    short: bool


@dataclass(frozen=True)
class Share:
    """A person's row of a unit's plan."""

    unit_id: int
    number: int
    reason: str


@dataclass(frozen=True)
class Spell:
    """For how many planned days in a row a plan was missed, and since which."""

    days: int
    since: date


class Lines:
    """The plans of all days so far, and what follows from them."""

    def __init__(self, province: Province) -> None:
        self._province = province
        self.mornings: dict[int, list[Morning]] = defaultdict(list)
        self.shares: dict[date, dict[int, list[Share]]] = {}
        self._absent: dict[tuple[int, date], list[int]] = {}
        self._by_unit: dict[int, list[Person]] = {}
        self.told: dict[int, date] = {}  # official → when they last heard of their own day

    def learn(
        self, on: date, units: list[tuple[int, int, int, int]], shares: list[tuple[int, Share]]
    ) -> None:
        """Take over a day's plan: (unit, open, days left, shortfall), and each person's shares."""
        province = self._province
        left: dict[tuple[int, ...], int] = {}
        for unit_id, still_open, days_left, shortfall in units:
            of_unit = self.mornings[unit_id]
            if of_unit and of_unit[-1].on == on:
                of_unit[-1] = Morning(on, of_unit[-1].done, of_unit[-1].line, shortfall > 0)
                continue
            unit = province.units[unit_id]
            assert still_open == province.open_in(unit_id), (on, unit.name)
            above = unit.way_up[1:]  # communes set no days of their own
            if above not in left:
                left[above] = province.days.count(above, on, province.deadline)
            assert days_left == left[above], (on, unit.name)
            before, done = of_unit[-1].line if of_unit else 0, province.done[unit_id]
            due = done + still_open
            line = before + max(0, -((before - due) // days_left))
            of_unit.append(Morning(on, done, line, shortfall > 0))
        mine: dict[int, list[Share]] = defaultdict(list)
        self._absent = {key: people for key, people in self._absent.items() if key[1] != on}
        for person_id, share in shares:
            mine[person_id].append(share)
            if share.reason == "absent":
                self._absent.setdefault((share.unit_id, on), []).append(person_id)
        self.shares[on] = mine
        for day in [day for day in self.shares if day < on - 2 * PERSON_WINDOW]:
            del self.shares[day]

    # ── officials ───────────────────────────────────────────────────────────────────────────────

    def quota(self, one: Person, on: date) -> int:
        return sum(share.number for share in self.shares.get(on, {}).get(one.id, ()))

    def spell_of(self, one: Person, today: date) -> Spell | None:
        """Tell for how long somebody has done less than their day held; what is done on days off counts back."""
        days = [on for on in list(self.shares)[-15:] if today - PERSON_WINDOW <= on < today]
        held = {
            on: number
            for on in days
            if (number := sum(s.number for s in self.shares[on].get(one.id, ()) if not s.reason))
        }
        missed: list[date] = []
        for on, later in pairwise([*held, today]):
            span = (later - on).days
            did = sum(self._province.did[one.id].get(on + n * DAY, 0) for n in range(span))
            missed = [*missed, on] if did < held[on] else []
        return Spell(len(missed), missed[0]) if missed else None

    # ── units ───────────────────────────────────────────────────────────────────────────────────

    def spell(self, unit: Unit, today: date) -> Spell | None:
        """Tell for how long a unit has been behind its line; one with nothing open is not."""
        if not self._province.open_in(unit.id):
            return None
        lately = self.mornings[unit.id][-UNIT_WINDOW.days :]
        closed = [one for one in lately if today - UNIT_WINDOW <= one.on < today]
        ends = [*(later.done for later in closed[1:]), self._province.done[unit.id]]
        missed: list[date] = []
        for morning, done in zip(closed, ends if closed else (), strict=True):
            missed = [*missed, morning.on] if done < morning.line else []
        return Spell(len(missed), missed[0]) if missed else None

    def absent(self, unit: Unit, on: date) -> frozenset[int]:
        """List who was left out of a unit's day because they have not been seen for days."""
        return frozenset(self._absent.get((unit.id, on), ()))

    def any_day_over(self, today: date) -> bool:
        return any(
            today - UNIT_WINDOW <= one.on < today for listed in self.mornings.values() for one in listed[-2:]
        )

    # ── who hears of it ─────────────────────────────────────────────────────────────────────────

    def _heads(self, today: date) -> dict[int, list[Person]]:
        """List the heads who can be told today, by unit."""
        found: dict[int, list[Person]] = defaultdict(list)
        for one in self._province.holding(HEAD):
            if one.can_be_told and not one.is_away(today):
                for unit in one.units(HEAD):
                    found[unit.id].append(one)
        return found

    def digests(self, today: date) -> dict[int, Digest]:
        """Tell what each head has to hear about units and people that are behind."""
        found: dict[int, Digest] = defaultdict(Digest)
        self._by_unit = self._heads(today)
        for unit in self._province.communes():
            spell = self.spell(unit, today)
            if spell is not None:
                self._tell(found, unit, spell, unit.name, nearest_from=1)
        for one in self._province.holding("official"):
            spell = self.spell_of(one, today)
            if (
                spell is None
                or spell.days < FIRST_HEAD
                or not self._province.open_below(one.units("official"))
            ):
                continue
            heard = self.told.get(one.id)
            if not one.can_be_told or (heard is not None and heard > spell.since):
                self._tell(found, one.units("official")[0], spell, one.name, nearest_from=FIRST_HEAD, but=one)
        return found

    def _tell(
        self, found: dict[int, Digest], unit: Unit, spell: Spell, what: str, *,
        nearest_from: int, but: Person | None = None,
    ) -> None:  # fmt: skip
        levels = [here for at in unit.way_up if (here := self._by_unit.get(at))]
        for place, level in enumerate(levels):
            if spell.days < (EVERY_HEAD if place else nearest_from):
                continue
            for head in level:
                answer = self._province.answered.get(head.id)
                if head is but:
                    continue
                if answer is not None and answer > spell.since:
                    found[head.id].answered = True
                else:
                    found[head.id].matters.append(what)


class Digest:
    """What a head is to hear of; `answered` where there was more that they have answered already."""

    def __init__(self) -> None:
        self.matters: list[str] = []
        self.answered = False
