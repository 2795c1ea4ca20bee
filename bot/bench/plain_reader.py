"""The baselines of the import rows, each run as a process: read with calamine, write the rows plainly.

python -m bot.bench.plain_reader read|sqlite|postgres TARGET FILE…
"""

from __future__ import annotations

import asyncio
import csv
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path


def rows(path: Path) -> Iterator[list[str]]:
    """Read a sheet, the header row first; its cells are all text, so nothing is left to turn."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.reader(file)
        return
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    yield from sheet.iter_rows()


def read(paths: list[Path]) -> None:
    """Only read."""
    for path in paths:
        for _ in rows(path):
            pass


def into_sqlite(target: str, paths: list[Path]) -> None:
    """Insert every row into a table of its type, one commit a file, with full durability."""
    database = sqlite3.connect(target, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    for number, path in enumerate(paths):
        lines = rows(path)
        columns = len(next(lines))
        database.execute("BEGIN")
        database.execute(f"CREATE TABLE t{number} ({', '.join(f'c{i} TEXT' for i in range(columns))})")
        database.executemany(f"INSERT INTO t{number} VALUES ({', '.join('?' * columns)})", lines)
        database.execute("COMMIT")
    database.close()


async def into_postgres(target: str, paths: list[Path]) -> None:
    """COPY every row into a table of its type."""
    import asyncpg

    connection = await asyncpg.connect(target)
    for number, path in enumerate(paths):
        lines = rows(path)
        columns = len(next(lines))
        async with connection.transaction():
            await connection.execute(f"DROP TABLE IF EXISTS plain{number}")
            await connection.execute(
                f"CREATE TABLE plain{number} ({', '.join(f'c{i} TEXT' for i in range(columns))})"
            )
            await connection.copy_records_to_table(f"plain{number}", records=(tuple(line) for line in lines))
    await connection.close()


if __name__ == "__main__":
    what, target, *names = sys.argv[1:]
    files = [Path(name) for name in names]
    if what == "read":
        read(files)
    elif what == "sqlite":
        into_sqlite(target, files)
    else:
        asyncio.run(into_postgres(target, files))
