"""What is asked of the database about sending: may this go out now, and since when has the first in line waited."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, or_, select, text

from domain.people import Account
from storage.engine import Tx
from storage.hot import Hot
from storage.marks import Lead, leases
from storage.outbox import ANSWER, LEASE, Item, goes_to, outbox, undelivered
from storage.people import account_of, accounts
from storage.tables_talk import OUTBOX_OPEN


@dataclass(frozen=True, slots=True)
class Ready:
    """Something leased that is still ours to send: to whom, and whether an answer has fallen due meanwhile."""

    account: Account
    answers_due: bool


_waits = outbox.alias("waits")
_answer_due = (
    exists()
    .where(
        text(f"waits.{OUTBOX_OPEN}"),  # the words of the index
        _waits.c.state == "waiting",
        _waits.c.priority == ANSWER,
        _waits.c.not_before <= bindparam("p_now"),
    )
    .correlate_except(_waits)
    .label("answer_due")
)
_ours: Select[Any] = (
    select(accounts, _answer_due)
    .select_from(outbox.join(accounts, accounts.c.id == outbox.c.account_id))
    .where(
        outbox.c.id == bindparam("p_id"),
        outbox.c.state == "leased",
        outbox.c.leased_by == bindparam("p_holder"),
    )
)
_look = Hot(_ours)
_look_leading = Hot(
    _ours.where(
        exists()
        .where(
            leases.c.name == bindparam("p_lead"),
            leases.c.holder == bindparam("p_holder"),
            leases.c.fence == bindparam("p_fence"),
        )
        .correlate_except(leases)
    )
)


async def look(tx: Tx, item_id: int, holder: str, lead: Lead | None, now: datetime) -> Ready | None:
    """Look once more before something goes out; None when it is cancelled, taken over, or ours to send no longer."""
    asked: dict[str, Any] = {"p_id": item_id, "p_holder": holder, "p_now": now}
    if lead is None:
        row = (await tx.run(_look, asked)).first()
    else:
        row = (await tx.run(_look_leading, {**asked, "p_lead": lead.name, "p_fence": lead.fence})).first()
    return Ready(account_of(row), bool(row.answer_due)) if row is not None else None


async def accounts_of(tx: Tx, items: Collection[Item]) -> dict[int, Account]:
    """Load the accounts that some items go to, by their numbers."""
    ids = sorted({item.account_id for item in items})
    rows = await tx.run(select(accounts).where(accounts.c.id.in_(ids))) if ids else ()
    return {row.id: account_of(row) for row in rows}


@dataclass(frozen=True, slots=True)
class Oldest:
    """The first in line: its number in the outbox, and since when it could have gone out or has been in flight."""

    id: int
    since: datetime


async def oldest(
    tx: Tx, now: datetime, resting: Collection[str] = (), *, only_answers: bool = False
) -> Oldest | None:
    """Find what is due or in flight and stands first in line; what waits because its channel rests is not due."""
    query = (
        select(outbox.c.id, outbox.c.state, outbox.c.not_before, outbox.c.leased_until)
        .where(
            undelivered,
            or_(outbox.c.state == "leased", and_(outbox.c.state == "waiting", outbox.c.not_before <= now)),
        )
        .order_by(outbox.c.priority, outbox.c.id)
        .limit(1)
    )
    if only_answers:
        query = query.where(outbox.c.priority == ANSWER)
    elif resting:
        query = query.where(or_(outbox.c.priority == ANSWER, ~goes_to(resting)))
    row = (await tx.run(query)).first()
    if row is None:
        return None
    return Oldest(row.id, row.leased_until - LEASE if row.state == "leased" else row.not_before)
