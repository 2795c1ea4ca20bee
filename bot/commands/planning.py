"""`rasoat plan`: give each official their share of a day, or tell what it would be."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from bot.commands.days import day_if_given
from bot.commands.refusing import refused
from domain.wording import operator
from domain.wording import planning as say
from domain.wording.figures import count

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.planning import Campaign, Due
    from storage.plans import UnitLine

UNITS_SHOWN = 30


def plan(
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help=say.HELP_ON)] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say.HELP_DRY_RUN)] = False,
    as_json: Annotated[bool, typer.Option("--json", help=operator.HELP_JSON)] = False,
) -> None:
    """Plan a working day: who reviews how many records, and which units fall short."""
    from bot.clock import clock_of
    from bot.settings import load

    settings = load()
    campaign = asyncio.run(_campaign(settings))
    if campaign is None:
        raise refused(say.NO_DEADLINE)
    clock = clock_of(settings)
    today = clock.today()
    day = day_if_given("--on", on) or today
    if day < today:
        raise refused(say.past_day(day))
    if day > campaign.deadline:
        raise refused(say.deadline_past(campaign.deadline))
    dry_run = dry_run or day > today  # a day to come is looked at only: to begin it would end today's leases
    todo, lines = asyncio.run(_work(settings.database_url, campaign, day, clock, dry_run))
    if todo.over and not lines:
        raise refused(say.no_days_left(campaign.deadline))
    if as_json:
        print(json.dumps(_plain(todo, lines, campaign, day, dry_run), ensure_ascii=False))  # noqa: T201
        return
    _show(Console(highlight=False, markup=False), todo, lines, campaign, day, dry_run)


async def _campaign(settings: Settings) -> Campaign | None:
    """Read what is planned by: the settings, with what was changed in the chat before them."""
    from bot.house_rules import HouseRules
    from bot.rules import rules_of
    from storage import schema
    from storage.engine import open_database

    rules = rules_of(settings)
    await schema.require_current(settings.database_url)
    database = open_database(settings.database_url)
    try:
        return (await database.read(lambda tx: HouseRules().over(tx, rules))).campaign
    finally:
        await database.close()


async def _work(
    address: str, campaign: Campaign, day: date, clock: Any, dry_run: bool
) -> tuple[Due, list[UnitLine]]:
    from reminders import morning_plan
    from storage import planning, plans, schema
    from storage.engine import open_database

    await schema.require_current(address)
    database = open_database(address)
    try:
        if dry_run:
            return await database.read(lambda tx: planning.foresee(tx, campaign, day))
        made = await morning_plan.run(database, campaign, day, clock=clock)
        return made.todo, await database.read(lambda tx: plans.of_day(tx, day))
    finally:
        await database.close()


def _plain(todo: Due, lines: list[UnitLine], campaign: Campaign, day: date, dry_run: bool) -> dict[str, Any]:
    return {
        "day": day.isoformat(),
        "deadline": campaign.deadline.isoformat(),
        "dry_run": dry_run,
        "units": [
            {
                "unit": line.code,
                "name": line.name,
                "open": line.open,
                "working_days_left": line.days_left,
                "needed": line.needed,
                "given_total": line.given,
                "shortfall": line.shortfall,
                "given": [
                    {
                        "person": p.name,
                        "person_id": p.person_id,
                        "carried": p.carried,
                        "new": p.fresh,
                        "records": p.total,
                        "overtime": p.extra,
                        "fixed": p.fixed,
                        "left_out": p.reason or None,
                    }
                    for p in line.people
                ],
                "neighbours": [{"unit": n.code, "name": n.name, "room": n.room} for n in line.neighbours],
            }
            for line in lines
        ],
        "days_off": [{"reason": reason, "units": number} for reason, number in todo.off.items()],
        "without_days_left": todo.over,
        "totals": {
            "open": sum(line.open for line in lines),
            "needed": sum(line.needed for line in lines),
            "given": sum(line.given for line in lines),
            "shortfall": sum(line.shortfall for line in lines),
        },
    }


def _show(
    console: Console, todo: Due, lines: list[UnitLine], campaign: Campaign, day: date, dry_run: bool
) -> None:
    for reason, number in todo.off.items():
        console.print(say.day_off(day, reason, number), soft_wrap=True)
    if not lines:
        if not todo.off:
            console.print(say.NOTHING_OPEN)
        return
    table = Table(title=say.title(day, campaign.deadline, dry_run=dry_run), show_footer=True, box=box.SIMPLE)
    table.add_column(say.UNIT, say.total(len(lines)))
    for name, number in (
        (say.OPEN, sum(line.open for line in lines)),
        (say.DAYS, None),
        (say.NEEDED, sum(line.needed for line in lines)),
        (say.GIVEN, sum(line.given for line in lines)),
        (say.SHORTFALL, sum(line.shortfall for line in lines)),
    ):
        table.add_column(name, "" if number is None else count(number), justify="right")
    ordered = sorted(lines, key=lambda line: (-line.shortfall, line.code))
    for line in ordered[:UNITS_SHOWN]:
        figures = (line.open, line.days_left, line.needed, line.given, line.shortfall)
        table.add_row(f"{line.name} ({line.code})", *(count(number) for number in figures))
    console.print(table)
    if len(ordered) > UNITS_SHOWN:
        console.print(say.more_units(len(ordered) - UNITS_SHOWN))
    for line in ordered:
        if line.shortfall:
            near = [(neighbour.name, neighbour.room) for neighbour in line.neighbours]
            console.print(
                say.short(line.name, line.shortfall, near, has_people=bool(line.people)), soft_wrap=True
            )
