"""`rasoat backup FILE` and `rasoat restore FILE`: the whole database in one file, for either kind of database."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.commands.refusing import refused
from domain.wording import backup as say
from domain.wording import integrity as say_integrity
from domain.wording import operator

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.backup_file import Backup, Manifest
    from storage.restoring import Restored

File = Annotated[Path, typer.Argument(metavar="FILE", help=say.HELP_FILE)]
AsJson = Annotated[bool, typer.Option("--json", help=operator.HELP_JSON)]


def backup(
    file: File,
    force: Annotated[bool, typer.Option("--force", help=say.HELP_FORCE)] = False,
    as_json: AsJson = False,
) -> None:
    """Write everything into one file that only its owner may read, from one moment, beside a running bot."""
    from bot.settings import load
    from storage.backup_file import Busy, Exists

    settings = load()
    if not file.absolute().parent.is_dir():
        raise refused(say.no_folder(file.absolute()))
    try:
        made = asyncio.run(_backup(settings, file.absolute(), force=force))
    except (Exists, IsADirectoryError):
        raise refused(say.exists(file)) from None
    except Busy:
        raise refused(say.BUSY) from None
    size = file.stat().st_size
    if as_json:
        plain = {"file": str(file), "rows": made.rows, "bytes": size, "made_at": made.made_at}
        print(json.dumps(plain, ensure_ascii=False))  # noqa: T201 (what was asked for)
        return
    Console(highlight=False, markup=False).print(say.made(file, made.rows, size), soft_wrap=True)


async def _backup(settings: Settings, file: Path, *, force: bool) -> Manifest:
    from bot.clock import clock_of
    from bot.facts import version
    from storage import backup as store
    from storage import schema
    from storage.engine import open_database

    await schema.require_current(settings.database_url)
    database = open_database(settings.database_url)
    try:
        now = clock_of(settings)()
        return await store.write(database, file, now=now, version=version(), force=force)
    finally:
        await database.close()


def restore(
    file: File,
    replace: Annotated[bool, typer.Option("--replace", help=say.HELP_REPLACE)] = False,
    as_json: AsJson = False,
) -> None:
    """Take a backup in, whole or not at all; then every old button is void, and nothing goes out unasked."""
    from bot.alone import AlreadyRunning
    from bot.settings import load
    from storage.backup_file import Backup, Damaged
    from storage.restoring import NotEmpty, Running, WrongVersion

    settings = load()
    try:
        source = Backup(file)
        try:
            found = asyncio.run(_restore(settings, source, replace=replace))
        finally:
            source.close()
    except Damaged as bad:
        raise refused(say.damaged(file, str(bad))) from None
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        raise refused(say.unreadable(file)) from None
    except WrongVersion as other:
        raise refused(say.other_version(*map(str, other.args))) from None
    except NotEmpty:
        raise refused(say.NOT_EMPTY) from None
    except (Running, AlreadyRunning):
        raise refused(say.RUNNING) from None
    different = found.verified.difference
    if as_json:
        plain = {"rows": found.rows, "held_back": found.held_back, "whole": different is None,
                 "made_at": source.manifest.made_at}  # fmt: skip
        print(json.dumps(plain, ensure_ascii=False))  # noqa: T201 (what was asked for)
    else:
        console = Console(highlight=False, markup=False)
        at = source.manifest.at.astimezone(settings.zone)
        console.print(say.restored(found.rows, at, found.held_back), soft_wrap=True)
        seen = found.verified
        whole = say_integrity.whole(seen.units, seen.decisions, seen.records, seen.seals)
        told = say_integrity.difference(different) if different else whole
        console.print(told, style="red" if different else None, soft_wrap=True)
        console.print(say.AFTERWARDS, soft_wrap=True)
    if different is not None:
        raise typer.Exit(1)


async def _restore(settings: Settings, source: Backup, *, replace: bool) -> Restored:
    from bot.alone import alone_on
    from bot.clock import clock_of
    from storage import restoring
    from storage.engine import parse_url

    restoring.require_fit(source)
    url = parse_url(settings.database_url)
    if url.get_backend_name() == "sqlite":  # the folder may be as new as the machine
        Path(str(url.database)).absolute().parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # noqa: ASYNC240
    with alone_on(settings.database_url):
        now = clock_of(settings)()
        return await restoring.restore(settings.database_url, source, replace=replace, now=now)
