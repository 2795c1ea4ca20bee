"""Writing a backup: every table of ours from one snapshot, read beside a running bot, which waits for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import text

from storage import audit, marks, schema
from storage.backup_file import BLOCK, Manifest, Writer, writing
from storage.backup_rows import all_tables, names_of, postgres_query, sqlite_query
from storage.engine import Database, Tx
from storage.postgres import PostgresTx
from storage.sqlite import SqliteTx

LAST = "backup:last"  # when the last backup was finished

# how PostgreSQL is to write values, whatever the server's own habits are
_HABITS = ("SET LOCAL TimeZone = 'UTC'", "SET LOCAL DateStyle = 'ISO'", "SET LOCAL bytea_output = 'hex'")


async def write(
    database: Database, path: Path, *, now: datetime, version: str, force: bool = False
) -> Manifest:
    """Write a backup to a file; raises what backup_file.writing raises. Its age is kept in the database."""
    migration = await schema.revision(database.url.render_as_string(hide_password=False))
    manifest = Manifest(version, migration or "", database.dialect, now.isoformat())
    with writing(path, manifest, force=force) as writer:

        async def read(tx: Tx) -> None:
            if isinstance(tx, SqliteTx):
                _from_sqlite(tx, writer)
            else:
                await _from_postgres(cast("PostgresTx", tx), writer)

        await database.read(read)

    async def note(tx: Tx) -> None:
        await marks.put(tx, LAST, now.isoformat())
        await audit.note(tx, at=now, person_id=None, act="backup", details={"rows": manifest.rows})

    await database.write(note)
    return manifest


async def last(tx: Tx) -> datetime | None:
    """Tell when the last backup was finished."""
    written = await marks.get(tx, LAST)
    return datetime.fromisoformat(written) if written else None


def _from_sqlite(tx: SqliteTx, writer: Writer) -> None:
    """Read in the reader's own thread: the file may grow meanwhile, and the writer folds nothing in under our feet."""
    for table in all_tables():
        rows, size, lines = 0, 0, []
        writer.begin(table.name)
        for (line,) in tx.raw.execute(sqlite_query(table)):
            lines.append(line)
            rows, size = rows + 1, size + len(line)
            if size >= BLOCK:  # by their length: a row may hold somebody's photo
                writer.add(_ended(lines))
                size, lines = 0, []
        writer.add(_ended(lines))
        writer.end(table.name, names_of(table), rows)


def _ended(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


async def _from_postgres(tx: PostgresTx, writer: Writer) -> None:
    for habit in _HABITS:
        await tx.run(text(habit))
    raw: Any = (await tx.connection.get_raw_connection()).driver_connection

    async def take(data: bytes) -> None:
        writer.add(data)

    for table in all_tables():
        writer.begin(table.name)
        said: str = await raw.copy_from_query(postgres_query(table), output=take, format="text")
        writer.end(table.name, names_of(table), int(said.rsplit(maxsplit=1)[-1]))
