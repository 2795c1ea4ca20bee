"""The year as it goes by: each day's ticks, outages, jumps of the clock, two processes at once, work in between."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select

from bot.timers import Timers
from storage.engine import Database, Tx
from storage.planning import Campaign
from storage.plans import plans, unit_plans
from tests.reminders.a_year import founding, work
from tests.reminders.a_year.checks import Checks, Findings
from tests.reminders.a_year.days import DAY
from tests.reminders.a_year.happenings import Happenings
from tests.reminders.a_year.lines import Share
from tests.reminders.a_year.oracle import Oracle
from tests.reminders.a_year.people import OFFICIAL, Hiring, Person, Province, units_of_2024
from tests.reminders.a_year.post import Post
from tests.world import ZONE, Clock

FIRST_DEADLINE, EXTENDED_ON, LAST_DEADLINE = 117 * DAY, 137 * DAY, 330 * DAY  # after the first day
FILING = 6 * DAY
DAILY = ((7, 30), (8, 30), (15, 0), (16, 30), (17, 2), (20, 1))  # a plain day: each kind at its moment
CLOSELY = (
    (7, 0), (7, 31), (8, 0), (8, 30), (11, 30), (14, 30), (15, 0), (16, 31), (17, 0), (19, 50), (20, 0), (23, 0),
)  # fmt: skip
DAY_OFF = ((9, 10), (20, 5))
JUMPS = ((6, 50), (14, 20), (15, 45), (19, 20))  # the clock shows an hour more


class Year:
    """One year of one province over one database."""

    def __init__(self, database: Database, number: int, first: date) -> None:
        self.fate = Random(f"a year of reminders {number}")
        self.first, self.database = first, database
        units = units_of_2024()
        people = Hiring(units, self.fate).fill()
        self.province = Province(units, people, first + FIRST_DEADLINE, first + FILING)
        self.province.unfiled = {unit.id for unit in self.province.communes()}
        self.clock = Clock(datetime.combine(first - DAY, time(12), ZONE))
        self.oracle = Oracle(self.province)
        self.happenings = Happenings(database, self.province, self.clock, self.fate)
        self.checks = Checks(database, self.province, self.oracle)
        self._begin_campaign()
        self._down: list[tuple[datetime, datetime]] = []
        self._learnt: date | None = None
        self._changed: date | None = None  # the day whose plan was changed after it was learnt
        self.real_days = 0

    @property
    def findings(self) -> Findings:
        return self.checks.found

    def _begin_campaign(self) -> None:
        self.campaign = Campaign(self.province.deadline, ZONE)
        self.post = Post(self.database, self.clock, self.campaign)
        self.processes = [
            Timers(self.database, self.clock, self.campaign, self.post.tell, filing=self.province.filing)
            for _ in range(2)
        ]

    async def run(self, days: int) -> Findings:
        """Let so many days go by."""
        await founding.found(self.database, self.province, self.clock())
        await founding.bring(
            self.database, self.province, founding.sizes(self.province, self.fate), self.first - DAY
        )
        self._choose_outages(days)
        for number in range(days):
            today = self.first + number * DAY
            if today == self.first + EXTENDED_ON:
                await self.post.close()
                self.province.deadline = self.first + LAST_DEADLINE
                self._begin_campaign()
            await self._day(number, today)
        await self.checks.after_tick([], datetime.combine(self.first + days * DAY, time(), ZONE))
        await self.checks.every_day_is_noted(self.first + n * DAY for n in range(days - 4))
        await self.post.close()
        return self.findings

    def _choose_outages(self, days: int) -> None:
        for length in (2, 3, 3, 4, 5, 6, 9, 24, 24, 72, 72, 80):
            minutes = self.fate.randrange(max(days, 150) * 24 * 60) + 0.5
            begin = datetime.combine(self.first, time(), ZONE) + timedelta(minutes=minutes)
            self._down.append((begin, begin + timedelta(hours=length)))

    def _is_down(self, at: datetime) -> bool:
        return any(begin <= at < end for begin, end in self._down)

    # ── a day ───────────────────────────────────────────────────────────────────────────────────

    async def _day(self, number: int, today: date) -> None:
        works = self._works(today)
        fate = self.fate
        closely = works and fate.random() < 0.07
        self.post.is_real = closely and number % 2 == 0
        slow = self.post.is_real and fate.random() < 0.5
        ticks = CLOSELY if closely else DAILY if works else DAY_OFF[fate.random() < 0.7 :]
        moments: list[tuple[time, str]] = [(time(*at), "tick") for at in ticks]
        moments += [(time(6, 10), "dawn"), (time(12), "noon")]
        if works or fate.random() < 0.2:
            hours = ((7, 15), (9, 30), (14, 10), (15, 40), (18, 20)) if works else ((10, 30),)
            moments += [(time(*at), "work") for at in hours]
        if works:
            moments += [(time(*at), "way") for at in ((10, 15), (15, 20))] + [(time(13, 5), "paper")]
            if fate.random() < 0.1:
                moments.append((time(*fate.choice(JUMPS)), "jump"))
            moments += [(time(15, 50), "say"), (time(17, 50), "answer")]
        for _, end in self._down:
            if end.date() == today:
                moments.append((end.time(), "tick"))
        for at, what in sorted(moments):
            local = datetime.combine(today, at, ZONE)
            if what in ("dawn", "noon", "paper") or not self._is_down(local):
                await self._moment(what, number, local, slow=slow)
        await self._send(datetime.combine(today, time(20, 59) if works else time(21), ZONE))

    def _works(self, today: date) -> bool:
        return self.province.days.works((), today)

    async def _moment(self, what: str, number: int, local: datetime, *, slow: bool) -> None:
        self.clock.at = local
        today = local.date()
        if what == "tick":
            await self._tick(local, slow=slow)
        elif what == "jump":
            self.clock.at = local + timedelta(hours=1)
            await self._tick(local + timedelta(hours=1), slow=False)
        elif what == "dawn":
            await self.happenings.at_dawn(number, today)
        elif what == "noon":
            for kind in await self.happenings.at_noon(number, today):
                self.oracle.hour.look_again(kind)
        elif what == "paper":
            await self.happenings.files_documents(today)
        elif what == "way":
            if await self.happenings.by_the_way(today):
                self._changed = today
        elif what == "say":
            await self.happenings.answers(self.told("nudge", today), today, as_official=True)
        elif what == "answer":
            await self.happenings.answers(self.told("digest", today), today, as_official=False)
        else:
            await self._work(local)
        if slow and what in ("work", "way"):
            await self._send(local)

    def told(self, kind: str, today: date) -> list[int]:
        return [
            one.person_id
            for one in self.post.said
            if one.kind == kind and one.at.date() == today and not one.end
        ]

    async def _tick(self, local: datetime, *, slow: bool) -> None:
        both = self.fate.random() < 0.08
        await asyncio.gather(*(each.tick() for each in self.processes[: 2 if both else 1]))
        await self._learn(local.date())
        await self.checks.after_tick(self.oracle.tick(local), local)
        if not slow:
            await self._send(local)

    async def _send(self, local: datetime) -> None:
        self.clock.at = local
        self.post.said = [one for one in self.post.said if one.at.date() == local.date()]
        self.checks.after_post(await self.post.goes())

    async def _learn(self, today: date) -> None:
        """Read the day's plan as soon as it was made, and again after it was changed, be it that the bot was away since."""
        if self._learnt == today and self._changed is None:
            return
        if (
            self._changed is not None
            and self._changed != today
            and self.oracle.lines.shares.get(self._changed)
        ):
            await self._learn_day(self._changed)
        self._changed = None
        self._learnt = today if await self._learn_day(today) else None

    async def _learn_day(self, on: date) -> bool:
        """Read a day's plan; False where there is none yet."""

        async def look(tx: Tx) -> tuple[list[tuple[int, int, int, int]], list[tuple[int, Share]]]:
            units = await tx.run(select(unit_plans).where(unit_plans.c.day == on))
            people = await tx.run(select(plans).where(plans.c.day == on))
            return (
                [(r.unit_id, r.open, r.days_left, r.shortfall) for r in units],
                [(r.person_id, Share(r.unit_id, r.carried + r.fresh + r.extra, r.reason)) for r in people],
            )

        units, shares = await self.database.read(look)
        self.oracle.lines.learn(on, units, shares)
        return bool(units)

    # ── work ────────────────────────────────────────────────────────────────────────────────────

    async def _work(self, local: datetime) -> None:
        """Those who come do a part of their list; towards the evening what they mean to do today."""
        today, fate, lines = local.date(), self.fate, self.oracle.lines
        wishes: dict[int, int] = {}
        seen: list[int] = []
        for one in self.province.holding(OFFICIAL):
            if not one.linked or one.is_away(today) or not self._comes(one, local):
                continue
            quota = lines.quota(one, today)
            if local.hour == 9 and self._was_left_out(one, today):
                await self.happenings.is_back(one, self.campaign, today)
                self._changed = today
                continue
            seen.append(one.id)
            left = max(0, quota - self.province.did[one.id][today]) if quota else fate.choice((0, 1, 2))
            eager = fate.random() * 100 < one.temper.finishes
            share = 1.0 if local.hour >= 15 else 0.6
            wishes[one.id] = round(left * share) if eager else int(left * share * fate.random())
        await work.open_the_bot(self.database, seen, today)
        await work.decide(self.database, self.province, wishes, self.clock(), today)

    def _was_left_out(self, one: Person, today: date) -> bool:
        """Say whether there is work for somebody who has no share of it: new, or not seen for days."""
        shares = self.oracle.lines.shares.get(today, {})
        mine = shares.get(one.id, ())
        is_open = self.province.open_below(one.units(OFFICIAL)) > 0
        return bool(shares) and is_open and all(share.reason == "absent" for share in mine)

    def _comes(self, one: Person, local: datetime) -> bool:
        """Say whether somebody is at it: a person's moods last a fortnight, a day's absence a day."""
        temper = one.temper
        today = local.date().toordinal()
        mood = Random(f"{one.id} {today // 14}").random() * 100 < temper.comes
        here = Random(f"{one.id} {today} day").random() * 100 < max(temper.comes, 85)
        hour = temper.early if local.hour < 8 else 15 if not self._works(local.date()) else 85
        return mood and here and self.fate.random() * 100 < hour
