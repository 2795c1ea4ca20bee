"""The recipients of broadcasts: one row each, which alone tells who has it, who not yet, and why not at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.audience import Audience
from domain.broadcast import Status, Withheld
from storage import audiences
from storage.engine import Tx
from storage.hot import Hot
from storage.many import among
from storage.outbox import outbox, undelivered
from storage.people import accounts, roles, units
from storage.tables_province import BroadcastRecipientRow

recipients = BroadcastRecipientRow.__table__  # type: ignore[attr-defined]
WAITING = Status.WAITING.value
_waiting = recipients.c.status == WAITING


async def begin(tx: Tx, broadcast_id: int, audience: Audience, today: date) -> int:
    """Write down whom it is for, as the audience is now; returns how many there are. Again it adds nobody."""
    who = (await audiences.members(tx, audience, today)).subquery("who")
    rows = select(literal(broadcast_id), who.c.person_id, literal(WAITING), literal(""), literal("")).where(
        who.c.person_id.is_not(None)  # a condition, or SQLite takes ON CONFLICT for a join's
    )
    dialect = sqlite if tx.dialect == "sqlite" else postgresql
    names = ["broadcast_id", "person_id", "status", "channel", "reason"]
    await tx.run(dialect.insert(recipients).from_select(names, rows).on_conflict_do_nothing())
    count = select(func.count()).where(recipients.c.broadcast_id == broadcast_id)
    return int((await tx.run(count)).scalar_one())


# ── on their way ────────────────────────────────────────────────────────────────────────────────


async def in_line(tx: Tx, broadcast_id: int) -> int:
    """Count whose message is written and has no end yet."""
    query = select(func.count()).where(
        recipients.c.broadcast_id == broadcast_id, _waiting, recipients.c.outbox_id.is_not(None)
    )
    return int((await tx.run(query)).scalar_one())


async def any_waiting(tx: Tx, broadcast_id: int) -> bool:
    """Say whether it has not ended yet for somebody."""
    query = select(recipients.c.person_id).where(recipients.c.broadcast_id == broadcast_id, _waiting).limit(1)
    return (await tx.run(query)).first() is not None


async def unwritten(tx: Tx, broadcast_id: int, limit: int) -> list[int]:
    """List the next people to whom nothing is written yet."""
    rows = await tx.run(
        select(recipients.c.person_id)
        .where(recipients.c.broadcast_id == broadcast_id, _waiting, recipients.c.outbox_id.is_(None))
        .order_by(recipients.c.person_id)
        .limit(limit)
    )
    return [row.person_id for row in rows]


_written = Hot(
    update(recipients)
    .where(recipients.c.broadcast_id == bindparam("p_id"), recipients.c.person_id == bindparam("p_person"))
    .values(outbox_id=bindparam("p_outbox"), channel=bindparam("p_channel"))
)


async def written(tx: Tx, broadcast_id: int, lines: Sequence[tuple[int, int, str]]) -> None:
    """Note what was written to whom: (person, number in the outbox, channel)."""
    if lines:
        await tx.run(
            _written,
            [{"p_id": broadcast_id, "p_person": person, "p_outbox": item, "p_channel": channel}
             for person, item, channel in lines],
        )  # fmt: skip


async def climbed(tx: Tx, outbox_id: int, to: int, channel: str) -> None:
    """Note that a message goes by another channel: another row of the outbox stands for it from now on."""
    await tx.run(
        update(recipients).where(recipients.c.outbox_id == outbox_id).values(outbox_id=to, channel=channel)
    )


async def unlinked(tx: Tx, person_ids: Collection[int]) -> set[int]:
    """Tell which of some people have no account on any channel."""
    rows = await tx.run(
        select(accounts.c.person_id).where(among(tx, accounts.c.person_id, person_ids)).distinct()
    )
    return set(person_ids) - {row.person_id for row in rows}


async def end(
    tx: Tx, broadcast_id: int, person_ids: Collection[int], status: Status, *, reason: str = "", now: datetime
) -> None:
    """End it for people to whom nothing was written."""
    if person_ids:
        await tx.run(
            update(recipients)
            .where(recipients.c.broadcast_id == broadcast_id, among(tx, recipients.c.person_id, person_ids), _waiting)
            .values(status=status.value, reason=reason, at=now)
        )  # fmt: skip


async def settle(
    tx: Tx, outbox_ids: Collection[int], status: Status, *, reason: str = "", now: datetime
) -> None:
    """End it for those whose rows in the outbox have just ended, in the same transaction."""
    await tx.run(
        update(recipients)
        .where(recipients.c.outbox_id.in_(list(outbox_ids)), _waiting)
        .values(status=status.value, reason=reason, at=now)
    )


async def withhold_rest(tx: Tx, broadcast_id: int, why: Withheld, *, now: datetime) -> int:
    """Take back what has not been begun to be sent; returns how many that were. What is in flight ends by itself."""
    rows = select(recipients.c.outbox_id).where(
        recipients.c.broadcast_id == broadcast_id, _waiting, recipients.c.outbox_id.is_not(None)
    )
    await tx.run(
        update(outbox)
        .where(outbox.c.id.in_(rows), undelivered, outbox.c.state == "waiting")
        .values(state="cancelled", result=why.value, done_at=now)
    )
    gone = (
        exists()
        .where(outbox.c.id == recipients.c.outbox_id, outbox.c.state == "cancelled")
        .correlate(recipients)
    )
    took = await tx.run(
        update(recipients)
        .where(recipients.c.broadcast_id == broadcast_id, _waiting, or_(recipients.c.outbox_id.is_(None), gone))
        .values(status=Status.WITHHELD.value, reason=why.value, at=now)
    )  # fmt: skip
    return took.rowcount


# ── how far it is ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Counts:
    """How many recipients stand where, and how many have acknowledged."""

    by_status: Mapping[Status, int]
    acknowledged: int
    withheld: Mapping[str, int]  # reason → how many

    def of(self, status: Status) -> int:
        """Tell how many have a status."""
        return self.by_status.get(status, 0)

    @property
    def total(self) -> int:
        return sum(self.by_status.values())

    @property
    def ended(self) -> int:
        return self.total - self.of(Status.WAITING)


async def counts(tx: Tx, broadcast_id: int, paths: Sequence[str] = ()) -> Counts:
    """Count the recipients; with `paths` only those with a post in one of these subtrees."""
    here = [recipients.c.broadcast_id == broadcast_id, *_below(paths)]
    status, withheld = recipients.c.status, recipients.c.reason
    rows = await tx.run(
        select(
            status, withheld, func.count().label("n"), func.count(recipients.c.acknowledged_at).label("seen")
        )
        .where(*here)
        .group_by(status, withheld)
    )
    by_status: dict[Status, int] = {}
    by_reason: dict[str, int] = {}
    seen = 0
    for row in rows:
        known = Status(row.status)
        by_status[known] = by_status.get(known, 0) + int(row.n)
        seen += int(row.seen)
        if known is Status.WITHHELD:
            by_reason[row.reason] = by_reason.get(row.reason, 0) + int(row.n)
    return Counts(by_status, seen, by_reason)


def _below(paths: Sequence[str]) -> list[Any]:
    if not paths:
        return []
    here = or_(*(units.c.path.startswith(path, autoescape=True) for path in paths))
    held = and_(
        roles.c.person_id == recipients.c.person_id, roles.c.until.is_(None), units.c.id == roles.c.unit_id
    )
    return [exists().where(held, here).correlate(recipients)]
