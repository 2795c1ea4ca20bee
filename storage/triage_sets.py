"""Judging shelves: what only a unit's records of one type together can tell.

R12 (a number twice), R13 (numbers left out), R01 (one scan for two entries), R23 (one person in two books), and of R02
and R03 whether the whole book is another unit's, or typed against the wrong scans. Each shelf is read once for the
records that stand out; only what differs from what is stored is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Row,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from domain.review import State
from storage import triage_persons
from storage.engine import Database, Tx
from storage.hot import Hot
from storage.many import among
from storage.tables import RecordRow
from storage.tables_triage import RecordKeyRow, StaleShelfRow
from storage.triage_alike import NUMBER_AT, Alike, standing_out
from storage.triage_persons import Partnered
from storage.triage_shelf import Entry, Neighbour, Standing, asked, rewritten

records = RecordRow.__table__  # type: ignore[attr-defined]
keys = RecordKeyRow.__table__  # type: ignore[attr-defined]
stale = StaleShelfRow.__table__  # type: ignore[attr-defined]

MANY = 50  # shelves from which on it costs less to look through the whole province once for who stands in two records
UNITS = 8  # whose shelves are read together, and held in memory meanwhile
CHUNK = 500  # records that are written at once


@dataclass(frozen=True, slots=True)
class Shelf:
    """A shelf to be judged, and how often it was marked when that was seen."""

    unit_id: int
    type: str
    marks: int


async def are_stale(tx: Tx) -> bool:
    """Say whether any shelf is to be judged anew."""
    return (await tx.run(select(stale.c.unit_id).limit(1))).first() is not None


async def judge(database: Database) -> int:
    """Judge all shelves that changed; returns how many records' findings that changed."""
    await database.write(_mark_partners)
    waiting, whole = await database.read(_begin)
    changed = 0
    while waiting:
        record_type = waiting[0].type
        batch = [shelf for shelf in waiting[:UNITS] if shelf.type == record_type]
        waiting = waiting[len(batch) :]
        units = [shelf.unit_id for shelf in batch]
        found = await database.read(lambda tx, units=units, kind=record_type: _read(tx, kind, units, whole))  # type: ignore[misc]
        for at in range(0, len(found), CHUNK):
            part = found[at : at + CHUNK]
            await database.write(lambda tx, part=part: _write(tx, part))  # type: ignore[misc]
        await database.write(lambda tx, batch=batch: _done(tx, batch))  # type: ignore[misc]
        changed += len(found)
    return changed


async def _begin(tx: Tx) -> tuple[list[Shelf], Partnered | None]:
    """List what waits, and where that is much, who in the province stands in two records: both of one moment."""
    waiting = await _waiting(tx)
    return waiting, await triage_persons.of_all(tx) if len(waiting) >= MANY else None


async def _waiting(tx: Tx) -> list[Shelf]:
    rows = await tx.run(select(stale).order_by(stale.c.type, stale.c.unit_id))
    return [Shelf(row.unit_id, row.type, row.marks) for row in rows]


async def _mark_partners(tx: Tx) -> None:
    """Mark the shelves where persons of marked shelves stand a second time: theirs change with them."""
    if not await are_stale(tx):
        return
    mine, other, there = records.alias("mine"), keys.alias("other"), records.alias("there")
    query = (
        select(there.c.unit_id, there.c.type, text("1"))
        .distinct()
        .select_from(stale)
        .join(mine, and_(mine.c.unit_id == stale.c.unit_id, mine.c.type == stale.c.type))
        .join(keys, keys.c.record_id == mine.c.id)
        .join(other, and_(other.c.person == keys.c.person, other.c.record_id != keys.c.record_id))
        .join(there, there.c.id == other.c.record_id)
        .where(
            text("true" if tx.dialect == "postgresql" else "1")
        )  # or SQLite takes ON CONFLICT for a join's ON
    )
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    await tx.run(make(stale).from_select(["unit_id", "type", "marks"], query).on_conflict_do_nothing())


_forget = Hot(
    delete(stale).where(
        stale.c.unit_id == bindparam("p_unit"),
        stale.c.type == bindparam("p_type"),
        stale.c.marks == bindparam("p_marks"),
    )
)


