"""Just before something nobody asked for is sent: is the person still there, is it still true, is it still the hour."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from domain import nudges
from domain.nudges import Audience, Kind, Reason
from domain.nudges_verdict import Cancel, Postpone, Send, Verdict
from domain.people import Account
from reminders import digests, officials, view
from reminders.view import KINDS_OF, View
from storage import nudges as kept
from storage import official_days, outbox, overseers
from storage.engine import Tx
from storage.glance import Glance
from storage.official_days import OfficialDay
from storage.planning import Campaign

FRESH = timedelta(minutes=1)  # what is known of units may be so old; one's own day no older than a moment
BY_HAND = "hand"  # how the period of a nudge ends that a head has asked for


class Recheck:
    """Asks once more; anything that is none of the clock's kinds goes out."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self._view: View | None = None
        self._told: dict[int, date] = {}

    async def __call__(
        self, tx: Tx, item: outbox.Item, account: Account, now: datetime, glance: Glance
    ) -> Verdict:
        """Judge one message that is about to be sent."""
        person_id = account.person_id
        if item.kind not in list(Kind) or person_id is None:
            return Send()
        kind, local = Kind(item.kind), now.astimezone(self._campaign.zone)
        seen = await self._seen(tx, local, now)
        if nudges.RULES[kind].audience is Audience.OFFICIAL:
            verdict = await self._official(tx, seen, item, person_id, glance)
        else:
            verdict = await self._overseer(tx, seen, kind, person_id, local)
        return self._in_time(seen, item, kind, person_id, local) if isinstance(verdict, Send) else verdict

    async def _seen(self, tx: Tx, local: datetime, now: datetime) -> View:
        seen = self._view
        if seen is None or not timedelta(0) <= local - seen.local <= FRESH or seen.today != local.date():
            self._view = seen = await view.load(tx, self._campaign, now)
            since = seen.today - timedelta(days=30)
            self._told = await kept.last_told(tx, KINDS_OF[Audience.OFFICIAL], since=since)
        return seen

    async def _days(self, tx: Tx, people: Collection[int]) -> dict[int, OfficialDay]:
        assert self._view is not None
        return await official_days.of(tx, self._view.today, self._campaign.zone, people_ids=people)

    async def _official(
        self, tx: Tx, seen: View, item: outbox.Item, person_id: int, glance: Glance
    ) -> Verdict:
        one = (await glance.of(tx, self._days, seen.today)).get(person_id)
        if one is None:
            return Cancel(Reason.LEFT.value)
        if one.on_leave:
            return Cancel(Reason.LEAVE.value)
        if one.muted:
            return Cancel(Reason.MUTED.value)
        if item.kind == Kind.MORNING.value:
            why = officials.no_morning(seen, one)
        else:
            why = officials.no_nudge(seen, one)
            if why is Reason.ON_TRACK and item.key.split(":")[1].endswith(BY_HAND):
                why = None
        return Cancel(why.value) if why is not None else Send()

    async def _overseer(self, tx: Tx, seen: View, kind: Kind, person_id: int, local: datetime) -> Verdict:
        one = (await overseers.all_of(tx, local.date(), person_id=person_id)).get(person_id)
        if one is None or (kind is Kind.REPORT and not one.admin_of):
            return Cancel(Reason.LEFT.value)
        if one.on_leave:
            return Cancel(Reason.LEAVE.value)
        if kind is Kind.DEADLINE and not any(
            unit.open for unit in seen.below(*(path for path, _ in one.posts))
        ):
            return Cancel(Reason.FINISHED.value)
        if kind is Kind.DIGEST:
            digest = digests.all_of(seen, self._told).get(person_id)
            riding = await kept.rides(tx, seen.today, Kind.DIGEST.value, person_id)
            if digest is not None and digest.why_not is not None and not riding:
                return Cancel(digest.why_not.value)
        return Send()

    def _in_time(self, seen: View, item: outbox.Item, kind: Kind, person_id: int, local: datetime) -> Verdict:
        """Judge the hour. The report of an evening may wait for the next morning; all else is of its day only."""
        path = self._path(seen, kind, person_id)
        calendar = seen.calendar(path)
        if kind is Kind.REPORT:
            if calendar.is_workday(local.date()) and nudges.DAY_BEGINS <= local.time() < nudges.LAST_CALL:
                return Send()
            return Postpone(nudges.next_morning(local, calendar), Reason.QUIET.value)
        rule = nudges.RULES[kind]
        until = nudges.grace_until(rule, seen.times.of(path, kind) or rule.at)
        same_day = item.created_at.astimezone(local.tzinfo).date() == local.date()
        if same_day and item.kind == Kind.NUDGE.value and item.key.split(":")[1].endswith(BY_HAND):
            until = nudges.DAY_ENDS
        if not same_day or local.time() > until:
            return Cancel(Reason.LATE.value)
        return Send() if nudges.is_day(local) else Cancel(Reason.QUIET.value)

    def _path(self, seen: View, kind: Kind, person_id: int) -> str:
        if nudges.RULES[kind].audience is Audience.OFFICIAL and person_id in seen.officials:
            return seen.officials[person_id].path
        one = seen.overseers.get(person_id)
        return one.path if one is not None else "/"
