"""What happens to people beside their work: leave, blocks, quiet, posts begun and ended, answers, days and times set."""

from __future__ import annotations

from datetime import date, datetime, time
from random import Random

from domain.nudges import Kind
from domain.workdays import Leave
from storage import (
    absences,
    arrivals,
    assignment_documents,
    calendars,
    nudge_times,
    nudges,
    people,
    posts,
    quiet,
    schedule_runs,
)
from storage.engine import Database, Tx
from storage.planning import Campaign
from storage.posts import NewPost
from tests.reminders.a_year import founding, work
from tests.reminders.a_year.days import DAY
from tests.reminders.a_year.people import ADMIN, HEAD, OFFICIAL, Person, Province
from tests.world import ZONE, Clock

STORM = 40  # the day of the year on which the whole province stays at home
FILES_A_DAY = 38


class Happenings:
    """Does to the database what the bot's handlers do, and keeps the test's own province in step."""

    def __init__(self, database: Database, province: Province, clock: Clock, fate: Random) -> None:
        self._database, self._province, self._clock, self._fate = database, province, clock, fate
        self._districts = [unit for unit in province.units.values() if unit.level == "district"]

    def _some(self, chance: float, role: str, *, told: bool = True) -> list[Person]:
        """Pick people who hold a role and can be told, each by chance."""
        fate = self._fate
        return [
            one
            for one in self._province.holding(role)
            if fate.random() < chance and (one.can_be_told or not told)
        ]

    # ── before the first tick, and in the middle of the day ─────────────────────────────────────

    async def at_dawn(self, number: int, today: date) -> None:
        """Something for each day of the year: what is set, who comes and goes, what the vendor sends."""
        fate, province, database = self._fate, self._province, self._database
        if number in (60, 150, 220):
            chosen = fate.sample(province.communes(), 50)
            await founding.bring(database, province, {u.id: fate.randint(15, 60) for u in chosen}, today)
        if number == STORM:
            await self._set_day(
                next(u.id for u in province.units.values() if u.level == "province"), today, works=False
            )
        if number % 45 == 5:
            district = self._districts[6]
            await self._set_day(district.id, today + fate.randint(3, 9) * DAY, works=False)
            saturday = today + ((5 - today.weekday()) % 7 + 7) * DAY
            await self._set_day(district.id, saturday, works=True)
        if number == 20:
            for kind, at in (
                (Kind.MORNING, time(8, 15)),
                (Kind.NUDGE, time(14, 30)),
                (Kind.DIGEST, time(15, 30)),
            ):
                await self._set_time(self._districts[7].id, kind, at)
        if number == 160:
            for kind in (Kind.MORNING, Kind.NUDGE, Kind.DIGEST):
                await self._set_time(self._districts[7].id, kind, None, clear=True)
        for one in list(province.people.values()):
            if one.coming and fate.random() < 0.015:
                await self.joins(one)
        for one in self._some(0.001, OFFICIAL, told=False):
            await self.leaves(one, today)

    async def at_noon(self, number: int, today: date) -> set[str]:
        """On one day an admin sets times while the day goes; returns the kinds that are looked at again."""
        if number != 50:
            return set()
        district = self._districts[8]
        for kind, at in ((Kind.NUDGE, None), (Kind.DIGEST, time(11)), (Kind.MORNING, time(9))):
            await self._set_time(district.id, kind, at)
            begin = datetime.combine(today, time(), ZONE)
            await self._database.write(
                lambda tx, kind=kind, begin=begin: schedule_runs.forget_day(
                    tx, kind.value, begin, begin + DAY
                )
            )
        return {"nudge", "digest", "morning"}

    async def by_the_way(self, today: date) -> bool:
        """Between two moments of a day people block the bot or come back, ask for quiet, go on leave, leave.

        Says whether somebody's day was changed by it.
        """
        fate, changed = self._fate, False
        for one in self._some(0.0015, OFFICIAL) + self._some(0.0008, HEAD):
            await self._reach(one, blocked=True)
        for one in self._province.people.values():
            if one.blocked and fate.random() < 0.1:
                await self._reach(one, blocked=False)
            elif not one.linked and one.posts and fate.random() < 0.004:
                await self._link(one)
        for one in self._some(0.004, OFFICIAL):
            one.muted_on = today
            await self._database.write(lambda tx, one=one: quiet.mute(tx, one.id, today))
        for one in self._some(0.002, OFFICIAL):
            first = today + fate.choice((0, 0, 1, 3, 10)) * DAY
            changed |= await self._goes_on_leave(one, first, first + fate.choice((0, 1, 4, 11)) * DAY, today)
        if fate.random() < 0.01:
            for one in self._some(0.004, OFFICIAL, told=False) + self._some(0.004, HEAD, told=False):
                await self.leaves(one, today)
                changed = True
        return changed

    async def files_documents(self, today: date) -> None:
        """Communes file their assignment documents: most within days, some long after they were due."""
        owing = sorted(self._province.unfiled)
        late = today > self._province.filing
        number = (self._fate.random() < 0.1) if late else FILES_A_DAY
        admin = self._province.holding(ADMIN)[0]
        for unit_id in self._fate.sample(owing, min(len(owing), int(number))):
            self._province.unfiled.discard(unit_id)
            await self._database.write(
                lambda tx, unit_id=unit_id: assignment_documents.file(
                    tx, unit_id, number="15/QĐ-UBND", signed_on=today, by=admin.id, now=self._clock()
                )
            )

    async def answers(self, told: list[int], today: date, *, as_official: bool) -> None:
        """Some of those who were told say why; a head's answer to a digest lets it rest, one to a nudge does not."""
        for person_id in told:
            if self._fate.random() > (0.3 if as_official else 0.05):
                continue
            if not as_official:
                self._province.answered[person_id] = today
            words = "NO_NETWORK" if as_official else "Đang mượn sổ, tuần sau sẽ kịp"
            about = nudges.OWN if as_official else nudges.UNITS

            async def says(tx: Tx, who: int = person_id, words: str = words, about: str = about) -> None:
                await nudges.answer(tx, who, today, words, self._clock(), about=about)

            await self._database.write(says)

    async def is_back(self, one: Person, campaign: Campaign, today: date) -> None:
        """Somebody comes who had no share of the day: new, or back after they had not been seen."""
        await work.open_the_bot(self._database, [one.id], today)
        await self._database.write(lambda tx: arrivals.day_of(tx, campaign, one.id, today, now=self._clock()))

    # ── one by one ──────────────────────────────────────────────────────────────────────────────

    async def joins(self, one: Person) -> None:
        one.posts, one.coming = one.coming, []
        new = [NewPost(one.id, unit.id, role) for role, unit in one.posts]
        await self._database.write(lambda tx: posts.begin(tx, new, now=self._clock()))
        if not one.linked:
            await self._link(one)

    async def leaves(self, one: Person, today: date) -> None:
        one.posts = []

        async def end(tx: Tx) -> None:
            rows = await posts.held_by(tx, one.id, below=["/"])
            await posts.end(tx, rows, now=self._clock(), day=today)

        await self._database.write(end)

    async def _link(self, one: Person) -> None:
        one.linked = True
        await self._database.write(lambda tx: people.link(tx, one.id, one.id, now=self._clock()))

    async def _reach(self, one: Person, *, blocked: bool) -> None:
        one.blocked = blocked
        await self._database.write(
            lambda tx: people.set_reachable(tx, one.id, reachable=not blocked, now=self._clock())
        )

    async def _goes_on_leave(self, one: Person, first: date, last: date, today: date) -> bool:
        if any(first <= known_last and known_first <= last for known_first, known_last in one.away):
            return False
        one.away.append((first, last))

        async def declare(tx: Tx) -> None:
            leave = Leave(first, last)
            await absences.declare(tx, one.id, leave, stand_in_id=None, by=one.id, now=self._clock())
            if first == today:
                await absences.leave_desk(tx, one.id, None, today=today)

        await self._database.write(declare)
        return first == today

    async def _set_day(self, unit_id: int, on: date, *, works: bool) -> None:
        self._province.days.own.setdefault(unit_id, {})[on] = works
        kind = calendars.WORKDAY if works else calendars.OFF
        await self._database.write(
            lambda tx: calendars.put(tx, unit_id, on, kind=kind, reason="", by=None, now=self._clock())
        )

    async def _set_time(self, unit_id: int, kind: Kind, at: time | None, *, clear: bool = False) -> None:
        if clear:
            self._province.times.pop((unit_id, kind.value))
            await self._database.write(lambda tx: nudge_times.clear(tx, unit_id, kind))
            return
        self._province.times[unit_id, kind.value] = at
        await self._database.write(
            lambda tx: nudge_times.put(tx, unit_id, kind, at, by=None, now=self._clock())
        )
