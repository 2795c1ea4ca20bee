"""SQLite: one writer in a thread of its own, readers beside it.

Contention is what makes SQLite slow and unsafe, so a process has a single writing connection. Units of work that
wait at the same time share one transaction, each inside a savepoint of its own: one that fails is rolled back alone,
and one flush to the disk serves all (decision 0003). Other processes (an import beside a running bot) take their
turn by BEGIN IMMEDIATE with a busy time-out.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, cast

import structlog
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine.url import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool, QueuePool
from sqlalchemy.sql.base import Executable

from domain.wording import operator as say
from storage.columns import to_json
from storage.engine import DatabaseMissing, Params, Result, Tx, Work
from storage.fence import BUSY_SECONDS, Fence
from storage.hot import Hot

T = TypeVar("T")
log = structlog.get_logger("storage.sqlite")

GROUP_LIMIT = 64  # units of work that share one commit
GROUP_SECONDS = 0.05  # and how long a group may run before it is committed
READERS = 2


class SqliteTx:
    """The open transaction of the writer or of a reader; its awaits never suspend."""

    dialect = "sqlite"

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.raw = cast("sqlite3.Connection", connection.connection.dbapi_connection)

    async def run(self, statement: Executable | Hot, params: Params = None) -> Result:
        if isinstance(statement, Hot):
            return statement.on_sqlite(self.raw, self.connection.dialect, params)
        return cast("Result", self.connection.execute(statement, cast("Any", params)))


def prepare_writer(raw: sqlite3.Connection, _record: object) -> None:
    """Make a connection one that writes: every commit flushed, and no checkpoint by itself (see Fence)."""
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA wal_autocheckpoint=0")
    raw.execute("PRAGMA cache_size=-32768")
    raw.execute("PRAGMA temp_store=MEMORY")


class SuspendedInTransaction(RuntimeError):
    """A unit of work awaited something other than storage: a bug, since the database would be held meanwhile."""


def drive(work: Work[T], tx: Tx) -> T:
    """Run a unit of work whose awaits never suspend, from start to end, in this thread."""
    coroutine = cast("Coroutine[Any, Any, T]", work(tx))
    try:
        coroutine.send(None)
    except StopIteration as done:
        return cast("T", done.value)
    coroutine.close()
    raise SuspendedInTransaction(getattr(work, "__qualname__", repr(work)))


class _Job:
    __slots__ = ("future", "loop", "result", "work")

    def __init__(self, work: Work[Any], loop: asyncio.AbstractEventLoop) -> None:
        self.work = work
        self.loop = loop
        self.future: asyncio.Future[Any] = loop.create_future()
        self.result: tuple[bool, Any] | None = None

    def settle(self) -> None:
        """Hand the result over; in the loop's own thread."""
        assert self.result is not None
        fine, value = self.result
        if not self.future.done():
            self.future.set_result(value) if fine else self.future.set_exception(value)


def _tell(group: list[_Job]) -> None:
    """Tell those who wait for a group, waking each loop once for all of them."""
    loops = {job.loop for job in group}
    for loop in loops:
        with suppress(RuntimeError):  # the loop is closed: nobody is waiting any more
            loop.call_soon_threadsafe(_settle_all, [job for job in group if job.loop is loop])


def _settle_all(group: list[_Job]) -> None:
    for job in group:
        job.settle()


