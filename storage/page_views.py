"""Who was shown which record whole, and when: a line for each look, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select

from storage.engine import Tx
from storage.hot import Hot
from storage.tables_page import PageViewRow

views = PageViewRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Look:
    """One look: `scan_page` 0 is the fields, else that page of the scan."""

    person_id: int
    record_id: int
    scan_page: int
    at: datetime


_note = Hot(insert(views))
_last = Hot(
    select(func.max(views.c.at)).where(
        views.c.person_id == bindparam("p_person"),
        views.c.record_id == bindparam("p_record"),
        views.c.scan_page == 0,
    )
)
_since_opening = Hot(
    select(func.count()).where(
        views.c.person_id == bindparam("p_person"),
        views.c.record_id == bindparam("p_record"),
        views.c.session_id == bindparam("p_session"),
        views.c.scan_page == bindparam("p_page"),
        views.c.id
        > select(func.coalesce(func.max(views.c.id), 0))
        .where(
            views.c.person_id == bindparam("p_person"),
            views.c.record_id == bindparam("p_record"),
            views.c.session_id == bindparam("p_session"),
            views.c.scan_page == 0,
        )
        .scalar_subquery(),
    )
)


async def note(tx: Tx, *, person_id: int, record_id: int, session_id: int, at: datetime) -> None:
    """Write down that somebody is shown all fields of a record."""
    await tx.run(
        _note,
        {"person_id": person_id, "record_id": record_id, "session_id": session_id, "scan_page": 0, "at": at},
    )


async def note_scan(
    tx: Tx, *, person_id: int, record_id: int, session_id: int, page: int, at: datetime
) -> bool:
    """Write down that somebody is shown a page of a scan, once per opening of the record; False where it was."""
    if page < 1:
        raise ValueError(f"pages of a scan count from 1, not {page}")
    if await saw_scan(tx, person_id=person_id, record_id=record_id, session_id=session_id, page=page):
        return False
    await tx.run(
        _note,
        {
            "person_id": person_id,
            "record_id": record_id,
            "session_id": session_id,
            "scan_page": page,
            "at": at,
        },
    )
    return True


async def saw_scan(tx: Tx, *, person_id: int, record_id: int, session_id: int, page: int) -> bool:
    """Say whether it is written down already that this page was shown since the record was opened."""
    found = await tx.run(
        _since_opening,
        {"p_person": person_id, "p_record": record_id, "p_session": session_id, "p_page": page},
    )
    return bool(found.scalar_one())


async def last(tx: Tx, person_id: int, record_id: int) -> datetime | None:
    """Tell when somebody was last shown a record's fields; None where never."""
    found: datetime | None = (
        await tx.run(_last, {"p_person": person_id, "p_record": record_id})
    ).scalar_one_or_none()
    return found


async def of_record(tx: Tx, record_id: int) -> list[Look]:
    """List who was shown a record, the newest look first."""
    rows = await tx.run(select(views).where(views.c.record_id == record_id).order_by(views.c.id.desc()))
    return [Look(row.person_id, row.record_id, row.scan_page, row.at) for row in rows]
