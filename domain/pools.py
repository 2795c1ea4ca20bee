"""The day of units that share people: officials of a district who serve its communes, or of two communes at once."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.quota import Day, Share, Worker, split


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as its day begins: what it needs, and what lies in its queue."""

    id: int
    need: int
    free: int


@dataclass(frozen=True, slots=True)
class Pooled:
    """Somebody who serves several units; `carried` tells what is unfinished in which of them."""

    worker: Worker  # its `carried` is the sum
    unit_ids: tuple[int, ...]
    carried: Mapping[int, int]


def plan(
    units: Sequence[Unit],
    own: Mapping[int, Sequence[Worker]],
    pooled: Sequence[Pooled] = (),
    *,
    turn: int = 0,
) -> dict[int, Day]:
    """Plan the day of units that share people, or of one unit.

    Those of several units help where the pressure is highest, until their day is as full as their colleagues'; each
    unit's own people then split what is left of its need.
    """
    taken = _help(units, own, pooled) if pooled else {}
    days: dict[int, Day] = {}
    for unit in units:
        helping = tuple(
            Share(p.worker.person_id, p.carried.get(unit.id, 0), taken.get((p.worker.person_id, unit.id), 0),
                  fixed=p.worker.fixed is not None)
            for p in pooled
            if unit.id in p.unit_ids
        )  # fmt: skip
        fresh = sum(share.fresh for share in helping)
        helped = sum(share.total for share in helping)
        day = split(max(0, unit.need - helped), own.get(unit.id, ()), free=unit.free - fresh, turn=turn)
        shares = (*day.shares, *helping)
        days[unit.id] = Day(unit.need, shares, max(0, unit.need - sum(share.total for share in shares)))
    return days


class _Pressure:
    """How much each unit still needs beside what its own people can hold."""

    def __init__(
        self, units: Sequence[Unit], own: Mapping[int, Sequence[Worker]], pooled: Sequence[Pooled]
    ) -> None:
        self.need: dict[int, int] = {}
        self.free: dict[int, int] = {}
        self.weight: dict[int, int] = {}
        self.room: dict[int, int] = {}
        for unit in units:
            workers = own.get(unit.id, ())
            # what was set by hand is given first, whatever others could do
            by_hand = min(unit.free, sum(w.most - w.carried for w in workers if w.fixed is not None))
            moving = [worker for worker in workers if worker.fixed is None]
            carried = sum(w.carried for w in workers) + sum(p.carried.get(unit.id, 0) for p in pooled)
            self.need[unit.id] = unit.need - carried - by_hand
            self.free[unit.id] = unit.free - by_hand
            self.weight[unit.id] = sum(worker.weight for worker in moving)
            self.room[unit.id] = sum(worker.most - worker.carried for worker in moving)

    def wants(self, unit_id: int) -> bool:
        return self.need[unit_id] > 0 and self.free[unit_id] > 0

    def hardest(self, unit_ids: Sequence[int]) -> int | None:
        """Pick the unit with the most left for each of its own people; one without any comes first."""
        wanting = [unit_id for unit_id in unit_ids if self.wants(unit_id)]
        return min(wanting, key=self._ease, default=None)

    def fullest(self, unit_ids: Sequence[int]) -> int | None:
        """Pick the unit with the most records lying in its queue, whatever is due."""
        lying = [unit_id for unit_id in unit_ids if self.free[unit_id] > 0]
        return min(lying, key=lambda unit_id: (-self.free[unit_id], unit_id), default=None)

    def _ease(self, unit_id: int) -> tuple[bool, float, int]:
        weight = self.weight[unit_id] if self.room[unit_id] > 0 else 0
        # division is correctly rounded, so that equal shares compare equal on every machine
        return weight > 0, -self.need[unit_id] / (weight or 1), unit_id

    def take(self, unit_id: int) -> None:
        self.need[unit_id] -= 1
        self.free[unit_id] -= 1


def _help(
    units: Sequence[Unit], own: Mapping[int, Sequence[Worker]], pooled: Sequence[Pooled]
) -> dict[tuple[int, int], int]:
    """Fill all desks side by side, a record at a time to whoever has the least for their weight.

    Own people of a unit count as one desk here; who among them gets what is for `split`. Returns what those of several
    units take from where, as (person, unit) → records.
    """
    pressure = _Pressure(units, own, pooled)
    taken: dict[tuple[int, int], int] = {}
    rising: list[_Desk] = []
    for p in pooled:
        desk = _Desk(p.worker.carried, p.worker.most, p.worker.weight, p.unit_ids, p.worker.person_id)
        if p.worker.fixed is not None:  # set by hand: it comes before all others
            while desk.load < desk.most:
                unit_id = pressure.hardest(p.unit_ids) or pressure.fullest(p.unit_ids)
                if unit_id is None:
                    break
                desk.take(pressure, unit_id, taken)
        elif desk.weight:
            rising.append(desk)
    for unit in units:
        if workers := own.get(unit.id, ()):
            load = sum(worker.carried for worker in workers if worker.fixed is None)
            rising.append(
                _Desk(load, load + pressure.room[unit.id], pressure.weight[unit.id], (unit.id,), None)
            )
    heap = [(desk.height(), place, desk) for place, desk in enumerate(rising) if desk.weight]
    heapq.heapify(heap)
    while heap:
        _, place, desk = heapq.heappop(heap)
        at = pressure.hardest(desk.unit_ids) if desk.load < desk.most else None
        if at is not None:
            desk.take(pressure, at, taken)
            heapq.heappush(heap, (desk.height(), place, desk))
    return taken


@dataclass(slots=True)
class _Desk:
    load: int
    most: int
    weight: int
    unit_ids: tuple[int, ...]
    person_id: int | None  # None: all own people of a unit

    def height(self) -> float:
        """Tell how full the desk would be with one record more, by its weight."""
        return (self.load + 1) / self.weight

    def take(self, pressure: _Pressure, unit_id: int, taken: dict[tuple[int, int], int]) -> None:
        self.load += 1
        pressure.take(unit_id)
        if self.person_id is None:
            pressure.room[unit_id] -= 1
        else:
            key = (self.person_id, unit_id)
            taken[key] = taken.get(key, 0) + 1