class SqliteDatabase:
    """A SQLite file. With `checkpoints`, this process alone folds the write-ahead log back into the file."""

    dialect = "sqlite"

    def __init__(self, url: URL, *, checkpoints: bool = False) -> None:
        self.url = url
        self.path = Path(str(url.database))
        if not self.path.is_file():
            raise DatabaseMissing(say.no_database(self.path))
        self._checkpoints = checkpoints
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._writer = create_engine(
            f"sqlite:///{self.path}",
            poolclass=NullPool,
            json_serializer=to_json,
            hide_parameters=True,
            connect_args={"timeout": BUSY_SECONDS, "isolation_level": None, "check_same_thread": False},
        )
        event.listen(self._writer, "connect", prepare_writer)
        self._readers = create_engine(
            f"sqlite:///file:{self.path}?mode=ro&uri=true",
            poolclass=QueuePool,
            pool_size=READERS,
            json_serializer=to_json,
            hide_parameters=True,
            connect_args={"timeout": BUSY_SECONDS, "isolation_level": None, "check_same_thread": False},
        )
        event.listen(self._readers, "connect", self._prepare_reader)
        self._reading = ThreadPoolExecutor(READERS, thread_name_prefix="rasoat-read")
        self._thread: threading.Thread | None = None
        self._fence = Fence(self.path)
        self._closed = False

    def _prepare_reader(self, raw: sqlite3.Connection, _record: object) -> None:
        raw.execute("PRAGMA query_only=ON")
        raw.execute("PRAGMA cache_size=-8192")

    async def write(self, work: Work[T]) -> T:
        if self._closed:
            raise RuntimeError("the database is closed")
        if self._thread is None:
            self._thread = threading.Thread(target=self._write_all, name="rasoat-write", daemon=True)
            self._thread.start()
        job = _Job(work, asyncio.get_running_loop())
        self._jobs.put(job)
        return cast("T", await job.future)

    async def read(self, work: Work[T]) -> T:
        def reading() -> T:
            with self._readers.connect() as connection:
                tx = SqliteTx(connection)
                tx.raw.execute("BEGIN")  # on the driver's own: SQLAlchemy's way costs as much as the reading
                try:
                    return drive(work, tx)
                finally:
                    tx.raw.execute("ROLLBACK")

        return await asyncio.get_running_loop().run_in_executor(self._reading, reading)

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        if self._thread is not None:
            self._jobs.put(None)
            await asyncio.get_running_loop().run_in_executor(None, self._thread.join)
        self._reading.shutdown(wait=True)
        self._readers.dispose()
        self._writer.dispose()
        self._fence.close()

    # ── the writer's thread ─────────────────────────────────────────────────────────────────────

    def _write_all(self) -> None:
        connection: Connection | None = None
        written = 0
        while (job := self._jobs.get()) is not None:
            group = [job]
            try:
                if connection is None:
                    connection = self._writer.connect()
                self._write_group(connection, group)
            except BaseException as fault:  # nothing of the group was kept: each waiting work is told
                if connection is not None:
                    with suppress(Exception):
                        connection.exec_driver_sql("ROLLBACK")
                    with suppress(Exception):
                        connection.invalidate()
                    connection = None
                for member in group:
                    member.result = (False, fault)
            _tell(group)
            written += 1
            due = written % 500 == 0 or (written > 100 and self._jobs.empty())
            # only now: what is committed waits for no checkpoint, and is not called lost by one that fails
            if self._checkpoints and due and connection is not None:
                written = 0
                try:
                    self._fence.fold(connection)
                except Exception as fault:  # the log is still whole: the next one folds it in
                    log.warning("checkpoint_failed", fault=type(fault).__name__)
        if connection is not None:
            if self._checkpoints:
                with suppress(Exception):
                    self._fence.fold(connection)
            connection.close()

    def _write_group(self, connection: Connection, group: list[_Job]) -> None:
        """Run waiting units of work in one transaction; grows `group` by those that came meanwhile."""
        with self._fence.writing():
            self._begin(connection)
            tx = SqliteTx(connection)
            started = time.monotonic()
            self._write_one(tx, group[0])
            while len(group) < GROUP_LIMIT and time.monotonic() - started < GROUP_SECONDS:
                try:
                    job = self._jobs.get_nowait()
                except queue.Empty:
                    break
                if job is None:
                    self._jobs.put(None)
                    break
                group.append(job)
                self._write_one(tx, job)
            connection.exec_driver_sql("COMMIT")

    def _begin(self, connection: Connection) -> None:
        deadline = time.monotonic() + 2 * BUSY_SECONDS
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            except OperationalError as busy:
                if ("locked" not in str(busy) and "busy" not in str(busy)) or time.monotonic() > deadline:
                    raise
                log.warning("database_busy")

    def _write_one(self, tx: SqliteTx, job: _Job) -> None:
        tx.raw.execute("SAVEPOINT work")
        try:
            job.result = (True, drive(job.work, tx))
        except Exception as fault:  # this work failed, its neighbours in the group go on
            tx.raw.execute("ROLLBACK TO work")
            job.result = (False, fault)
        tx.raw.execute("RELEASE work")
