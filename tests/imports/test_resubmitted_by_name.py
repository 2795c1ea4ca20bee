"""A returned record whose number, date or unit was wrong comes again under another key: it is known by its own name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import world
from import_sheets import births, kinds, order, shelf, sums, the, write_csv, write_xlsx
from sqlalchemy import insert, select, update
from test_vendors_send_again import LATER, decide, logged
from world import HAI_YEN, HOA_CU, birth

from domain.review import Move, State
from domain.sheet_faults import Fault
from storage import decisions, verify
from storage.engine import Database
from storage.imports import records
from storage.tables import RecordRow, UnitRow

NAMED = ["maHoSo"]


@pytest.fixture
async def province(database: Database) -> Database:
    await world.found(database)
    return database


async def take(database_url: str, path: Path, **more: Any) -> Any:
    return await records.take_in(database_url, order(path, **more))


async def send(
    database_url: str, path: Path, *rows: Mapping[str, str], more: Sequence[str] = (), **order_more: Any
) -> Any:
    """The vendor sends corrections that name their records."""
    sheet = births(*rows, more=[*NAMED, *more])
    write = write_xlsx if path.suffix == ".xlsx" else write_csv
    return await take(database_url, write(path, sheet), now=LATER, today=LATER.date(), **order_more)


async def is_whole(database: Database) -> None:
    assert (await database.read(verify.run)).difference is None


async def returned(
    province: Database,
    database_url: str,
    tmp_path: Path,
    *rows: Mapping[str, str],
    places: Sequence[int] = (0,),
) -> tuple[int, list[Any]]:
    """A sheet is taken in, and Lan returns some of its records; gives who Lan is, and the records."""
    lan = await world.hire(province, "Lan", "84912000001", "official", HOA_CU)
    await take(database_url, write_csv(tmp_path / "a.csv", births(*rows)))
    held = await shelf(province)
    for place in places:
        await decide(province, held[place].id, State.RETURNED, lan)
    return lan, held


async def test_a_number_that_was_wrong_is_corrected_and_the_record_stays_the_same_one(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    lan, held = await returned(province, database_url, tmp_path, birth(24), birth(2))
    corrected = {**birth(24), "so": "42", "maHoSo": str(held[0].id)}
    outcome = await send(database_url, tmp_path / "b.csv", corrected)
    assert outcome.counts == {"rows": 1, "new": 0, "same": 0, "resubmitted": 1, "conflicts": 0}
    back, other = await shelf(province)
    assert (back.id, back.natural_key, back.occurrence, back.number) == (held[0].id, "2005|42", 1, "42")
    assert (back.state, back.revision, back.assignee_id) == ("PENDING", 2, lan)
    assert other.natural_key == "2005|2"
    scans = [f"KS.2005.01.2005-03-21.0{number}.pdf" for number in (24, 42)]
    assert (await logged(province))[-1].changes == {"so": ["24", "42"], "tenFile": scans}
    assert await sums(province) == {(HOA_CU, "KS", "PENDING"): 2}
    again = await take(database_url, tmp_path / "b.csv")
    assert (again.counts["same"], again.counts["new"], again.faults) == (1, 0, [])
    first = await take(database_url, tmp_path / "a.csv")
    assert (first.counts["same"], first.counts["new"]) == (2, 0), "the first sheet brings no second record"
    await is_whole(province)


async def test_without_its_name_a_corrected_number_is_another_record_and_the_returned_one_goes_on_waiting(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    await returned(province, database_url, tmp_path, birth(24))
    outcome = await take(database_url, write_csv(tmp_path / "b.csv", births({**birth(24), "so": "42"})))
    assert (outcome.counts["new"], outcome.counts["resubmitted"]) == (1, 0)
    assert await sums(province) == {(HOA_CU, "KS", "RETURNED"): 1, (HOA_CU, "KS", "PENDING"): 1}


async def test_a_record_of_another_unit_goes_where_it_belongs_with_its_log_and_the_sums_hold(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    _, held = await returned(province, database_url, tmp_path, birth(1), birth(2))
    home = {**birth(1), "maHoSo": str(held[0].id), "maDonVi": "06187", "noiDangKy": "UBND xã Hải Yến, huyện Cao Lộc, tỉnh Lạng Sơn"}  # fmt: skip
    outcome = await send(database_url, tmp_path / "b.csv", home, more=["maDonVi"])
    assert (outcome.counts["resubmitted"], outcome.counts["moved"], outcome.counts["new"]) == (1, 1, 0)
    back = (await shelf(province))[0]
    assert (back.unit_id, back.state, back.revision, back.assignee_id) == (HAI_YEN, "PENDING", 2, None)
    last = (await logged(province))[-1]
    assert (last.unit_id, last.seq, last.changes["maDonVi"]) == (HAI_YEN, 1, ["06184", "06187"])
    assert await sums(province) == {(HOA_CU, "KS", "PENDING"): 1, (HAI_YEN, "KS", "PENDING"): 1}
    await is_whole(province)
    for path in ("a.csv", "b.csv"):
        outcome = await take(database_url, tmp_path / path)
        assert (outcome.counts["new"], outcome.counts.get("conflicts")) == (0, 0)
    assert len(await shelf(province)) == 2


async def test_only_the_unit_was_wrong_and_nothing_else_changed(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    _, held = await returned(province, database_url, tmp_path, birth(1))
    home = {**birth(1), "maHoSo": str(held[0].id), "maDonVi": "06187"}
    await send(database_url, tmp_path / "b.csv", home, more=["maDonVi"])
    assert (await logged(province))[-1].changes == {"maDonVi": ["06184", "06187"]}
    assert (await shelf(province))[0].unit_id == HAI_YEN
    await is_whole(province)


async def test_an_official_of_both_units_gets_back_what_has_moved(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    lan, held = await returned(province, database_url, tmp_path, birth(1))
    await world.hire(province, "Lan", "84912000001", "official", HAI_YEN)
    home = {**birth(1), "maHoSo": str(held[0].id), "maDonVi": "06187"}
    await send(database_url, tmp_path / "b.csv", home, more=["maDonVi"])
    assert (await shelf(province))[0].assignee_id == lan


async def test_a_unit_and_the_one_it_went_into_are_no_two_units(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    _, held = await returned(province, database_url, tmp_path, birth(1))
    table: Any = UnitRow.__table__

    async def merge(tx: Any) -> None:
        await tx.run(
            update(table)
            .where(table.c.id == HOA_CU)
            .values(merged_into=HAI_YEN, parent_id=HAI_YEN, path="/1/2/4/3/", valid_to=LATER.date())
        )

    await province.write(merge)
    corrected = {
        **birth(1, trangSo="9", noiDangKy="UBND xã Hải Yến"),
        "maHoSo": str(held[0].id),
        "maDonVi": "06187",
    }
    outcome = await send(database_url, tmp_path / "b.csv", corrected, more=["maDonVi"])
    assert (outcome.counts["resubmitted"], "moved" in outcome.counts) == (1, False)
    assert (await shelf(province))[0].unit_id == HOA_CU
    await is_whole(province)


async def test_a_correction_onto_a_number_that_another_record_bears_stands_beside_it(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    _, held = await returned(province, database_url, tmp_path, birth(24), birth(42))
    outcome = await send(
        database_url, tmp_path / "b.csv", {**birth(24), "so": "42", "maHoSo": str(held[0].id)}
    )
    assert outcome.counts["resubmitted"] == 1
    back, other = await shelf(province)
    assert (back.natural_key, back.occurrence) == ("2005|42", 2)
    assert (other.natural_key, other.occurrence, other.state) == ("2005|42", 1, "PENDING")
    for row in (back, other):
        assert "R12" in [finding["rule"] for finding in row.findings], "both are to be looked at"
    await is_whole(province)


async def test_two_records_that_had_each_others_number_are_set_right_in_one_sheet(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    _, held = await returned(province, database_url, tmp_path, birth(1), birth(2), places=(0, 1))
    one = {**birth(1), "so": "2", "maHoSo": str(held[0].id)}
    two = {**birth(2), "so": "1", "maHoSo": str(held[1].id)}
    outcome = await send(database_url, tmp_path / "b.xlsx", one, two)
    assert (outcome.counts["resubmitted"], outcome.counts["new"]) == (2, 0)
    assert [row.number for row in await shelf(province)] == ["2", "1"]
    await is_whole(province)


async def test_the_true_bearer_of_a_number_comes_in_beside_the_correction_that_gives_it_up(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    _, held = await returned(province, database_url, tmp_path, birth(24))
    given_up = {**birth(24), "so": "42", "maHoSo": str(held[0].id)}
    outcome = await send(database_url, tmp_path / "b.csv", given_up, birth(24, nksHoTen="Hoàng Thị Thật"))
    assert (outcome.counts["resubmitted"], outcome.counts["new"]) == (1, 1)
    assert [(row.number, row.subject) for row in await shelf(province)] == [
        ("42", "Nông Văn Thử 24"), ("24", "Hoàng Thị Thật"),
    ]  # fmt: skip
    again = await take(database_url, tmp_path / "b.csv")
    assert (again.counts["same"], again.counts["new"]) == (2, 0)
    await is_whole(province)


async def test_what_was_never_returned_is_named_as_a_conflict_and_nothing_changes(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    lan, held = await returned(province, database_url, tmp_path, birth(1), birth(2), places=())
    await decide(province, held[1].id, State.APPROVED, lan)
    before = await shelf(province)
    one = {**birth(1), "so": "11", "maHoSo": str(held[0].id)}
    two = {**birth(2, nksHoTen="Khác"), "maHoSo": str(held[1].id)}
    outcome = await send(database_url, tmp_path / "b.csv", one, two)
    assert outcome.counts == {"rows": 2, "new": 0, "same": 0, "resubmitted": 0, "conflicts": 2}
    assert [(found.fault, found.row, found.detail) for found in outcome.faults] == [
        (Fault.CONFLICT, 2, "PENDING"), (Fault.CONFLICT, 3, "APPROVED"),
    ]  # fmt: skip
    assert (await shelf(province), outcome.refused) == (before, False)


async def test_a_returned_record_that_comes_again_as_it_was_is_named_and_goes_on_waiting(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    _, held = await returned(province, database_url, tmp_path, birth(1), birth(2))
    before = await shelf(province)
    outcome = await send(database_url, tmp_path / "b.csv", {**birth(1), "maHoSo": str(held[0].id)}, birth(2))
    assert outcome.counts == {
        "rows": 2, "new": 0, "same": 2, "still_returned": 1, "resubmitted": 0, "conflicts": 0,
    }  # fmt: skip
    found = the(outcome, Fault.SENT_UNCHANGED)
    assert (found.row, found.header, found.value) == (2, "maHoSo", str(held[0].id))
    assert await shelf(province) == before


@pytest.mark.parametrize("name", ["999999", "12a", "-1", "1" * 19, "٣"])
async def test_a_name_that_is_none_is_told_and_the_row_is_known_by_its_key(
    province: Database, database_url: str, tmp_path: Path, name: str
) -> None:
    await returned(province, database_url, tmp_path, birth(1))
    outcome = await send(database_url, tmp_path / "b.csv", {**birth(1, trangSo="9"), "maHoSo": name})
    assert (outcome.counts["resubmitted"], kinds(outcome)) == (1, [Fault.RECORD_UNKNOWN])
    assert the(outcome, Fault.RECORD_UNKNOWN).value == name


async def test_the_name_of_a_record_of_another_type_is_none(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    _, held = await returned(province, database_url, tmp_path, birth(1))
    table: Any = RecordRow.__table__
    row = dict(held[0]._mapping) | {"id": 77, "type": "KT", "state": "RETURNED"}
    await province.write(lambda tx: tx.run(insert(table), row))
    outcome = await send(database_url, tmp_path / "b.csv", {**birth(5), "maHoSo": "77"})
    assert (outcome.counts["new"], kinds(outcome)) == (1, [Fault.RECORD_UNKNOWN])


async def test_of_two_rows_with_one_name_the_first_takes_the_record(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    _, held = await returned(province, database_url, tmp_path, birth(1))
    name = str(held[0].id)
    first, second = {**birth(1), "so": "5", "maHoSo": name}, {**birth(1), "so": "6", "maHoSo": name}
    outcome = await send(database_url, tmp_path / "b.csv", first, second)
    assert (outcome.counts["resubmitted"], outcome.counts["new"]) == (1, 1)
    found = the(outcome, Fault.RECORD_TWICE)
    assert (found.row, found.value, found.detail) == (3, name, "2")
    assert [row.number for row in await shelf(province)] == ["5", "6"]
    await is_whole(province)


async def test_a_dry_run_of_named_corrections_changes_nothing(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    _, held = await returned(province, database_url, tmp_path, birth(24))
    before = await shelf(province)
    corrected = {**birth(24), "so": "42", "maHoSo": str(held[0].id)}
    outcome = await send(database_url, tmp_path / "b.csv", corrected, dry_run=True)
    assert (outcome.counts["resubmitted"], outcome.counts["new"], outcome.faults) == (1, 0, [])
    assert await shelf(province) == before


async def test_a_record_without_a_number_gets_one_and_one_that_loses_it_keeps_its_place(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    _, held = await returned(province, database_url, tmp_path, birth(1, so=""), birth(2), places=(0, 1))
    gets = {**birth(1), "maHoSo": str(held[0].id)}
    loses = {**birth(2, so=""), "maHoSo": str(held[1].id)}
    await send(database_url, tmp_path / "b.csv", gets, loses)
    one, two = await shelf(province)
    assert (one.natural_key, one.number, two.natural_key, two.number) == ("2005|1", "1", "2005|2", "")
    assert [row.revision for row in (one, two)] == [2, 2]
    again = await take(database_url, tmp_path / "b.csv")
    assert (again.counts["same"], again.counts["new"]) == (2, 0)
    await is_whole(province)


async def test_twice_returned_and_twice_corrected_the_record_is_still_one(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    lan, held = await returned(province, database_url, tmp_path, birth(24))
    name = str(held[0].id)
    await send(database_url, tmp_path / "b.csv", {**birth(24), "so": "42", "maHoSo": name})
    table: Any = RecordRow.__table__

    async def once_more(tx: Any) -> None:
        row = (await tx.run(select(table))).one()
        await tx.run(update(table).values(state="RETURNED", state_on=LATER.date()))
        made = decisions.Decision(
            row.unit_id, row.id, row.revision, lan, Move.RETURN, State.PENDING, State.RETURNED, LATER, LATER.date(),
            "telegram", "telegram:again",
        )  # fmt: skip
        await decisions.append(tx, made, record_type=row.type, state_on=row.state_on)

    await province.write(once_more)
    await send(database_url, tmp_path / "c.csv", {**birth(24), "so": "43", "maHoSo": name})
    (row,) = await shelf(province)
    assert (row.number, row.revision, row.state) == ("43", 3, "PENDING")
    for sheet in ("a.csv", "b.csv", "c.csv"):
        assert (await take(database_url, tmp_path / sheet)).counts["new"] == 0, sheet
    await is_whole(province)
