"""Shelves for planning: uneven backlogs, several books a commune, districts whose officials serve many communes.

Written by the database itself, INSERT … SELECT, so that a nation's shelves stand in minutes: real columns and
indexes, fields kept narrow.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, text

from bot.bench.shelves import NOON
from domain.folding import fold
from domain.records import RecordType
from domain.triage.shape import RULE_SET
from storage import schema
from storage.engine import Tx, open_database
from storage.tables import PersonRow, RecordRow, RoleRow, UnitRow

DAY, NEXT_DAY, DEADLINE = date(2024, 7, 4), date(2024, 7, 5), date(2024, 10, 29)
SEED = 158
SIGMA = 0.8  # how uneven backlogs are: the largest commune has some ten times the middle one's
SHARES = (0.614, 0.213, 0.087, 0.085, 0.001)  # of the five types, as the letter counts them
DECIDED = 118_512 / 262_871  # records not open for each open one, in the letter
BOOK = 150  # open records in a book, at most
YEARS = range(1990, 2016)
PER_DISTRICT, DISTRICTS_IN_PROVINCE = 18, 11
DISTRICT_PEOPLE = 0.05  # of the officials: they serve all communes of a district


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is to plan."""

    communes: int
    people: int
    open: int


PROVINCE = Size(200, 420, 262_871)
NATION = Size(10_600, 16_000, 14_000_000)


async def build(address: str, size: Size) -> int:
    """Fill a fresh database; returns how many records it holds, the open ones and those that are not."""
    await schema.upgrade(address)
    database = open_database(address, checkpoints=True)
    chance = random.Random(SEED)
    units = list(_units(size.communes))
    await database.write(lambda tx: _people(tx, units, size.people))
    communes = [unit["id"] for unit in units if unit["level"] == "commune"]
    books = list(_books(chance, communes, size.open))
    await database.write(lambda tx: _records(tx, books))
    await database.close()
    return sum(book["size"] for book in books)


def _units(communes: int) -> Iterator[dict[str, Any]]:
    above: dict[str, dict[str, Any]] = {}
    number = 0

    def unit(level: str, parent: dict[str, Any] | None) -> dict[str, Any]:
        nonlocal number
        number += 1
        return {
            "id": number, "scheme": "2024", "code": f"{number:06d}", "name": f"Đơn vị {number}", "level": level,
            "parent_id": parent["id"] if parent else None, "path": f"{parent['path'] if parent else '/'}{number}/",
            "search_name": fold(f"đơn vị {number}"),
        }  # fmt: skip

    for n in range(communes):
        if n % (PER_DISTRICT * DISTRICTS_IN_PROVINCE) == 0:
            above["province"] = unit("province", None)
            yield above["province"]
        if n % PER_DISTRICT == 0:
            above["district"] = unit("district", above["province"])
            yield above["district"]
        yield unit("commune", above["district"])


async def _people(tx: Tx, units: Sequence[dict[str, Any]], people: int) -> None:
    communes = [unit["id"] for unit in units if unit["level"] == "commune"]
    districts = [unit["id"] for unit in units if unit["level"] == "district"]
    wide = round(people * DISTRICT_PEOPLE)
    posts = [districts[n % len(districts)] for n in range(wide)]
    posts += [communes[n % len(communes)] for n in range(people - wide)]
    await tx.run(insert(UnitRow.__table__), units)
    await tx.run(
        insert(PersonRow.__table__),
        [{"id": n, "full_name": f"Cán bộ {n}", "phone": f"8491{n:07d}", "search_name": f"can bo {n}",
          "practice_done": 99, "created_at": NOON} for n in range(1, people + 1)],
    )  # fmt: skip
    await tx.run(
        insert(RoleRow.__table__),
        [{"person_id": n, "unit_id": unit_id, "role": "official", "title": "", "since": NOON}
         for n, unit_id in enumerate(posts, start=1)],
    )  # fmt: skip


def _apart(total: int, weights: Sequence[float]) -> list[int]:
    """Part a number by weights into whole numbers that sum to it."""
    found, so_far, given = [], 0.0, 0
    whole = sum(weights)
    for weight in weights:
        so_far += weight
        found.append(round(total * so_far / whole) - given)
        given += found[-1]
    return found


