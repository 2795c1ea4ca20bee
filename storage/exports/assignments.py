"""The written assignments as a sheet: a row for every commune that stands, and for whoever else filed one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import Row, select

from domain.wording import exports as say
from storage import units
from storage.assignment_documents import OWING, documents
from storage.assignment_people import named
from storage.attachments import attachments
from storage.engine import Tx
from storage.exports.scope import EVERYTHING
from storage.exports.sheet import Cell, Column, Sheet
from storage.people import people

COLUMNS = tuple(
    Column(name, width, typed, label=say.ASSIGNMENT_LABELS[name])
    for name, width, typed in (
        ("ma_don_vi", 10, False),
        ("ten_don_vi", 26, True),
        ("so_van_ban", 18, True),
        ("ngay_ky", 12, False),
        ("nguoi_nop", 26, True),
        ("luc_nop", 28, False),
        ("nguoi_duoc_phan_cong", 60, True),
        ("tep", 26, True),
    )
)


async def fill(tx: Tx, sheet: Sheet, paths: Sequence[str], *, today: date, zone: tzinfo) -> int:
    """Write the units of these subtrees in the order of the tree; returns how many rows."""
    filed = {row.unit_id: row for row in await tx.run(_filed)}
    named_in = await _people(tx)
    written = 0
    for unit in sorted((await units.tree(tx)).values(), key=lambda one: (one.code, one.id)):
        within = tuple(paths) == EVERYTHING or any(unit.path.startswith(path) for path in paths)
        owes = unit.level == OWING and not unit.ended(today)
        if within and (owes or unit.id in filed):
            row = filed.get(unit.id)
            about = _cells(row, named_in.get(row.id, []), zone) if row is not None else [""] * 6
            sheet.write([unit.code, unit.name, *about])
            written += 1
    return written


_filed = (
    select(
        documents.c.id, documents.c.unit_id, documents.c.number, documents.c.signed_on, documents.c.filed_at,
        people.c.full_name, attachments.c.id.label("file_id"), attachments.c.name.label("file_name"),
        attachments.c.state,
    )
    .outerjoin(people, people.c.id == documents.c.filed_by)
    .outerjoin(attachments, attachments.c.id == documents.c.attachment_id)
    .where(documents.c.withdrawn_at.is_(None))
    .order_by(documents.c.id)
)  # fmt: skip


async def _people(tx: Tx) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in await tx.run(
        select(named.c.document_id, named.c.name).order_by(named.c.document_id, named.c.place)
    ):
        found.setdefault(row.document_id, []).append(row.name)
    return found


def _cells(row: Row[Any], who: Sequence[str], zone: tzinfo) -> list[Cell]:
    return [
        row.number,
        row.signed_on.isoformat(),
        row.full_name or "",
        _instant(row.filed_at, zone),
        "; ".join(who),
        (row.file_name or f"tep-{row.file_id}") if row.state in ("fetched", "waiting") else "",
    ]


def _instant(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")
