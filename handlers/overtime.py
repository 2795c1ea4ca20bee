"""A person's own overtime: what this month holds so far, and what legal cap is near."""

from __future__ import annotations

from domain.overtime import month_of, sum_by
from domain.overtime_caps import warning
from domain.wording import overtime as say
from handlers.context import Turn
from storage import overtime


async def own(turn: Turn) -> str:
    """Tell this month's overtime minutes by kind of day; empty where there are none and no cap is near."""
    rules = turn.rules
    by = await overtime.measure(
        turn.tx, zone=rules.zone, idle_minutes=rules.idle_minutes, file=rules.calendar_file
    )
    minutes = await overtime.of_year(turn.tx, turn.me.id, until=turn.today, by=by)
    month = month_of(turn.today)
    this_month = {cell: some for cell, some in minutes.items() if cell.month == month}
    by_kind = sum_by(this_month, lambda cell: cell.kind)
    return say.own(turn.today, by_kind, warning(sum(by_kind.values()), sum(minutes.values())))
