"""How a subtree has gone of late and when it may be through: worked out once a day, and kept.

Both rest on the mornings that were planned, of which a province has some ten thousand; they do not change during the
day. What is decided meanwhile is counted anew each time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
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

_FORM = 2  # of what is written down: another one is worked out anew
_plan_of = Hot(
    select(
        func.count(), func.coalesce(func.sum(unit_plans.c.open), 0), func.coalesce(func.sum(unit_plans.c.line), 0)
    ).where(unit_plans.c.day == bindparam("p_day"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """The planned days of a subtree, oldest first, its forecast of this morning, and that of each of its units."""

    days: tuple[Day, ...]
    outlook: Whole
    of_units: Mapping[int, Forecast | Unknown]


async def of(tx: Tx, path: str, today: date, campaign: Campaign) -> Kept:
    """Tell how a subtree has gone. The first to ask after a plan was made has it worked out, and writes it down."""
    kept, to_write = await look(tx, path, today, campaign)
    if to_write is not None:
        await keep(tx, path, to_write)
    return kept


async def look(tx: Tx, path: str, today: date, campaign: Campaign) -> tuple[Kept, str | None]:
    """Tell the same without writing: where it had to be worked out, what `keep` may write down comes with it."""
    plan = [int(figure) for figure in (await tx.run(_plan_of, {"p_day": today})).one()]
    key = [_FORM, today.isoformat(), campaign.deadline.isoformat(), *plan]
    written = await marks.get(tx, _mark(path))
    if written is not None:
        found = json.loads(written)
        if found["of"] == key:
            return _unpacked(found), None
    kept = await _work_out(tx, path, today, campaign)
    return kept, json.dumps({"of": key, **_packed(kept)})


async def keep(tx: Tx, path: str, written: str) -> None:
    """Write down what `look` worked out."""
    await marks.put(tx, _mark(path), written)


def _mark(path: str) -> str:
    return f"course:{path}"


async def _work_out(tx: Tx, path: str, today: date, campaign: Campaign) -> Kept:
    units = list((await standings.now(tx, today, path)).values())
    calendar = (await calendars.load(tx, campaign.calendar_file)).of(path)
    days = course.together((_days(unit), unit.done) for unit in units)
    ahead = forecast.days_ahead(today - DAY, calendar.next_workday)
    of_units = {
        unit.id: outlooks.of_morning([unit], campaign, calendar, ahead).found
        for unit in units
        if unit.history
    }
    return Kept(days, outlooks.of_morning(units, campaign, calendar, ahead), of_units)


def _days(unit: UnitStanding) -> list[Day]:
    return [Day(on, done, line) for (on, _, done), (_, line) in zip(unit.history, unit.lines, strict=True)]


def _packed(kept: Kept) -> dict[str, Any]:
    return {
        "days": [[day.on.isoformat(), day.done, day.line] for day in kept.days],
        "found": _told(kept.outlook.found), "unknown": kept.outlook.unknown, "open": kept.outlook.still_open,
        "units": {unit_id: _told(found) for unit_id, found in kept.of_units.items()},
    }  # fmt: skip


def _unpacked(packed: dict[str, Any]) -> Kept:
    return Kept(
        tuple(Day(_day(on), done, line) for on, done, line in packed["days"]),
        Whole(_found(packed["found"]), packed["unknown"], packed["open"]),
        {int(unit_id): _found(told) for unit_id, told in packed["units"].items()},
    )


def _told(found: Forecast | Unknown) -> Any:
    if isinstance(found, Unknown):
        return found.why.value
    return [*(day and day.isoformat() for day in (found.earliest, found.middle, found.latest)), found.pace]


def _found(told: Any) -> Forecast | Unknown:
    if isinstance(told, str):
        return Unknown(Why(told))
    earliest, middle, latest, pace = told
    return Forecast(_day(earliest), middle and _day(middle), latest and _day(latest), pace)


def _day(written: str) -> date:
    return date.fromisoformat(written)
