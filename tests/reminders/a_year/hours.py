"""What is due when, by the design's own table, and the reasons for silence that lie in a person, a place and an hour."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time

from tests.reminders.a_year.people import ADMIN, HEAD, OFFICIAL, Person, Province, Unit

# kind → for whom, when, and until when it is still worth saying (design, sections 5 and 11.1)
TABLE: dict[str, tuple[str, time, time]] = {
    "morning": (OFFICIAL, time(7, 30), time(11)),
    "nudge": (OFFICIAL, time(15), time(16, 30)),
    "news": (HEAD, time(8), time(20)),
    "assignment": (HEAD, time(8), time(20)),
    "leaderboard": (HEAD, time(8), time(20)),
    "deadline": (HEAD, time(8, 30), time(20)),
    "digest": (HEAD, time(16, 30), time(20)),
    "report": (ADMIN, time(20), time(21)),
}
UNITED = ("news", "assignment", "leaderboard")  # one message, in this order
MOST = {OFFICIAL: 2, HEAD: 1}  # a day; warnings of the deadline and the evening's report do not count


@dataclass
class Ruling:
    """About one person and kind: why silence would be right; what the message has to tell, where it is due."""

    kind: str
    person_id: int
    true: set[str]
    rides: bool = False  # waits for the digest of the afternoon
    carried_by: str = ""
    tells: list[str] = field(default_factory=list)

    @property
    def must(self) -> bool:
        return not self.true


class Hour:
    """A day as it goes: which kinds were looked at, and how much everybody has heard."""

    def __init__(self, province: Province) -> None:
        self._province = province
        self._runs: set[tuple[str, time]] = set()
        self.today: date | None = None
        self.heard: dict[tuple[str, int], int] = defaultdict(int)

    def is_new_day(self, today: date) -> bool:
        if today == self.today:
            return False
        self.today = today
        self._runs = set()
        self.heard.clear()
        return True

    def look_again(self, kind: str) -> None:
        """An admin set a kind's time: what was looked at today is looked at again."""
        self._runs = {run for run in self._runs if run[0] != kind}

    def due(self, kind: str, now: time) -> set[time]:
        """Name the times at which a kind has fallen due by now, each once a day."""
        ats = {TABLE[kind][1], *(at for (_, k), at in self._province.times.items() if k == kind and at)}
        due = {at for at in ats if at <= now and (kind, at) not in self._runs}
        self._runs |= {(kind, at) for at in due}
        return due

    def own_time(self, kind: str, unit: Unit) -> time | None:
        """Tell when a kind is due in a unit; None where it is switched off."""
        for unit_id in unit.way_up:
            if (unit_id, kind) in self._province.times:
                return self._province.times[unit_id, kind]
        return TABLE[kind][1]

    def asked(self, kind: str, unit: Unit, due: set[time]) -> bool:
        """Say whether what has fallen due is a unit's own time; one that is switched off is asked at the usual one."""
        at = self.own_time(kind, unit)
        return (TABLE[kind][1] if at is None else at) in due

    def personal(self, kind: str, one: Person, units: list[Unit], local: datetime) -> set[str]:
        """Collect the reasons for silence that lie in the person, the place and the hour."""
        audience, _, until = TABLE[kind]
        capped = kind not in ("deadline", "report") and bool(one.units(audience))
        says = {
            "off": self.own_time(kind, units[0]) is None,
            "not_linked": not one.linked,
            "blocked": one.linked and one.blocked,
            "day_off": not any(self._province.days.works(u.way_up, local.date()) for u in units),
            "leave": one.is_away(local.date()),
            "muted": audience == OFFICIAL and one.muted_on == local.date(),
            "late": local.time() > until,
            "cap": capped and self.heard[audience, one.id] >= MOST[audience],
        }
        return {reason for reason, holds in says.items() if holds}
