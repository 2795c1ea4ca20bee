"""Which records of some shelves stand out among their neighbours: one query, which reads the shelves once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, Text, and_, cast, false, func, not_, or_, select

from storage.engine import Tx
from storage.many import among
from storage.tables import RecordRow
from storage.tables_triage import RecordKeyRow
from storage.triage_numbers import LEAST, LONGEST_GAP

records = RecordRow.__table__  # type: ignore[attr-defined]
keys = RecordKeyRow.__table__  # type: ignore[attr-defined]

_BOOK = len("1.2005.001")  # what of a desk order names the book, and where the number starts
NUMBER_AT = len("1.2005.001.00012.") + 1
_UNREADABLE = "999999"


def standing_out(tx: Tx, record_type: str, units: Sequence[int]) -> Any:
    """Select the records of some shelves that stand out, each with how it stands among its neighbours.

    The shelves are read once, and each question is a grouping of what was read: sorting whole rows for each of them
    cost three times as much.
    """
    number = func.substr(records.c.desk_order, NUMBER_AT)
    counted = cast(func.substr(records.c.desk_order, NUMBER_AT, len(_UNREADABLE)), Integer)
    named = and_(records.c.year.is_not(None), func.substr(records.c.desk_order, NUMBER_AT, 6) != _UNREADABLE)
    shelf = (
        select(
            records.c.id, records.c.unit_id, records.c.year, records.c.number, records.c.scan, records.c.state,
            records.c.revision, records.c.imported_state, records.c.content_hash,
            func.substr(records.c.desk_order, 1, _BOOK).label("book"),
            number.label("key"),
            counted.label("counted"),
            cast(records.c.findings, Text).label("findings"),
            named.label("named"),
        )
        .where(records.c.type == record_type, among(tx, records.c.unit_id, units))
        .cte("shelf")
    )  # fmt: skip
    at = shelf.c
    of_key = _counted("of_key", at.unit_id, at.year, at.key, where=at.named)
    of_content = _counted("of_content", at.unit_id, at.year, at.key, at.content_hash, where=at.named)
    of_key_and_scan = _counted(
        "of_key_and_scan", at.unit_id, at.year, at.key, at.scan, where=and_(at.named, at.scan != "")
    )
    of_scan = _counted("of_scan", at.unit_id, at.scan, where=at.scan != "")
    of_year = _counted("of_year", at.unit_id, at.year, where=at.named, least=LEAST)
    of_book = _counted("of_book", at.unit_id, at.book, least=1)
    gaps = _gaps(shelf)
    here = shelf
    for others in (of_key, of_content, of_key_and_scan, of_scan, of_year, of_book):
        same = [at[column.key] == column for column in others.c if column.key != "n"]
        here = here.outerjoin(others, and_(*same))  # type: ignore[assignment]
    here = here.outerjoin(gaps, gaps.c.id == at.id)  # type: ignore[assignment]

    marked = and_(
        at.findings != "[]",
        or_(*(at.findings.like(f'%"{word}"%') for word in ("R02", "R03", "R12", "R13", "R23", "set", "was"))),
    )
    twice = and_(at.named, of_key.c.n.is_not(None))
    shared = and_(at.scan != "", of_scan.c.n > func.coalesce(of_key_and_scan.c.n, 1))
    gap = and_(at.named, of_year.c.n.is_not(None), gaps.c.id.is_not(None))
    # its scan may tell that a number is not missing
    by_scan_only = and_(not_(at.named), at.scan != "")
    return (
        select(
            *at, gaps.c.before, func.coalesce(of_content.c.n, 1).label("of_content"), of_year.c.n.label("of_year"),
            func.coalesce(of_book.c.n, 1).label("of_book"), gap.label("gap"), twice.label("twice"),
            func.coalesce(shared, false()).label("shared"),
        )
        .select_from(here)
        .where(or_(twice, shared, gap, by_scan_only, marked, at.id.in_(_partnered(tx, record_type, units))))
    )  # fmt: skip


def _counted(name: str, *columns: Any, where: Any = None, least: int = 2) -> Any:
    """Count the records of the shelves that are alike in some columns, where there are at least so many."""
    query = select(*columns, func.count().label("n")).group_by(*columns).having(func.count() >= least)
    return (query if where is None else query.where(where)).subquery(name)


def _gaps(shelf: Any) -> Any:
    """Find the records before which numbers of their year are missing: no more than may be looked for."""
    at = shelf.c
    before = func.lag(at.counted).over(
        partition_by=(at.unit_id, at.year), order_by=(at.counted, at.key, at.id)
    )
    line = select(at.id, at.counted, before.label("before")).where(at.named).subquery("line")
    step = line.c.counted - line.c.before
    return select(line.c.id, line.c.before).where(step > 1, step <= LONGEST_GAP + 1).subquery("gaps")


def _partnered(tx: Tx, record_type: str, units: Sequence[int]) -> Any:
    other = keys.alias("other")
    mine = records.alias("mine")
    return (
        select(keys.c.record_id)
        .join(mine, mine.c.id == keys.c.record_id)
        .join(other, and_(other.c.person == keys.c.person, other.c.record_id != keys.c.record_id))
        .where(mine.c.type == record_type, among(tx, mine.c.unit_id, units))
    )
