"""What the bot says unasked: which kinds there are, when each is due, and whether somebody hears it now.

Silence has a reason: whoever has finished, is on leave, has a day off, asked for quiet or has heard enough today is
left alone, and why is kept (design, section 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.folding import fold
from domain.nudges_verdict import Cancel, Postpone, Send, Verdict
from domain.workdays import Calendar


class Kind(StrEnum):
    """The kinds of messages that fall due by the clock."""

    MORNING = "morning"
    NUDGE = "nudge"
    NEWS = "news"  # what this morning's plan brought: who falls short, who is not seen
    ASSIGNMENT = "assignment"
    LEADERBOARD = "leaderboard"
    DIGEST = "digest"
    DEADLINE = "deadline"
    REPORT = "report"


class Audience(StrEnum):
    """Whom a kind is for; each has its own number of messages a day."""

    OFFICIAL = "official"
    HEAD = "head"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class Rule:
    """When a kind is due, until when it is still worth saying (local time of its day), and whether the cap holds."""

    kind: Kind
    audience: Audience
    at: time
    until: time
    capped: bool = True


DAY_BEGINS, DAY_ENDS = time(7), time(20)  # outside nobody is disturbed
LAST_CALL = time(21)  # by when the report of eight o'clock must be out; later it waits for the next morning

RULES: dict[Kind, Rule] = {
    rule.kind: rule
    for rule in (
        Rule(Kind.MORNING, Audience.OFFICIAL, time(7, 30), time(11)),
        Rule(Kind.NUDGE, Audience.OFFICIAL, time(15), time(16, 30)),
        Rule(Kind.NEWS, Audience.HEAD, time(8), DAY_ENDS),
        Rule(Kind.ASSIGNMENT, Audience.HEAD, time(8), DAY_ENDS),
        Rule(Kind.LEADERBOARD, Audience.HEAD, time(8), DAY_ENDS),
        Rule(Kind.DEADLINE, Audience.HEAD, time(8, 30), DAY_ENDS, capped=False),
        Rule(Kind.DIGEST, Audience.HEAD, time(16, 30), DAY_ENDS),
        Rule(Kind.REPORT, Audience.PROVINCE, time(20), LAST_CALL, capped=False),
    )
}
MOST_A_DAY: dict[Audience, int] = {Audience.OFFICIAL: 2, Audience.HEAD: 1}
SHORTEST_GRACE = timedelta(minutes=30)  # for a kind that was moved close to, or behind, its usual end


class Reason(StrEnum):
    """Why something was not said, or not yet."""

    LEFT = "left"  # no post any more
    NOT_LINKED = "not_linked"
    BLOCKED = "blocked"
    DAY_OFF = "day_off"
    LEAVE = "leave"
    FINISHED = "finished"
    NO_QUOTA = "no_quota"
    AT_WORK = "at_work"  # has begun already
    ON_TRACK = "on_track"  # more than half done
    ON_PLAN = "on_plan"
    MUTED = "muted"
    CAP = "cap"
    QUIET = "quiet"
    LATE = "late"
    OFF = "off"  # the kind is switched off for the unit
    IN_DIGEST = "in_digest"  # rides in the afternoon's message
    UNITED = "united"  # rides in another message of the same moment
    FILED = "filed"
    ANSWERED = "answered"  # the head has said what there is to say
    NOTHING = "nothing"  # there is nothing to tell


class NudgeReason(StrEnum):
    """Why somebody says that they are behind; heads see it."""

    NO_REGISTER = "NO_REGISTER"
    NO_NETWORK = "NO_NETWORK"
    WAITING = "WAITING"
    BUSY = "BUSY"


TOLD_ITSELF, TOLD_HEAD, TOLD_ABOVE = 1, 3, 5  # working days behind: who hears of it, one after another


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What is known of a person at the moment something would be said to them."""

    employed: bool = True
    linked: bool = True
    reachable: bool = True
    workday: bool = True
    on_leave: bool = False
    muted: bool = False
    heard_today: int = 0  # capped messages of this audience, of today, this one left out


