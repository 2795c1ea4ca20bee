"""What is to be said: written in the transaction that caused it, sent afterwards, recorded at the end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, or_, select, text, true, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.talk.values import Slot
from storage.engine import Tx
from storage.hot import Hot
from storage.marks import Lead
from storage.tables import AccountRow
from storage.tables_talk import OUTBOX_OPEN, OutboxRow

outbox = OutboxRow.__table__  # type: ignore[attr-defined]
accounts = AccountRow.__table__  # type: ignore[attr-defined]

ANSWER, REMINDER, BROADCAST = 0, 1, 2
LEASE = timedelta(seconds=30)
LONGEST_LEASE = timedelta(minutes=10)  # one that ends further ahead was taken before the clock was set back


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be said to an account. `body` is for the sender: the message and how to show it."""

    id: int
    key: str
    account_id: int
    kind: str
    slot: Slot
    priority: int
    body: dict[str, Any]
    created_at: datetime
    tries: int


_ADD = {
    name: Hot(
        dialect.insert(outbox).on_conflict_do_nothing(index_elements=[outbox.c.key]).returning(outbox.c.id)
    )
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
# the words of the partial indexes, so that the databases see that they may use them
undelivered = text(f"outbox.{OUTBOX_OPEN}")
TAKE_BACK = (
    "take_back"  # the kind of what says nothing: a message of ours leaves a chat when its time is over
)
unsaid = and_(undelivered, outbox.c.kind != TAKE_BACK)
_supersede = Hot(
    update(outbox)
    .where(
        outbox.c.account_id == bindparam("p_account"),
        outbox.c.slot == Slot.CARD.value,
        outbox.c.id < bindparam("p_id"),
        undelivered,
    )
    .values(state="cancelled", result="superseded")
)
_columns = (outbox.c.id, outbox.c.key, outbox.c.account_id, outbox.c.kind, outbox.c.slot, outbox.c.priority,
            outbox.c.body, outbox.c.created_at, outbox.c.tries)  # fmt: skip


async def add(
    tx: Tx,
    key: str,
    account_id: int,
    body: dict[str, Any],
    *,
    kind: str,
    slot: Slot,
    priority: int,
    now: datetime,
    holder: str | None = None,
    not_before: datetime | None = None,
) -> Item | None:
    """Write what is to be said, perhaps not yet; None when that key was said, or is waiting, already.

    With a `holder` the row is leased to it from the start: the answer goes out right after the commit and the
    delivery loop takes it over only if the holder dies. A new card cancels older ones that are not out yet.
    """
    found = await tx.run(
        _ADD[tx.dialect],
        {"key": key, "account_id": account_id, "kind": kind, "slot": slot.value, "priority": priority, "body": body,
         "created_at": now, "not_before": not_before or now, "state": "leased" if holder else "waiting", "leased_by": holder,
         "leased_until": now + LEASE if holder else None, "tries": 0},
    )  # fmt: skip
    item_id = found.scalar_one_or_none()
    if item_id is None:
        return None
    if slot is Slot.CARD:
        await tx.run(_supersede, {"p_account": account_id, "p_id": item_id})
    return Item(int(item_id), key, account_id, kind, slot, priority, body, now, 0)


async def knows(tx: Tx, key: str) -> bool:
    """Say whether something was said, or is waiting to be said, under a key."""
    return (await tx.run(select(outbox.c.id).where(outbox.c.key == key))).first() is not None


async def supersede(tx: Tx, kind: str, account_id: int) -> None:
    """Cancel what of a kind is not out yet for an account, since newer of the kind is to be said."""
    await tx.run(
        update(outbox)
        .where(outbox.c.account_id == account_id, outbox.c.kind == kind, undelivered)
        .values(state="cancelled", result="superseded")
    )


def _is_over(now: datetime, holder: str, *, of_others: bool) -> Any:
    """Say, for a query, whether a lease has run out, and may be taken."""
    over = or_(outbox.c.leased_until < now, outbox.c.leased_until > now + LONGEST_LEASE)
    return and_(over, true() if of_others else outbox.c.leased_by == holder)


def goes_to(channels: Collection[str]) -> Any:
    """Say, for a query, whether something goes to one of these channels."""
    return outbox.c.account_id.in_(select(accounts.c.id).where(accounts.c.channel.in_(sorted(channels))))


async def claim(
    tx: Tx,
    holder: str,
    *,
    now: datetime,
    limit: int,
    lead: Lead | None = None,
    resting: Collection[str] = (),
    of_others: bool = True,
    only_answers: bool = False,
) -> list[Item]:
    """Lease what is due, answers before reminders before broadcasts; a lease that ran out is due again.

    Nothing once another has taken over the `lead`; nothing unasked on channels that are `resting`; without `of_others`
    none of the leases that others let run out.
    """
    waiting = and_(outbox.c.state == "waiting", outbox.c.not_before <= now)
    leased = and_(outbox.c.state == "leased", _is_over(now, holder, of_others=of_others))
    due = select(outbox.c.id).where(undelivered, or_(waiting, leased))
    if only_answers:
        due = due.where(outbox.c.priority == ANSWER)
    elif resting:
        due = due.where(or_(outbox.c.priority == ANSWER, ~goes_to(resting)))
    if lead is not None:
        due = due.where(lead.stands())
    due = due.order_by(outbox.c.priority, outbox.c.id).limit(limit)
    if tx.dialect == "postgresql":
        due = due.with_for_update(skip_locked=True, of=outbox)
    rows = await tx.run(
        update(outbox)
        .where(outbox.c.id.in_(select(due.cte("due").c.id)))  # worked out once, unlike a plain subquery
        .values(state="leased", leased_by=holder, leased_until=now + LEASE, tries=outbox.c.tries + 1)
        .returning(*_columns)
    )
    items = [
        Item(r.id, r.key, r.account_id, r.kind, Slot(r.slot), r.priority, r.body, r.created_at, r.tries)
        for r in rows
    ]
    return sorted(items, key=lambda item: (item.priority, item.id))


_these = outbox.c.id.in_(bindparam("p_ids", expanding=True))
_done = (
    update(outbox)
    .where(_these, undelivered)
    .values(
        state=bindparam("p_state"), result=bindparam("p_result"), done_at=bindparam("p_now"), leased_by=None
    )
)
_not_by_another = or_(outbox.c.leased_by.is_(None), outbox.c.leased_by == bindparam("p_holder"))


async def record(tx: Tx, ids: Sequence[int], *, state: str, result: str | None, now: datetime) -> int:
    """Record how sending ended: sent, failed or cancelled; returns how many had no end yet."""
    ended = {"p_ids": list(ids), "p_state": state, "p_result": result, "p_now": now}
    return (await tx.run(_done, ended)).rowcount


async def postpone(
    tx: Tx, ids: Sequence[int], *, until: datetime, reason: str, holder: str, tried: bool = True
) -> int:
    """Put back what could not be said now, each keeping its place; returns how many were still the holder's."""
    statement = update(outbox).where(_these, undelivered, _not_by_another)
    values: dict[str, Any] = {} if tried else {"tries": outbox.c.tries - 1}
    put_back = statement.values(
        state="waiting", not_before=until, result=reason, leased_by=None, leased_until=None, **values
    )
    return (await tx.run(put_back, {"p_ids": list(ids), "p_holder": holder})).rowcount


async def rewrite(tx: Tx, item_id: int, body: dict[str, Any]) -> None:
    """Keep what came to be said of something that was written without its words."""
    await tx.run(update(outbox).where(outbox.c.id == item_id, undelivered).values(body=body))


async def release(tx: Tx, ids: Sequence[int], holder: str) -> None:
    """Give back what was claimed and not begun: it is due for whoever comes next."""
    free = update(outbox).where(
        _these, outbox.c.state == "leased", outbox.c.leased_by == bindparam("p_holder")
    )
    values = {"state": "waiting", "leased_by": None, "leased_until": None, "tries": outbox.c.tries - 1}
    await tx.run(free.values(**values), {"p_ids": list(ids), "p_holder": holder})


async def hold(tx: Tx, item_id: int, holder: str, *, until: datetime) -> bool:
    """Lengthen the lease of something that takes its time; False when it is no longer ours."""
    took = await tx.run(
        update(outbox)
        .where(outbox.c.id == item_id, outbox.c.state == "leased", outbox.c.leased_by == holder)
        .values(leased_until=until)
    )
    return took.rowcount == 1


async def release_all(tx: Tx) -> int:
    """Take back every lease: on SQLite, where one process runs, whoever held them is dead."""
    took = await tx.run(
        update(outbox).where(outbox.c.state == "leased").values(state="waiting", leased_by=None)
    )
    return took.rowcount


async def open_count(tx: Tx) -> int:
    """Count what is to be said and is not out yet."""
    return int((await tx.run(select(func.count()).select_from(outbox).where(unsaid))).scalar_one())


async def counts(tx: Tx) -> dict[str, int]:
    """Count all that was ever to be said by state; reads the whole table."""
    found = await tx.run(select(outbox.c.state, func.count().label("n")).group_by(outbox.c.state))
    return {row.state: int(row.n) for row in found}


async def prune(tx: Tx, *, before: datetime) -> int:
    """Forget answers sent or cancelled before an instant: they hold people's data."""
    return (
        await tx.run(
            delete(outbox).where(
                outbox.c.created_at < before,
                outbox.c.priority == ANSWER,
                outbox.c.state.in_(("sent", "cancelled", "failed")),
            )
        )
    ).rowcount
