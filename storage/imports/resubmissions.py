"""Records that went back to the vendor and come again with other content."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, case, func, insert, select, update

from domain.records import RecordType
from domain.review import Move, State
from storage import decisions, rights, triage_marks
from storage.engine import Tx
from storage.imports.laid_out import findings, matched, repeated, staged
from storage.imports.record_rows import NO_KEY
from storage.tables import RecordRow, UnitRow
from storage.tables_vendor import FormerRowRow

records = RecordRow.__table__  # type: ignore[attr-defined]

former = FormerRowRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

BATCH = 500
CHANNEL = "import"
_BESIDE = frozenset({"tinhTrang"})  # says something about the record and is no content of it

_still_there = rights.reviews(records.c.assignee_id, bindparam("p_unit", type_=records.c.unit_id.type))
_renew = (
    update(records)
    .where(
        records.c.id == bindparam("p_id"),
        records.c.state == State.RETURNED.value,
        records.c.revision == bindparam("p_revision"),
    )
    .values(
        unit_id=bindparam("p_unit"),
        natural_key=bindparam("p_key"),
        occurrence=bindparam("p_occurrence"),
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
                matched.c.moves,
                records.c.id.label("record_id"),
                records.c.unit_id.label("unit_before"),
                records.c.natural_key.label("key_before"),
                records.c.occurrence.label("occurrence_before"),
                records.c.content_hash.label("hash_before"),
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
    place = await _place(tx, row, record_type)
    changed = await tx.run(
        _renew,
        {
            "p_id": row.record_id,
            "p_unit": place.unit_id,
            "p_key": place.key,
            "p_occurrence": place.occurrence,
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
    changes = difference(row.fields_before, fields, row.scan_before, row.scan)
    if (place.unit_id, place.key) != (row.unit_before, row.key_before):
        await _remember(tx, row, record_type)
        await _close_up(tx, row, record_type)
    if place.unit_id != row.unit_before:
        changes["maDonVi"] = await _codes(tx, row.unit_before, place.unit_id)
        # the new unit's records are judged with this one; those it leaves are not, unless it is said
        await triage_marks.mark(tx, {(row.unit_before, record_type.value)})
    await decisions.append(
        tx,
        decisions.Decision(
            unit_id=place.unit_id,
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
            changes=changes,
        ),
        record_type=record_type.value,
        state_on=row.state_on,
        from_unit_id=row.unit_before,
    )
    return True


@dataclass(frozen=True, slots=True)
class Place:
    """Whose record it is and by which key it is known from now on."""

    unit_id: int
    key: str
    occurrence: int


async def _place(tx: Tx, row: Row[Any], record_type: RecordType) -> Place:
    """Tell where a corrected record belongs: where it was, unless its key or its unit was what was wrong.

    A correction that has lost number or date keeps the key it had. Beside others of its new key it comes last.
    """
    unit_id = row.unit_id if row.moves else row.unit_before
    key = row.key_before if row.natural_key.startswith(NO_KEY) else row.natural_key
    if (unit_id, key) == (row.unit_before, row.key_before):
        return Place(unit_id, key, row.occurrence_before)
    last = await tx.run(
        select(func.coalesce(func.max(records.c.occurrence), 0)).where(
            records.c.unit_id == unit_id,
            records.c.type == record_type.value,
            records.c.natural_key == key,
        )
    )
    return Place(unit_id, key, int(last.scalar_one()) + 1)


async def _remember(tx: Tx, row: Row[Any], record_type: RecordType) -> None:
    """Keep what the record was, so that the sheet it first came in by brings no second one."""
    await tx.run(
        insert(former),
        {"record_id": row.record_id, "revision": row.revision, "unit_id": row.unit_before,
         "type": record_type.value, "natural_key": row.key_before, "content_hash": row.hash_before},
    )  # fmt: skip


async def _close_up(tx: Tx, row: Row[Any], record_type: RecordType) -> None:
    """Let the last record of the key that was left take the place left: where any bears a key, the first of them is 1."""
    beside = (
        await tx.run(
            select(records.c.id, records.c.occurrence)
            .where(
                records.c.unit_id == row.unit_before,
                records.c.type == record_type.value,
                records.c.natural_key == row.key_before,
                records.c.occurrence > row.occurrence_before,
            )
            .order_by(records.c.occurrence.desc())
            .limit(1)
        )
    ).first()
    if beside is not None:
        await tx.run(
            update(records).where(records.c.id == beside.id).values(occurrence=row.occurrence_before)
        )


async def _codes(tx: Tx, *unit_ids: int) -> list[str]:
    known = {
        one.id: one.code
        for one in await tx.run(select(units.c.id, units.c.code).where(units.c.id.in_(unit_ids)))
    }
    return [known[unit_id] for unit_id in unit_ids]


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