def grace_until(rule: Rule, at: time) -> time:
    """Tell until when a kind that is due at a time may still be said that day."""
    shortest = (datetime.combine(date.min, at) + SHORTEST_GRACE).time()
    return max(rule.until, min(shortest, LAST_CALL))


def is_day(local: datetime) -> bool:
    """Say whether people may be disturbed at a moment of local time."""
    return DAY_BEGINS <= local.time() <= DAY_ENDS


def next_morning(local: datetime, calendar: Calendar) -> datetime:
    """Find the next moment at which people may be disturbed: today's beginning, or that of the next working day."""
    if local.time() < DAY_BEGINS and calendar.is_workday(local.date()):
        day = local.date()
    else:
        day = calendar.next_workday(local.date())
    return datetime.combine(day, DAY_BEGINS, local.tzinfo)


def judge(rule: Rule, who: Standpoint, local: datetime, calendar: Calendar) -> Verdict:
    """Decide about one message for one person at a moment of local time; the first reason that holds is given.

    What is true of the work itself (finished, on plan, nothing to say) is for the kind to say before it asks this.
    """
    if (reason := _why_not(rule, who)) is not None:
        return Cancel(reason.value)
    if rule.kind is Kind.REPORT:
        in_time = DAY_BEGINS <= local.time() < LAST_CALL
    else:
        in_time = is_day(local)
    if not in_time or not calendar.is_workday(local.date()):
        return Postpone(next_morning(local, calendar), Reason.QUIET.value)
    return Send()


def _why_not(rule: Rule, who: Standpoint) -> Reason | None:
    checks = (
        (not who.employed, Reason.LEFT),
        (not who.linked, Reason.NOT_LINKED),
        (not who.reachable, Reason.BLOCKED),
        (not who.workday, Reason.DAY_OFF),
        (who.on_leave, Reason.LEAVE),
        (who.muted and rule.audience is Audience.OFFICIAL, Reason.MUTED),
        (rule.capped and who.heard_today >= MOST_A_DAY.get(rule.audience, who.heard_today + 1), Reason.CAP),
    )
    return next((reason for holds, reason in checks if holds), None)


# ── the days before and after a deadline ─────────────────────────────────────────────────────────

WARNINGS = (30, 14, 7, 3, 1)  # days before
FILING_FROM = 3  # days before assignment documents are due


def warning_due(calendar: Calendar, day: date, deadline: date) -> str | None:
    """Name the warning that is due on a working day: "T-7", "T+2"; None where none is.

    A warning whose day is off comes with the next working day; where two meet, the later one is given.
    """
    if not calendar.is_workday(day):
        return None
    left = (deadline - day).days
    if left < 0:
        return f"T+{-left}"
    for ahead in sorted(WARNINGS):
        on = deadline - timedelta(days=ahead)
        if on > day:
            continue
        if on == day or (not calendar.is_workday(on) and calendar.next_workday(on) == day):
            return f"T-{ahead}"
        return None
    return None


def parse_time(text: str) -> time | None:
    """Read "7:45", "07h45", "7h", "0745"; None for what is no time of day."""
    cleaned = fold(text).replace("gio", "h").replace(" ", "")
    for mark in ("h", ":", "g", "."):
        hours, found, minutes = cleaned.partition(mark)
        if found:
            break
    else:
        hours, minutes = (cleaned[:-2], cleaned[-2:]) if len(cleaned) in (3, 4) else (cleaned, "")
    minutes = minutes or "0"
    if not (hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()):
        return None
    if not (int(hours) < 24 and int(minutes) < 60 and len(minutes) <= 2 and len(hours) <= 2):
        return None
    return time(int(hours), int(minutes))


def may_be_at(kind: Kind, at: time) -> bool:
    """Say whether a kind may be due at a time: when people may be disturbed, the report in the evening."""
    if kind is Kind.REPORT:
        return time(17) <= at <= DAY_ENDS
    return DAY_BEGINS <= at <= time(19, 30)
