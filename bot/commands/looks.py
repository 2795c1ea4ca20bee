"""`rasoat looks`: who was shown a record whole on the review page, when, and in which role."""

from __future__ import annotations

import asyncio
import json
from datetime import tzinfo
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from bot.commands.record_types import TypeOption, type_named
from bot.commands.refusing import refused
from domain.wording import looks as say
from domain.wording import operator
from domain.wording.people import ROLE_WORDS

if TYPE_CHECKING:
    from storage.page_readers import Read, Reader
    from storage.triage_explaining import Asked


def looks(
    key: Annotated[str, typer.Argument(metavar="KEY", help=say.HELP_KEY)],
    unit: Annotated[str | None, typer.Option("--unit", metavar="CODE", help=say.HELP_UNIT)] = None,
    type_: TypeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help=operator.HELP_JSON)] = False,
) -> None:
    """List who was shown a record whole on the review page, the newest look first."""
    from storage.triage_explaining import read_key

    kind = type_named(type_)
    asked = read_key(key, unit, kind)
    if asked is None:
        raise refused(say.BAD_KEY.format(key=key))
    found, zone = asyncio.run(_read(asked))
    if not found:
        raise refused(say.NO_RECORD.format(key=asked.text))
    if as_json:
        print(json.dumps([_plain(asked, each, zone) for each in found], ensure_ascii=False))  # noqa: T201
        return
    console = Console(highlight=False, markup=False)
    for each in found:
        if each.readers:
            console.print(_table(asked, each, zone))
        else:
            console.print(say.NOBODY.format(key=asked.text), soft_wrap=True)


async def _read(asked: Asked) -> tuple[list[Read], tzinfo]:
    from bot.settings import load
    from storage import page_readers, schema
    from storage.engine import open_database

    settings = load()
    await schema.require_current(settings.database_url)
    database = open_database(settings.database_url)
    try:
        return await database.read(lambda tx: page_readers.of_records(tx, asked)), settings.zone
    finally:
        await database.close()


def _table(asked: Asked, read: Read, zone: tzinfo) -> Table:
    title = say.title(asked.text, read.number, read.book, len(read.readers))
    table = Table(title=title, box=box.SIMPLE, padding=(0, 1, 0, 0), pad_edge=False)
    for head in (say.WHEN, say.WHO, say.ROLE, say.WHAT):
        table.add_column(head)
    for one in read.readers:
        at = f"{one.at.astimezone(zone):%d/%m/%Y %H:%M:%S}"
        table.add_row(at, one.name or say.UNKNOWN, _roles(one), say.what(one.scan_page))
    return table


def _roles(one: Reader) -> str:
    return "; ".join(f"{ROLE_WORDS[role]}, {unit}" for role, unit in one.roles) or say.LEFT


def _plain(asked: Asked, read: Read, zone: tzinfo) -> dict[str, Any]:
    return {
        "key": asked.text,
        "number": read.number,
        "book": read.book,
        "looks": [
            {
                "at": one.at.astimezone(zone).isoformat(),
                "person": one.person_id,
                "name": one.name,
                "roles": [{"role": role.value, "unit": unit} for role, unit in one.roles],
                "scan_page": one.scan_page,
            }
            for one in read.readers
        ],
    }
