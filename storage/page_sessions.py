"""Sessions of the review page: a browser that a link has opened for a person, for half an hour of idling at most."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from storage.engine import Tx
from storage.hot import Hot
from storage.page_links import hashed
from storage.tables_page import PageSessionRow

sessions = PageSessionRow.__table__  # type: ignore[attr-defined]

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
BYTES = 16
TOUCH_AFTER = timedelta(minutes=1)  # that somebody is still there is noted no more often than this


@dataclass(frozen=True, slots=True)
class Session:
    """An open session. `csrf` is told to our own pages only, so that no other page can act in its name."""

    id: int
    person_id: int
    account_id: int
    csrf: str
    seen_at: datetime
    pin_at: datetime | None


_by_cookie = Hot(
    select(sessions).where(sessions.c.cookie_hash == bindparam("p_hash"), sessions.c.ended_at.is_(None))
)
_touch = Hot(update(sessions).where(sessions.c.id == bindparam("p_id")).values(seen_at=bindparam("p_at")))


def _csrf(cookie: str) -> str:
    return hashed(f"csrf {cookie}")[:32]


async def begin(tx: Tx, *, person_id: int, account_id: int, agent: str, now: datetime) -> str:
    """Open a session and hand back its cookie, of which nothing but the hash is kept here."""
    cookie = secrets.token_urlsafe(BYTES)
    await tx.run(
        insert(sessions),
        {"cookie_hash": hashed(cookie), "agent_hash": hashed(agent), "person_id": person_id,
         "account_id": account_id, "opened_at": now, "seen_at": now},
    )  # fmt: skip
    return cookie


async def find(tx: Tx, cookie: str, agent: str, now: datetime) -> Session | None:
    """Find the session of a cookie; None where it is closed, idle for too long, or another browser's."""
    row = (await tx.run(_by_cookie, {"p_hash": hashed(cookie)})).first()
    if row is None or row.agent_hash != hashed(agent):
        return None
    if now - row.seen_at > IDLE or now - row.opened_at > LONGEST or row.seen_at - now > IDLE:
        return None
    return Session(row.id, row.person_id, row.account_id, _csrf(cookie), row.seen_at, row.pin_at)


async def touch(tx: Tx, session_id: int, now: datetime) -> None:
    """Note that somebody is still there."""
    await tx.run(_touch, {"p_id": session_id, "p_at": now})


async def end(tx: Tx, session_id: int, now: datetime) -> None:
    """Close a session."""
    await tx.run(update(sessions).where(sessions.c.id == session_id).values(ended_at=now))


async def end_all_of(tx: Tx, person_id: int, now: datetime) -> None:
    """Close all sessions of somebody."""
    await tx.run(
        update(sessions)
        .where(sessions.c.person_id == person_id, sessions.c.ended_at.is_(None))
        .values(ended_at=now)
    )


async def void_all(tx: Tx, now: datetime) -> None:
    """Close everybody's sessions."""
    await tx.run(
        update(sessions).where(sessions.c.ended_at.is_(None)).values(ended_at=now, card_owed_at=None)
    )


async def note_pin(tx: Tx, session_id: int, now: datetime) -> None:
    """Note that the PIN was told in this session."""
    await tx.run(update(sessions).where(sessions.c.id == session_id).values(pin_at=now))


async def owe_card(tx: Tx, session_id: int, now: datetime) -> None:
    """Note that the chat's card is behind what was decided on the page."""
    await tx.run(update(sessions).where(sessions.c.id == session_id).values(card_owed_at=now))


async def paid(tx: Tx, account_id: int) -> None:
    """Note that the chat of an account has the present card."""
    await tx.run(
        update(sessions)
        .where(sessions.c.account_id == account_id, sessions.c.card_owed_at.is_not(None))
        .values(card_owed_at=None)
    )


async def owed(tx: Tx, *, before: datetime) -> Sequence[int]:
    """List the accounts whose chat is behind, and whose page has rested since an instant."""
    rows: Any = await tx.run(
        select(sessions.c.account_id).where(sessions.c.card_owed_at < before).distinct().limit(50)
    )
    return [row.account_id for row in rows]


async def prune(tx: Tx, *, before: datetime) -> int:
    """Forget sessions nobody has used since an instant."""
    return (await tx.run(delete(sessions).where(sessions.c.seen_at < before))).rowcount
