"""Taking a backup in: whole or not at all, on either database, and then everything said before it is void."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from asyncpg.exceptions import PostgresError
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage import aftermath, schema, verify
from storage.backup_file import FORMAT, Backup, Damaged
from storage.backup_rows import all_tables, names_of, sqlite_reader
from storage.engine import Tx, open_database, parse_url
from storage.fence import fence_of
from storage.postgres import PostgresTx
from storage.tables_talk import LeaseRow
from storage.verify import Verified

leases = LeaseRow.__table__  # type: ignore[attr-defined]

RUNNING = timedelta(seconds=40)  # a lease is never asked for further ahead
KEPT_OUT = frozenset({"leases"})
_FILLED = (
    "people",
    "units",
    "records",
    "decisions",
    "accounts",
    "imports",
)  # what makes a database one in use


class WrongVersion(ValueError):
    """The backup is of tables that this version of the program does not make: (of the backup, of the program)."""


class NotEmpty(RuntimeError):
    """The database holds something, and nobody said to replace it."""


class Running(RuntimeError):
    """A bot works on the database."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was taken in, and what recomputing it found."""

    rows: int
    held_back: int  # messages that wait for an admin's word
    verified: Verified


def require_fit(backup: Backup) -> None:
    """Raise WrongVersion or Damaged unless the file holds just the tables this version makes."""
    found, wanted = backup.manifest, schema.head()
    if found.format != FORMAT or found.migration != wanted:
        raise WrongVersion(found.migration, wanted)
    if {name: part.columns for name, part in found.tables.items()} != {
        table.name: names_of(table) for table in all_tables()
    }:
        raise Damaged("tables")
    backup.check()


async def restore(address: str, backup: Backup, *, replace: bool, now: datetime) -> Restored:
    """Take a backup in that fits. Raises NotEmpty or Running and changes nothing then.

    A process that dies on the way leaves the database as it was.
    """
    url = parse_url(address)
    if url.get_backend_name() == "sqlite":
        return await _into_sqlite(Path(str(url.database)), backup, replace=replace, now=now)
    found = await schema.revision(address)
    if found not in (None, schema.head()) and not replace:  # it holds what an older version kept there
        raise NotEmpty
    await schema.upgrade(address)
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            return await _into_postgres(PostgresTx(connection), backup, replace=replace, now=now)
    finally:
        await engine.dispose()


async def _is_empty(tx: Tx) -> bool:
    for name in _FILLED:
        if (await tx.run(text(f"SELECT 1 FROM {name} LIMIT 1"))).first() is not None:
            return False
    return True


async def _count(tx: Tx, backup: Backup) -> int:
    """Hold the rows taken in against the manifest; returns how many there are."""
    total = 0
    for name, part in backup.manifest.tables.items():
        if name in KEPT_OUT:
            continue
        rows = int((await tx.run(text(f'SELECT count(*) FROM "{name}"'))).scalar_one())
        if rows != part.rows:
            raise Damaged(name)
        total += rows
    return total


# ── SQLite: a new file beside the old one, which takes its name at the end ──────────────────────


async def _into_sqlite(path: Path, backup: Backup, *, replace: bool, now: datetime) -> Restored:
    """Fill a new file. The caller holds the file for itself (`alone_on`), so no bot works on it."""
    there = path.is_file()  # noqa: ASYNC240  a look at a local file, once, before anything runs
    if there and not replace and not await _is_unused(path):
        raise NotEmpty(str(path))
    fresh = path.with_name(f"{path.name}.restoring")
    _remove(fresh)
    try:
        await schema.upgrade(f"sqlite+aiosqlite:///{fresh}")
        _fill(fresh, backup)
        database = open_database(f"sqlite+aiosqlite:///{fresh}", checkpoints=True)
        try:
            rows = await database.read(lambda tx: _count(tx, backup))
            held_back = await database.write(lambda tx: aftermath.settle(tx, backup.manifest, now))
            verified = await database.read(verify.run)
        finally:
            await database.close()
        _fold(fresh)
        _sync(fresh)
        if there:
            _put_away(path)
        fresh.replace(path)
        _sync(path.parent)
    finally:
        _remove(fresh)
    return Restored(rows, held_back, verified)


async def _is_unused(path: Path) -> bool:
    if await schema.revision(f"sqlite+aiosqlite:///{path}") is None:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as raw:
            return bool(raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0)
    database = open_database(f"sqlite+aiosqlite:///{path}")
    try:
        return await database.read(_is_empty)
    finally:
        await database.close()


def _fill(path: Path, backup: Backup) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA synchronous=OFF")  # flushed as a whole, before it gets its name
        raw.execute("PRAGMA cache_size=-131072")
        raw.execute("BEGIN")
        for table in all_tables():
            raw.execute(f'DELETE FROM "{table.name}"')
            if table.name in KEPT_OUT:
                continue
            read = sqlite_reader(table)
            names = ", ".join(f'"{name}"' for name in names_of(table))
            places = ", ".join("?" * len(table.columns))
            statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({places})'
            try:
                raw.executemany(statement, (read(line) for line in backup.lines(table.name)))
            except (ValueError, sqlite3.IntegrityError) as bad:
                raise Damaged(table.name) from bad
        raw.execute("INSERT INTO rulings_words(rulings_words) VALUES ('rebuild')")  # the index of their words
        raw.execute("COMMIT")


def _put_away(path: Path) -> None:
    """Fold the old file's log into it and take the log away: it must not be read as the new one's."""
    with fence_of(path).open("a") as fence:
        try:
            fcntl.flock(fence, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Running(str(path)) from None
        _fold(path)


def _fold(path: Path) -> None:
    """Fold a file's log into it and take the log away; raises Running where somebody else has it open."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=5)) as raw:
        if raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise Running(str(path))
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _remove(path: Path) -> None:
    for each in (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm", ".checkpoint"))):
        each.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# ── PostgreSQL: one transaction ─────────────────────────────────────────────────────────────────


async def _into_postgres(tx: PostgresTx, backup: Backup, *, replace: bool, now: datetime) -> Restored:
    if not replace and not await _is_empty(tx):
        raise NotEmpty
    leading = select(leases.c.name).where(leases.c.until > now, leases.c.until <= now + RUNNING)
    if (await tx.run(leading)).first() is not None:
        raise Running
    raw: Any = (await tx.connection.get_raw_connection()).driver_connection
    names = ", ".join(f'"{table.name}"' for table in all_tables())
    for table in (
        all_tables()
    ):  # the log refuses to be changed; here it is replaced as a whole, by who owns the tables
        await tx.run(text(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER'))
    await tx.run(text(f"TRUNCATE {names}"))
    await tx.run(text("SET LOCAL TimeZone = 'UTC'"))
    for table in all_tables():
        if table.name not in KEPT_OUT:
            source = _feed(backup, table.name)
            try:
                await raw.copy_to_table(table.name, source=source, columns=names_of(table), format="text")
            except PostgresError as bad:
                raise Damaged(table.name) from bad
    for table in all_tables():
        await tx.run(text(f'ALTER TABLE "{table.name}" ENABLE TRIGGER USER'))
    rows = await _count(tx, backup)
    held_back = await aftermath.settle(tx, backup.manifest, now)
    for table in all_tables():
        if "id" in table.primary_key.columns:
            await tx.run(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
                    f'(SELECT coalesce(max(id), 0) + 1 FROM "{table.name}"), false)'
                )
            )
    return Restored(rows, held_back, await verify.run(tx))


async def _feed(backup: Backup, table: str) -> AsyncIterator[bytes]:
    for block in backup.blocks(table):
        yield block
