"""What a Zalo Official Account keeps about reaching people: who spoke last when, what was counted, what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Tx
from storage.hot import Hot
from storage.tables_zalo import ZaloCountRow, ZaloFileRow, ZaloPersonRow

people = ZaloPersonRow.__table__  # type: ignore[attr-defined]
counts = ZaloCountRow.__table__  # type: ignore[attr-defined]
files = ZaloFileRow.__table__  # type: ignore[attr-defined]

_last = Hot(
    select(people.c.last_at, people.c.template_at).where(
        people.c.app == bindparam("p_app"), people.c.user_key == bindparam("p_user")
    )
)


@dataclass(frozen=True, slots=True)
class Contact:
    """When a person last spoke, and when a template last went to them."""

    last_at: datetime
    template_at: datetime | None


async def spoke(tx: Tx, app: str, user: str, at: datetime) -> None:
    """Note that a person did something; what arrives late never makes it earlier."""
    dialect = sqlite if tx.dialect == "sqlite" else postgresql
    statement = dialect.insert(people)
    await tx.run(
        statement.on_conflict_do_update(
            index_elements=["app", "user_key"],
            set_={"last_at": statement.excluded.last_at},
            where=people.c.last_at < statement.excluded.last_at,
        ),
        {"app": app, "user_key": user, "last_at": at},
    )


async def contact(tx: Tx, app: str, user: str) -> Contact | None:
    """Tell when a person last spoke; None for somebody who never did."""
    row = (await tx.run(_last, {"p_app": app, "p_user": user})).first()
    return Contact(row.last_at, row.template_at) if row else None


async def template_sent(tx: Tx, app: str, user: str, at: datetime) -> None:
    """Note that a template went to a person."""
    await tx.run(update(people).where(people.c.app == app, people.c.user_key == user).values(template_at=at))


async def count(tx: Tx, app: str, month: str, kind: str) -> None:
    """Count one message of a kind."""
    dialect = sqlite if tx.dialect == "sqlite" else postgresql
    await tx.run(
        dialect.insert(counts).on_conflict_do_update(
            index_elements=["app", "month", "kind"], set_={"sent": counts.c.sent + 1}
        ),
        {"app": app, "month": month, "kind": kind, "sent": 1},
    )


async def counted(tx: Tx, app: str, month: str, kind: str) -> int:
    """Tell how many messages of a kind went out in a month."""
    found = await tx.run(
        select(counts.c.sent).where(counts.c.app == app, counts.c.month == month, counts.c.kind == kind)
    )
    return int(found.scalar_one_or_none() or 0)


async def file_ref(tx: Tx, app: str, content_key: str, *, since: datetime) -> str | None:
    """Find Zalo's name for bytes that were uploaded after an instant."""
    found = await tx.run(
        select(files.c.file_ref).where(
            files.c.app == app, files.c.content_key == content_key, files.c.uploaded_at > since
        )
    )
    ref: str | None = found.scalar_one_or_none()
    return ref


async def keep_file_ref(
    tx: Tx, app: str, content_key: str, ref: str, *, now: datetime, since: datetime
) -> None:
    """Note Zalo's name for bytes just uploaded, and forget those of before `since`, which it forgot itself."""
    dialect = sqlite if tx.dialect == "sqlite" else postgresql
    await tx.run(delete(files).where(files.c.app == app, files.c.uploaded_at <= since))
    statement = dialect.insert(files)
    await tx.run(
        statement.on_conflict_do_update(
            index_elements=["app", "content_key"],
            set_={"file_ref": statement.excluded.file_ref, "uploaded_at": statement.excluded.uploaded_at},
        ),
        {"app": app, "content_key": content_key, "file_ref": ref, "uploaded_at": now},
    )
