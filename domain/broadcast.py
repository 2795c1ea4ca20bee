"""The rules of a broadcast: how it ends for each, when it may go out, how long it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.folding import fold
from domain.nudges import DAY_BEGINS, DAY_ENDS
from domain.workdays import Calendar

TEXT_MAX = 4096  # what a message holds on the channel that holds most
CAPTION_MAX = 1024  # what stands under a file there
A_SECOND = 25  # how many go out at most
AHEAD = timedelta(days=60)  # so far ahead it may be ordered
LATELY = timedelta(
    days=60
)  # a day and month that is over for so short was meant to be over, not to come next year


class State(StrEnum):
    """Where a broadcast stands."""

    ASKED = "asked"  # a second admin has to agree
    SCHEDULED = "scheduled"
    SENDING = "sending"
    STOPPING = "stopping"  # nothing more goes out; what is on its way comes to its end
    STOPPED = "stopped"
    DONE = "done"
    REFUSED = (
        "refused"  # never begun: a second admin did not agree, in time or at all, or its sender lost the role
    )


OPEN = frozenset({State.ASKED, State.SCHEDULED, State.SENDING, State.STOPPING})


class Status(StrEnum):
    """How it ended for one recipient."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"  # the channel would not take it
    BLOCKED = "blocked"  # they shut the bot out
    UNREACHABLE = "unreachable"  # gone, or no channel that may speak to them now
    NOT_LINKED = "not_linked"
    WITHHELD = "withheld"  # not sent by us, with the reason


class Withheld(StrEnum):
    """Why something was not sent that could have been."""

    STOPPED = "stopped"
    LEFT = "left"  # no post any more that belongs to the audience
    LOCKED = "locked"
    SENDER_LEFT = "sender_left"  # the sender is no admin of the audience any more


_GONE = (
    "deactivated",
    "chat not found",
    "user not found",
    "can't initiate",
    "peer_id_invalid",
    "window",
    "no channel",
)


def ending(reason: str, *, unreachable: bool, permanent: bool) -> Status:
    """Tell the status from how a channel's refusal is put; what was tried for days in vain did not reach anybody."""
    said = reason.lower()
    if said == "not linked":
        return Status.NOT_LINKED
    if any(piece in said for piece in _GONE) or not permanent:
        return Status.UNREACHABLE
    if unreachable or said.startswith("unreachable"):
        return Status.BLOCKED
    return Status.REFUSED


