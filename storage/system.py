"""What an admin asks of the running system: what waits, what failed, what a channel has left; counts, nobody's data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from domain.seal import Seal
from storage import backup, freeze, health, inbox, month_sends, schema, seals
from storage.engine import Tx
from storage.health import Health
from storage.inbox import inbox as inbox_table
from storage.outbox import outbox, unsaid
from storage.tables_talk import LeaseRow
from storage.tables_zalo import ZaloCountRow, ZaloTokenRow

leases = LeaseRow.__table__  # type: ignore[attr-defined]
counted = ZaloCountRow.__table__  # type: ignore[attr-defined]
tokens = ZaloTokenRow.__table__  # type: ignore[attr-defined]

DAY = timedelta(days=1)
NEWEST = 100_000  # rows that are looked through for what failed: a day of a whole province, read by the key
REASONS = 5
_NUMBERS = re.compile(r"\d+")
REASON_MAX = 40


@dataclass(frozen=True, slots=True)
class OfficialAccount:
    """A Zalo Official Account: since when its token is good or why a person has to authorise it, what it sent this month."""

    expires_at: datetime | None
    alarm: str
    sent: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """The system at a moment. `waiting` is by priority, `failed` by reason, `leading` who leads what until when."""

    inbox_open: int
    parked: int
    waiting: Mapping[int, int]
    oldest_at: datetime | None
    failed: tuple[tuple[str, int], ...]
    sent_this_month: int
    accounts: tuple[OfficialAccount, ...]
    database: Health
    last_backup: datetime | None
    seal: Seal | None
    frozen: datetime | None
    leading: Mapping[str, datetime]
    migration: str


async def look(tx: Tx, *, now: datetime, month: str, counts_for: str) -> Seen:
    """Read it all; `month` as "2024-07", `counts_for` names the channel whose messages are counted by the month."""
    waiting = await open_by_priority(tx)
    oldest = (await tx.run(select(func.min(outbox.c.created_at)).where(unsaid))).scalar_one_or_none()
    return Seen(
        inbox_open=await inbox.open_count(tx),
        parked=await _parked(tx),
        waiting=waiting,
        oldest_at=oldest,
        failed=await _failed(tx, since=now - DAY),
        sent_this_month=await month_sends.used(tx, counts_for, month),
        accounts=await _accounts(tx, month),
        database=await health.examine(tx),
        last_backup=await backup.last(tx),
        seal=await seals.last(tx),
        frozen=await freeze.since(tx),
        leading={
            row.name: row.until for row in await tx.run(select(leases).where(leases.c.until > now))
        },
        migration=schema.head() or "",
    )  # fmt: skip


async def open_by_priority(tx: Tx) -> dict[int, int]:
    """Count what is not out yet: answers, reminders, broadcasts."""
    query = select(outbox.c.priority, func.count().label("n")).where(unsaid).group_by(outbox.c.priority)
    return {int(row.priority): int(row.n) for row in await tx.run(query)}


async def _parked(tx: Tx) -> int:
    newest = select(func.coalesce(func.max(inbox_table.c.id), 0) - NEWEST).scalar_subquery()
    found = select(func.count()).where(inbox_table.c.id > newest, inbox_table.c.state == "parked")
    return int((await tx.run(found)).scalar_one())


async def _failed(tx: Tx, *, since: datetime) -> tuple[tuple[str, int], ...]:
    newest = select(func.coalesce(func.max(outbox.c.id), 0) - NEWEST).scalar_subquery()
    rows = await tx.run(
        select(outbox.c.result, func.count().label("n"))
        .where(outbox.c.id > newest, outbox.c.state == "failed", outbox.c.done_at >= since)
        .group_by(outbox.c.result)
    )
    found: Counter[str] = Counter()
    for row in rows:
        found[_bare(row.result or "")] += int(row.n)
    return tuple(found.most_common(REASONS))


def _bare(reason: str) -> str:
    """Leave of a reason what names its kind: numbers in it may be somebody's."""
    return _NUMBERS.sub("…", reason.partition(":")[0])[:REASON_MAX].strip() or "?"


async def _accounts(tx: Tx, month: str) -> tuple[OfficialAccount, ...]:
    sent: dict[str, dict[str, int]] = {}
    for row in await tx.run(select(counted).where(counted.c.month == month)):
        sent.setdefault(row.app, {})[row.kind] = row.sent
    rows = await tx.run(select(tokens.c.app, tokens.c.expires_at, tokens.c.alarm).order_by(tokens.c.app))
    return tuple(OfficialAccount(row.expires_at, row.alarm or "", sent.get(row.app, {})) for row in rows)
