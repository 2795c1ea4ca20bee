"""One-time links to the review page: opaque, for one person, good once and for five minutes."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Tx
from storage.tables_page import PageLinkRow

links = PageLinkRow.__table__  # type: ignore[attr-defined]

GOOD_FOR = timedelta(minutes=5)
BYTES = 16


class Target(StrEnum):
    """What a link opens on. APP: the start data of a Mini App, kept so that they are good once as well."""

    RECORD = "record"
    PROGRESS = "progress"
    APP = "app"


class Worth(StrEnum):
    """What a link is still worth."""

    GOOD = "good"
    USED = "used"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was made. `record_id` is empty for one that opens on no record."""

    id: int
    person_id: int
    account_id: int
    target: Target
    record_id: int | None
    worth: Worth


def hashed(secret: str) -> str:
    """Give what is kept of a secret with so many bits that nobody can try them all."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


async def make(
    tx: Tx, *, person_id: int, account_id: int, target: Target, record_id: int | None, now: datetime
) -> str:
    """Make a link and hand back its handle, of which nothing but the hash is kept here."""
    handle = secrets.token_urlsafe(BYTES)
    await tx.run(
        insert(links),
        {"handle_hash": hashed(handle), "person_id": person_id, "account_id": account_id, "target": target.value,
         "record_id": record_id, "made_at": now, "until": now + GOOD_FOR},
    )  # fmt: skip
    return handle


async def look(tx: Tx, handle: str, now: datetime) -> Link | None:
    """Look at a link without using it; None where there is no such link."""
    row = (await tx.run(select(links).where(links.c.handle_hash == hashed(handle)))).first()
    return _link(row, now) if row is not None else None


async def burn(tx: Tx, handle: str, now: datetime) -> Link | None:
    """Use a link. It comes back GOOD to whoever was first and in time, and to nobody else."""
    found = await look(tx, handle, now)
    if found is None or found.worth is not Worth.GOOD:
        return found
    took = await tx.run(
        update(links).where(links.c.id == found.id, links.c.used_at.is_(None)).values(used_at=now)
    )
    return found if took.rowcount == 1 else await look(tx, handle, now)


async def first_use(
    tx: Tx, secret: str, *, person_id: int, account_id: int, record_id: int | None, now: datetime
) -> bool:
    """Keep what a Mini App was started with as used; False where somebody has used it before."""
    make_row: Any = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    added = await tx.run(
        make_row(links).on_conflict_do_nothing(index_elements=[links.c.handle_hash]).returning(links.c.id),
        {"handle_hash": hashed(secret), "person_id": person_id, "account_id": account_id,
         "target": Target.APP.value, "record_id": record_id, "made_at": now, "until": now + GOOD_FOR,
         "used_at": now},
    )  # fmt: skip
    return added.first() is not None


def _link(row: Any, now: datetime) -> Link:
    worth = Worth.USED if row.used_at is not None else Worth.LATE if row.until < now else Worth.GOOD
    return Link(row.id, row.person_id, row.account_id, Target(row.target), row.record_id, worth)


async def void_all_of(tx: Tx, person_id: int, now: datetime) -> None:
    """Make worthless what somebody was handed out and nobody has opened."""
    await tx.run(
        update(links).where(links.c.person_id == person_id, links.c.used_at.is_(None)).values(used_at=now)
    )


async def void_all(tx: Tx, now: datetime) -> None:
    """Make every link worthless: what was handed out before a restore opens nothing afterwards."""
    await tx.run(update(links).where(links.c.used_at.is_(None)).values(used_at=now))


async def prune(tx: Tx, *, before: datetime) -> int:
    """Forget links whose time was over before an instant."""
    return (await tx.run(delete(links).where(links.c.until < before))).rowcount
