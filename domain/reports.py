"""Which files somebody may ask for in a chat, over which days, and what is told of people in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from domain.people import Person, Post, Role


class Kind(StrEnum):
    """A file made on request; the value is the word of `rasoat export`."""

    PROGRESS = "progress"
    RETURNED = "returned"
    FOLLOW_UP = "follow-up"
    ACTIONS = "actions"
    MISMATCHES = "mismatches"
    DECISIONS = "decisions"
    FINDINGS = "findings"
    OVERTIME = "overtime"


class Period(StrEnum):
    """Which days a file is about."""

    WEEK = "week"
    MONTH = "month"
    ALL = "all"


# the others tell how it stands now
OF_DAYS = frozenset({Kind.FOLLOW_UP, Kind.ACTIONS, Kind.DECISIONS, Kind.OVERTIME})
NO_PEOPLE = frozenset({Kind.PROGRESS})  # nobody's data: such a file may stay in the chat
STAYS = timedelta(
    hours=24
)  # the others are taken out of it, well before the 48 hours a channel allows that for
READERS = (Role.HEAD, Role.ADMIN, Role.AUDITOR)
# where cards show no more than initials and years, a file that holds values does not travel through a messenger
_BY_INITIALS = frozenset({Kind.PROGRESS, Kind.RETURNED, Kind.OVERTIME})


@dataclass(frozen=True, slots=True)
class Report:
    """A file to be made when it is sent: of which kind, of which unit, of which days, by which of the house's rules."""

    kind: Kind
    unit_id: int
    since: date | None
    until: date | None
    zone: ZoneInfo
    detail: str  # card_detail: how much is told of people
    idle_minutes: int
    calendar: str  # the province's own file of days

    def to_json(self) -> list[Any]:
        """Give it as plain values to store."""
        days = (day.isoformat() if day else "" for day in (self.since, self.until))
        return [
            self.kind.value,
            self.unit_id,
            *days,
            str(self.zone),
            self.detail,
            self.idle_minutes,
            self.calendar,
        ]

    @staticmethod
    def from_json(stored: list[Any]) -> Report:
        """Read what `to_json` gave."""
        kind, unit_id, since, until, zone, *more = stored
        return Report(Kind(kind), unit_id, _day(since), _day(until), ZoneInfo(zone), *more)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def days_of(period: Period, today: date) -> tuple[date | None, date | None]:
    """Give the first and the last day of a period: this week from Monday, this month from the first, or no bounds."""
    match period:
        case Period.WEEK:
            return today - timedelta(days=today.weekday()), today
        case Period.MONTH:
            return today.replace(day=1), today
    return None, None


def kinds_for(role: Role, detail: str) -> tuple[Kind, ...]:
    """List the files somebody in a role may ask for, where cards tell so much of people (`card_detail`)."""
    if role is Role.VENDOR:
        return (Kind.RETURNED,)
    if role not in READERS:
        return ()
    return tuple(kind for kind in Kind if detail != "masked" or kind in _BY_INITIALS)


def posts_with(person: Person, detail: str) -> dict[Post, tuple[Kind, ...]]:
    """List the posts of somebody that let them ask for files, one for each unit, and which."""
    by_unit: dict[int, tuple[Post, set[Kind]]] = {}
    for post in person.posts:
        if kinds := kinds_for(post.role, detail):
            by_unit.setdefault(post.unit_id, (post, set()))[1].update(kinds)
    return {post: tuple(kind for kind in Kind if kind in kinds) for post, kinds in by_unit.values()}


def may_have(person: Person | None, kind: Kind, unit_id: int, detail: str) -> Post | None:
    """Find the post by which somebody may have a file of a unit; None where they may not, or no longer."""
    if person is None or person.locked:
        return None
    for post, kinds in posts_with(person, detail).items():
        if post.unit_id == unit_id and kind in kinds:
            return post
    return None
