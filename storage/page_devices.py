"""Browsers on which somebody has opened the page before: known by a cookie of their own, of which a hash is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Tx
from storage.page_links import hashed
from storage.tables_page import PageDeviceRow

devices = PageDeviceRow.__table__  # type: ignore[attr-defined]

BYTES = 16
KEPT = timedelta(days=400)  # since it was last used; browsers keep a cookie no longer


@dataclass(frozen=True, slots=True)
class Met:
    """A device on which somebody opens the page, and the cookie it is known by."""

    id: int
    cookie: str
    is_new: bool


async def meet(tx: Tx, *, person_id: int, cookie: str, now: datetime) -> Met:
    """Tell whether somebody has opened the page on this device before, and know it from now on.

    A cookie that we gave to nobody may be anybody's invention: it is replaced. One that another person's link has
    brought stays, so that two people who share a telephone are each told of it once.
    """
    rows = (await tx.run(select(devices).where(devices.c.device_hash == hashed(cookie)))).all()
    mine = next((row for row in rows if row.person_id == person_id), None)
    if mine is not None:
        await tx.run(update(devices).where(devices.c.id == mine.id).values(seen_at=now))
        return Met(mine.id, cookie, is_new=False)
    known = cookie if rows else secrets.token_urlsafe(BYTES)
    make_row: Any = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    added = await tx.run(
        make_row(devices)
        .on_conflict_do_nothing(index_elements=[devices.c.device_hash, devices.c.person_id])
        .returning(devices.c.id),
        {"person_id": person_id, "device_hash": hashed(known), "first_at": now, "seen_at": now},
    )
    new = added.scalar_one_or_none()
    if new is None:  # two links at once in one browser: the other request was quicker
        return await meet(tx, person_id=person_id, cookie=known, now=now)
    return Met(int(new), known, is_new=True)


async def forget(tx: Tx, person_id: int) -> int:
    """Know none of somebody's devices any more; returns how many there were."""
    return (await tx.run(delete(devices).where(devices.c.person_id == person_id))).rowcount


async def forget_all(tx: Tx) -> None:
    """Know nobody's devices any more."""
    await tx.run(delete(devices))


async def prune(tx: Tx, *, now: datetime) -> int:
    """Forget devices that nobody has used for so long that their browsers have forgotten us as well."""
    return (await tx.run(delete(devices).where(devices.c.seen_at < now - KEPT))).rowcount
