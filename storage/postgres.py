"""PostgreSQL: a pool of connections, one transaction per unit of work, run again when the database asks for it."""

from __future__ import annotations

import asyncio
import random
from typing import Any, TypeVar, cast

from sqlalchemy.engine.url import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.sql.base import Executable

from storage.columns import to_json
from storage.engine import Params, Result, Work
from storage.hot import Hot

T = TypeVar("T")

TRIES = 6
AGAIN = frozenset({"40001", "40P01", "55P03"})  # serialization failure, deadlock, lock not available


class PostgresTx:
    """The open transaction of one pooled connection."""

    dialect = "postgresql"

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    async def run(self, statement: Executable | Hot, params: Params = None) -> Result:
        plain = statement.statement if isinstance(statement, Hot) else statement
        return cast("Result", await self.connection.execute(plain, cast("Any", params)))


class PostgresDatabase:
    """A PostgreSQL database; several processes may use it at once."""

    dialect = "postgresql"

    def __init__(self, url: URL, *, pool_size: int = 10) -> None:
        self.url = url
        self.engine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_pre_ping=True,
            json_serializer=to_json,
            hide_parameters=True,
        )

    async def write(self, work: Work[T]) -> T:
        for attempt in range(1, TRIES + 1):
            try:
                async with self.engine.begin() as connection:
                    return await work(PostgresTx(connection))
            except DBAPIError as fault:
                if attempt == TRIES or not _worth_another_try(fault):
                    raise
            await asyncio.sleep(random.uniform(0, 0.02 * 2**attempt))
        raise AssertionError("unreachable")

    async def read(self, work: Work[T]) -> T:
        async with self.engine.connect() as connection:
            connection = await connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            async with connection.begin():
                return await work(PostgresTx(connection))

    async def close(self) -> None:
        await self.engine.dispose()


def _worth_another_try(fault: DBAPIError) -> bool:
    return getattr(fault.orig, "sqlstate", None) in AGAIN
