"""How a subtree has gone of late and when it may be through: worked out once a day, and kept.

Both rest on the mornings that were planned, of which a province has some ten thousand; they do not change during the
day. What is decided meanwhile is counted anew each time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select

from domain import course, forecast
from domain.course import Day
from domain.forecast import Forecast, Unknown, Whole, Why
from domain.workdays import DAY
from storage import calendars, marks, outlooks, standings
from storage.engine import Tx
from storage.hot import Hot
from storage.planning import Campaign
from storage.situation import unit_plans
from storage.standings import UnitStanding

_plan_of = Hot(
    select(
        func.count(), func.coalesce(func.sum(unit_plans.c.open), 0), func.coalesce(func.sum(unit_plans.c.line), 0)
    ).where(unit_plans.c.day == bindparam("p_day"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """The planned days of a subtree, oldest first, and its forecast of this morning."""

    days: tuple[Day, ...]
    outlook: Whole


async def of(tx: Tx, path: str, today: date, campaign: Campaign) -> Kept:
    """Tell how a subtree has gone. The first to ask after a plan was made has it worked out, and writes it down."""
    plan = [int(figure) for figure in (await tx.run(_plan_of, {"p_day": today})).one()]
    mark, key = f"course:{path}", [today.isoformat(), campaign.deadline.isoformat(), *plan]
    written = await marks.get(tx, mark)
    if written is not None:
        found = json.loads(written)
        if found["of"] == key:
            return Kept(tuple(Day(_day(on), done, line) for on, done, line in found["days"]), _whole(found))
    kept = await _work_out(tx, path, today, campaign)
    days = [[day.on.isoformat(), day.done, day.line] for day in kept.days]
    await marks.put(tx, mark, json.dumps({"of": key, "days": days, **_packed(kept.outlook)}))
    return kept


async def _work_out(tx: Tx, path: str, today: date, campaign: Campaign) -> Kept:
    units = list((await standings.now(tx, today, path)).values())
    calendar = (await calendars.load(tx, campaign.calendar_file)).of(path)
    days = course.together((_days(unit), unit.done) for unit in units)
    ahead = forecast.days_ahead(today - DAY, calendar.next_workday)
    return Kept(days, outlooks.of_morning(units, campaign, calendar, ahead))


def _days(unit: UnitStanding) -> list[Day]:
    return [Day(on, done, line) for (on, _, done), (_, line) in zip(unit.history, unit.lines, strict=True)]


def _packed(whole: Whole) -> dict[str, Any]:
    found = whole.found
    told: Any = (
        found.why.value
        if isinstance(found, Unknown)
        else [*(day and day.isoformat() for day in (found.earliest, found.middle, found.latest)), found.pace]
    )
    return {"found": told, "unknown": whole.unknown, "open": whole.still_open}


def _whole(packed: dict[str, Any]) -> Whole:
    told = packed["found"]
    if isinstance(told, str):
        found: Forecast | Unknown = Unknown(Why(told))
    else:
        earliest, middle, latest, pace = told
        found = Forecast(_day(earliest), middle and _day(middle), latest and _day(latest), pace)
    return Whole(found, packed["unknown"], packed["open"])


def _day(written: str) -> date:
    return date.fromisoformat(written)
