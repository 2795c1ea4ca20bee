"""Where each record of a simulated drive is: counted, not named. Sums are checked; nothing appears or is lost."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from bot.simulation.drive import TURNAROUND, Drive, Luck


class RecordsLost(AssertionError):
    """A sum does not come out: the simulation itself is wrong."""


class Ledger:
    """For each unit what is in its queue, on desks, done, and at the vendor; for each person the lots on the desk."""

    def __init__(self, drive: Drive) -> None:
        self.drive = drive
        self.free = [unit.backlog for unit in drive.communes]
        self.done = [0] * len(drive.communes)
        self.decisions = [0] * len(
            drive.communes
        )  # ever made: what came back and was decided anew counts again
        self.at_vendor = [0] * len(drive.communes)
        self.held = [0] * len(drive.people)
        self._on_desks = [0] * len(drive.communes)
        self._desks: list[deque[list[int]]] = [deque() for _ in drive.people]  # [unit, count], oldest first
        self._decided: dict[int, int] = {}
        self._coming: dict[int, list[tuple[int, int]]] = {}

    def still_open(self, unit: int) -> int:
        """Count what is undecided in a unit, in the queue or on a desk."""
        return self.free[unit] + self._on_desks[unit]

    @property
    def open_total(self) -> int:
        """Count what is undecided anywhere."""
        return sum(self.free) + sum(self._on_desks)

    def carried(self, person: int) -> dict[int, int]:
        """Tell what lies on a desk, by unit."""
        found: dict[int, int] = {}
        for unit, count in self._desks[person]:
            found[unit] = found.get(unit, 0) + count
        return found

    def lay(self, person: int, unit: int, count: int) -> None:
        """Lay records from a unit's queue on a desk; RecordsLost where they are not there."""
        if not 0 <= count <= self.free[unit]:
            raise RecordsLost(f"unit {unit}: {count} given, {self.free[unit]} in the queue")
        if not count:
            return
        desk = self._desks[person]
        if desk and desk[-1][0] == unit:
            desk[-1][1] += count
        else:
            desk.append([unit, count])
        self.free[unit] -= count
        self._on_desks[unit] += count
        self.held[person] += count

    def give_back(self, person: int) -> None:
        """Put what lies on a desk back into the queues."""
        for unit, count in self._desks[person]:
            self.free[unit] += count
            self._on_desks[unit] -= count
        self._desks[person].clear()
        self.held[person] = 0

    def decide(self, person: int, most: int) -> int:
        """Let a person decide what has lain on the desk longest, `most` at most; returns how many."""
        desk, left = self._desks[person], most
        while desk and left:
            unit, count = desk[0]
            now = min(count, left)
            if now == count:
                desk.popleft()
            else:
                desk[0][1] -= now
            left -= now
            self._on_desks[unit] -= now
            self.decisions[unit] += now
            self._decided[unit] = self._decided.get(unit, 0) + now
        self.held[person] -= most - left
        return most - left

    def close_day(self, day: int, luck: Luck) -> None:
        """Sort the day's decisions into done and back to the vendor, who sends them anew some days later."""
        shortest, longest = TURNAROUND
        for unit, count in self._decided.items():
            returned = min(count, int(count * self.drive.communes[unit].returned + luck.returns[unit]))
            self.done[unit] += count - returned
            if returned:
                self.at_vendor[unit] += returned
                back = day + shortest + int(luck.vendor[unit] * (longest - shortest + 1))
                self._coming.setdefault(back, []).append((unit, returned))
        self._decided.clear()

    def receive(self, day: int) -> dict[int, int]:
        """Take in what the vendor sends that morning, into the queue of the same unit; tells how many by unit."""
        came: dict[int, int] = {}
        for unit, count in self._coming.pop(day, ()):
            self.at_vendor[unit] -= count
            self.free[unit] += count
            came[unit] = came.get(unit, 0) + count
        return came

    def check(self) -> None:
        """Count everything anew; RecordsLost unless each unit has what was imported, once."""
        on_desks = [0] * len(self.free)
        for person, desk in enumerate(self._desks):
            if sum(count for _, count in desk) != self.held[person]:
                raise RecordsLost(f"person {person}")
            for unit, count in desk:
                on_desks[unit] += count
        for unit, commune in enumerate(self.drive.communes):
            parts = (self.free[unit], on_desks[unit], self.done[unit], self.at_vendor[unit])
            if min(parts) < 0 or sum(parts) != commune.backlog or on_desks[unit] != self._on_desks[unit]:
                raise RecordsLost(f"unit {commune.code}: {commune.backlog} imported, {parts}")

    def units_open(self) -> Iterable[int]:
        """List the units in which something is undecided."""
        return (unit for unit in range(len(self.free)) if self.still_open(unit))
