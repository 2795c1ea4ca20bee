"""What follows a restore: old buttons are void, what waits is held back, and it is written down that it happened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, insert, select, update

from storage import audit, freeze, marks, outbox, page_devices, page_links, page_sessions
from storage.backup import LAST
from storage.backup_file import Manifest
from storage.engine import Tx
from storage.people import accounts
from storage.prompts import prompts

GAP = 10_000_000  # prompts offered after the backup are lost, and their numbers are never given again


async def settle(tx: Tx, taken_in: Manifest, now: datetime) -> int:
    """Void what people were offered, hold back what waits, forget who led; returns how many messages are held back."""
    newest = (await tx.run(select(func.coalesce(func.max(prompts.c.id), 0)))).scalar_one()
    await tx.run(update(prompts).values(voided=True))
    await tx.run(update(accounts).values(card_prompt_id=None, shown_prompt_id=None))
    await tx.run(
        insert(prompts),
        {"id": newest + GAP, "account_id": 0, "slot": "note", "step": "restored", "shown_at": now, "voided": True},
    )  # fmt: skip
    await page_links.void_all(tx, now)
    await page_sessions.void_all(tx, now)
    await page_devices.forget_all(tx)  # among them may be one that its person has had forgotten since
    open_ = outbox.outbox.c.state.in_(("waiting", "leased"))
    answers = outbox.outbox.c.priority == outbox.ANSWER
    await tx.run(
        update(outbox.outbox)
        .where(open_, answers)
        .values(state="cancelled", result="restored", done_at=now, leased_by=None)
    )
    await tx.run(
        update(outbox.outbox).where(open_).values(state="waiting", leased_by=None, leased_until=None)
    )
    await freeze.freeze(tx, now)
    await marks.put(tx, LAST, taken_in.made_at)
    await audit.note(
        tx, at=now, person_id=None, act="restore", subject=taken_in.made_at,
        details={"rows": taken_in.rows, "from": taken_in.dialect},
    )  # fmt: skip
    waiting = select(func.count()).select_from(outbox.outbox).where(open_)
    return int((await tx.run(waiting)).scalar_one())
