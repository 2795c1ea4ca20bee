"""Photos and documents that people sent: kept at once by the channel's name for them, their bytes fetched afterwards.

Whoever fetches claims a row by putting its next try off: two processes do not fetch the same, and one that dies costs
a wait.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, or_, select, update

from domain.talk.values import Attached
from storage.engine import Tx
from storage.tables_province import AttachmentRow

attachments = AttachmentRow.__table__  # type: ignore[attr-defined]

LEASE = timedelta(minutes=3)  # longer than a fetch may take
LONGEST = timedelta(hours=1)  # a try further ahead was set before the clock was set back
_described = (
    attachments.c.id, attachments.c.channel, attachments.c.ref, attachments.c.kind, attachments.c.name,
    attachments.c.mime, attachments.c.size, attachments.c.state, attachments.c.result, attachments.c.content_hash,
    attachments.c.sent_by, attachments.c.kept_at, attachments.c.tries,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file somebody sent. `state`: waiting, fetched, failed (with the reason in `result`), refused."""

    id: int
    channel: str
    ref: str
    kind: str  # photo | document
    name: str
    mime: str
    size: int | None
    state: str
    result: str
    content_hash: str  # sha256 in hex, once fetched
    sent_by: int | None
    kept_at: datetime
    tries: int
    content: bytes | None = None  # only where it was asked for


async def keep(tx: Tx, attached: Attached, *, channel: str, by: int, now: datetime) -> int:
    """Keep a file that answers something; its bytes are fetched from now on. Returns its number."""
    return await _add(tx, attached, channel, by, now, state="waiting")


async def refuse(tx: Tx, attached: Attached, *, channel: str, by: int, now: datetime) -> None:
    """Note a file that nobody asked for, so that the next of the same heap need not be answered."""
    await _add(tx, attached, channel, by, now, state="refused")


async def _add(tx: Tx, attached: Attached, channel: str, by: int, now: datetime, *, state: str) -> int:
    found = await tx.run(
        insert(attachments).returning(attachments.c.id),
        {"channel": channel, "ref": attached.ref, "kind": attached.kind, "name": attached.name,
         "mime": attached.mime, "size": attached.size, "content_hash": "", "state": state, "result": "",
         "sent_by": by, "kept_at": now, "tries": 0, "not_before": now},
    )  # fmt: skip
    return int(found.scalar_one())


async def find(tx: Tx, attachment_id: int, *, with_content: bool = False) -> Attachment | None:
    """Load a file's row; its bytes, which may be 20 MB, only `with_content`."""
    columns = (*_described, attachments.c.content) if with_content else _described
    row = (await tx.run(select(*columns).where(attachments.c.id == attachment_id))).first()
    return _attachment(row) if row is not None else None


def _attachment(row: Row[Any]) -> Attachment:
    return Attachment(**row._mapping)


async def lately(tx: Tx, by: int, since: datetime) -> list[str]:
    """List the states of what a person sent since an instant, the newest first, three at most."""
    rows = await tx.run(
        select(attachments.c.state)
        .where(attachments.c.sent_by == by, attachments.c.kept_at >= since)
        .order_by(attachments.c.id.desc())
        .limit(3)
    )
    return [row.state for row in rows]


# ── fetching ────────────────────────────────────────────────────────────────────────────────────


def _due(channels: Collection[str], now: datetime, limit: int) -> Select[tuple[int]]:
    return (
        select(attachments.c.id)
        .where(
            attachments.c.state == "waiting",
            attachments.c.channel.in_(sorted(channels)),
            or_(attachments.c.not_before <= now, attachments.c.not_before > now + LONGEST),
        )
        .order_by(attachments.c.id)
        .limit(limit)
    )


async def any_due(tx: Tx, channels: Collection[str], *, now: datetime) -> bool:
    """Say whether any file's bytes are to be fetched now."""
    return (await tx.run(_due(channels, now, 1))).first() is not None


async def claim(tx: Tx, channels: Collection[str], *, now: datetime, limit: int) -> list[Attachment]:
    """Take files whose bytes are to be fetched now; each is due again after `LEASE` unless its end is recorded."""
    due = _due(channels, now, limit)
    if tx.dialect == "postgresql":
        due = due.with_for_update(skip_locked=True)
    rows = await tx.run(
        update(attachments)
        .where(attachments.c.id.in_(select(due.cte("due").c.id)))
        .values(tries=attachments.c.tries + 1, not_before=now + LEASE)
        .returning(*_described)
    )
    return sorted((_attachment(row) for row in rows), key=lambda one: one.id)


async def fetched(tx: Tx, one: Attachment, content: bytes, *, digest: str, name: str, mime: str) -> bool:
    """Keep the bytes of a claimed file; False where another has taken it over meanwhile."""
    return await _end(
        tx, one, state="fetched", content=content, content_hash=digest, size=len(content), name=name, mime=mime,
        result="",
    )  # fmt: skip


async def put_off(tx: Tx, one: Attachment, *, until: datetime, reason: str) -> bool:
    """Try a claimed file again later."""
    return await _end(tx, one, state="waiting", not_before=until, result=reason)


async def give_up(tx: Tx, one: Attachment, reason: str) -> bool:
    """Record that a claimed file will not be had; False where another has taken it over meanwhile."""
    return await _end(tx, one, state="failed", result=reason)


async def _end(tx: Tx, one: Attachment, **values: Any) -> bool:
    ours = (attachments.c.id == one.id, attachments.c.state == "waiting", attachments.c.tries == one.tries)
    return (await tx.run(update(attachments).where(*ours).values(**values))).rowcount == 1


async def drop(tx: Tx, attachment_id: int) -> None:
    """Forget a file just kept, since nothing was done with it after all."""
    await tx.run(delete(attachments).where(attachments.c.id == attachment_id))


async def counts(tx: Tx) -> dict[str, int]:
    """Count files by state."""
    rows = await tx.run(select(attachments.c.state, func.count().label("n")).group_by(attachments.c.state))
    return {row.state: row.n for row in rows}


async def prune(tx: Tx, *, before: datetime) -> int:
    """Forget what was refused before an instant."""
    gone = delete(attachments).where(attachments.c.state == "refused", attachments.c.kept_at < before)
    return (await tx.run(gone)).rowcount
