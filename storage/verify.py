"""Recomputing what is stored: chains and seals from the log, the records from import and log, the counts from those.

So too the counts of what the staging software has said. All of it is read in one snapshot, a page at a time, beside a running bot. What is found first is told and ends it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, exists, select, tuple_

from domain import chain, integrity
from domain.integrity import Breach, Difference, Link, Standing, name_of
from domain.review import Move
from storage import confirmations, verify_seals
from storage.engine import Tx
from storage.hot import Hot
from storage.tables import ChainHeadRow, DecisionRow, RecordRow, TallyRow, TotalRow, UnitRow

decisions = DecisionRow.__table__  # type: ignore[attr-defined]
heads = ChainHeadRow.__table__  # type: ignore[attr-defined]
records = RecordRow.__table__  # type: ignore[attr-defined]
tallies = TallyRow.__table__  # type: ignore[attr-defined]
totals = TotalRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]
told = confirmations.confirmations

PAGE = 10_000

_limit: Any = bindparam("p_limit")
_log = (
    select(*(decisions.c[name] for name in chain.LINKED), decisions.c.prev_hash, decisions.c.hash)
    .where(tuple_(decisions.c.unit_id, decisions.c.seq) > tuple_(bindparam("p_unit"), bindparam("p_seq")))
    .order_by(decisions.c.unit_id, decisions.c.seq)
    .limit(_limit)
)
_log_pages = Hot(_log)
_log_keys = Hot(_log.with_only_columns(decisions.c.unit_id, decisions.c.seq, decisions.c.record_id))
_stored = (
    select(
        records.c.id, records.c.unit_id, records.c.type, records.c.state, records.c.state_on, records.c.revision,
        records.c.imported_state, records.c.imported_on,
    )
    .where(records.c.id > bindparam("p_after"))
    .order_by(records.c.id)
    .limit(_limit)
)  # fmt: skip
_stored_pages = Hot(_stored)
_stored_keys = Hot(_stored.with_only_columns(records.c.unit_id, records.c.id))
_steps = select(
    decisions.c.record_id, decisions.c.unit_id, decisions.c.seq, decisions.c.revision, decisions.c.move,
    decisions.c.from_state, decisions.c.to_state, decisions.c.day,
)  # fmt: skip
_steps_of = Hot(
    _steps.where(
        decisions.c.record_id > bindparam("p_after"), decisions.c.record_id <= bindparam("p_last")
    ).order_by(decisions.c.record_id, decisions.c.id)
)
_steps_beyond = Hot(
    _steps.where(decisions.c.record_id > bindparam("p_after")).order_by(decisions.c.record_id).limit(1)
)
_heads = select(heads.c.unit_id, heads.c.seq, heads.c.hash).order_by(heads.c.unit_id)

CountKey = tuple[int, str, str, date]  # unit, type, state, the day the records came there


@dataclass(slots=True)
class Verified:
    """What was looked at, as far as it went, and the first difference; none means that all is whole."""

    units: int = 0
    decisions: int = 0
    records: int = 0
    seals: int = 0
    difference: Difference | None = None


async def run(tx: Tx) -> Verified:
    """Recompute chains, seals, records and counts; stops at the first difference."""
    codes = {row.id: row.code for row in await tx.run(select(units.c.id, units.c.code))}
    seen = Verified()
    seen.difference = await _chains(tx, codes, seen)
    if seen.difference is None:
        seen.seals, seen.difference = await verify_seals.run(tx, codes)
    if seen.difference is None:
        counted: Counter[CountKey] = Counter()
        seen.difference = await _records(tx, codes, seen, counted)
        if seen.difference is None:
            seen.difference = await _counts(tx, codes, counted) or await _confirmations(tx, codes)
    return seen


# ── the chains ──────────────────────────────────────────────────────────────────────────────────


async def _chains(tx: Tx, codes: dict[int, str], seen: Verified) -> Difference | None:
    """Walk every unit's log from its first decision, then hold its end against the head kept beside it."""
    ends: dict[int, Link] = {}
    async for page in _pages_of_log(tx, codes):
        if isinstance(page, Difference):
            return page
        for row in page:
            unit = name_of(codes, row.unit_id)
            link = integrity.follow(unit, ends.get(row.unit_id, Link()), row._asdict())
            if isinstance(link, Difference):
                return link
            ends[row.unit_id] = link
        seen.decisions += len(page)
    seen.units = len(ends)
    kept = {row.unit_id: Link(row.seq, row.hash) for row in await tx.run(_heads)}
    for unit_id in sorted(kept.keys() | ends.keys()):
        end, head = ends.get(unit_id, Link()), kept.get(unit_id, Link())
        if end != head:
            return Difference(
                Breach.HEAD, name_of(codes, unit_id), head.seq,
                expected=f"{end.seq}:{end.hash}", found=f"{head.seq}:{head.hash}",
            )  # fmt: skip
    return None


async def _pages_of_log(tx: Tx, codes: dict[int, str]) -> AsyncIterator[list[Any] | Difference]:
    unit_id, seq = -1, 0
    while True:
        after = {"p_unit": unit_id, "p_seq": seq}
        try:
            page = list((await tx.run(_log_pages, {**after, "p_limit": PAGE})).all())
        except (
            ValueError,
            TypeError,
        ):  # a day or a JSON text that is none: only SQLite would keep such a thing
            yield await _unreadable_decision(tx, codes, unit_id, seq)
            return
        if page:
            yield page
        if len(page) < PAGE:
            return
        unit_id, seq = page[-1].unit_id, page[-1].seq