def minutes_for(people: int) -> int:
    """Tell how many minutes so many take at the most there may be, at least 1."""
    return max(1, -(-people // (A_SECOND * 60)))


def left_s(done: int, of: int, elapsed_s: float) -> float:
    """Estimate the seconds that are left from how it went so far; at the start by the pace alone."""
    rate = done / elapsed_s if elapsed_s > 5 and done else float(A_SECOND)
    return (of - done) / min(rate, A_SECOND)


# ── when it may go out ──────────────────────────────────────────────────────────────────────────


class Why(StrEnum):
    """Why a moment will not do."""

    SHAPE = "shape"
    PAST = "past"
    NIGHT = "night"
    DAY_OFF = "day_off"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class NotThen:
    """A moment that will not do, why, and the next that would; `reason` is the name of the day that is off."""

    why: Why
    next: datetime
    reason: str = ""


def may_go(local: datetime, calendar: Calendar) -> bool:
    """Say whether broadcasts go out at a moment of local time."""
    return DAY_BEGINS <= local.time() < DAY_ENDS and calendar.is_workday(local.date())


def judge(wanted: datetime, local: datetime, calendar: Calendar) -> NotThen | None:
    """Say what speaks against sending at a moment, seen from another that is now; None: nothing does."""
    if wanted < local - timedelta(minutes=1):
        return NotThen(
            Why.PAST, _next(datetime.combine(local.date(), wanted.time(), local.tzinfo), local, calendar)
        )
    if wanted > local + AHEAD:
        return NotThen(Why.FAR, _next(local + AHEAD - timedelta(days=1), local, calendar))
    if not calendar.is_workday(wanted.date()):
        return NotThen(Why.DAY_OFF, _next(wanted, local, calendar), calendar.day(wanted.date()).reason)
    if not may_go(wanted, calendar):
        return NotThen(Why.NIGHT, _next(wanted, local, calendar))
    return None


def first_possible(local: datetime, calendar: Calendar) -> datetime:
    """Find the first moment from now on at which it may go out."""
    return _next(local, local, calendar)


def _next(wanted: datetime, local: datetime, calendar: Calendar) -> datetime:
    """Find the moment nearest after the one wanted, by the same time of day where that is by day."""
    day, at = wanted.date(), wanted.time()
    if at >= DAY_ENDS:
        day, at = day + timedelta(days=1), DAY_BEGINS
    at = max(at, DAY_BEGINS)
    if not calendar.is_workday(day):
        day = calendar.next_workday(day)
    found = datetime.combine(day, at, local.tzinfo)
    return (
        found if found >= local else datetime.combine(calendar.next_workday(local.date()), at, local.tzinfo)
    )


def consent_until(local: datetime, send_at: datetime | None) -> datetime:
    """Tell until when a second admin may agree: until it is to go out or, where that is now, until the day ends."""
    return send_at if send_at is not None else datetime.combine(local.date(), DAY_ENDS, local.tzinfo)


# ── a typed moment ──────────────────────────────────────────────────────────────────────────────

_TIME = re.compile(r"\b(\d{1,2}) ?(?:gio|h|:|g)(?: ?(\d{2})\b(?![/.-]\d))?(?![a-z])", re.ASCII)
_DATE = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?\b", re.ASCII)
_DAYS = ("thu hai", "thu ba", "thu tu", "thu nam", "thu sau", "thu bay", "chu nhat")
_NUMBERED = {f"thu {number}": number - 2 for number in range(2, 8)}
_FILLERS = re.compile(r"\b(?:luc|vao|ngay|sang|trua|chieu|toi|nay|gui|hen)\b|[,;.]")


def read_moment(text: str, local: datetime) -> datetime | None:
    """Read "15:30", "15h30 05/07", "8h sáng mai", "thứ Hai 8h"; None for what is no moment. The past is not refused."""
    said = fold(text)
    found = _TIME.search(said)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    rest = f"{said[: found.start()]} {said[found.end() :]}"
    if re.search(r"\b(?:chieu|toi)\b", rest) and hour < 12:
        hour += 12
    day, rest = _day(rest, local.date())
    if day is None or hour > 23 or minute > 59 or _FILLERS.sub("", rest).strip():
        return None
    return datetime.combine(day, time(hour, minute), local.tzinfo)


def _day(said: str, today: date) -> tuple[date | None, str]:
    """Find the day that is named, today where none is; gives what is left of the words too."""
    if found := _DATE.search(said):
        day, month, year = int(found[1]), int(found[2]), found[3]
        rest = said.replace(found[0], " ", 1)
        try:
            if year:
                return date(int(year) if len(year) == 4 else 2000 + int(year), month, day), rest
            this = date(today.year, month, day)
            return (this if today - this < LATELY else date(today.year + 1, month, day)), rest
        except ValueError:
            return None, rest
    for name, place in (*zip(_DAYS, range(7), strict=True), *_NUMBERED.items()):
        if re.search(rf"\b{name}\b", said):
            ahead = (place - today.weekday()) % 7 or 7
            return today + timedelta(days=ahead), said.replace(name, " ", 1)
    for name, ahead in (("ngay mai", 1), ("mai", 1), ("hom nay", 0)):
        if re.search(rf"\b{name}\b", said):
            return today + timedelta(days=ahead), said.replace(name, " ", 1)
    return today, said
