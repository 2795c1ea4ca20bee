"""What heads must hear: one message a working day of all that is due, and warnings of the deadline beside it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from tests.reminders.a_year.hours import UNITED, Hour, Ruling
from tests.reminders.a_year.lines import Digest, Lines
from tests.reminders.a_year.people import ADMIN, HEAD, OFFICIAL, Person, Province, Unit

WARNINGS = (30, 14, 7, 3, 1)  # days before the deadline
FILING_FROM = 3  # days before assignment documents are due


class Heads:
    """The heads' and admins' side of the oracle."""

    def __init__(self, province: Province, lines: Lines, hour: Hour) -> None:
        self._province, self._lines, self._hour = province, lines, hour
        self._riding: dict[int, list[str]] = defaultdict(list)
        self._at: datetime | None = None  # when digests were last looked at, and what they were
        self._now: dict[int, Digest] = {}
        self._carries: dict[int, bool] = {}  # whose digest brought more than the digest

    def new_day(self) -> None:
        self._riding.clear()
        self._carries.clear()

    def _overseers(self) -> list[tuple[Person, list[Unit]]]:
        """List heads and admins with their units, the widest first: its calendar and times are theirs."""
        return [
            (one, sorted(units, key=lambda unit: (len(unit.path), unit.path)))
            for one in self._province.people.values()
            if (units := one.units(HEAD) or one.units(ADMIN))
        ]

    # ── the morning ─────────────────────────────────────────────────────────────────────────────

    def mornings(self, due: dict[str, set[time]], local: datetime) -> list[Ruling]:
        """Rule about news, documents and boards: one message, or part of the afternoon's where that is to come."""
        wanted = [kind for kind in UNITED if kind in due]
        if not wanted:
            return []
        found: list[Ruling] = []
        digests, news = self._lines.digests(local.date()), self._news(local.date())
        for one, units in self._overseers():
            afternoon = self._hour.own_time("digest", units[0]) is not None
            comes = one.id in digests and bool(digests[one.id].matters) and afternoon
            united: list[Ruling] = []
            for kind in wanted:
                if not self._hour.asked(kind, units[0], due[kind]) or not self._is_day_of(kind, units, local):
                    continue
                tells, why_not = self._section(kind, units, local.date(), news.get(one.id, []))
                true = self._hour.personal(kind, one, units, local) | why_not
                ruling = Ruling(kind, one.id, true, tells=tells)
                found.append(ruling)
                if ruling.must and comes:
                    ruling.rides = True
                    self._riding[one.id].append(kind)
                elif ruling.must:
                    ruling.carried_by = united[0].kind if united else ""
                    united.append(ruling)
            if united:
                self._hour.heard[HEAD, one.id] += 1
                united[0].tells = [words for ruling in united for words in ruling.tells]
        return found

    def _is_day_of(self, kind: str, units: list[Unit], local: datetime) -> bool:
        first_of_week = self._province.days.is_first_of_week
        return kind != "leaderboard" or first_of_week(units[0].way_up, local.date())

    def _section(
        self, kind: str, units: list[Unit], today: date, news: list[str]
    ) -> tuple[list[str], set[str]]:
        """Tell by which words a head knows a kind in the text, or why there is nothing to read."""
        if kind == "leaderboard":
            if not self._lines.any_day_over(today):
                return [], {"nothing"}
            return (["Xếp hạng tuần"], set()) if self._province.open_below(units) else ([], {"finished"})
        if kind == "news":
            return news, set() if news else {"nothing"}
        if (self._province.filing - today).days > FILING_FROM:
            return [], {"nothing"}
        paths = tuple(unit.path for unit in units)
        owing = any(
            self._province.units[unit_id].path.startswith(paths) for unit_id in self._province.unfiled
        )
        return (["chưa nộp văn bản phân công"], set()) if owing else ([], {"filed"})

    def _news(self, today: date) -> dict[int, list[str]]:
        """Tell whom this morning's plan brings news: a unit that falls short since today, somebody not seen since."""
        found: dict[int, list[str]] = defaultdict(list)
        for unit in self._province.communes():
            planned = self._lines.mornings[unit.id]
            if not planned or planned[-1].on != today:
                continue
            before = planned[-2] if len(planned) > 1 else None
            short = planned[-1].short and not (before and before.short)
            if short:
                hearing = {one.id for one in (*self._answering(unit), *self._province.holding(ADMIN))}
                for person_id in hearing:
                    found[person_id].append("hồ sơ")
        for person_id, stands_in in sorted(self._gone(today).items()):
            gone = self._province.people[person_id]
            for one in self._answering((gone.units(OFFICIAL) or [stands_in])[0]):
                found[one.id].append(gone.name)
        return {person_id: names for person_id, names in found.items() if names}

    def _gone(self, today: date) -> dict[int, Unit]:
        """Find who is left out since today because they have not been seen, in whichever unit they stand."""
        now: dict[int, Unit] = {}
        before: set[int] = set()
        for unit in self._province.communes():
            planned = self._lines.mornings[unit.id]
            if planned and planned[-1].on == today:
                now |= dict.fromkeys(self._lines.absent(unit, today), unit)
                if len(planned) > 1:
                    before |= self._lines.absent(unit, planned[-2].on)
        return {person_id: unit for person_id, unit in now.items() if person_id not in before}

    def _answering(self, unit: Unit) -> list[Person]:
        """Find the nearest heads with an account that works, the admins where a unit has none."""
        for role in (HEAD, ADMIN):
            for at in unit.way_up:
                here = [
                    one
                    for one in self._province.holding(role)
                    if one.can_be_told and any(held.id == at for held in one.units(role))
                ]
                if here:
                    return here
        return []

    # ── the deadline ────────────────────────────────────────────────────────────────────────────

    def warnings(self, due: set[time], local: datetime) -> list[Ruling]:
        """Rule about warnings, on the days on which there is one."""
        found = []
        for one, units in self._overseers() if due else ():
            if self._hour.asked("deadline", units[0], due) and self._is_warned(units[0], local.date()):
                true = self._hour.personal("deadline", one, units, local)
                if not self._province.open_below(units):
                    true.add("finished")
                found.append(Ruling("deadline", one.id, true, tells=[f"{self._province.deadline:%d/%m/%Y}"]))
        return found

    def _is_warned(self, unit: Unit, today: date) -> bool:
        """Say whether a day is one of warning; a warning on a day off moves to the next working day."""
        days, deadline = self._province.days, self._province.deadline
        if not days.works(unit.way_up, today):
            return False
        said_on = set()
        for ahead in WARNINGS:
            on = deadline - timedelta(days=ahead)
            said_on.add(on if days.works(unit.way_up, on) else days.next(unit.way_up, on))
        return today > deadline or today in said_on

    def true_now(self, kind: str, one: Person, local: datetime) -> set[str]:
        """Collect the reasons not to send a head or an admin something that was found due before."""
        units = one.units(ADMIN) if kind == "report" else one.units(HEAD) or one.units(ADMIN)
        if not units:
            return {"left"}
        units = sorted(units, key=lambda unit: (len(unit.path), unit.path))
        true = self._hour.personal(kind, one, units, local)
        if kind == "deadline" and not self._province.open_below(units):
            true.add("finished")
        if kind == "digest" and not self._carries.get(one.id):
            if self._at != local:
                self._at, self._now = local, self._lines.digests(local.date())
            digest = self._now.get(one.id)
            if digest is None or not digest.matters:
                true |= {"on_plan", "answered"} if digest is not None and digest.answered else {"on_plan"}
        return true

    # ── the afternoon ───────────────────────────────────────────────────────────────────────────

    def afternoon(self, due: set[time], local: datetime) -> list[Ruling]:
        """Rule about digests, and about what was to ride in them."""
        found: list[Ruling] = []
        if not due:
            return found
        digests, news = self._lines.digests(local.date()), self._news(local.date())
        for one, units in self._overseers():
            if not one.units(HEAD) or not self._hour.asked("digest", units[0], due):
                continue
            digest = digests.get(one.id)
            sections = {
                kind: self._section(kind, units, local.date(), news.get(one.id, []))
                for kind in self._riding.pop(one.id, [])
            }
            tells = [words for listed, _ in sections.values() for words in listed]
            if digest is not None and len(digest.matters) == 1:
                tells += digest.matters
            true = self._hour.personal("digest", one, units, local)
            brings = any(listed for listed, _ in sections.values())
            if not brings and (digest is None or not digest.matters):
                true |= {"on_plan"} | ({"answered"} if digest is not None and digest.answered else set())
            self._carries[one.id] = brings
            ruling = Ruling("digest", one.id, true, tells=tells)
            found.append(ruling)
            for kind, (_, why_not) in sections.items():
                found.append(Ruling(kind, one.id, true | why_not, carried_by="digest"))
            if ruling.must:
                self._hour.heard[HEAD, one.id] += 1
        return found
