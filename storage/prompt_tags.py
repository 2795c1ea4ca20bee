"""Short tags of prompts: which others of an account are open, and who is called what."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select, update

from domain.talk import tags
from domain.talk.values import Slot
from storage.engine import Tx
from storage.prompts import TAG, Asked, asked_of, prompts
from storage.tables import AccountRow

accounts = AccountRow.__table__  # type: ignore[attr-defined]

OPEN_FOR = timedelta(hours=1)  # a list that nobody answered for so long is not on anybody's mind
ASKED_BACK = "which"  # the step that asks what was meant: it has no tag, and any other word may answer it
LOOKED_AT = 12  # lists
NAMED = 3  # prompts besides the one being shown; more tags than these nobody reads
_tag = prompts.c.payload[TAG].as_string()


async def open_beside(
    tx: Tx, account_id: int, prompt_id: int, *, slot: Slot, step: str, now: datetime
) -> list[Asked]:
    """List what waits for an answer beside a prompt: the card, and the newest list of each other conversation.

    A card takes the place of the one before, and so does a list of the same conversation.
    """
    if step == ASKED_BACK:
        return []
    living = select(accounts.c.card_prompt_id).where(accounts.c.id == account_id).scalar_subquery()
    of_card = prompts.c.id == living
    of_list = and_(prompts.c.slot == Slot.NOTE.value, prompts.c.shown_at > now - OPEN_FOR)
    rows = await tx.run(
        select(prompts)
        .where(
            prompts.c.account_id == account_id,
            prompts.c.id != prompt_id,
            prompts.c.answered_key.is_(None),
            prompts.c.voided.is_(False),
            or_(of_card, of_list) if slot is not Slot.CARD else of_list,
        )
        .order_by(prompts.c.id.desc())
        .limit(LOOKED_AT)
    )
    newest: dict[str, Asked] = {}
    for asked in map(asked_of, rows):
        if asked.slot is Slot.CARD or asked.step not in (step, ASKED_BACK):
            newest.setdefault(asked.slot.value if asked.slot is Slot.CARD else asked.step, asked)
    return sorted(newest.values(), key=lambda asked: asked.id)[-NAMED:]


async def named(tx: Tx, account_id: int, tag: str) -> Asked | None:
    """Find the newest prompt of an account that has a tag, open or not."""
    rows = await tx.run(
        select(prompts)
        .where(prompts.c.account_id == account_id, _tag == tag)
        .order_by(prompts.c.id.desc())
        .limit(1)
    )
    row = rows.first()
    return asked_of(row) if row is not None else None


async def call(tx: Tx, account_id: int, asked_ids: list[int]) -> dict[int, str]:
    """Give tags to the prompts that have none yet, each the one after the last given; tells the tags of all."""
    rows = await tx.run(
        select(_tag)
        .where(prompts.c.account_id == account_id, _tag.is_not(None))
        .order_by(prompts.c.id.desc())
        .limit(1)
    )
    last = str(rows.scalar_one_or_none() or "")
    called: dict[int, str] = {}
    for asked_id in asked_ids:
        stored = await tx.run(select(prompts.c.payload).where(prompts.c.id == asked_id))
        payload = dict(stored.scalar_one())
        if TAG not in payload:
            last = payload[TAG] = tags.after(last)
            await tx.run(update(prompts).where(prompts.c.id == asked_id).values(payload=payload))
        called[asked_id] = payload[TAG]
    return called
