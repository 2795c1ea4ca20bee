"""Which records of some shelves stand out among their neighbours: the shelves are read once, and counted here.

A database that groups and joins six times what it read takes three times as long; few of the rows stand out, and only
of those the rest is read.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import BigInteger, ColumnElement, Text, and_, any_, bindparam, case, func, or_, select
from sqlalchemy import cast as cast_in_sql
from sqlalchemy.dialects.postgresql import ARRAY

from storage.engine import Tx
from storage.hot import Hot
from storage.tables import RecordRow
from storage.triage_numbers import LEAST, LONGEST_GAP, Break

records = RecordRow.__table__  # type: ignore[attr-defined]

_BOOK = len("1.2005.001")  # what of a desk order names the book, and where the number starts
NUMBER_AT = len("1.2005.001.00012.") + 1
_NUMBER = slice(NUMBER_AT - 1, None)
_DIGITS = len("000024")
_UNREADABLE = "999999"

Entry = tuple[int, int, str]  # unit, year, number as a desk order has it


class _Line(NamedTuple):
    """A record as it lies on its shelf; `marked` where something is stored that the shelf may have told."""

    id: int
    unit_id: int
    year: int | None
    desk_order: str
    scan: str
    content_hash: str
    marked: int


def _shelves(of_units: ColumnElement[bool]) -> Hot:
    findings = cast_in_sql(records.c.findings, Text)
    marks = [findings.like(f'%"{word}"%') for word in ("R02", "R03", "R12", "R13", "R23", "set", "was")]
    return Hot(
        select(
            records.c.id, records.c.unit_id, records.c.year, records.c.desk_order, records.c.scan,
            records.c.content_hash, case((and_(findings != "[]", or_(*marks)), 1), else_=0).label("marked"),
        ).where(records.c.type == bindparam("p_type"), of_units)
    )  # fmt: skip


_each = func.json_each(bindparam("p_units")).table_valued("value")
_SHELVES = {
    "sqlite": _shelves(records.c.unit_id.in_(select(_each.c.value))),
    "postgresql": _shelves(records.c.unit_id == any_(bindparam("p_units", type_=ARRAY(BigInteger)))),
}


class Alike(NamedTuple):
    """A record that stands out, and how it stands among its neighbours."""

    named: bool  # year and number can be read
    book: str  # where the book stands
    of_book: int  # records in that book
    twice: bool  # another record bears its number in the same year
    of_content: int  # records of its number that say the very same, itself counted
    behind: Break | None  # the number before it in its year, where that is not the next lower one
    shares_scan: bool  # another entry names the same scan


async def standing_out(
    tx: Tx, record_type: str, units: Sequence[int], also: Collection[int]
) -> dict[int, Alike]:
    """Find the records of some shelves that stand out, by their ids; `also` those known to for another reason."""
    given = json.dumps(list(units)) if tx.dialect == "sqlite" else list(units)
    rows = await tx.run(_SHELVES[tx.dialect], {"p_type": record_type, "p_units": given})
    return dict(_standing_out(cast("Sequence[_Line]", rows.all()), also))


def _standing_out(shelf: Sequence[_Line], also: Collection[int]) -> Iterator[tuple[int, Alike]]:
    entries = [_entry(line) for line in shelf]
    of_entry = Counter(entries)
    of_scan = Counter([(line.unit_id, line.scan) for line in shelf if line.scan])
    of_book = Counter([(line.unit_id, line.desk_order[:_BOOK]) for line in shelf])
    # only of what is there twice it matters what else is the same
    of_content: Counter[Any] = Counter()
    of_entry_and_scan: Counter[Any] = Counter()
    for line, entry in zip(shelf, entries, strict=True):
        if entry is not None and of_entry[entry] > 1:
            of_content[entry, line.content_hash] += 1
            of_entry_and_scan[entry, line.scan] += 1
    breaks = _breaks(shelf, entries)
    for line, entry in zip(shelf, entries, strict=True):
        twice = entry is not None and of_entry[entry] > 1
        shared = bool(line.scan) and of_scan[line.unit_id, line.scan] > max(
            1, of_entry_and_scan[entry, line.scan]
        )
        # the scan of a record without a number may tell that a number is not missing
        by_scan_only = entry is None and line.scan != ""
        if twice or shared or by_scan_only or line.marked or line.id in breaks or line.id in also:
            book = line.desk_order[:_BOOK]
            same = of_content[entry, line.content_hash] if twice else 1
            yield (
                line.id,
                Alike(
                    entry is not None,
                    book,
                    of_book[line.unit_id, book],
                    twice,
                    same,
                    breaks.get(line.id),
                    shared,
                ),
            )


def _entry(line: _Line) -> Entry | None:
    number = line.desk_order[_NUMBER]
    if line.year is None or number.startswith(_UNREADABLE):
        return None
    return line.unit_id, line.year, number


def _breaks(shelf: Sequence[_Line], entries: Sequence[Entry | None]) -> dict[int, Break]:
    """Find the records before which numbers of their year are missing, no more than may be looked for; the first too."""
    years: dict[tuple[int, int], list[tuple[str, int]]] = defaultdict(list)
    for line, entry in zip(shelf, entries, strict=True):
        if entry is not None:
            unit_id, year, number = entry
            years[unit_id, year].append((number, line.id))
    found: dict[int, Break] = {}
    for (unit_id, year), numbers in years.items():
        if len(numbers) < LEAST:
            continue
        numbers.sort()  # digits of a fixed width, so that they sort as the numbers do
        before = 0  # a year's numbers run on from 1
        for text, record_id in numbers:
            here = int(text[:_DIGITS])
            if 1 < here - before <= LONGEST_GAP + 1:
                found[record_id] = Break(record_id, unit_id, year, before, here, len(numbers))
            before = here
    return found
