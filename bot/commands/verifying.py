"""`rasoat verify`: whether log, records and counts agree; read in one snapshot beside a running bot."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from domain.wording import integrity as say
from domain.wording import operator

if TYPE_CHECKING:
    from storage.verify import Verified


def verify(as_json: Annotated[bool, typer.Option("--json", help=operator.HELP_JSON)] = False) -> None:
    """Recompute the chain of decisions, every record and every count; 1 with the first difference named."""
    seen = asyncio.run(_read())
    different = seen.difference
    sentence = say.difference(different) if different else say.whole(seen.units, seen.decisions, seen.records)
    if as_json:
        plain = {
            "whole": different is None,
            "units": seen.units,
            "decisions": seen.decisions,
            "records": seen.records,
            "difference": {**asdict(different), "sentence": sentence} if different else None,
        }
        print(json.dumps(plain, ensure_ascii=False))  # noqa: T201 (what was asked for)
    else:
        style = "red" if different else None
        Console(highlight=False, markup=False).print(sentence, style=style, soft_wrap=True)
    if different is not None:
        raise typer.Exit(1)


async def _read() -> Verified:
    from bot.settings import load
    from storage import schema
    from storage import verify as store
    from storage.engine import open_database

    settings = load()
    await schema.require_current(settings.database_url)
    database = open_database(settings.database_url)
    try:
        return await database.read(store.run)
    finally:
        await database.close()
