"""Making and checking the tables: Alembic migrations that run on both databases."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.engine.url import URL
from sqlalchemy.ext.asyncio import create_async_engine

from domain.wording import operator as say
from storage.engine import DatabaseMissing, parse_url


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    command.upgrade(_config(connection), "head")


def _revision(connection: Connection) -> tuple[str | None, str | None]:
    """Read the revision the database is at and the one the code wants."""
    wanted = ScriptDirectory.from_config(_config(connection)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision(), wanted


def _make_private(path: Path) -> None:
    """Make an empty file that only its owner may read, and the folders it lacks likewise; what is there stays.

    It holds personal data. SQLite gives the files it lays beside it (-wal, -shm) the mode of the file itself.
    """
    for folder in reversed([each for each in path.parents if not each.exists()]):
        folder.mkdir(mode=0o700, exist_ok=True)
    path.touch(mode=0o600)


async def upgrade(address: str) -> None:
    """Create the database's tables, or bring them up to date; doing it twice changes nothing."""
    url = parse_url(address)
    if url.get_backend_name() == "sqlite":
        path = Path(str(url.database))
        _make_private(path)
        engine = create_engine(f"sqlite:///{path}")
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            with engine.begin() as connection:
                _upgrade(connection)
        finally:
            engine.dispose()
        return
    async_engine = create_async_engine(url)
    try:
        async with async_engine.begin() as async_connection:
            await async_connection.run_sync(_upgrade)
    finally:
        await async_engine.dispose()


async def require_current(address: str) -> None:
    """Raise DatabaseMissing unless the database is there and its tables are those of this version."""
    url = parse_url(address)
    found, wanted = await _read_revision(url)
    if found is None:
        raise DatabaseMissing(say.NOT_MADE)
    if found != wanted:
        raise DatabaseMissing(say.other_version(found, wanted))


async def _read_revision(url: URL) -> tuple[str | None, str | None]:
    if url.get_backend_name() == "sqlite":
        path = Path(str(url.database))
        if not path.is_file():  # noqa: ASYNC240  a look at a local file, once, before anything runs
            return None, None
        engine = create_engine(f"sqlite:///file:{path}?mode=ro&uri=true")
        try:
            with engine.connect() as connection:
                return _revision(connection)
        finally:
            engine.dispose()
    async_engine = create_async_engine(url)
    try:
        async with async_engine.connect() as async_connection:
            return await async_connection.run_sync(_revision)
    finally:
        await async_engine.dispose()


async def revision(address: str) -> str | None:
    """Tell the revision of a database's tables; None where there are none."""
    found, _ = await _read_revision(parse_url(address))
    return found


def head() -> str | None:
    """Tell the revision this version of the program makes."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return ScriptDirectory.from_config(config).get_current_head()
