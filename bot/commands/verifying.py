"""`rasoat verify`: whether log, seals, records and counts agree; read in one snapshot beside a running bot."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from bot.commands.refusing import refused
from domain import seal
from domain.wording import integrity as say
from domain.wording import operator

if TYPE_CHECKING:
    from domain.seal import Compared, Copy
    from storage.engine import Tx
    from storage.verify import Verified


def verify(
    copied: Annotated[list[str] | None, typer.Option("--seal", metavar="SEAL", help=say.HELP_SEAL)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=operator.HELP_JSON)] = False,
) -> None:
    """Recompute the chain of decisions, every seal, every record and every count; 1 with the first difference named.

    A copy of a seal, kept from a message, also tells a log that was written anew with all its seals.
    """
    seen, compared = asyncio.run(_read([_copy_of(written) for written in copied or ()]))
    different = seen.difference
    is_whole = different is None and all(one.is_same for one in compared)
    sentence = (
        say.difference(different)
        if different
        else say.whole(seen.units, seen.decisions, seen.records, seen.seals)
    )
    if as_json:
        plain = {
            "whole": is_whole,
            "units": seen.units,
            "decisions": seen.decisions,
            "records": seen.records,
            "seals": seen.seals,
            "copies": [_plain(one) for one in compared],
            "difference": {**asdict(different), "sentence": sentence} if different else None,
        }
        print(json.dumps(plain, ensure_ascii=False, default=date.isoformat))  # noqa: T201 (what was asked for)
    else:
        console = Console(highlight=False, markup=False)
        for one in compared:
            console.print(say.compared(one), style=None if one.is_same else "red", soft_wrap=True)
        console.print(sentence, style="red" if different else None, soft_wrap=True)
    if not is_whole:
        raise typer.Exit(1)


def _copy_of(written: str) -> Copy:
    copy = seal.read_copy(written)
    if copy is None:
        raise refused(say.SEAL_UNREADABLE.format(value=written))
    return copy


def _plain(one: Compared) -> dict[str, Any]:
    return {
        "day": one.copy.day,
        "given": one.copy.digits,
        "stored": one.stored,
        "same": one.is_same,
        "sentence": say.compared(one),
    }


async def _read(copies: list[Copy]) -> tuple[Verified, list[Compared]]:
    from bot.settings import load
    from storage import schema, verify_seals
    from storage import verify as store
    from storage.engine import open_database

    async def look(tx: Tx) -> tuple[Verified, list[Compared]]:
        return await store.run(tx), await verify_seals.compare(tx, copies)

    settings = load()
    await schema.require_current(settings.database_url)
    database = open_database(settings.database_url)
    try:
        return await database.read(look)
    finally:
        await database.close()
