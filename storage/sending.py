"""What is asked of the database about sending: may this go out now, and since when has the first in line waited."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, or_, select, text

from domain.people import Account
from storage.columns import to_json
from storage.engine import Tx
from storage.hot import Hot
from storage.listed import listed
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
_leads = (
    exists()
    .where(
        leases.c.name == bindparam("p_lead"),
        leases.c.holder == bindparam("p_holder"),
        leases.c.fence == bindparam("p_fence"),
    )
    .correlate_except(leases)
)


@cache
def _look(dialect: str, *, leading: bool) -> Hot:
    these = listed(dialect, "asked", id=int)
    ours: Select[Any] = (
        select(accounts, outbox.c.id.label("item_id"), _answer_due)
        .select_from(
            these.join(outbox, outbox.c.id == these.c.id).join(accounts, accounts.c.id == outbox.c.account_id)
        )
        .where(outbox.c.state == "leased", outbox.c.leased_by == bindparam("p_holder"))
    )
    return Hot(ours.where(_leads) if leading else ours)


async def look(
    tx: Tx, item_ids: Sequence[int], holder: str, lead: Lead | None, now: datetime
) -> dict[int, Ready]:
    """Look once more before some things go out; what is cancelled, taken over, or ours no longer is left out."""
    asked: dict[str, Any] = {
        "asked": to_json([[each] for each in item_ids]),
        "p_holder": holder,
        "p_now": now,
    }
    if lead is not None:
        asked |= {"p_lead": lead.name, "p_fence": lead.fence}
    rows = await tx.run(_look(tx.dialect, leading=lead is not None), asked)
    return {row.item_id: Ready(account_of(row), bool(row.answer_due)) for row in rows}


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
