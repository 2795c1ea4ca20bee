"""A connection of the import's own: rows are laid out in temporary tables, then go over in one transaction.

The temporary tables live outside the database file (SQLite) or in the session (PostgreSQL): laying out 381,383 rows
holds no lock that a running bot would wait for. Imports of one database take turns, so what was found about the
records' keys and contents before the swap still holds in it; states may have changed and are read again.
"""

from __future__ import annotations

import fcntl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

from sqlalchemy import Connection, Table, create_engine, event, text
from sqlalchemy.engine.url import URL
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable

from domain.wording import operator as say
from storage.columns import to_json
from storage.engine import DatabaseMissing, Tx, Work, parse_url
from storage.fence import BUSY_SECONDS, fence_of
from storage.imports.laid_out import TABLES, staged
from storage.postgres import AGAIN, PostgresTx
from storage.sqlite import SqliteTx, drive, prepare_writer

T = TypeVar("T")
TRIES = 5
IMPORT_LOCK = 0x7261736F61  # PostgreSQL's advisory lock of imports: "rasoa" in ASCII


@dataclass(frozen=True, slots=True)
class Layout:
    """Which temporary tables there are, into which of them rows are laid out, and by which columns those are asked."""

    tables: tuple[Table, ...]
    rows: Table
    key: tuple[str, ...]


RECORDS = Layout(TABLES, staged, ("unit_id", "natural_key"))


class Stage(Protocol):
    """Where rows wait for the swap. `tx` reads the database and works on the temporary tables."""

    tx: Tx

    async def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Lay out some rows."""
        ...

    async def finish(self) -> None:
        """Say that all rows are laid out; they can be asked by key from now on."""
        ...

    async def swap(self, work: Work[T]) -> T:
        """Do the one transaction that changes the database."""
        ...


@asynccontextmanager
async def open_stage(address: str, layout: Layout = RECORDS) -> AsyncIterator[Stage]:
    """Open a stage for one import; waits for its turn behind another import."""
    url = parse_url(address)
    opened = _open_sqlite(url, layout) if url.get_backend_name() == "sqlite" else _open_postgres(url, layout)
    async with opened as stage:
        for table in layout.tables:
            await stage.tx.run(_create(table, stage.tx.dialect))
        yield stage


def _create(table: Table, dialect: str) -> Any:
    # a rowid table keyed by the row's number: SQLite wants the type spelled INTEGER for that
    if dialect == "postgresql":
        return CreateTable(table)
    columns = ", ".join(
        f"{column.name} INTEGER PRIMARY KEY" if column.primary_key else f"{column.name} {column.type}"
        for column in table.columns
    )
    return text(f"CREATE TEMPORARY TABLE {table.name} ({columns})")


# ── SQLite ──────────────────────────────────────────────────────────────────────────────────────


class _SqliteStage:
    def __init__(self, connection: Connection, fence: Path, layout: Layout) -> None:
        self.tx: Tx = SqliteTx(connection)
        self._connection = connection
        self._raw = connection.connection.driver_connection
        self._fence = fence
        self._layout = layout
        self._insert = (
            f"INSERT INTO temp.{layout.rows.name} VALUES ({','.join('?' * len(layout.rows.columns))})"
        )

    async def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        assert self._raw is not None
        self._raw.execute("BEGIN")
        self._raw.executemany(self._insert, rows)
        self._raw.execute("COMMIT")

    async def finish(self) -> None:
        name = self._layout.rows.name
        key = ", ".join(self._layout.key)
        self._connection.exec_driver_sql(f"CREATE INDEX temp.{name}_key ON {name} ({key})")

    async def swap(self, work: Work[T]) -> T:
        with self._fence.open("a") as fence:
            fcntl.flock(fence, fcntl.LOCK_SH)
            self._begin()
            try:
                result = drive(work, self.tx)
                self._connection.exec_driver_sql("COMMIT")
            except BaseException:
                with suppress(DBAPIError):
                    self._connection.exec_driver_sql("ROLLBACK")
                raise
        return result

    def _begin(self) -> None:
        for attempt in range(TRIES):  # each waits BUSY_SECONDS for the running bot's writer
            try:
                self._connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            except OperationalError:
                if attempt == TRIES - 1:
                    raise


def _prepare(raw: Any, record: object) -> None:
    prepare_writer(raw, record)
    # the rows of a province do not fit into memory: they wait in a file that has no name and needs no journal
    raw.execute("PRAGMA temp_store=FILE")
    raw.execute("PRAGMA temp.cache_size=-16384")
    raw.execute("PRAGMA temp.journal_mode=OFF")
    raw.execute("PRAGMA temp.synchronous=OFF")


def _existing(url: URL) -> Path:
    path = Path(str(url.database))
    if not path.is_file():
        raise DatabaseMissing(say.no_database(path))
    return path


@asynccontextmanager
async def _open_sqlite(url: URL, layout: Layout) -> AsyncIterator[Stage]:
    path = _existing(url)
    with path.with_name(path.name + ".import").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        engine = create_engine(
            f"sqlite:///{path}",
            poolclass=NullPool,
            json_serializer=to_json,
            hide_parameters=True,
            connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
        )
        event.listen(engine, "connect", _prepare)
        try:
            with engine.connect() as connection:
                yield _SqliteStage(connection, fence_of(path), layout)
        finally:
            engine.dispose()


# ── PostgreSQL ──────────────────────────────────────────────────────────────────────────────────


class _PostgresStage:
    def __init__(self, connection: AsyncConnection, raw: Any, layout: Layout) -> None:
        self.tx: Tx = PostgresTx(connection)
        self._layout = layout
        self._connection = connection
        self._raw = raw

    async def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        rows_table = self._layout.rows
        await self._raw.copy_records_to_table(
            rows_table.name, records=rows, columns=rows_table.columns.keys()
        )

    async def finish(self) -> None:
        name = self._layout.rows.name
        key = ", ".join(self._layout.key)
        await self._connection.exec_driver_sql(f"CREATE INDEX {name}_key ON {name} ({key})")
        await self._connection.exec_driver_sql(f"ANALYZE {name}")

    async def swap(self, work: Work[T]) -> T:
        for attempt in range(1, TRIES + 1):
            await self._connection.exec_driver_sql("BEGIN")
            try:
                result = await work(self.tx)
                await self._connection.exec_driver_sql("COMMIT")
                return result
            except BaseException as fault:
                with suppress(DBAPIError):
                    await self._connection.exec_driver_sql("ROLLBACK")
                again = isinstance(fault, DBAPIError) and getattr(fault.orig, "sqlstate", None) in AGAIN
                if not again or attempt == TRIES:
                    raise
        raise AssertionError("unreachable")


@asynccontextmanager
async def _open_postgres(url: URL, layout: Layout) -> AsyncIterator[Stage]:
    engine = create_async_engine(
        url, poolclass=NullPool, json_serializer=to_json, hide_parameters=True, isolation_level="AUTOCOMMIT"
    )
    try:
        async with engine.connect() as connection:
            await connection.exec_driver_sql("SET temp_buffers = '64MB'")
            await connection.exec_driver_sql("SET maintenance_work_mem = '128MB'")
            await connection.exec_driver_sql(f"SELECT pg_advisory_lock({IMPORT_LOCK})")
            raw = cast("Any", (await connection.get_raw_connection()).driver_connection)
            yield _PostgresStage(connection, raw, layout)
    finally:
        await engine.dispose()
