"""What a round of reminders looks at: the day of officials, units and heads, read once for all kinds that are due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from domain import follow_ups, forecast, nudges
from domain.nudges import Audience, Kind, Reason, Rule, Standpoint
from domain.nudges_verdict import Cancel, Verdict
from domain.talk.values import Message
from domain.workdays import Calendar
from storage import (
    calendars,
    follow_up_lists,
    nudge_times,
    official_days,
    overseers,
    second_returns,
    standings,
)
from storage import nudges as kept
from storage.calendars import Calendars
from storage.engine import Tx
from storage.follow_up_lists import AllDue
from storage.nudge_times import Times
from storage.nudges import Answered
from storage.official_days import OfficialDay
from storage.overseers import Overseer
from storage.planning import Campaign
from storage.standings import UnitStanding

KINDS_OF: dict[Audience, list[str]] = {
    audience: [rule.kind.value for rule in nudges.RULES.values() if rule.audience is audience and rule.capped]
    for audience in Audience
}


@dataclass(frozen=True, slots=True)
class Due:
    """A kind at one of its times today; late: too late to be said, but not to be left out in silence."""

    kind: Kind
    at: time
    late: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """What was decided about one person: the message goes out unless the verdict says otherwise."""

    kind: Kind
    period: str
    person_id: int
    verdict: Verdict
    message: Message | None = None
    carried_by: str = ""


@dataclass(slots=True)
class View:
    """A moment of a campaign."""

    campaign: Campaign
    local: datetime
    units: dict[int, UnitStanding]
    officials: dict[int, OfficialDay]
    overseers: dict[int, Overseer]
    known: Calendars
    times: Times
    heard: dict[Audience, dict[int, int]]
    answers: dict[int, Answered]  # what heads said last about units that are behind
    reasons: dict[int, Answered]  # what officials said today about their own day
    again: dict[str, int] = field(
        default_factory=dict
    )  # second returns that wait for a head, by path of the unit
    register: AllDue = field(default_factory=AllDue)  # what presses in the follow-up register
    _calendars: dict[tuple[int, ...], Calendar] = field(default_factory=dict)
    _ahead: dict[tuple[int, ...], tuple[date, ...]] = field(default_factory=dict)
    _days_left: dict[tuple[int, ...], int] = field(default_factory=dict)
    _open: dict[str, int] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The local day."""
        return self.local.date()

    @property
    def past(self) -> bool:
        """Say whether the deadline is over."""
        return self.today > self.campaign.deadline

    def calendar(self, path: str) -> Calendar:
        """Give the calendar of a unit."""
        key = self.known.key(path)
        if key not in self._calendars:
            self._calendars[key] = self.known.of(path)
        return self._calendars[key]

    def ahead(self, path: str) -> Sequence[date]:
        """List the working days after today, as a forecast needs them."""
        key = self.known.key(path)
        if key not in self._ahead:
            self._ahead[key] = forecast.days_ahead(self.today, self.calendar(path).next_workday)
        return self._ahead[key]

    def ahead_from_today(self, path: str) -> Sequence[date]:
        """List the working days to come, today's first where it is one: what a forecast of this morning needs."""
        later = self.ahead(path)
        return (self.today, *later) if self.calendar(path).is_workday(self.today) else later

    def days_left(self, path: str) -> int:
        """Count the working days of a unit from today to the deadline, both counted."""
        key = self.known.key(path)
        if key not in self._days_left:
            self._days_left[key] = self.calendar(path).count(self.today, self.campaign.deadline)
        return self._days_left[key]

    def open_below(self, *paths: str) -> int:
        """Count what is open in some subtrees."""
        if len(paths) != 1:
            return sum(unit.open for unit in self.below(*paths))
        if not self._open:
            for unit in self.units.values():
                way = unit.path.split("/")[1:-1]
                for place in range(len(way) + 1):
                    above = "/".join(["", *way[:place], ""])
                    self._open[above] = self._open.get(above, 0) + unit.open
        return self._open.get(paths[0], 0)

    @property
    def plan_to(self) -> date | None:
        """The last day before today on which any unit was planned: up to it plans are counted."""
        days = (day for unit in self.units.values() for day, _, _ in unit.history if day < self.today)
        return max(days, default=None)

    def below(self, *paths: str) -> list[UnitStanding]:
        """List the units of some subtrees, by code."""
        found = (unit for unit in self.units.values() if unit.path.startswith(paths))
        return sorted(found, key=lambda unit: (unit.code, unit.id))

    def asked_for(self, due: Iterable[Due], kind: Kind, path: str) -> Due | Reason | None:
        """Tell whether one of the runs is the one of a unit; Reason.OFF where the kind is switched off there."""
        at = self.times.of(path, kind)
        runs = [one for one in due if one.kind is kind]
        if at is None:
            return Reason.OFF if any(one.at == nudges.RULES[kind].at for one in runs) else None
        return next((one for one in runs if one.at == at), None)

    def judge(self, rule: Rule, who: Standpoint, path: str, *, why: Reason | None, late: bool) -> Verdict:
        """Decide about one message: who they are and where, then the work itself, then the hour."""
        verdict = nudges.judge(rule, who, self.local, self.calendar(path))
        if isinstance(verdict, Cancel):
            return verdict
        if why is not None:
            return Cancel(why.value)
        return Cancel(Reason.LATE.value) if late else verdict

    def official(self, one: OfficialDay) -> Standpoint:
        """Say what is known of an official."""
        return Standpoint(
            linked=one.linked,
            reachable=one.reachable,
            workday=any(self.calendar(path).is_workday(self.today) for _, path in one.posts),
            on_leave=one.on_leave,
            muted=one.muted,
            heard_today=self.heard[Audience.OFFICIAL].get(one.person_id, 0),
        )

    def overseer(self, one: Overseer) -> Standpoint:
        """Say what is known of a head or an admin."""
        return Standpoint(
            linked=one.linked,
            reachable=one.reachable,
            workday=any(self.calendar(path).is_workday(self.today) for path, _ in one.posts),
            on_leave=one.on_leave,
            heard_today=self.heard[Audience.HEAD].get(one.person_id, 0) if one.heads else 0,
        )


async def load(tx: Tx, campaign: Campaign, now: datetime) -> View:
    """Read everything; a few questions about all people and units at once."""
    local = now.astimezone(campaign.zone)
    today = local.date()
    known = await calendars.load(tx, campaign.calendar_file)
    soon = follow_ups.soon_until(today, known.of("/").next_workday)
    return View(
        campaign=campaign,
        local=local,
        units=await standings.now(tx, today),
        officials=await official_days.of(tx, today, campaign.zone),
        overseers=await overseers.all_of(tx, today),
        known=known,
        times=await nudge_times.load(tx),
        heard={audience: await kept.heard(tx, today, kinds) for audience, kinds in KINDS_OF.items()},
        answers=await kept.last_answers(tx, since=today - standings.LOOK_BACK, about=kept.UNITS),
        reasons=await kept.last_answers(tx, since=today, about=kept.OWN),
        again=await second_returns.by_unit(tx),
        register=await follow_up_lists.due(tx, today, soon),
    )