async def _unreadable_decision(tx: Tx, codes: dict[int, str], unit_id: int, seq: int) -> Difference:
    while True:
        after = {"p_unit": unit_id, "p_seq": seq, "p_limit": 1}
        key = (await tx.run(_log_keys, after)).one()
        try:
            (await tx.run(_log_pages, after)).one()
        except (ValueError, TypeError):
            return Difference(Breach.UNREADABLE, name_of(codes, key.unit_id), key.seq, key.record_id)
        unit_id, seq = key.unit_id, key.seq


# ── the records ─────────────────────────────────────────────────────────────────────────────────


async def _records(
    tx: Tx, codes: dict[int, str], seen: Verified, counted: Counter[CountKey]
) -> Difference | None:
    """Replay the log onto every record as it was imported, and count the records by where they stand."""
    after = 0
    while True:
        try:
            page = (await tx.run(_stored_pages, {"p_after": after, "p_limit": PAGE})).all()
        except (ValueError, TypeError):
            return await _unreadable_record(tx, codes, after)
        if not page:
            break
        last = page[-1].id
        steps: dict[int, list[Any]] = {}
        for row in await tx.run(_steps_of, {"p_after": after, "p_last": last}):
            steps.setdefault(row.record_id, []).append(row)
        for record in page:
            different = _replay(codes, record, steps.pop(record.id, []))
            if different is not None:
                return different
            counted[record.unit_id, record.type, record.state, record.state_on] += 1
        if steps:
            return _orphan(codes, next(iter(steps.values()))[0])
        seen.records += len(page)
        after = last
    beyond = (await tx.run(_steps_beyond, {"p_after": after})).first()
    return _orphan(codes, beyond) if beyond else None


def _orphan(codes: dict[int, str], row: Any) -> Difference:
    return Difference(Breach.NO_RECORD, name_of(codes, row.unit_id), row.seq, row.record_id)


def _replay(codes: dict[int, str], record: Any, log: list[Any]) -> Difference | None:
    unit = name_of(codes, record.unit_id)
    standing = Standing(record.imported_state, record.imported_on)
    for row, unit_id in zip(log, _units(record, log), strict=True):
        if row.unit_id != unit_id:
            return Difference(
                Breach.OTHER_UNIT, name_of(codes, row.unit_id), row.seq, record.id,
                expected=name_of(codes, unit_id), found=name_of(codes, row.unit_id),
            )  # fmt: skip
        moved = integrity.step(unit, standing, row._asdict())
        if isinstance(moved, Difference):
            return moved
        standing = moved
    found = Standing(record.state, record.state_on, record.revision)
    return integrity.compare(unit, record.id, standing, found)


def _units(record: Any, log: list[Any]) -> list[int]:
    """Tell in which unit's log each step has to stand: the record's own, and until it came to that one another's.

    Only what the vendor sends again can bring a record to another unit.
    """
    unit_id, found = record.unit_id, []
    for place in range(len(log) - 1, -1, -1):
        found.append(unit_id)
        if place and log[place].move == Move.VENDOR_RESUBMIT.value:
            unit_id = log[place - 1].unit_id
    return found[::-1]


async def _unreadable_record(tx: Tx, codes: dict[int, str], after: int) -> Difference:
    while True:
        key = (await tx.run(_stored_keys, {"p_after": after, "p_limit": 1})).one()
        try:
            (await tx.run(_stored_pages, {"p_after": after, "p_limit": 1})).one()
        except (ValueError, TypeError):
            return Difference(Breach.UNREADABLE, name_of(codes, key.unit_id), None, key.id)
        after = key.id


# ── the counts ──────────────────────────────────────────────────────────────────────────────────


async def _counts(tx: Tx, codes: dict[int, str], counted: Counter[CountKey]) -> Difference | None:
    """Hold the tallies per day and the totals against the records counted; a count of nothing is no count."""
    by_day = {(*key[:3], key[3].isoformat()): number for key, number in counted.items()}
    try:
        rows = (await tx.run(select(tallies))).all()
    except (ValueError, TypeError):
        return Difference(Breach.UNREADABLE, detail=tallies.name)
    kept = {(row.unit_id, row.type, row.state, row.day.isoformat()): row.count for row in rows}
    if found := _first_wrong(Breach.TALLY, codes, by_day, kept):
        return found
    summed: Counter[tuple[Any, ...]] = Counter()
    for key, number in counted.items():
        summed[key[:3]] += number
    rows = (await tx.run(select(totals))).all()
    return _first_wrong(
        Breach.TOTAL, codes, summed, {(row.unit_id, row.type, row.state): row.count for row in rows}
    )


async def _confirmations(tx: Tx, codes: dict[int, str]) -> Difference | None:
    """Hold the counts of what the staging software says against its entries and the records they are of."""
    lost = (
        select(told.c.record_id)
        .where(~exists().where(records.c.id == told.c.record_id))
        .order_by(told.c.record_id)
        .limit(1)
    )
    if (found := (await tx.run(lost)).first()) is not None:
        return Difference(Breach.CONFIRMED_NOTHING, record_id=found.record_id)
    expected = {(row.unit_id, row.kind): row.count for row in await tx.run(confirmations.counted())}
    kept = {(row.unit_id, row.kind): row.count for row in await tx.run(select(confirmations.counts))}
    return _first_wrong(Breach.CONFIRMED, codes, expected, kept)


def _first_wrong(
    breach: Breach,
    codes: dict[int, str],
    expected: dict[tuple[Any, ...], int],
    kept: dict[tuple[Any, ...], int],
) -> Difference | None:
    for key in sorted(expected.keys() | kept.keys()):
        wanted, stored = expected.get(key, 0), kept.get(key, 0)
        if wanted != stored:
            return Difference(
                breach, name_of(codes, key[0]), detail=" · ".join(key[1:]),
                expected=str(wanted), found=str(stored),
            )  # fmt: skip
    return None
