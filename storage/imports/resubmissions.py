"""Records that went back to the vendor and come again with other content."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, case, select, update

from domain.records import RecordType
from domain.review import Move, State
from storage import decisions, rights
from storage.engine import Tx
from storage.imports.laid_out import findings, matched, repeated, staged
from storage.tables import RecordRow

records = RecordRow.__table__  # type: ignore[attr-defined]

BATCH = 500
CHANNEL = "import"
_BESIDE = frozenset({"tinhTrang"})  # says something about the record and is no content of it

_still_there = rights.reviews(records.c.assignee_id, records.c.unit_id)
_renew = (
    update(records)
    .where(
        records.c.id == bindparam("p_id"),
        records.c.state == State.RETURNED.value,
        records.c.revision == bindparam("p_revision"),
    )
    .values(
        fields=bindparam("p_fields", type_=records.c.fields.type),
        findings=bindparam("p_findings", type_=records.c.findings.type),
        rule_set=0,  # judged anew, with what is new
        year=bindparam("p_year"),
        number=bindparam("p_number"),
        book=bindparam("p_book"),
        page=bindparam("p_page"),
        subject=bindparam("p_subject"),
        desk_order=bindparam("p_desk_order"),
        scan=bindparam("p_scan"),
        content_hash=bindparam("p_hash"),
        state=State.PENDING.value,
        state_on=bindparam("p_today"),
        revision=records.c.revision + 1,
        turn=0,
        skips=0,
        # back to the same official, unless they review there no more: then to the unit's queue
        assignee_id=case((_still_there, records.c.assignee_id), else_=None),
        assigned_on=case((_still_there, bindparam("p_today", type_=records.c.assigned_on.type)), else_=None),
    )
)


async def take(
    tx: Tx, record_type: RecordType, rows: Sequence[int], *, import_id: int, now: datetime, today: date
) -> set[int]:
    """Put changed rows of returned records in their place and log each; returns the row numbers that took."""
    took: set[int] = set()
    for at in range(0, len(rows), BATCH):
        query = (
            select(
                staged,
                findings().label("all_findings"),
                records.c.id.label("record_id"),
                records.c.revision,
                records.c.fields.label("fields_before"),
                records.c.scan.label("scan_before"),
                records.c.state_on,
            )
            .join(matched, matched.c.row_no == staged.c.row_no)
            .join(records, records.c.id == matched.c.record_id)
            .outerjoin(repeated, repeated.c.row_no == staged.c.row_no)
            .where(staged.c.row_no.in_(rows[at : at + BATCH]))
            .order_by(records.c.id)
        )
        if tx.dialect == "postgresql":
            query = query.with_for_update(of=records)
        for row in (await tx.run(query)).all():
            if await resubmitted(tx, row, record_type, import_id=import_id, now=now, today=today):
                took.add(row.row_no)
    return took


async def resubmitted(
    tx: Tx, row: Row[Any], record_type: RecordType, *, import_id: int, now: datetime, today: date
) -> bool:
    """Bring one returned record back to review as a new revision, logged with [before, after] of each field."""
    fields = json.loads(row.fields)
    changed = await tx.run(
        _renew,
        {
            "p_id": row.record_id,
            "p_revision": row.revision,
            "p_fields": fields,
            "p_findings": json.loads(row.all_findings),
            "p_year": row.year,
            "p_number": row.number,
            "p_book": row.book,
            "p_page": row.page,
            "p_subject": row.subject,
            "p_desk_order": row.desk_order,
            "p_scan": row.scan,
            "p_hash": row.content_hash,
            "p_today": today,
        },
    )
    if changed.rowcount != 1:
        return False
    await decisions.append(
        tx,
        decisions.Decision(
            unit_id=row.unit_id,
            record_id=row.record_id,
            revision=row.revision + 1,
            person_id=None,
            move=Move.VENDOR_RESUBMIT,
            from_state=State.RETURNED,
            to_state=State.PENDING,
            decided_at=now,
            day=today,
            channel=CHANNEL,
            event_key=f"{CHANNEL}:{import_id}:{row.record_id}",
            changes=difference(row.fields_before, fields, row.scan_before, row.scan),
        ),
        record_type=record_type.value,
        state_on=row.state_on,
    )
    return True


def difference(
    before: dict[str, str], after: dict[str, str], scan_before: str, scan_after: str
) -> dict[str, list[str]]:
    """List what changed as field → [before, after]; a field that was or became empty counts as an empty text."""
    names = dict.fromkeys((*before, *after))
    changes = {
        name: [before.get(name, ""), after.get(name, "")]
        for name in names
        if name not in _BESIDE and before.get(name, "") != after.get(name, "")
    }
    if scan_before != scan_after:
        changes["tenFile"] = [scan_before, scan_after]
    return changes
