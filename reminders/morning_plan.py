"""The plan of the day: made at seven on working days, once, whoever asks and however often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from storage import leases, planning, schedule_runs
from storage.engine import Database, Tx
from storage.planning import Campaign, Due
from storage.plans import UnitLine

KIND = "plan"
AT = time(7, 0)  # local time


@dataclass(slots=True)
class Made:
    """What a run planned: what was due, and the lines of the units planned now."""

    todo: Due
    lines: list[UnitLine] = field(default_factory=list)


def is_time(local: datetime) -> bool:
    """Say whether the day's plan is due at a moment of local time."""
    return local.time() >= AT


async def run(
    database: Database,
    campaign: Campaign,
    day: date,
    *,
    clock: Callable[[], datetime],
    mark: bool = False,
) -> Made:
    """Plan a day for all units that are not planned yet, a group of units a transaction.

    Safe to run twice, at once from two processes, and after a crash half-way: what is planned stays as it is. With
    `mark` the day is noted as done; an operator who plans by hand leaves it to the timers to look once more.
    """
    todo, parts = await database.read(lambda tx: planning.batches(tx, campaign, day))
    made = Made(todo)
    if await database.read(lambda tx: leases.any_over(tx, day, past_deadline=day > campaign.deadline)):
        await database.write(lambda tx: leases.end(tx, day, clock(), past_deadline=day > campaign.deadline))
    for unit_ids in parts:

        async def work(tx: Tx, unit_ids: list[int] = unit_ids) -> list[UnitLine]:
            return await planning.plan(tx, campaign, day, unit_ids, now=clock(), todo=todo)

        made.lines += await database.write(work)
    if mark and (todo.units or todo.off):

        async def end(tx: Tx) -> None:
            result = f"{len(made.lines)}/{len(todo.units)}"
            await schedule_runs.note(tx, KIND, day.isoformat(), now=clock(), result=result)

        await database.write(end)
    return made


async def is_done(database: Database, day: date) -> bool:
    """Say whether a day's plan was made, or the day found to be off."""
    return await database.read(lambda tx: schedule_runs.is_done(tx, KIND, day.isoformat()))