def _books(chance: random.Random, communes: Sequence[int], open_records: int) -> Iterator[dict[str, Any]]:
    """Invent books, type by type as provinces send them: a book a year first, then the second of each year."""
    backlogs = _apart(open_records, [chance.lognormvariate(0, SIGMA) for _ in communes])
    of_type = [_apart(backlog, SHARES) for backlog in backlogs]
    for place, record_type in enumerate(RecordType, start=1):
        for unit_id, shares in zip(communes, of_type, strict=True):
            number = -(-shares[place - 1] // BOOK)
            first = chance.choice(YEARS)
            for n, waiting in enumerate(_apart(shares[place - 1], [1.0] * number)):
                year = YEARS[(first + n) % len(YEARS)]
                size = waiting + round(waiting * DECIDED)
                book = 1 + n // len(YEARS)
                yield {
                    "unit_id": unit_id, "type": record_type.value, "place": place, "year": year, "book": book,
                    "start": (book - 1) * 2 * BOOK, "size": size, "done": size - waiting,
                }  # fmt: skip


_NUMBERED = {
    "postgresql": "bench_books CROSS JOIN LATERAL generate_series(1, size) AS numbers(n)",
    "sqlite": "bench_books CROSS JOIN (WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers"
    f" WHERE n < {2 * BOOK}) SELECT n FROM numbers) WHERE n <= size",
}
_STATE = (
    "CASE WHEN n > done THEN 'PENDING' WHEN n % 119 < 35 THEN 'APPROVED' WHEN n % 119 < 56 THEN 'RETURNED'"
    " ELSE 'UNSTATED' END"
)
# substr(cast(1000 + x as text), 2) writes x with leading zeros on both databases
_RECORDS = f"""
INSERT INTO records (unit_id, type, natural_key, occurrence, year, number, book, page, subject, desk_order, state,
 state_on, revision, turn, skips, imported_state, imported_on, import_id, scan, fields, content_hash, rule_set)
SELECT unit_id, type, year || '|' || (start + n), 1, year, CAST(start + n AS text), '0' || book || '/' || year,
 CAST((n + 1) / 2 AS text), 'Nông Văn Thử ' || n,
 place || '.' || year || '.' || substr(CAST(1000 + book AS text), 2) || '.'
 || substr(CAST(100000 + (n + 1) / 2 AS text), 2) || '.' || substr(CAST(1000000 + start + n AS text), 2),
 {_STATE}, '{DAY}', 1, 0, 0, {_STATE}, '{DAY}', 1, '',
 '{{"nksHoTen":"Nông Văn Thử","meHoTen":"Hoàng Thị Mẫu","noiDangKy":"UBND xã Thử"}}', '', {RULE_SET}
FROM """

COUNT = (
    "DELETE FROM totals",
    "DELETE FROM tallies",
    "INSERT INTO totals (unit_id, type, state, count)"
    " SELECT unit_id, type, state, count(*) FROM records GROUP BY 1, 2, 3",
    "INSERT INTO tallies (unit_id, type, state, day, count)"
    f" SELECT unit_id, type, state, '{DAY}', count FROM totals",
)


async def _records(tx: Tx, books: Sequence[dict[str, Any]]) -> None:
    """Write all records; on PostgreSQL the indexes are built behind them, which takes a third of the time."""
    names = ("unit_id", "type", "place", "year", "book", "start", "size", "done")
    columns = ", ".join(f"{name} {'text' if name == 'type' else 'integer'}" for name in names)
    await tx.run(text(f"CREATE TABLE bench_books ({columns})"))
    await tx.run(text(f"INSERT INTO bench_books VALUES ({', '.join(f':{name}' for name in names)})"), books)
    again: list[str] = []
    if tx.dialect == "postgresql":
        await tx.run(text("SET LOCAL maintenance_work_mem = '1GB'"))
        again = await _without_indexes(tx)
    await tx.run(text(_RECORDS + _NUMBERED[tx.dialect]))
    for statement in (*again, *COUNT, "DROP TABLE bench_books", "ANALYZE"):
        if statement != "ANALYZE" or tx.dialect == "postgresql":
            await tx.run(text(statement))


async def _without_indexes(tx: Tx) -> list[str]:
    """Drop what indexes the records on PostgreSQL; returns the statements that put it back."""
    table = RecordRow.__tablename__
    keys = (
        await tx.run(
            text(
                "SELECT conname, pg_get_constraintdef(oid) AS text FROM pg_constraint"
                f" WHERE conrelid = CAST('{table}' AS regclass) AND contype = 'u'"
            )
        )
    ).all()
    for key in keys:
        await tx.run(text(f"ALTER TABLE {table} DROP CONSTRAINT {key.conname}"))
    indexes = (
        await tx.run(
            text(
                f"SELECT indexname, indexdef FROM pg_indexes WHERE tablename = '{table}'"
                " AND indexname NOT LIKE '%pkey'"
            )
        )
    ).all()
    for index in indexes:
        await tx.run(text(f"DROP INDEX {index.indexname}"))
    return [
        *(f"ALTER TABLE {table} ADD CONSTRAINT {key.conname} {key.text}" for key in keys),
        *(index.indexdef for index in indexes),
    ]
