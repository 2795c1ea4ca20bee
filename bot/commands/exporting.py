"""`rasoat export KIND --out FILE`: the tables that go out, read beside a running bot."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.commands.days import day_if_given
from bot.commands.refusing import check_out, errors, refused
from domain.reports import Kind
from domain.wording import broadcast_operator as say_sent
from domain.wording import exports as say
from domain.wording import operator

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.engine import Tx
    from storage.exports.kinds import Export, Told

BROADCAST = "broadcast"
KINDS = (*(kind.value for kind in Kind), "retriage", "assignments", BROADCAST)


def export(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=" | ".join(KINDS))],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=operator.HELP_OUT)],
    unit: Annotated[str | None, typer.Option("--unit", metavar="CODE", help=say.HELP_UNIT)] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="DAY", help=say.HELP_FROM)] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DAY", help=say.HELP_TO)] = None,
    number: Annotated[int | None, typer.Option("--id", metavar="N", help=say_sent.HELP_ID)] = None,
) -> None:
    """Write a table to a file: how it stands, what is to be done, what was decided."""
    from bot.settings import load
    from storage.exports.kinds import EXPORTS

    first, last = day_if_given("--from", since), day_if_given("--to", until)
    known = EXPORTS.get(kind)
    if known is None:
        raise refused(say.no_kind(kind, KINDS))
    check_out(out, "--out")
    _check_days(kind, known, first, last)
    _check_number(kind, number)
    told = asyncio.run(_write(load(), known, out, unit, first, last, number))
    console = Console(highlight=False, markup=False)
    console.print(say.written(str(out), told.rows), soft_wrap=True)
    if told.cut:
        errors.print(say.cut(told.cut), style="yellow", soft_wrap=True, markup=False)


def _check_days(kind: str, known: Export, first: date | None, last: date | None) -> None:
    """Refuse before anything is read what cannot be done."""
    if (first or last) and not known.of_days:
        raise refused(say_sent.NO_DAYS if kind == BROADCAST else say.NO_DAYS)
    if first and last and first > last:
        raise refused(say.BACKWARDS)


def _check_number(kind: str, number: int | None) -> None:
    if kind == BROADCAST and number is None:
        raise refused(say_sent.NEEDS_ID)
    if kind != BROADCAST and number is not None:
        raise refused(say_sent.ONLY_BROADCAST_ID)


async def _write(
    settings: Settings,
    known: Export,
    out: Path,
    unit: str | None,
    first: date | None,
    last: date | None,
    number: int | None,
) -> Told:
    """Write the file, in one reading of the database, so that all its rows are of one moment."""
    from bot.clock import clock_of
    from storage import schema
    from storage.engine import open_database
    from storage.exports import broadcast, scope
    from storage.exports.kinds import Asked

    await schema.require_current(settings.database_url)
    now = clock_of(settings)()

    async def work(tx: Tx) -> Told | None:
        paths = await scope.paths_of(tx, unit)
        if not paths:
            return None
        if number is not None and not await broadcast.exists(tx, number):
            raise refused(say_sent.NO_SUCH.format(id=number))
        asked = Asked(
            now, settings.zone, paths, first, last, number or 0, settings.idle_minutes, settings.calendar
        )
        return await known.write(tx, out, asked)

    database = open_database(settings.database_url)
    try:
        told = await database.read(work)
    finally:
        await database.close()
    if told is None:
        raise refused(say.NO_UNIT.format(code=unit))
    return told
