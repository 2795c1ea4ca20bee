"""Opening the database: one address, two kinds, one way to do a unit of work.

A unit of work is an `async` function of a `Tx`. It may await storage and nothing else: no network, no sleep, so that
no transaction is ever held open while the world is slow. It may be run again from its start when the database was
busy, so it keeps no memory of its own.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import text
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.sql.base import Executable

from domain.wording import operator as say
from storage.hot import Columns, Hot

T = TypeVar("T")
Params = Mapping[str, Any] | Sequence[Mapping[str, Any]] | Columns | None


class Result(Protocol):
    """What storage asks of a result; SQLAlchemy's own answers it, and so does Fetched."""

    @property
    def rowcount(self) -> int: ...

    def __iter__(self) -> Iterator[Any]: ...

    def all(self) -> Sequence[Any]: ...

    def first(self) -> Any: ...

    def one(self) -> Any: ...

    def scalar_one(self) -> Any: ...

    def scalar_one_or_none(self) -> Any: ...


class Tx(Protocol):
    """An open transaction. Storage functions take it and never commit it."""

    dialect: str  # "sqlite" | "postgresql"

    async def run(self, statement: Executable | Hot, params: Params = None) -> Result:
        """Run one statement and hand back its result, already fetched."""
        ...


Work = Callable[[Tx], Awaitable[T]]
_changes = text("SELECT changes()")


async def changed(tx: Tx, result: Result) -> int:
    """Tell how many rows a statement changed that begins with WITH: of those the sqlite3 module keeps no count."""
    if result.rowcount >= 0 or tx.dialect != "sqlite":
        return result.rowcount
    return int((await tx.run(_changes)).scalar_one())


class Database(Protocol):
    """A place to do units of work."""

    dialect: str
    url: URL

    async def write(self, work: Work[T]) -> T:
        """Do one unit of work and commit it; what it raises is raised here and nothing of it is kept."""
        ...

    async def read(self, work: Work[T]) -> T:
        """Do one unit of work that only reads."""
        ...

    async def close(self) -> None:
        """Finish what runs and let go of all connections."""
        ...


class WrongAddress(ValueError):
    """The database's address is none this product knows; the text says which it knows."""


class DatabaseMissing(RuntimeError):
    """There is no database at that address, or none that `rasoat init` made."""


def parse_url(address: str) -> URL:
    """Read a database address.

    Raises WrongAddress, without the address, unless it is `sqlite+aiosqlite:///FILE` (`sqlite:///FILE` is the same)
    or `postgresql+asyncpg://…`.
    """
    try:
        url = make_url(address)
    except (
        ArgumentError,
        ValueError,
    ):  # a ValueError tells a port that is no number: perhaps half a password
        raise WrongAddress(say.ADDRESS_UNREADABLE) from None
    kind = url.get_backend_name()
    if kind == "sqlite" and url.database and url.database != ":memory:":
        return url
    if kind == "postgresql":
        return url.set(drivername="postgresql+asyncpg")
    raise WrongAddress(say.ADDRESS_UNKNOWN)


def open_database(address: str, *, checkpoints: bool = False) -> Database:
    """Open the database at an address; on SQLite only the one with `checkpoints` folds the log into the file."""
    url = parse_url(address)
    if url.get_backend_name() == "sqlite":
        from storage.sqlite import SqliteDatabase

        return SqliteDatabase(url, checkpoints=checkpoints)
    from storage.postgres import PostgresDatabase

    return PostgresDatabase(url)
