"""`rasoat status`: how many records of each type are in each state."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from domain.records import TYPE_LABEL
from domain.review import State
from domain.wording import operator
from domain.wording import reconciliation as say_158
from domain.wording import status as say
from domain.wording.figures import count
from domain.wording.review import STATE_WORDS

if TYPE_CHECKING:
    from storage.status import Status


def status(as_json: Annotated[bool, typer.Option("--json", help=operator.HELP_JSON)] = False) -> None:
    """Tell how many records of each type are in each state."""
    found, at = asyncio.run(_read())
    if as_json:
        print(json.dumps(_plain(found, at), ensure_ascii=False))  # noqa: T201 (what was asked for)
        return
    console = Console(highlight=False, markup=False)
    console.print(table(found))
    console.print(say.decided(found.decided, found.imported), soft_wrap=True)
    console.print(say.confirmed(found.confirmed_in_158), soft_wrap=True)
    if found.told_at is not None:
        for line in say_158.agreement(found.agreement.by_kind, found.agreement.records):
            console.print(line, soft_wrap=True)
        console.print(say_158.as_of(found.told_at.astimezone(at.tzinfo)), soft_wrap=True)
    console.print(say.as_of(at), soft_wrap=True)


async def _read() -> tuple[Status, datetime]:
    """Read the figures and the moment they are of, by the province's clock."""
    from bot.clock import clock_of
    from bot.settings import load
    from storage import schema
    from storage import status as store
    from storage.engine import open_database

    settings = load()
    await schema.require_current(settings.database_url)
    database = open_database(settings.database_url)
    try:
        found = await database.read(store.read)
    finally:
        await database.close()
    return found, clock_of(settings)().astimezone(settings.zone)


def _plain(found: Status, at: datetime) -> dict[str, Any]:
    return {
        "imported": found.imported,
        "by_state": {state.value: number for state, number in found.by_state.items()},
        "by_type": {
            kind.value: {state.value: number for state, number in states.items()}
            for kind, states in found.by_type.items()
        },
        "confirmed_in_158": found.confirmed_in_158,
        "as_of": at.isoformat(timespec="seconds"),
    }


def table(found: Status) -> Table:
    """Lay the figures out for a terminal of 80 columns."""
    # narrow rules, since eight columns have to stand in a terminal of 80
    table = Table(title=say.TITLE, show_footer=True, box=box.SIMPLE, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(say.TYPE, say.TOTAL, min_width=17)
    for state in State:
        table.add_column(STATE_WORDS[state], count(found.by_state[state]), justify="right")
    table.add_column(say.TOTAL, count(found.imported), justify="right")
    for kind, states in found.by_type.items():
        table.add_row(
            TYPE_LABEL[kind], *(count(states[state]) for state in State), count(sum(states.values()))
        )
    return table
