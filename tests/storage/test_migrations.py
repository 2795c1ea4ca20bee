"""The migrations make what the tables say, on both databases, and can be taken back."""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

from storage import (
    schema,
    tables,
    tables_confirmations,
    tables_follow_ups,
    tables_nudges,
    tables_page,
    tables_plans,
    tables_province,
    tables_talk,
    tables_triage,
    tables_units,
    tables_vendor,
    tables_zalo,
)
from storage.engine import parse_url

assert (
    tables
    and tables_confirmations
    and tables_follow_ups
    and tables_nudges
    and tables_page
    and tables_plans
    and tables_province
    and tables_talk
    and tables_triage
    and tables_units
    and tables_vendor
    and tables_zalo
)  # importing them fills the metadata


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out the index of the rulings' words: each database has its own kind, that SQLAlchemy has no words for."""
    return not (kind in ("table", "index") and name is not None and name.startswith("rulings_words"))


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"include_name": _is_ours})
    return compare_metadata(context, SQLModel.metadata)


def _left_after_going_back(connection: Connection) -> list[str]:
    command.downgrade(schema._config(connection), "base")
    return sorted(set(inspect(connection).get_table_names()) - {"alembic_version"})


async def _ask(address: str, question: object) -> object:
    url = parse_url(address)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(f"sqlite:///{url.database}")
        with engine.begin() as connection:
            answer = question(connection)  # type: ignore[operator]
        engine.dispose()
        return answer
    asynchronous = create_async_engine(url)
    async with asynchronous.begin() as connection:
        answer = await connection.run_sync(question)  # type: ignore[arg-type]
    await asynchronous.dispose()
    return answer


async def test_the_database_that_init_makes_has_the_tables_the_code_asks_for(database_url: str):
    await schema.upgrade(database_url)
    assert await _ask(database_url, _differences) == []


async def test_what_the_migrations_made_they_take_back(database_url: str):
    await schema.upgrade(database_url)
    assert await _ask(database_url, _left_after_going_back) == []
    await schema.upgrade(database_url)
    assert await _ask(database_url, _differences) == []
