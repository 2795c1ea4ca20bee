"""The days of the demo on which something is worth a look: the warnings before and after the deadline."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from domain import nudges
from domain.nudges import Kind
from domain.wording import demo as say
from storage import calendars
from storage.engine import Database
from storage.planning import Campaign

Json = dict[str, Any]
WARNING_AT = nudges.RULES[Kind.DEADLINE].at
LAST = "T+1"  # from then on there is one every day


async def read(database: Database, campaign: Campaign, clock: Clock) -> Json:
    """Name the warnings that are still to come, for the page: {note, label, marks: [{label, at, about}]}."""
    known = await database.read(lambda tx: calendars.load(tx, campaign.calendar_file))
    calendar, marks = known.of("/"), []
    today = clock.today()
    for ahead in range((campaign.deadline - today).days + 1 + nudges.WARNINGS[0]):
        day = today + timedelta(days=ahead)
        mark = nudges.warning_due(calendar, day, campaign.deadline)
        if mark is not None:
            at = datetime.combine(day, WARNING_AT, clock.zone)
            marks.append({"label": mark, "at": at.isoformat(), "about": say.warning(mark, at)})
        if mark == LAST:
            break
    return {"note": say.WALKS, "label": say.due(campaign.deadline), "marks": marks}
