"""Questions about conversations as a whole: which cards lie open, and what no longer has to be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from domain.people import Role
from domain.review import State
from domain.talk.values import Slot
from storage import (
    attachments,
    inbox,
    moved_on,
    outbox,
    page_devices,
    page_links,
    page_sessions,
    prompts,
    rights,
    served_pictures,
)
from storage.engine import Tx
from storage.outbox import outbox as outbox_table
from storage.people import accounts
from storage.prompts import prompts as prompts_table
from storage.tables import RecordRow, RoleRow

records = RecordRow.__table__  # type: ignore[attr-defined]
roles = RoleRow.__table__  # type: ignore[attr-defined]

REPEATED = frozenset(
    {"text", "prompt", "choices", "takes_text", "numbered"}
)  # what of a body may be shown again
KEEP_TALK = timedelta(days=14)  # prompts, updates and answers hold people's data and are forgotten after this


@dataclass(frozen=True, slots=True)
class OpenCard:
    """A card that waits for its answer, and the body by which it was last shown."""

    account_id: int
    prompt_id: int
    card_ref: str | None
    body: dict[str, Any]


# a card without a record, as of practice, needs a post; one of a record, that it lies on this desk and no other's
_still_official = (
    exists()
    .where(
        roles.c.person_id == accounts.c.person_id,
        roles.c.role == Role.OFFICIAL.value,
        roles.c.until.is_(None),
    )
    .correlate(accounts)
)
_still_theirs = or_(
    and_(records.c.id.is_(None), _still_official),
    and_(
        records.c.assignee_id == accounts.c.person_id,
        records.c.state == State.PENDING.value,
        rights.reviews(accounts.c.person_id, records.c.unit_id),
    ),
)


async def open_cards(tx: Tx, channel: str) -> list[OpenCard]:
    """List the unanswered cards of a channel's linked accounts, by account, that are still theirs to answer.

    Whoever has gone on with another channel since has the card there.
    """
    last = (
        select(outbox_table.c.account_id, func.max(outbox_table.c.id).label("id"))
        .where(outbox_table.c.slot == Slot.CARD.value)
        .group_by(outbox_table.c.account_id)
        .subquery()
    )
    rows = await tx.run(
        select(accounts.c.id, accounts.c.card_prompt_id, accounts.c.card_ref, outbox_table.c.body)
        .join(prompts_table, prompts_table.c.id == accounts.c.card_prompt_id)
        .join(last, last.c.account_id == accounts.c.id)
        .join(outbox_table, outbox_table.c.id == last.c.id)
        .outerjoin(records, records.c.id == prompts_table.c.payload["r"].as_integer())
        .where(
            _still_theirs,
            accounts.c.channel == channel,
            accounts.c.person_id.is_not(None),
            accounts.c.unreachable_at.is_(None),
            prompts_table.c.answered_key.is_(None),
            prompts_table.c.voided.is_(False),
            ~moved_on.answered_elsewhere(accounts.c.id, accounts.c.person_id, last.c.id),
        )
        .order_by(accounts.c.id)
    )
    return [
        OpenCard(row.id, row.card_prompt_id, row.card_ref, row.body)
        for row in rows
        if row.body.get("prompt") == row.card_prompt_id
    ]


async def is_wanted(tx: Tx, item: outbox.Item) -> bool:
    """Say whether an answer that was kept waiting may still be shown.

    Not where its person has gone on elsewhere since, nor a card that is no longer theirs to answer.
    """
    if not await moved_on.is_wanted(tx, item):
        return False
    if item.slot is not Slot.CARD or "prompt" not in item.body:
        return True
    query = (
        select(accounts.c.id)
        .join(prompts_table, prompts_table.c.account_id == accounts.c.id)
        .outerjoin(records, records.c.id == prompts_table.c.payload["r"].as_integer())
        .where(prompts_table.c.id == item.body["prompt"], _still_theirs)
    )
    return (await tx.run(query)).first() is not None


async def forget_old(tx: Tx, now: datetime) -> int:
    """Forget what was said and shown long ago; decisions, parked updates and open work stay."""
    before = now - KEEP_TALK
    return (
        await prompts.prune(tx, before=before)
        + await inbox.prune(tx, before=before)
        + await outbox.prune(tx, before=before)
        + await served_pictures.prune(tx, before=now)
        + await attachments.prune(tx, before=before)
        + await page_links.prune(tx, before=before)
        + await page_sessions.prune(tx, before=before)
        + await page_devices.prune(tx, now=now)
    )