async def _done(tx: Tx, batch: Sequence[Shelf]) -> None:
    await tx.run(
        _forget, [{"p_unit": shelf.unit_id, "p_type": shelf.type, "p_marks": shelf.marks} for shelf in batch]
    )


# ── reading ─────────────────────────────────────────────────────────────────────────────────────


async def _read(
    tx: Tx, record_type: str, units: Sequence[int], whole: Partnered | None
) -> list[dict[str, Any]]:
    """Judge some shelves of a type; returns the findings to be written, each beside those that were read."""
    if whole is None:
        partnered = set(await triage_persons.of_shelves(tx, record_type, units))
    else:
        partnered = {each for unit_id in units for each in whole.get((unit_id, record_type), ())}
    alike = await standing_out(tx, record_type, units, partnered)
    if not alike:
        return []
    rows = await tx.run(
        select(
            records.c.id, records.c.unit_id, records.c.year, records.c.number, records.c.subject, records.c.scan,
            records.c.state,
            records.c.revision, records.c.imported_state, cast(records.c.findings, Text).label("findings"),
        ).where(among(tx, records.c.id, list(alike)))
    )  # fmt: skip
    persons = await triage_persons.neighbours(tx, partnered)
    standings = [_standing(row, record_type, alike[row.id], persons.get(row.id)) for row in rows]
    taken = await _taken(tx, record_type, set(asked(standings).values()))
    return [
        {"p_id": standing.record_id, "p_before": standing.findings, "p_findings": after}
        for standing, after in rewritten(standings, taken)
    ]


async def _taken(tx: Tx, record_type: str, entries: set[Entry]) -> set[Entry]:
    """Say which of some entries there are records for: asked once for a batch of shelves, of those in question only."""
    if not entries:
        return set()
    number = func.substr(records.c.desk_order, NUMBER_AT)
    rows = await tx.run(
        select(records.c.unit_id, records.c.year, number.label("key")).where(
            records.c.type == record_type,
            among(tx, records.c.unit_id, sorted({unit_id for unit_id, _, _ in entries})),
            among(tx, records.c.year, sorted({year for _, year, _ in entries})),
        )
    )
    return {(row.unit_id, row.year, row.key) for row in rows} & entries


def _is_closed(row: Row[Any]) -> bool:
    """Say whether somebody closed a record here: nothing is added to what it showed then."""
    as_it_came = row.revision == 1 and row.state == row.imported_state
    return row.state in (State.APPROVED.value, State.FOLLOW_UP.value) and not as_it_came


def _standing(row: Row[Any], record_type: str, alike: Alike, neighbour: Neighbour | None) -> Standing:
    return Standing(
        is_closed=_is_closed(row),
        record_id=row.id,
        type=record_type,
        unit_id=row.unit_id,
        year=row.year,
        named=alike.named,
        book=alike.book,
        of_book=alike.of_book,
        number=row.number,
        subject=row.subject,
        scan=row.scan,
        findings=row.findings,
        twice=alike.twice,
        same_twice=alike.of_content > 1,
        behind=alike.behind,
        shares_scan=alike.shares_scan,
        also=neighbour,
    )


# ── writing ─────────────────────────────────────────────────────────────────────────────────────

_rewrite = Hot(
    update(records)
    .where(records.c.id == bindparam("p_id"), records.c.findings == bindparam("p_before", type_=Text))
    .values(findings=bindparam("p_findings", type_=Text))
)
_rewrite_postgres = text(
    "UPDATE records SET findings = CAST(found.after AS jsonb)"
    " FROM unnest(CAST(:ids AS bigint[]), CAST(:before AS text[]), CAST(:after AS text[]))"
    " AS found(id, before, after)"
    " WHERE records.id = found.id AND records.findings = CAST(found.before AS jsonb)"
)


async def _write(tx: Tx, found: Sequence[dict[str, Any]]) -> None:
    """Write findings in the place of those that were read; a record that changed meanwhile has its shelf marked."""
    if tx.dialect == "sqlite":
        await tx.run(_rewrite, list(found))
        return
    await tx.run(
        _rewrite_postgres,
        {"ids": [each["p_id"] for each in found], "before": [each["p_before"] for each in found],
         "after": [each["p_findings"] for each in found]},
    )  # fmt: skip
