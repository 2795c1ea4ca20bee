"""Updates as the channels gave them: kept before they are confirmed, worked off once, in each person's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.talk.values import Address
from storage.engine import Tx
from storage.hot import Hot
from storage.tables_talk import INBOX_OPEN, InboxRow

inbox = InboxRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Update:
    """One update on its way in: what makes it itself, who said it, and its raw JSON."""

    event_key: str
    user_key: str
    raw: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that is to be worked off."""

    id: int
    event_key: str
    raw: str
    tries: int
    received_at: datetime


_KEEP = {
    "sqlite": Hot(sqlite.insert(inbox).on_conflict_do_nothing()),
    "postgresql": Hot(postgresql.insert(inbox).on_conflict_do_nothing()),
}
_open = text(f"inbox.{INBOX_OPEN}")  # the words of the partial index, so that it is used
_oldest = Hot(
    select(inbox.c.id, inbox.c.event_key, inbox.c.raw, inbox.c.tries, inbox.c.received_at)
    .where(inbox.c.channel == bindparam("p_channel"), inbox.c.user_key == bindparam("p_user"), _open)
    .order_by(inbox.c.id)
    .limit(1)
)
_finish = Hot(update(inbox).where(inbox.c.id == bindparam("p_id"), _open).values(state=bindparam("p_state")))
_fail = (
    update(inbox)
    .where(inbox.c.id == bindparam("p_id"), _open)
    .values(tries=inbox.c.tries + 1, trace=bindparam("p_trace"), state=bindparam("p_state"))
)


async def keep(tx: Tx, channel: str, bot: str, updates: Sequence[Update], now: datetime) -> None:
    """Take updates in; those that are here already are passed over. Updates without a sender wait for nobody."""
    if not updates:
        return
    await tx.run(
        _KEEP[tx.dialect],
        [
            {"channel": channel, "bot": bot, "event_key": one.event_key, "user_key": one.user_key, "raw": one.raw,
             "received_at": now, "state": "new" if one.user_key else "done", "tries": 0}
            for one in updates
        ],
    )  # fmt: skip


async def oldest(tx: Tx, address: Address) -> Waiting | None:
    """Find the oldest open update of an address; on PostgreSQL the address is locked until the transaction ends."""
    if tx.dialect == "postgresql":
        await tx.run(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:who, 0))"),
            {"who": f"{address.channel}:{address.user}"},
        )
    row = (await tx.run(_oldest, {"p_channel": address.channel, "p_user": address.user})).first()
    return Waiting(row.id, row.event_key, row.raw, row.tries, row.received_at) if row else None


async def finish(tx: Tx, update_id: int, state: str = "done") -> bool:
    """Mark an update as worked off; False when it was already."""
    return (await tx.run(_finish, {"p_id": update_id, "p_state": state})).rowcount == 1


async def fail(tx: Tx, update_id: int, trace: str, *, park: bool) -> None:
    """Count a failed try, with its trace; a parked update is not tried again."""
    await tx.run(_fail, {"p_id": update_id, "p_trace": trace, "p_state": "parked" if park else "new"})


async def open_addresses(tx: Tx, channel: str, *, before: datetime | None = None) -> list[Address]:
    """List who is waiting for an answer, the longest first; `before` leaves out what has only just come in."""
    query = (
        select(inbox.c.user_key)
        .where(inbox.c.channel == channel, _open)
        .group_by(inbox.c.user_key)
        .order_by(func.min(inbox.c.id))
    )
    if before is not None:
        query = query.where(inbox.c.received_at < before)
    return [Address(channel, user) for (user,) in await tx.run(query)]


async def open_count(tx: Tx) -> int:
    """Count the updates that wait to be worked off."""
    return int((await tx.run(select(func.count()).select_from(inbox).where(_open))).scalar_one())


async def counts(tx: Tx) -> dict[str, int]:
    """Count the updates by state."""
    found = await tx.run(select(inbox.c.state, func.count().label("n")).group_by(inbox.c.state))
    return {row.state: int(row.n) for row in found}


async def prune(tx: Tx, *, before: datetime) -> int:
    """Forget updates worked off before an instant; parked ones stay until somebody has looked.

    The newest stays too: SQLite would give its number again, and answers are named by it.
    """
    newest = select(func.max(inbox.c.id)).scalar_subquery()
    old = (inbox.c.received_at < before, inbox.c.state == "done", inbox.c.id < newest)
    return (await tx.run(delete(inbox).where(*old))).rowcount
