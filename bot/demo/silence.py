"""What the bot said unasked on a day and what it did not, with the reason of each silence, in words for the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from domain.wording import demo as say
from domain.wording import nudges as say_nudges
from reminders.recheck import BY_HAND
from storage import nudges
from storage.engine import Database
from storage.nudges import POSTPONE, SEND, WITHHOLD, Line
from storage.nudges_by_hand import USE

Json = dict[str, Any]
SENT, WITHHELD, POSTPONED, UNDERWAY = "sent", "withheld", "postponed", "underway"
_IN_ORDER = (SENT, UNDERWAY, POSTPONED, WITHHELD)  # of the people of one kind and moment
_OF_VERDICT = {SEND: SENT, WITHHOLD: WITHHELD, POSTPONE: POSTPONED}
_OF_STATE = {"cancelled": WITHHELD, "failed": WITHHELD, "waiting": UNDERWAY, "leased": UNDERWAY}


@dataclass(frozen=True, slots=True)
class Told:
    """One decision: what became of it, and why it was not said, or in what it was said."""

    kind: str
    name: str
    at: str  # local, "15:00"
    outcome: str
    why: str = ""


async def of_day(database: Database, day: date, zone: tzinfo) -> list[Told]:
    """Tell a day's decisions in their order."""
    lines = await database.read(lambda tx: nudges.of_day(tx, day))
    return [_told(line, zone) for line in lines if line.kind != USE]


def _told(line: Line, zone: tzinfo) -> Told:
    outcome, why = _OF_VERDICT[line.verdict], line.reason
    if outcome == SENT and line.state in _OF_STATE:
        outcome, why = _OF_STATE[line.state], line.result or line.state
    if outcome == UNDERWAY:
        why = ""
    return Told(
        say.BY_HAND if line.period.endswith(BY_HAND) else say_nudges.KIND_WORDS.get(line.kind, line.kind),
        line.name,
        f"{line.at.astimezone(zone):%H:%M}",
        outcome,
        say_nudges.WHY_NOT.get(why, say.NOT_TAKEN if line.state == "failed" else why),
    )


async def page(
    database: Database, zone: tzinfo, asked: str, *, first: date, today: date, roles: dict[str, str]
) -> Json:
    """Tell a day, "" for today, as the page asks for it, the latest first; ValueError for what is no day."""
    day = date.fromisoformat(asked) if asked else today
    told = sorted(await of_day(database, day, zone), key=lambda one: _IN_ORDER.index(one.outcome))
    told.sort(key=lambda one: one.kind)
    told.sort(key=lambda one: one.at, reverse=True)
    rows = [
        {"time": one.at, "kind": one.kind, "name": one.name, "role": roles.get(one.name, ""),
         "outcome": one.outcome, "why": one.why}
        for one in told
    ]  # fmt: skip
    return {"day": day.isoformat(), "first": first.isoformat(), "today": today.isoformat(), "rows": rows}


def counted(told: Sequence[Told]) -> tuple[int, list[tuple[str, int]]]:
    """Count what was sent, and what was not by its reason, the commonest first."""
    silent = Counter(one.why for one in told if one.outcome in (WITHHELD, POSTPONED))
    return sum(one.outcome == SENT for one in told), sorted(
        silent.items(), key=lambda item: (-item[1], item[0])
    )
