"""Broadcasts as rows: ordered once, moved from state to state only from where they were seen to be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain import audience
from domain.audience import Audience
from domain.broadcast import OPEN, State
from storage.engine import Tx
from storage.hot import Hot
from storage.people import people, roles, units
from storage.tables_province import BroadcastRow

broadcasts = BroadcastRow.__table__  # type: ignore[attr-defined]
KIND = "broadcast"  # what its messages are called in the outbox


@dataclass(frozen=True, slots=True)
class New:
    """What is ordered. `made_by` is nobody from the command line; `key` names the draft."""

    key: str
    audience: Audience
    text: str
    made_by: int | None
    state: State
    send_at: datetime | None = None
    attachment_id: int | None = None
    consent_until: datetime | None = None
    corrects_id: int | None = None
    reminds_id: int | None = None
    recipients: int = 0  # as counted when it was ordered
    sender: str = ""  # for whom it speaks


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A broadcast as it stands; texts are as typed, with their signs."""

    id: int
    key: str
    audience: Audience
    text: str
    attachment_id: int | None
    state: State
    made_by: int | None
    made_at: datetime
    send_at: datetime | None
    needs_consent: bool
    consent_by: int | None
    consent_until: datetime | None
    corrects_id: int | None
    reminds_id: int | None
    recipients: int
    stopped_by: int | None
    begun_at: datetime | None
    ended_at: datetime | None
    reason: str
    progress: dict[str, Any] = field(default_factory=dict)

    @property
    def sender(self) -> str:
        """For whom it speaks: a unit's name."""
        return str(self.progress.get("sender", ""))

    @property
    def said_at(self) -> datetime:
        """When people heard of it, or will."""
        return self.begun_at or self.send_at or self.made_at


_READ = ("id", "key", "text", "attachment_id", "made_by", "made_at", "send_at", "needs_consent", "consent_by",
         "consent_until", "corrects_id", "reminds_id", "recipients", "stopped_by", "begun_at", "ended_at", "reason",
         "progress")  # fmt: skip


def _broadcast(row: Row[Any]) -> Broadcast:
    plain = {name: getattr(row, name) for name in _READ}
    return Broadcast(audience=audience.from_json(row.audience), state=State(row.state), **plain)


async def order(tx: Tx, new: New, *, now: datetime) -> Broadcast | None:
    """Keep what is ordered; None where that draft was ordered already."""
    dialect = sqlite if tx.dialect == "sqlite" else postgresql
    values = {
        "key": new.key, "audience": new.audience.to_json(), "text": new.text, "attachment_id": new.attachment_id,
        "state": new.state.value, "made_by": new.made_by, "made_at": now, "send_at": new.send_at,
        "needs_consent": new.consent_until is not None, "consent_until": new.consent_until,
        "corrects_id": new.corrects_id, "reminds_id": new.reminds_id, "recipients": new.recipients, "reason": "",
        "progress": {"sender": new.sender},
    }  # fmt: skip
    add = dialect.insert(broadcasts).on_conflict_do_nothing(index_elements=["key"]).returning(broadcasts.c.id)
    added = (await tx.run(add, values)).scalar_one_or_none()
    return await load(tx, int(added)) if added is not None else None


async def load(tx: Tx, broadcast_id: int, *, lock: bool = False) -> Broadcast | None:
    """Load one; with `lock` nobody else changes it until this transaction ends."""
    query = select(broadcasts).where(broadcasts.c.id == broadcast_id)
    row = (await tx.run(query.with_for_update() if lock else query)).first()
    return _broadcast(row) if row is not None else None


async def with_key(tx: Tx, key: str) -> Broadcast | None:
    """Find the one that was made of a draft."""
    row = (await tx.run(select(broadcasts).where(broadcasts.c.key == key))).first()
    return _broadcast(row) if row is not None else None


async def move(tx: Tx, broadcast_id: int, *, was: Collection[State], to: State, **values: Any) -> bool:
    """Move it to another state; False where it was in none of those it was seen in."""
    took = await tx.run(
        update(broadcasts)
        .where(broadcasts.c.id == broadcast_id, broadcasts.c.state.in_([state.value for state in was]))
        .values(state=to.value, **values)
    )
    return took.rowcount == 1


async def note_progress(tx: Tx, broadcast_id: int, progress: dict[str, Any]) -> None:
    """Keep where the message stands that shows how far it is."""
    await tx.run(update(broadcasts).where(broadcasts.c.id == broadcast_id).values(progress=progress))


_open = Hot(
    select(*broadcasts.c)
    .where(or_(*(broadcasts.c.state == state.value for state in sorted(OPEN))))
    .order_by(broadcasts.c.id)
)


async def in_hand(tx: Tx) -> list[Broadcast]:
    """List those that something may have to be done about, the first ordered first."""
    return [_broadcast(row) for row in await tx.run(_open)]


async def recent(tx: Tx, limit: int) -> list[Broadcast]:
    """List those that went out or are going out, the newest first; reminders of others left out."""
    begun = (broadcasts.c.begun_at.is_not(None), broadcasts.c.reminds_id.is_(None))
    rows = await tx.run(select(broadcasts).where(*begun).order_by(broadcasts.c.id.desc()).limit(limit))
    return [_broadcast(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is asked just before it goes to somebody: does it still run, and what are they now."""

    state: State
    audience: Audience
    locked: bool
    posts: tuple[tuple[str, str], ...]  # (role, path of the unit)


_standing = Hot(
    select(broadcasts.c.state, broadcasts.c.audience, people.c.locked_at, roles.c.role, units.c.path)
    .select_from(
        broadcasts.join(people, people.c.id == bindparam("p_person"))
        .outerjoin(roles, (roles.c.person_id == people.c.id) & roles.c.until.is_(None))
        .outerjoin(units, units.c.id == roles.c.unit_id)
    )
    .where(broadcasts.c.id == bindparam("p_id"))
    .order_by(roles.c.id)
)


async def standing(tx: Tx, broadcast_id: int, person_id: int) -> Standing | None:
    """Look once more at a broadcast and one of its recipients; None where either is not there."""
    rows = (await tx.run(_standing, {"p_id": broadcast_id, "p_person": person_id})).all()
    if not rows:
        return None
    first = rows[0]
    posts = tuple((row.role, row.path) for row in rows if row.role is not None and row.path is not None)
    return Standing(
        State(first.state), audience.from_json(first.audience), first.locked_at is not None, posts
    )
