"""Numbers of a year: gaps that a clerk would call so, and the number a scan's name tells of a record mistyped."""

from __future__ import annotations

from typing import Any

import pytest
import world
from sqlalchemy import select
from world import HOA_CU, MORNING, TODAY, birth

from domain.records import RecordType
from storage import desk, triage
from storage.engine import Database
from storage.tables import RecordRow
from storage.triage_numbers import Break, left_out

records: Any = RecordRow.__table__


@pytest.fixture
async def province(database: Database) -> Database:
    await world.found(database)
    return database


def people(*numbers: int) -> list[dict[str, str]]:
    """Births under these numbers, each child of a mother of its own."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [birth(n, meHoTen=f"Hoàng Thị Mẫu {letters[at]}") for at, n in enumerate(numbers)]


def scan_of(number: int) -> str:
    return f"KS.2005.01.2005-03-21.{number:03d}.pdf"


async def shelve(
    database: Database, rows: list[dict[str, str]], scans: dict[int, str] | None = None
) -> list[int]:
    """Put rows on a shelf; where one bears the number of one before it, it came in as another occurrence of it."""
    numbers = [row.get("so", "") for row in rows]
    apart = [
        row if numbers.index(row.get("so", "")) == at else row | {"so": str(500 + at)}
        for at, row in enumerate(rows)
    ]
    ids = await world.shelve(database, HOA_CU, apart, judged=False, scans=scans or {})
    for record_id, row in zip(ids, rows, strict=True):
        await database.write(
            lambda tx, record_id=record_id, row=row: desk.set_fields(tx, record_id, RecordType.KS, row)
        )
    return ids


async def of_rule(database: Database, ids: list[int], rule: str) -> list[dict[str, str]]:
    """Give what a rule found, record by record; nothing is an empty finding."""
    await triage.catch_up(database, now=MORNING, today=TODAY)
    rows = await database.read(lambda tx: tx.run(select(records.c.id, records.c.findings)))
    found = {row.id: [each for each in row.findings if each["rule"] == rule] for row in rows}
    assert all(len(each) <= 1 for each in found.values())
    return [next(iter(found[record_id]), {}) for record_id in ids]


async def told(database: Database, ids: list[int]) -> list[tuple[str, str] | None]:
    """Say of each record that shares its number the case and the number suggested; None of one that does not."""
    return [
        (each["case"], each["suggestion"]) if each else None for each in await of_rule(database, ids, "R12")
    ]


async def gaps(database: Database, ids: list[int], rows: list[dict[str, str]]) -> dict[str, str]:
    """Say which numbers are told to be left out, by the number of the record that says so."""
    found = await of_rule(database, ids, "R13")
    return {row.get("so", ""): each["value"] for row, each in zip(rows, found, strict=True) if each}


async def test_a_year_of_a_dozen_entries_with_five_left_out_says_so_once(province: Database) -> None:
    rows = people(1, 2, 3, 4, 10, 11, 12)
    assert await gaps(province, await shelve(province, rows), rows) == {"10": "5–9"}


async def test_numbers_run_on_from_book_to_book_of_a_year(province: Database) -> None:
    first, second = people(1, 2, 3, 4), [row | {"quyenSo": "02/2005"} for row in people(5, 6, 8)]
    rows = first + second
    assert await gaps(province, await shelve(province, rows), rows) == {"8": "7"}


async def test_a_number_far_away_from_all_others_is_a_slip_and_no_gap(province: Database) -> None:
    rows = people(1, 2, 3, 4, 5, 67)
    assert await gaps(province, await shelve(province, rows), rows) == {}


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param((1, 2, 4, 5, 7, 8, 10, 11, 13), id="every third is not there"),
        pytest.param((1, 2, 12, 13), id="more is left out than there"),
    ],
)
async def test_a_year_of_which_only_some_pages_have_come_does_not_say_so_of_each_record(
    province: Database, numbers: tuple[int, ...]
) -> None:
    rows = people(*numbers)
    assert await gaps(province, await shelve(province, rows), rows) == {}


async def test_a_number_is_not_missing_where_a_scan_tells_that_it_was_mistyped_or_left_empty(
    province: Database,
) -> None:
    rows = people(1, 2, 36, 4, 6, 7, 8)
    rows.append(birth(0, meHoTen="Hoàng Thị Ổi") | {"so": ""})
    ids = await shelve(province, rows, {2: scan_of(3), 7: scan_of(5)})
    assert await gaps(province, ids, rows) == {}


async def test_a_mistyped_number_may_fill_the_middle_of_a_gap(province: Database) -> None:
    rows = people(1, 2, 3, 60, 7, 8, 9)
    assert await gaps(province, await shelve(province, rows, {3: scan_of(5)}), rows) == {"7": "4, 6"}


async def test_the_scan_of_another_entry_does_not_fill_a_gap(province: Database) -> None:
    rows = people(1, 2, 4, 5, 6)
    ids = await shelve(province, rows, {4: "KS.2005.01.2005-07-02.003.pdf"})
    assert await gaps(province, ids, rows) == {"4": "3"}


def test_as_many_gaps_as_a_quarter_of_the_entries_still_read_as_one_year() -> None:
    def year(gaps: int, entries: int) -> dict[int, str]:
        return left_out([Break(n, 3, 2005, 4 * n, 4 * n + 2, entries) for n in range(1, gaps + 1)], set())

    assert year(3, 12) == {1: "5", 2: "9", 3: "13"}
    assert year(4, 12) == {}
    assert year(1, 4) == {1: "5"}


async def test_a_number_taken_already_is_a_slip_where_the_scan_tells_one_that_nobody_has(
    province: Database,
) -> None:
    rows = people(1, 2, 3, 3, 5)
    right, wrong = (await shelve(province, rows, {2: scan_of(3), 3: scan_of(4)}))[2:4]
    assert await told(province, [right]) == [("", "")]
    assert await told(province, [wrong]) == [("b", "4")]


async def test_the_number_that_the_scan_tells_may_be_anothers_too_and_then_only_the_register_tells(
    province: Database,
) -> None:
    rows = people(1, 2, 3, 3, 4)
    ids = await shelve(province, rows, {3: scan_of(4)})
    assert await told(province, ids[2:4]) == [("", "")] * 2


async def test_a_scan_that_tells_another_day_too_says_nothing_of_the_number(province: Database) -> None:
    ids = await shelve(province, people(1, 2, 2), {2: "KS.2005.01.2005-07-02.003.pdf"})
    assert await told(province, ids[1:]) == [("", "")] * 2


async def test_one_scan_for_both_of_them_is_no_slip_of_a_number(province: Database) -> None:
    ids = await shelve(province, people(1, 2, 2, 5), {1: scan_of(3), 2: scan_of(3), 3: scan_of(3)})
    assert await told(province, ids[1:3]) == [("", "")] * 2


async def test_a_mended_number_ends_the_slip_for_both(province: Database) -> None:
    rows = people(1, 2, 2)
    ids = await shelve(province, rows, {2: scan_of(3)})
    assert await told(province, ids[2:]) == [("b", "3")]

    async def fix(tx: Any) -> None:
        await desk.set_fields(tx, ids[2], RecordType.KS, rows[2] | {"so": "3"})
        await triage.judge_one(tx, ids[2], TODAY)

    await province.write(fix)
    assert await told(province, ids[1:]) == [None, None]


async def test_a_number_that_was_mended_counts_as_taken_by_what_it_says_now(province: Database) -> None:
    rows = people(1, 2, 2, 9)
    ids = await shelve(province, rows, {2: scan_of(3)})

    async def fix(tx: Any) -> None:
        await desk.set_fields(tx, ids[3], RecordType.KS, rows[3] | {"so": "3"})
        await triage.judge_one(tx, ids[3], TODAY)

    await province.write(fix)
    assert await told(province, ids[1:3]) == [("", "")] * 2
