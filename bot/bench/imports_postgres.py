"""Taking a province in from .xlsx into PostgreSQL, against reading it and one COPY a sheet."""

from __future__ import annotations

import asyncio

from bot.bench import imports, servers, sheets
from bot.bench.measure import RUNS, Row


def measure(runs: int = RUNS, *, share: float = 1.0) -> Row:
    """Measure the row."""
    ours, baselines = [], []
    with servers.postgres() as server, sheets.drive("xlsx", share) as drive:
        version, durable = asyncio.run(servers.settings(server.get_uri()))
        row = Row(
            "import-postgres",
            f"{drive.count:,} records in 5 .xlsx, fresh database, PostgreSQL {version} on the same"
            f" machine ({durable}), all checks, one swap a file. Baseline: calamine read + asyncpg COPY of the same"
            " rows as text, one transaction a file, one process",
        )
        for run in range(runs):
            for name in (f"plain{run}", f"ours{run}"):
                server.psql(f"CREATE DATABASE {name}")
            baselines.append(imports.plainly("postgres", servers.raw_address(server, f"plain{run}"), drive))
            ours.append(imports.take_in(servers.our_address(server, f"ours{run}"), drive))
            for name in (f"plain{run}", f"ours{run}"):
                server.psql(f"DROP DATABASE {name}")
    imports.add_times(row, ours, baselines, at_most=3.0)
    return row
