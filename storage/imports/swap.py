"""The one transaction in which laid-out rows become records."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, cast, func, insert, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB

from domain.records import RecordType
from domain.review import State
from storage import follow_ups, schedule_runs
from storage.engine import Tx
from storage.imports import resubmissions
from storage.imports.laid_out import findings, is_new, matched, repeated, staged
from storage.tables import ImportRow, RecordRow, TallyRow, TotalRow

records = RecordRow.__table__  # type: ignore[attr-defined]
imports = ImportRow.__table__  # type: ignore[attr-defined]
tallies = TallyRow.__table__  # type: ignore[attr-defined]
totals = TotalRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Origin:
    """The file the rows come from, and when it is taken in."""

    kind: str
    file_name: str
    sha256: str
    now: datetime
    today: date  # the calendar day in the province


@dataclass(frozen=True, slots=True)
class Conflict:
    """A changed row whose record is in no state in which the vendor may change it; it is left as it is."""

    row_no: int
    state: State
    number: str
    book: str


async def changes(tx: Tx) -> tuple[list[int], list[Conflict]]:
    """Tell of the changed rows which would come back to review (by row number) and which are conflicts."""
    returned: list[int] = []
    conflicts: list[Conflict] = []
    for row in await tx.run(
        select(matched.c.row_no, records.c.state, records.c.number, records.c.book)
        .join(records, records.c.id == matched.c.record_id)
        .where(matched.c.changed == 1)
        .order_by(records.c.id)
    ):
        if row.state == State.RETURNED.value:
            returned.append(row.row_no)
        else:
            conflicts.append(Conflict(row.row_no, State(row.state), row.number, row.book))
    return returned, conflicts


async def sent_unchanged(tx: Tx) -> tuple[int, list[tuple[int, int]]]:
    """Count the returned records that come again as they were, and list the rows that name theirs: (row, name)."""
    rows = (
        await tx.run(
            select(matched.c.row_no, staged.c.named)
            .join(records, records.c.id == matched.c.record_id)
            .join(staged, staged.c.row_no == matched.c.row_no)
            .where(matched.c.changed == 0, records.c.state == State.RETURNED.value)
            .order_by(matched.c.row_no)
        )
    ).all()
    return len(rows), [(row.row_no, row.named) for row in rows if row.named is not None]


async def swap(tx: Tx, record_type: RecordType, origin: Origin, counts: dict[str, int]) -> list[Conflict]:
    """Take the new rows over, give changed ones back to review, and count; returns the conflicts.

    `counts` goes into the log of imports, with what only this transaction can tell added to it.
    """
    import_id = await note(tx, origin, counts)
    # units that had nothing open till now are planned today
    await schedule_runs.forget(tx, "plan", origin.today)
    await tx.run(_take_over(tx.dialect, record_type), {"p_import": import_id, "p_today": origin.today})
    await follow_ups.of_import(tx, import_id, origin.now)
    returned, conflicts = await changes(tx)
    again = await resubmissions.take(
        tx, record_type, returned, import_id=import_id, now=origin.now, today=origin.today
    )
    conflicts += [Conflict(row_no, State.PENDING, "", "") for row_no in returned if row_no not in again]
    counts |= {"resubmitted": len(again), "conflicts": len(conflicts)}
    if moved := await _moved(tx, again):
        counts["moved"] = moved
    await tx.run(
        imports.update().where(imports.c.id == bindparam("p_id")).values(counts=bindparam("p_counts", type_=imports.c.counts.type)),
        {"p_id": import_id, "p_counts": counts},
    )  # fmt: skip
    # last, since these rows are what every decision of the unit waits for
    for daily in (True, False):
        await tx.run(_count(tx.dialect, record_type, origin.today if daily else None))
    return conflicts


async def _moved(tx: Tx, row_nos: Collection[int]) -> int:
    """Count the records that went with their rows to another unit."""
    gone = await tx.run(select(matched.c.row_no).where(matched.c.moves == 1))
    return len({row.row_no for row in gone} & set(row_nos))


async def note(tx: Tx, origin: Origin, counts: dict[str, int]) -> int:
    """Write a file into the log of imports."""
    added = await tx.run(
        insert(imports).returning(imports.c.id),
        {"kind": origin.kind, "file_name": origin.file_name, "sha256": origin.sha256, "done_at": origin.now,
         "counts": counts},
    )  # fmt: skip
    return int(added.scalar_one())


def _take_over(dialect: str, record_type: RecordType) -> Any:
    def json(column: ColumnElement[str]) -> ColumnElement[Any]:
        return cast(column, JSONB) if dialect == "postgresql" else column

    today = bindparam("p_today", type_=records.c.imported_on.type)
    columns: dict[str, ColumnElement[Any]] = {
        "unit_id": staged.c.unit_id,
        "type": literal(record_type.value),
        "natural_key": staged.c.natural_key,
        "occurrence": func.coalesce(repeated.c.occurrence, 1),
        "year": staged.c.year,
        "number": staged.c.number,
        "book": staged.c.book,
        "page": staged.c.page,
        "subject": staged.c.subject,
        "desk_order": staged.c.desk_order,
        "state": staged.c.state,
        "state_on": today,
        "revision": literal(1),
        "turn": literal(0),
        "skips": literal(0),
        "imported_state": staged.c.state,
        "imported_on": today,
        "import_id": bindparam("p_import", type_=records.c.import_id.type),
        "scan": staged.c.scan,
        "fields": json(staged.c.fields),
        "findings": json(findings()),
        "content_hash": staged.c.content_hash,
    }
    rows = (
        select(*columns.values())
        .select_from(staged)
        .outerjoin(repeated, repeated.c.row_no == staged.c.row_no)
        .where(is_new())
        .order_by(staged.c.row_no)
    )
    return insert(records).from_select(list(columns), rows, include_defaults=False)


def _count(dialect: str, record_type: RecordType, day: date | None) -> Any:
    """Add the new rows to the running sums: by day, or with no day to the totals."""
    table = totals if day is None else tallies
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    days = [] if day is None else [literal(day, tallies.c.day.type)]
    rows = (
        select(staged.c.unit_id, literal(record_type.value), staged.c.state, *days, func.count())
        .where(is_new())
        .group_by(staged.c.unit_id, staged.c.state)
        .order_by(staged.c.unit_id, staged.c.state)
    )
    names = ["unit_id", "type", "state", *(["day"] if days else []), "count"]
    statement = make(table).from_select(names, rows, include_defaults=False)
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={"count": table.c.count + statement.excluded.count},
    )
