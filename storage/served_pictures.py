"""Pictures that a channel fetches from our own host: kept for a few hours, in the database, so that every process
serves what any process has sent, and a restart turns no picture black."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Tx
from storage.tables_talk import ServedPictureRow

pictures = ServedPictureRow.__table__  # type: ignore[attr-defined]


async def keep(tx: Tx, name: str, jpeg: bytes, *, until: datetime) -> None:
    """Keep a picture at least until an instant; bytes that are here already are not written again."""
    longer = await tx.run(
        update(pictures).where(pictures.c.name == name, pictures.c.until <= until).values(until=until)
    )
    if longer.rowcount:
        return
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    await tx.run(make(pictures).on_conflict_do_nothing(), {"name": name, "jpeg": jpeg, "until": until})


async def jpeg_of(tx: Tx, name: str, *, now: datetime) -> bytes | None:
    """Give a picture's bytes, or None where it is not here, or no longer."""
    found = await tx.run(select(pictures.c.jpeg).where(pictures.c.name == name, pictures.c.until > now))
    jpeg = found.scalar_one_or_none()
    return None if jpeg is None else bytes(jpeg)


async def prune(tx: Tx, *, before: datetime) -> int:
    """Forget pictures whose time is over: they show people's data."""
    return (await tx.run(delete(pictures).where(pictures.c.until <= before))).rowcount
