"""What the staging software says of each record comes in as a list: matched by key, never guessed, newest wins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import world
from import_sheets import kinds, order, the, write_csv, write_rows
from sqlalchemy import insert, select, update
from world import HAI_YEN, HOA_CU, MORNING, ZONE

from domain.reconciliation import Kind
from domain.records import RecordType
from domain.review import State
from domain.sheet_faults import Fault
from storage import confirmations, verify
from storage.engine import Database
from storage.imports import statuses
from storage.imports.outcome import Outcome
from storage.tables import ImportRow, UnitRow

HEADER = ["loai", "maDonVi", "nam", "so", "tinhTrang"]


@pytest.fixture
async def shelf(database: Database) -> Database:
    """Births 1 … 6 of Hòa Cư, approved 1 and 2, returned 3, followed up 4, waiting 5 and 6; a death of Hải Yến."""
    await world.found(database)
    for state, numbers in (
        (State.APPROVED, (1, 2)), (State.RETURNED, (3,)), (State.FOLLOW_UP, (4,)), (State.PENDING, (5, 6)),
    ):  # fmt: skip
        await world.shelve(database, HOA_CU, [world.birth(n) for n in numbers], state=state)
    death = {"so": "7a", "ngayDangKy": "02.02.2003", "nktHoTen": "Hoàng Văn Thử"}
    await world.shelve(database, HAI_YEN, [death], kind=RecordType.KT)
    return database


def row(
    number: object, words: str, *, kind: str = "KS", unit: str = "06184", year: str = "2005"
) -> list[str]:
    return [kind, unit, year, str(number), words]


async def take(url: str, path: Path, rows: Sequence[Sequence[str]], **more: Any) -> Outcome:
    return await statuses.take_in(url, order(write_rows(path, [more.pop("header", HEADER), *rows]), **more))


async def held(database: Database) -> dict[int, tuple[str, str]]:
    """What is known of each record there."""
    found = await database.read(lambda tx: tx.run(select(confirmations.confirmations)))
    return {row.record_id: (row.state, row.words) for row in found}


async def everything(database: Database) -> list[list[tuple[Any, ...]]]:
    tables = (confirmations.confirmations, confirmations.strays, confirmations.counts, confirmations.files)
    found = []
    for table in (*tables, ImportRow.__table__):
        rows = await database.read(lambda tx, t=table: tx.run(select(t)))
        found.append(sorted((tuple(row) for row in rows), key=repr))
    return found


async def is_whole(database: Database) -> None:
    assert (await database.read(verify.run)).difference is None


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
async def test_each_record_is_held_against_what_the_list_says(
    shelf: Database, database_url: str, tmp_path: Path, ending: str
) -> None:
    rows = [
        row(1, "Đã phê duyệt"), row("02", "đã phê duyệt "), row("3/", "Từ chối"), row(4, "Từ chối"),
        row(5, "Chưa rà soát"), row("7A", "Theo dõi", kind="Khai tử", unit="6187", year="2003"),
    ]  # fmt: skip
    outcome = await take(database_url, tmp_path / f"158.{ending}", rows)
    assert (outcome.refused, outcome.faults) == (False, [])
    assert outcome.counts == {
        "rows": 6, "new": 6, "changed": 0, "same": 0, "older": 0, "absent": 0, "left_out": 0,
    }  # fmt: skip
    assert {kind: number for kind, number in outcome.agreement.items() if number} == {
        Kind.AGREES: 3, Kind.UNDECIDED: 1, Kind.WRONG_RETURN: 1, Kind.OPEN_DECIDED_THERE: 1, Kind.NOT_THERE: 1,
    }  # fmt: skip
    assert sum(outcome.agreement.values()) == 7, "every record is of one kind"
    assert await held(shelf) == {
        1: ("APPROVED", ""), 2: ("APPROVED", ""), 3: ("RETURNED", ""), 4: ("RETURNED", ""), 5: ("PENDING", ""),
        7: ("FOLLOW_UP", ""),
    }  # fmt: skip
    await is_whole(shelf)


async def test_the_same_list_again_changes_nothing(
    shelf: Database, database_url: str, tmp_path: Path
) -> None:
    rows = [row(1, "Đã phê duyệt"), row(3, "Từ chối"), row(99, "Từ chối")]
    await take(database_url, tmp_path / "158.csv", rows)
    before = await everything(shelf)
    outcome = await take(database_url, tmp_path / "158.csv", rows, now=MORNING + timedelta(days=3))
    assert (outcome.counts["new"], outcome.counts["changed"], outcome.counts["same"]) == (0, 0, 2)
    assert await everything(shelf) == before


async def test_a_dry_run_tells_all_and_writes_nothing(
    shelf: Database, database_url: str, tmp_path: Path
) -> None:
    before = await everything(shelf)
    outcome = await take(database_url, tmp_path / "158.csv", [row(1, "Từ chối"), row(99, "x")], dry_run=True)
    assert (outcome.counts["new"], outcome.counts["absent"]) == (1, 1)
    assert set(kinds(outcome)) == {Fault.RECORD_ABSENT, Fault.STATE_UNKNOWN}
    assert await everything(shelf) == before


async def test_an_older_list_never_takes_back_what_is_known_since(
    shelf: Database, database_url: str, tmp_path: Path
) -> None:
    monday, tuesday = [row(1, "Chưa rà soát"), row(2, "Chưa rà soát")], [row(1, "Đã phê duyệt")]
    await take(database_url, tmp_path / "t2.csv", tuesday, as_of=date(2024, 7, 3))
    outcome = await take(database_url, tmp_path / "t1.csv", monday, as_of=date(2024, 7, 2))
    assert (outcome.counts["new"], outcome.counts["older"]) == (1, 1)
    assert await held(shelf) == {1: ("APPROVED", ""), 2: ("PENDING", "")}
    outcome = await take(database_url, tmp_path / "t3.csv", [row(1, "Từ chối")], now=MORNING)
    assert outcome.counts["changed"] == 1, "without a day a list is of the moment it comes in"
    await is_whole(shelf)


async def test_a_list_that_says_the_same_later_stands_against_one_from_between(
    shelf: Database, database_url: str, tmp_path: Path
) -> None:
    for day, words in ((1, "Đã phê duyệt"), (3, "Đã phê duyệt"), (2, "Từ chối")):
        rows = [row(1, words), row(80 + day, words)]
        await take(database_url, tmp_path / f"{day}.csv", rows, as_of=date(2024, 7, day))
    assert (await held(shelf))[1] == ("APPROVED", "")


async def test_monday_s_list_imported_once_more_by_mistake_is_still_monday_s(
    shelf: Database, database_url: str, tmp_path: Path
) -> None:
    monday, tuesday = [row(1, "Chưa rà soát")], [row(1, "Đã phê duyệt")]
    await take(database_url, tmp_path / "t1.csv", monday, now=MORNING)
    await take(database_url, tmp_path / "t2.csv", tuesday, now=MORNING + timedelta(days=1))
    outcome = await take(database_url, tmp_path / "t1.csv", monday, now=MORNING + timedelta(days=2))
    assert outcome.counts["older"] == 1
    assert (await held(shelf))[1] == ("APPROVED", "")


async def test_the_day_a_list_is_of_ends_in_the_province_and_has_come(
    shelf: Database, database_url: str, tmp_path: Path
) -> None:
    await take(database_url, tmp_path / "a.csv", [row(1, "Từ chối")], as_of=date(2024, 7, 3), zone=ZONE)
    at = (await shelf.read(confirmations.as_of)).astimezone(ZONE)
    assert (at.date(), at.hour, at.minute) == (date(2024, 7, 3), 23, 59)
    await take(database_url, tmp_path / "b.csv", [row(1, "Theo dõi")], as_of=date(2024, 7, 4), zone=ZONE)
    assert await shelf.read(confirmations.as_of) == MORNING, "today has not ended yet"
    outcome = await take(database_url, tmp_path / "c.csv", [row(1, "x")], as_of=date(2024, 7, 5), zone=ZONE)
    assert (outcome.refused, kinds(outcome)) == (True, [Fault.AS_OF_TO_COME])


async def test_a_list_of_today_twice_on_that_day_changes_nothing_and_of_the_next_day_is_newer_knowledge(
    shelf: Database, database_url: str, tmp_path: Path
) -> None:
    rows = [row(1, "Từ chối")]
    await take(database_url, tmp_path / "a.csv", rows, as_of=date(2024, 7, 4), zone=ZONE)
    before = await everything(shelf)
    later = MORNING + timedelta(hours=1)
    await take(database_url, tmp_path / "a.csv", rows, as_of=date(2024, 7, 4), zone=ZONE, now=later)
    assert await everything(shelf) == before
    tomorrow = MORNING + timedelta(days=1)
    await take(
        database_url, tmp_path / "a.csv", rows, as_of=date(2024, 7, 5), zone=ZONE, now=tomorrow,
        today=date(2024, 7, 5),
    )  # fmt: skip
    assert await shelf.read(confirmations.as_of) == tomorrow


async def test_a_list_that_comes_in_last_counts_though_the_clock_was_set_back(
    shelf: Database, database_url: str, tmp_path: Path
) -> None:
    await take(database_url, tmp_path / "a.csv", [row(1, "Từ chối")])
    await take(database_url, tmp_path / "b.csv", [row(1, "Theo dõi")], now=MORNING - timedelta(hours=2))
    assert await held(shelf) == {1: ("FOLLOW_UP", "")}


async def test_unknown_words_are_kept_and_an_empty_cell_is_no_not_reviewed(
    shelf: Database, database_url: str, tmp_path: Path
) -> None:
    outcome = await take(database_url, tmp_path / "a.csv", [row(1, "Đang chờ  ký số"), row(2, "")])
    assert kinds(outcome) == [Fault.STATE_UNKNOWN, Fault.STATE_UNKNOWN]
    assert await held(shelf) == {1: ("UNSTATED", "Đang chờ ký số"), 2: ("UNSTATED", "")}
    assert outcome.agreement[Kind.UNKNOWN_WORDS] == 2


async def test_what_cannot_be_told_is_listed_by_row_and_left_out(
    shelf: Database, database_url: str, tmp_path: Path
) -> None:
    await world.shelve(shelf, HOA_CU, [world.birth(9)], state=State.UNSTATED)
    await shelf.write(
        lambda tx: tx.run(update(world.records).where(world.records.c.number == "9").values(occurrence=2))
    )
    await world.shelve(shelf, HOA_CU, [world.birth(9)], state=State.ASKED)
    rows = [
        row(1, "Đã phê duyệt"), row(9, "Đã phê duyệt"), row(2, "Từ chối"), row("002", "Đã phê duyệt"),
        row(50, "Đã phê duyệt"), row(1, "Từ chối", unit="01234"), row(1, "Từ chối", kind="XX"),
        row(1, "Từ chối", year="5"), row("số một", "Từ chối"), row(1, "Từ chối", unit=""),
    ]  # fmt: skip
    outcome = await take(database_url, tmp_path / "a.csv", rows)
    assert not outcome.refused
    assert [(found.row, found.fault, found.detail) for found in outcome.faults] == [
        (3, Fault.RECORDS_SEVERAL, "2"), (4, Fault.ENTRY_TWICE, "4"), (5, Fault.ENTRY_TWICE, "4"),
        (6, Fault.RECORD_ABSENT, ""), (7, Fault.UNIT_ELSEWHERE, ""), (8, Fault.TYPE_UNKNOWN, ""),
        (9, Fault.YEAR_UNREADABLE, ""), (10, Fault.NUMBER_UNREADABLE, ""), (11, Fault.UNIT_ELSEWHERE, ""),
    ]  # fmt: skip
    counts = outcome.counts
    assert (
        counts["rows"]
        == 10
        == sum(counts[name] for name in ("new", "changed", "same", "older", "absent", "left_out"))
    )
    assert await held(shelf) == {1: ("APPROVED", "")}
    assert outcome.agreement[Kind.NOT_HERE] == 1
    await is_whole(shelf)


async def test_the_list_of_another_province_is_refused_by_name(
    shelf: Database, database_url: str, tmp_path: Path
) -> None:
    before = await everything(shelf)
    rows = [row(n, "Đã phê duyệt", unit=f"0{n}000") for n in range(1, 9)]
    outcome = await take(database_url, tmp_path / "ha-giang.csv", rows)
    assert outcome.refused
    assert the(outcome, Fault.OTHER_PROVINCE).value == "01000, 02000, 03000, 04000, 05000, …"
    assert await everything(shelf) == before


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        (["loai", "maDonVi", "nam", "so", "x"], Fault.NO_COLUMN),
        (["loai", "maDonVi", "nam", "so", "Số"], Fault.COLUMN_TWICE),
    ],
)
async def test_a_list_without_its_columns_is_refused_whole(
    shelf: Database, database_url: str, tmp_path: Path, header: list[str], fault: Fault
) -> None:
    before = await everything(shelf)
    outcome = await take(database_url, tmp_path / "a.csv", [row(1, "Từ chối")], header=header)
    assert outcome.refused and fault in kinds(outcome)
    assert await everything(shelf) == before


async def test_headers_may_be_written_as_people_write_them(
    shelf: Database, database_url: str, tmp_path: Path
) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        [
            ["STT", "Tình Trạng", "SỐ ", "Năm", "Mã đơn vị", "Loại"],
            ["1", "Từ chối", "3", "2005", "06184", "ks"],
        ],
        mark=";",
    )
    outcome = await statuses.take_in(database_url, order(path))
    assert (outcome.faults, await held(shelf)) == ([], {3: ("RETURNED", "")})


async def test_an_entry_listed_under_the_unit_that_took_its_own_in_is_found(
    shelf: Database, database_url: str, tmp_path: Path
) -> None:
    table: Any = UnitRow.__table__
    await shelf.write(
        lambda tx: tx.run(update(table).where(table.c.id == HOA_CU).values(merged_into=HAI_YEN))
    )
    outcome = await take(database_url, tmp_path / "a.csv", [row(1, "Đã phê duyệt", unit="06187")])
    assert (outcome.faults, await held(shelf)) == ([], {1: ("APPROVED", "")})


async def test_two_entries_of_merged_units_never_speak_for_one_record(
    shelf: Database, database_url: str, tmp_path: Path
) -> None:
    table: Any = UnitRow.__table__
    await shelf.write(
        lambda tx: tx.run(update(table).where(table.c.id == HOA_CU).values(merged_into=HAI_YEN))
    )
    rows = [row(1, "Từ chối", unit="06187"), row(1, "Đã phê duyệt")]
    outcome = await take(database_url, tmp_path / "a.csv", rows)
    assert await held(shelf) == {1: ("APPROVED", "")}, "what is said of its own unit's entry counts"
    assert (outcome.counts["new"], outcome.counts["absent"]) == (1, 1)
    await is_whole(shelf)


async def test_of_two_merged_units_entries_that_may_be_one_record_neither_is_guessed_at(
    shelf: Database, database_url: str, tmp_path: Path
) -> None:
    table: Any = UnitRow.__table__
    third = {"id": 5, "scheme": "2024", "code": "06190", "name": "Xã Gia Cát", "level": "commune", "parent_id": 2,
             "path": "/1/2/5/", "search_name": "xa gia cat", "merged_into": HAI_YEN}  # fmt: skip
    await shelf.write(lambda tx: tx.run(insert(table), third))
    await world.shelve(shelf, HAI_YEN, [world.birth(9)])
    await shelf.write(
        lambda tx: tx.run(update(table).where(table.c.id == HOA_CU).values(merged_into=HAI_YEN))
    )
    rows = [row(9, "Từ chối"), row(9, "Đã phê duyệt", unit="06190")]
    outcome = await take(database_url, tmp_path / "a.csv", rows)
    assert ([(each.fault, each.row) for each in outcome.faults], await held(shelf)) == (
        [(Fault.ENTRY_TWICE, 2), (Fault.ENTRY_TWICE, 3)], {},
    )  # fmt: skip
    await is_whole(shelf)


async def test_what_the_list_has_and_nobody_here_waits_for_its_record(
    shelf: Database, database_url: str, tmp_path: Path
) -> None:
    rows = [row(20, "Đã phê duyệt"), row(21, "Từ chối")]
    outcome = await take(database_url, tmp_path / "a.csv", rows)
    assert (outcome.counts["absent"], outcome.agreement[Kind.NOT_HERE]) == (2, 2)
    await world.shelve(shelf, HOA_CU, [world.birth(20)], state=State.ASKED)
    outcome = await take(database_url, tmp_path / "a.csv", rows)
    assert (outcome.counts["new"], outcome.counts["absent"]) == (1, 1)
    assert outcome.agreement[Kind.NOT_HERE] == 1
    outcome = await take(
        database_url, tmp_path / "b.csv", [row(1, "Đã phê duyệt")], now=MORNING + timedelta(days=1)
    )
    assert outcome.agreement[Kind.NOT_HERE] == 0, "the newer list of the unit has it no more"
    await is_whole(shelf)
