"""Who was shown a record whole, by name, and in which role at the time: what the log of looks is kept for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from domain.people import Role
from storage import page_views
from storage.engine import Tx
from storage.page_views import Look
from storage.people import people, roles, units
from storage.triage_explaining import KEY_ORDER, Asked, of_key, records


@dataclass(frozen=True, slots=True)
class Reader:
    """One look: who, in which roles of which units then (none, where they had left), and what; 0 is the fields."""

    at: datetime
    person_id: int
    name: str
    roles: tuple[tuple[Role, str], ...]
    scan_page: int


@dataclass(frozen=True, slots=True)
class Read:
    """A record of a key, and the looks at it, the newest first. It is named by number and book alone."""

    record_id: int
    number: str
    book: str
    readers: tuple[Reader, ...]


@dataclass(frozen=True, slots=True)
class _Post:
    role: Role
    unit: str
    since: datetime
    until: datetime | None


async def of_records(tx: Tx, asked: Asked) -> list[Read]:
    """List the records of a key with who was shown them; none where there is no such record."""
    query = select(records.c.id, records.c.number, records.c.book).where(of_key(asked)).order_by(*KEY_ORDER)
    found = (await tx.run(query)).all()
    return [
        Read(row.id, row.number, row.book, await _readers(tx, await page_views.of_record(tx, row.id)))
        for row in found
    ]


async def _readers(tx: Tx, looks: list[Look]) -> tuple[Reader, ...]:
    who = sorted({look.person_id for look in looks})
    named = await tx.run(select(people.c.id, people.c.full_name).where(people.c.id.in_(who)))
    names = {row.id: row.full_name for row in named}
    held = await tx.run(
        select(roles.c.person_id, roles.c.role, roles.c.since, roles.c.until, units.c.name)
        .join(units, units.c.id == roles.c.unit_id)
        .where(roles.c.person_id.in_(who))
        .order_by(roles.c.id)
    )
    posts: dict[int, list[_Post]] = {}
    for row in held:
        posts.setdefault(row.person_id, []).append(_Post(Role(row.role), row.name, row.since, row.until))
    return tuple(
        Reader(
            look.at, look.person_id, names.get(look.person_id, ""),
            tuple((post.role, post.unit) for post in posts.get(look.person_id, ()) if _held(post, look.at)),
            look.scan_page,
        )
        for look in looks
    )  # fmt: skip


def _held(post: _Post, at: datetime) -> bool:
    return post.since <= at and (post.until is None or at < post.until)
