"""Small facts with a name, and leases for what only one process may do at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Tx
from storage.tables_talk import LeaseRow, MarkRow

marks = MarkRow.__table__  # type: ignore[attr-defined]
leases = LeaseRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Lead:
    """A lease as it was taken. Whoever takes it next gets a higher `fence`, and what this one lets its holder do ends."""

    name: str
    holder: str
    fence: int

    def stands(self) -> ColumnElement[bool]:
        """Say, for a query, whether nobody else has taken the lease since, however late it is by any clock."""
        return exists().where(
            leases.c.name == self.name, leases.c.holder == self.holder, leases.c.fence == self.fence
        )


async def get(tx: Tx, name: str) -> str | None:
    """Read a mark."""
    found = await tx.run(select(marks.c.value).where(marks.c.name == bindparam("p_name")), {"p_name": name})
    value: str | None = found.scalar_one_or_none()
    return value


async def put(tx: Tx, name: str, value: str) -> None:
    """Write a mark over whatever it was."""
    dialect = sqlite if tx.dialect == "sqlite" else postgresql
    statement = dialect.insert(marks)
    await tx.run(
        statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value}),
        {"name": name, "value": value},
    )


async def locked(tx: Tx, name: str) -> str | None:
    """Read a mark that is to be changed by what it holds: nobody else changes it until this transaction ends."""
    query = select(marks.c.value).where(marks.c.name == bindparam("p_name")).with_for_update()
    value: str | None = (await tx.run(query, {"p_name": name})).scalar_one_or_none()
    return value


async def remove(tx: Tx, name: str) -> None:
    """Forget a mark."""
    await tx.run(delete(marks).where(marks.c.name == name))


async def put_first(tx: Tx, name: str, value: str) -> str:
    """Write a mark unless it is there; returns the one that holds, whoever wrote it."""
    dialect = sqlite if tx.dialect == "sqlite" else postgresql
    await tx.run(dialect.insert(marks).on_conflict_do_nothing(), {"name": name, "value": value})
    return await get(tx, name) or value


async def lease(tx: Tx, name: str, holder: str, *, now: datetime, span: timedelta) -> int | None:
    """Take or renew a lease; returns its fencing number, or None while another holds it.

    One that ends further ahead than anybody can have asked for was taken before the clock was set back: it is over.
    """
    dialect = sqlite if tx.dialect == "sqlite" else postgresql
    await tx.run(
        dialect.insert(leases).on_conflict_do_nothing(),
        {"name": name, "holder": holder, "until": now, "fence": 0},
    )
    renewed = await tx.run(
        update(leases)
        .where(leases.c.name == name, leases.c.holder == holder, leases.c.fence > 0, leases.c.until >= now)
        .values(until=now + span)
        .returning(leases.c.fence)
    )
    fence = renewed.scalar_one_or_none()
    if fence is None:
        over = or_(leases.c.until <= now, leases.c.until > now + 2 * span)
        taken = await tx.run(
            update(leases)
            .where(leases.c.name == name, or_(over, leases.c.holder == holder))
            .values(holder=holder, until=now + span, fence=leases.c.fence + 1)
            .returning(leases.c.fence)
        )
        fence = taken.scalar_one_or_none()
    return int(fence) if fence is not None else None


async def let_go(tx: Tx, name: str, holder: str, *, now: datetime) -> None:
    """Give a lease back."""
    await tx.run(update(leases).where(leases.c.name == name, leases.c.holder == holder).values(until=now))
