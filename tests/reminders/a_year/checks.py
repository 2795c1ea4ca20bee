"""The product held against the oracle, moment by moment: what left, what did not, and what stands written about both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from storage.engine import Database, Tx
from storage.schedule_runs import runs
from storage.tables_nudges import NudgeRow
from tests.reminders.a_year.hours import TABLE, UNITED, Ruling
from tests.reminders.a_year.oracle import Oracle
from tests.reminders.a_year.people import Province
from tests.reminders.a_year.post import Said

nudges: Any = NudgeRow.__table__
QUIET_UNTIL, QUIET_FROM, LAST_CALL = time(7), time(20), time(21)
ENDS = {"unreachable": "blocked", "not linked": "not_linked"}  # what delivery calls a reason of its own


@dataclass
class Findings:
    """What was counted, and every difference as a line; none may be left."""

    differences: list[str] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)
    withheld: Counter[str] = field(default_factory=Counter)
    late: int = 0  # cancelled at the last look, with a true reason

    def add(self, what: str, *about: object) -> None:
        self.differences.append(" ".join([what, *map(str, about)]))


class Checks:
    """Compares; keeps nothing of the product's but the rows it has written."""

    def __init__(self, database: Database, province: Province, oracle: Oracle) -> None:
        self._database, self._province, self._oracle = database, province, oracle
        self.found = Findings()
        self._rows: dict[tuple[str, int], Any] = {}
        self._day: date | None = None
        self._due: dict[tuple[str, int], Ruling] = {}  # messages that have to leave
        self._heard: Counter[tuple[str, int]] = Counter()

    async def after_tick(self, rulings: Sequence[Ruling], local: datetime) -> None:
        """Hold the rows that a tick wrote against what the oracle ruled."""
        today = local.date()
        if today != self._day:
            self._close_day()
            self._day, self._rows = today, {}
        before = self._rows
        self._rows = await self._database.read(lambda tx: _rows_of(tx, today))
        new = {key: row for key, row in self._rows.items() if key not in before}
        ruled = {(r.kind, r.person_id): r for r in rulings if r.carried_by != "digest"}
        for key in new.keys() - ruled.keys():
            self.found.add("decided though nothing was due", local, key, new[key].verdict, new[key].reason)
        settled = {(r.kind, r.person_id) for r in rulings if r.carried_by == "digest"}
        for key, ruling in ruled.items():
            if key in before or (ruling.rides and key in settled):
                continue  # looked at before a time was set anew; or put off, and settled in the same breath
            if key not in new:
                self.found.add("silence without a row", local, key, sorted(ruling.true))
            else:
                self._compare(ruling, new[key], local)
        for ruling in rulings:
            if ruling.carried_by == "digest":
                self._settled(ruling, local)

    def _compare(self, ruling: Ruling, row: Any, local: datetime) -> None:
        key = (ruling.kind, ruling.person_id)
        if not ruling.must:
            self.found.withheld[row.reason] += 1
            if row.verdict == "send":
                self.found.add("forbidden", local, key, sorted(ruling.true))
            elif row.verdict != "withhold" or row.reason not in ruling.true:
                self.found.add("reason not true", local, key, row.verdict, row.reason, sorted(ruling.true))
        elif ruling.rides:
            if (row.verdict, row.reason) != ("postpone", "in_digest"):
                self.found.add("does not ride", local, key, row.verdict, row.reason)
        elif row.verdict != "send" or row.carried_by != ruling.carried_by:
            self.found.add("missing", local, key, row.verdict, row.reason, row.carried_by)
        elif not ruling.carried_by:
            self._due[key] = ruling

    def _settled(self, ruling: Ruling, local: datetime) -> None:
        """Look how it ended with what was to ride in a digest."""
        key = (ruling.kind, ruling.person_id)
        row = self._rows[key]
        if ruling.must and (row.verdict, row.carried_by) != ("send", "digest"):
            self.found.add("rides no more", local, key, row.verdict, row.reason)
        elif not ruling.must and (row.verdict != "withhold" or row.reason not in ruling.true):
            self.found.add("said to ride", local, key, row.verdict, row.reason, sorted(ruling.true))

    def after_post(self, went: Iterable[Said]) -> None:
        """Hold what left the house, or was stopped at the door, against what was due and what is true now."""
        for one in went:
            key = (one.kind, one.person_id)
            ruling = self._due.pop(key, None)
            if ruling is None:
                self.found.add("not due", one)
                continue
            true = self._true_now(one)
            if one.end:
                self.found.late += 1
                if ENDS.get(one.end, one.end) not in true:
                    self.found.add("stopped for nothing", one, sorted(true))
                continue
            self.found.sent[one.kind] += 1
            self._heard[key] += 1
            last = LAST_CALL if one.kind == "report" else QUIET_FROM
            if not QUIET_UNTIL <= one.at.time() <= last:
                self.found.add("at a quiet hour", one)
            if true:
                self.found.add("not true any more", one, sorted(true))
            self.found.differences += [f"not told: {w} {one}" for w in ruling.tells if w not in one.text]

    def _true_now(self, one: Said) -> set[str]:
        """Collect the reasons that hold at the moment of sending."""
        person = self._province.people[one.person_id]
        if one.kind in ("morning", "nudge"):
            return self._oracle.true(one.kind, person, one.at) - {"cap"}
        return self._oracle.heads.true_now(one.kind, person, one.at) - {"cap"}

    def _close_day(self) -> None:
        """End a day: everything that was due has left, nothing twice, and nobody has heard too much."""
        for key, ruling in self._due.items():
            if ruling.kind != "report":  # what is told of an evening may wait for the next morning
                self.found.add("never left", self._day, key, ruling)
        self._due = {key: ruling for key, ruling in self._due.items() if ruling.kind == "report"}
        for key, number in self._heard.items():
            if number > 1:
                self.found.add("twice", self._day, key)
        for kinds, most in ((("morning", "nudge"), 2), ((*UNITED, "digest"), 1)):
            heard: Counter[int] = Counter()
            for (kind, person_id), number in self._heard.items():
                heard[person_id] += number if kind in kinds else 0
            for person_id, number in heard.items():
                if number > most and not self._is_admin_only(person_id):
                    self.found.add("too much", self._day, person_id, number)
        self._heard.clear()

    async def every_day_is_noted(self, days: Iterable[date]) -> None:
        """Of each day and kind it stands written that it was looked at, or that it was too late: no silence without."""
        noted = await self._database.read(_runs)
        for day in days:
            for kind in TABLE:
                if (kind, day.isoformat()) not in noted:
                    self.found.add("a day of which nothing is written", day, kind)

    def _is_admin_only(self, person_id: int) -> bool:
        return not self._province.people[person_id].units("official", "head")


async def _runs(tx: Tx) -> set[tuple[str, str]]:
    return {(row.kind, row.period[:10]) for row in await tx.run(select(runs.c.kind, runs.c.period))}


async def _rows_of(tx: Tx, day: date) -> dict[tuple[str, int], Any]:
    query = select(
        nudges.c.kind, nudges.c.person_id, nudges.c.verdict, nudges.c.reason, nudges.c.carried_by
    ).where(nudges.c.day == day)
    return {(row.kind, row.person_id): row for row in await tx.run(query)}
