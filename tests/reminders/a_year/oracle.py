"""What must be said and what must not, by the design alone: for every person, kind and moment, with the true reasons.

Nothing of the product's rules is asked here. A ruling with no true reason for silence is a message that is due.
"""

from __future__ import annotations

from datetime import date, datetime, time

from tests.reminders.a_year.hours import TABLE, Hour, Ruling
from tests.reminders.a_year.lines import Lines
from tests.reminders.a_year.over_heads import Heads
from tests.reminders.a_year.people import ADMIN, OFFICIAL, Person, Province


class Oracle:
    """Follows a province from moment to moment."""

    def __init__(self, province: Province) -> None:
        self._province = province
        self.lines = Lines(province)
        self.hour = Hour(province)
        self.heads = Heads(province, self.lines, self.hour)
        self._sealed: list[date] = []  # and not told yet

    def tick(self, local: datetime) -> list[Ruling]:
        """Rule about all that is due at a moment and was not before."""
        if self.hour.is_new_day(local.date()):
            self.heads.new_day()
        due = {kind: ats for kind in TABLE if (ats := self.hour.due(kind, local.time()))}
        found: list[Ruling] = []
        for kind in ("morning", "nudge"):
            for one in self._province.holding(OFFICIAL) if kind in due else ():
                if self.hour.asked(kind, one.units(OFFICIAL)[0], due[kind]):
                    found.append(self._official(kind, one, local))
        found += self.heads.mornings(due, local)
        found += self.heads.warnings(due.get("deadline", set()), local)
        found += self.heads.afternoon(due.get("digest", set()), local)
        found += self._evening(due.get("report", set()), local)
        return found

    # ── officials ───────────────────────────────────────────────────────────────────────────────

    def _official(self, kind: str, one: Person, local: datetime) -> Ruling:
        today, true = local.date(), self.true(kind, one, local)
        ruling = Ruling(kind, one.id, true)
        if ruling.must:
            self.hour.heard[OFFICIAL, one.id] += 1
            self.lines.told[one.id] = today
            quota, did = self.lines.quota(one, today), self._province.did[one.id][today]
            if today <= self._province.deadline:
                ruling.tells = [f"có {quota} hồ sơ" if kind == "morning" else f"{did}/{quota} hồ sơ"]
        return ruling

    def true(self, kind: str, one: Person, local: datetime) -> set[str]:
        """Collect all true reasons not to say something to an official now."""
        units = one.units(OFFICIAL)
        if not units:
            return {"left"}
        return self.hour.personal(kind, one, units, local) | self._of_work(kind, one, local.date())

    def _of_work(self, kind: str, one: Person, today: date) -> set[str]:
        quota, did = self.lines.quota(one, today), self._province.did[one.id][today]
        past = today > self._province.deadline
        if past or not quota:
            finished = not self._province.open_below(one.units(OFFICIAL))
        else:
            finished = did >= quota
        says = {
            "finished": finished,
            "at_work": kind == "morning" and did > 0,
            "no_quota": not quota and not (past and kind == "morning"),
            "on_track": kind == "nudge" and bool(quota) and 2 * did >= quota,
        }
        return {reason for reason, holds in says.items() if holds}

    # ── the province ────────────────────────────────────────────────────────────────────────────

    def _evening(self, due: set[time], local: datetime) -> list[Ruling]:
        """Rule about the day's report; each night is sealed, and each seal goes out with the next report."""
        if not due:
            return []
        self._sealed.append(local.date())
        tells = [f"Niêm phong ngày {on:%d/%m/%Y}" for on in self._sealed]
        found = []
        for one in self._province.holding(ADMIN):
            if self.hour.asked("report", one.units(ADMIN)[0], due):
                true = self.hour.personal("report", one, one.units(ADMIN), local)
                found.append(Ruling("report", one.id, true, tells=tells))
        if any(ruling.must for ruling in found):
            self._sealed = []
        return found
