"""Triage of what is stored: new records, changed ones, and all that are open when the rules or the units change.

Records are read in chunks by id, judged in processes of their own, and kept in chunks small enough that a running
bot's writer never waits long. Whatever ends it half-way, what is not judged stays marked so and is judged next time.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.selectable import Select

from domain.records import Finding
from domain.review import State
from domain.triage.shape import RULE_SET
from storage import desk, triage_hands, triage_marks, triage_places, triage_sets
from storage.engine import Database, Tx
from storage.hot import Hot
from storage.tables import RecordRow
from storage.tables_triage import TriageBasisRow
from storage.triage_hands import Hands
from storage.triage_marks import Found
from storage.triage_places import Known
from storage.triage_rows import OF_IMPORT, Given, Judge, same

records = RecordRow.__table__  # type: ignore[attr-defined]
basis = TriageBasisRow.__table__  # type: ignore[attr-defined]

CHUNK = 500  # records that are judged and kept at once
FEW = 300  # up to so many are judged in this process
CLOSED = (State.APPROVED.value, State.FOLLOW_UP.value)  # what was found in them is history once decided here

Progress = Callable[[int], None]  # how many records have been judged


@dataclass(slots=True)
class Outcome:
    """What triage did: records judged by themselves, and records whose findings their shelf changed."""

    judged: int = 0
    by_shelf: int = 0


_columns = (
    records.c.id, records.c.unit_id, records.c.type, records.c.state, records.c.revision, records.c.rule_set,
    records.c.scan, cast(records.c.findings, Text).label("findings"),
)  # fmt: skip
# as bytes, which are handed on as they are: a text would be decoded, encoded and decoded again on its way
_FIELDS: dict[str, ColumnElement[Any]] = {
    "sqlite": literal_column("CAST(records.fields AS BLOB)"),
    "postgresql": literal_column("CAST(records.fields AS TEXT)"),
}
_unjudged = text("records.rule_set = 0")  # spelled out, or the partial index would not be seen to fit


def open_to_rules() -> ColumnElement[bool]:
    """Say in SQL that a record may be judged anew: nobody has closed it here, with findings the log tells of."""
    as_it_came = and_(records.c.revision == 1, records.c.state == records.c.imported_state)
    return or_(and_(*(records.c.state != state for state in CLOSED)), as_it_came)


Query = dict[str, Hot]  # by dialect


def _reading(condition: Any, more: Callable[[Select[Any]], Select[Any]] = lambda query: query) -> Query:
    return {
        dialect: Hot(more(select(*_columns, fields.label("fields")).where(condition)))
        for dialect, fields in _FIELDS.items()
    }


def _chunk(condition: Any) -> Query:
    return _reading(
        and_(records.c.id > bindparam("p_after"), condition),
        lambda query: query.order_by(records.c.id).limit(bindparam("p_limit")),
    )


_NEW = _chunk(_unjudged)
_AGAIN = _chunk(or_(records.c.rule_set == 0, open_to_rules()))
_one = _reading(records.c.id == bindparam("p_id"))


async def judge_one(tx: Tx, record_id: int, today: date) -> None:
    """Judge one record that was just changed, whatever its state; its shelf is judged soon after."""
    row = (await tx.run(_one[tx.dialect], {"p_id": record_id})).one()
    known = await triage_places.known(tx)
    (judged,) = Judge(known.gazetteer, today).rows([_given(row, known)])
    await triage_marks.keep(tx, [_found(row, *judged)])


async def tell_again(tx: Tx, record_id: int, shown: Sequence[Finding]) -> None:
    """Tell of a record what its card showed before a change that was just undone, until its shelf is judged.

    What is stored beside a finding stays with it: that the shelf told it, or its case before the book told another.
    """
    row = (await tx.run(_one[tx.dialect], {"p_id": record_id})).one()
    stored = {same(each): each for each in json.loads(row.findings)}
    again = [each.as_json() for each in shown]
    await desk.set_findings(
        tx,
        record_id,
        [
            stored.get(same(each), each)
            for each in again
            # of a scan only what is stored tells whether the shelf said it, and whether it still does
            if same(each) in stored or each["rule"] not in OF_IMPORT
        ],
    )


def _given(row: Row[Any], known: Known) -> Given:
    return row.type, known.places.keys[row.unit_id], row.scan, row.fields, row.findings


def _found(row: Row[Any], findings: str, person: int | None) -> Found:
    return Found(row.id, row.unit_id, row.type, row.state, row.revision, row.rule_set, findings, person)


async def catch_up(
    database: Database, *, now: datetime, today: date, progress: Progress | None = None
) -> Outcome:
    """Judge what was never judged, and the shelves that changed: after an import, or after one that was cut short."""
    return await _run(database, _NEW, now, today, progress, whole=False)


async def judge_all(
    database: Database, *, now: datetime, today: date, progress: Progress | None = None
) -> Outcome:
    """Judge what was never judged; where the rules or the units have changed since, all that is open too."""
    known = await database.read(triage_places.known)
    last = await database.read(_basis)
    as_before = last is None or last == (RULE_SET, known.places.mark)
    return await _run(database, _NEW if as_before else _AGAIN, now, today, progress, whole=True)


async def is_behind(tx: Tx) -> bool:
    """Say whether anything waits to be judged for the first time, or a shelf to be judged anew."""
    waits = select(records.c.id).where(_unjudged).limit(1)
    return (await tx.run(waits)).first() is not None or await triage_sets.are_stale(tx)


async def unjudged(tx: Tx) -> int:
    """Count the records that no rule has judged yet."""
    return int((await tx.run(select(func.count()).select_from(records).where(_unjudged))).scalar_one())


async def _basis(tx: Tx) -> tuple[int, str] | None:
    row = (await tx.run(select(basis.c.rule_set, basis.c.places))).first()
    return (row.rule_set, row.places) if row else None


async def _run(
    database: Database, query: Query, now: datetime, today: date, progress: Progress | None, *, whole: bool
) -> Outcome:
    known = await database.read(triage_places.known)
    outcome = Outcome()
    await _judge(database, query, known, today, outcome, progress)
    outcome.by_shelf = await triage_sets.judge(database)
    first = await database.read(_basis) is None
    if (first and outcome.judged) or (whole and not first):
        mark = known.places.mark
        await database.write(lambda tx: _set_basis(tx, mark, now))
    return outcome


async def _set_basis(tx: Tx, mark: str, now: datetime) -> None:
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    values = {"rule_set": RULE_SET, "places": mark, "judged_at": now}
    statement = make(basis).values(id=1, **values)
    await tx.run(statement.on_conflict_do_update(index_elements=["id"], set_=values))


async def _judge(
    database: Database, query: Query, known: Known, today: date, outcome: Outcome, progress: Progress | None
) -> None:
    """Read, judge and keep chunk by chunk; some chunks are under way at once, never more than a few."""

    async def read(after: int) -> list[Row[Any]]:
        found = await database.read(
            lambda tx: tx.run(query[tx.dialect], {"p_after": after, "p_limit": CHUNK})
        )
        return list(found)

    async def work(hands: Hands, rows: list[Row[Any]]) -> None:
        judged = await hands.judge([_given(row, known) for row in rows])
        found = [_found(row, *told) for row, told in zip(rows, judged, strict=True)]
        await database.write(lambda tx: triage_marks.keep(tx, found))
        outcome.judged += len(rows)
        if progress is not None:
            progress(outcome.judged)

    rows = await read(0)
    if not rows:
        return
    async with AsyncExitStack() as stack:
        few: Hands = triage_hands.Here(known, today)
        hands = (
            few if len(rows) <= FEW else await stack.enter_async_context(triage_hands.processes(known, today))
        )
        under_way: set[asyncio.Task[None]] = set()
        try:
            while rows:
                under_way.add(asyncio.create_task(work(hands, rows)))
                if len(under_way) > hands.count:
                    done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                    for each in done:
                        each.result()
                rows = await read(rows[-1].id) if len(rows) == CHUNK else []
            await asyncio.gather(*under_way)
        finally:
            # what is under way is kept: a write that began goes on in the writer whoever waits for it
            await asyncio.gather(*under_way, return_exceptions=True)
