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
from domain.wording import broadcast_operator as say_sent
from domain.wording import exports as say
from domain.wording import operator

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.engine import Tx

KINDS = ("progress", "decisions", "overtime", "assignments", "broadcast")
AS_OF_NOW = ("progress", "assignments")  # the days of what they tell are not chosen


def export(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=" | ".join(KINDS))],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=operator.HELP_OUT)],
    unit: Annotated[str | None, typer.Option("--unit", metavar="CODE", help=say.HELP_UNIT)] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="DAY", help=say.HELP_FROM)] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DAY", help=say.HELP_TO)] = None,
    number: Annotated[int | None, typer.Option("--id", metavar="N", help=say_sent.HELP_ID)] = None,
) -> None:
    """Write progress, decisions, overtime, assignment documents or how a broadcast ended to a file."""
    from bot.settings import load

    first, last = day_if_given("--from", since), day_if_given("--to", until)
    _check(kind, out, first, last)
    _check_number(kind, number, first, last)
    rows, cut = asyncio.run(_write(load(), kind, out, unit, first, last, number or 0))
    console = Console(highlight=False, markup=False)
    console.print(say.written(str(out), rows), soft_wrap=True)
    if cut:
        errors.print(say.cut(cut), style="yellow", soft_wrap=True, markup=False)


def _check(kind: str, out: Path, first: date | None, last: date | None) -> None:
    """Refuse before anything is read what cannot be done."""
    if kind not in KINDS:
        raise refused(say.no_kind(kind, KINDS))
    check_out(out, "--out")
    if kind in AS_OF_NOW and (first or last):
        raise refused(say.NO_DAYS)
    if first and last and first > last:
        raise refused(say.BACKWARDS)


def _check_number(kind: str, number: int | None, first: date | None, last: date | None) -> None:
    if kind == "broadcast" and number is None:
        raise refused(say_sent.NEEDS_ID)
    if kind != "broadcast" and number is not None:
        raise refused(say_sent.ONLY_BROADCAST_ID)
    if kind == "broadcast" and (first or last):
        raise refused(say_sent.NO_DAYS)


async def _write(
    settings: Settings,
    kind: str,
    out: Path,
    unit: str | None,
    first: date | None,
    last: date | None,
    number: int,
) -> tuple[int, int]:
    """Write the file; returns how many rows it has and how many cells did not fit whole."""
    from bot.clock import clock_of
    from storage import schema
    from storage.engine import open_database
    from storage.exports import assignments, broadcast, decisions, files, overtime, progress, scope

    await schema.require_current(settings.database_url)
    now = clock_of(settings)()

    async def work(tx: Tx) -> tuple[int, int] | None:
        paths = await scope.paths_of(tx, unit)
        if not paths:
            return None
        if kind == "progress":
            rows = await progress.table(tx, paths, on=now.astimezone(settings.zone).date())
            title = progress.title(now, settings.zone)
            with files.writing(out, progress.COLUMNS, name=say.PROGRESS_SHEET, title=title) as sheet:
                progress.fill(sheet, rows)
            return len(rows), sheet.cut
        if kind == "assignments":
            with files.writing(out, assignments.COLUMNS, name=say.ASSIGNMENTS_SHEET) as sheet:
                today = now.astimezone(settings.zone).date()
                units = await assignments.fill(tx, sheet, paths, today=today, zone=settings.zone)
            return units, sheet.cut
        if kind == "broadcast":
            if not await broadcast.exists(tx, number):
                raise refused(say_sent.NO_SUCH.format(id=number))
            with files.writing(out, broadcast.COLUMNS, name=say_sent.SHEET) as sheet:
                lines = await broadcast.fill(tx, sheet, number, paths, settings.zone)
            return lines, sheet.cut
        if kind == "overtime":
            return await overtime.write(
                tx, out, overtime.Wanted(paths, first, last), now=now, zone=settings.zone,
                idle_minutes=settings.idle_minutes, file=settings.calendar,
            )  # fmt: skip
        with files.writing(out, decisions.COLUMNS, name=say.DECISIONS_SHEET) as sheet:
            written = await decisions.fill(tx, sheet, decisions.Wanted(paths, first, last), settings.zone)
        return written, sheet.cut

    database = open_database(settings.database_url)
    try:
        told = await database.read(work)
    finally:
        await database.close()
    if told is None:
        raise refused(say.NO_UNIT.format(code=unit))
    return told
