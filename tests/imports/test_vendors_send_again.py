"""The vendor sends corrected records again: what was returned comes back, what was not is left."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import world
from import_sheets import births, kinds, order, shelf, sums, the, write_csv
from sqlalchemy import select, update
from world import HOA_CU, MORNING, TODAY, birth

from domain import chain
from domain.review import Move, State
from domain.sheet_faults import Fault
from storage import decisions
from storage.engine import Database, Tx
from storage.imports import records
from storage.tables import ChainHeadRow, DecisionRow, RecordRow

LATER = MORNING + timedelta(days=20)


@pytest.fixture
async def province(database: Database) -> Database:
    await world.found(database)
    return database


async def take(database_url: str, path: Path, **more: Any) -> Any:
    return await records.take_in(database_url, order(path, **more))


async def decide(
    database: Database, record_id: int, to: State, person_id: int | None, *, day: date = TODAY
) -> None:
    """An official decides a record, as the desk and the log keep it."""
    table: Any = RecordRow.__table__

    async def work(tx: Tx) -> None:
        row = (await tx.run(select(table).where(table.c.id == record_id))).one()
        await tx.run(
            update(table)
            .where(table.c.id == record_id)
            .values(state=to.value, state_on=day, assignee_id=person_id, assigned_on=day, skips=2, turn=3)
        )
        made = decisions.Decision(
            row.unit_id, record_id, row.revision, person_id, Move.RETURN, State.PENDING, to, MORNING, day,
            "telegram", f"telegram:{record_id}",
        )  # fmt: skip
        await decisions.append(tx, made, record_type=row.type, state_on=row.state_on)

    await database.write(work)


async def logged(database: Database) -> list[Any]:
    table: Any = DecisionRow.__table__
    return list((await database.read(lambda tx: tx.run(select(table).order_by(table.c.id)))).all())


async def test_a_returned_record_comes_back_to_the_same_official_with_what_changed(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    lan = await world.hire(province, "Lan", "84912000001", "official", HOA_CU)
    await take(database_url, write_csv(tmp_path / "a.csv", births(birth(1), birth(2))))
    one, two = await shelf(province)
    await decide(province, one.id, State.RETURNED, lan)
    corrected = birth(1, nksHoTen="Nông Văn Đúng", trangSo="9", ghiChu="bổ sung", meDanToc="")
    path = write_csv(tmp_path / "b.csv", births(corrected, birth(2), more=["ghiChu"]))
    outcome = await take(database_url, path, now=LATER, today=LATER.date())
    assert outcome.counts == {"rows": 2, "new": 0, "same": 1, "resubmitted": 1, "conflicts": 0}
    back, other = await shelf(province)
    assert (back.id, back.state, back.revision, back.assignee_id) == (one.id, "PENDING", 2, lan)
    assert (back.state_on, back.assigned_on, back.turn, back.skips) == (LATER.date(), LATER.date(), 0, 0)
    assert back.fields == {name: value for name, value in corrected.items() if value}
    assert (back.subject, back.page) == ("Nông Văn Đúng", "9")
    assert other == two
    _, resubmitted = await logged(province)
    assert (resubmitted.move, resubmitted.from_state, resubmitted.to_state) == (
        "vendor_resubmit",
        "RETURNED",
        "PENDING",
    )
    assert (resubmitted.person_id, resubmitted.revision, resubmitted.channel) == (None, 2, "import")
    assert resubmitted.changes == {
        "nksHoTen": ["Nông Văn Thử 1", "Nông Văn Đúng"],
        "trangSo": ["1", "9"],
        "ghiChu": ["", "bổ sung"],
        "meDanToc": ["Tày", ""],
    }
    assert await sums(province) == {(HOA_CU, "KS", "PENDING"): 2}
    assert (await take(database_url, path)).counts["same"] == 2


async def test_the_chain_of_the_unit_runs_on_through_a_resubmission(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    await take(database_url, write_csv(tmp_path / "a.csv", births(birth(1))))
    await decide(province, (await shelf(province))[0].id, State.RETURNED, None)
    await take(database_url, write_csv(tmp_path / "a.csv", births(birth(1, trangSo="8"))))
    rows = await logged(province)
    before = chain.GENESIS
    for row in rows:
        assert row.prev_hash == before
        before = chain.link(before, row._mapping)
        assert row.hash == before
    head = (
        await province.read(
            lambda tx: tx.run(select(ChainHeadRow.__table__).where(ChainHeadRow.unit_id == HOA_CU))
        )
    ).one()
    assert (head.seq, head.hash) == (2, before)


async def test_a_returned_record_whose_official_has_left_waits_for_anybody(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    lan = await world.hire(province, "Lan", "84912000001", "official", HOA_CU)
    await take(database_url, write_csv(tmp_path / "a.csv", births(birth(1))))
    await decide(province, (await shelf(province))[0].id, State.RETURNED, lan)
    await world.leaves(province, lan)
    await take(database_url, write_csv(tmp_path / "a.csv", births(birth(1, trangSo="8"))))
    (row,) = await shelf(province)
    assert (row.state, row.assignee_id, row.assigned_on) == ("PENDING", None, None)


@pytest.mark.parametrize("state", [State.PENDING, State.APPROVED, State.FOLLOW_UP])
async def test_a_changed_record_that_was_not_returned_is_told_and_left(
    province: Database, database_url: str, tmp_path: Path, state: State
) -> None:
    await take(database_url, write_csv(tmp_path / "a.csv", births(birth(1), birth(2))))
    if state is not State.PENDING:
        await decide(province, (await shelf(province))[0].id, state, None)
    before = await shelf(province)
    changed = births(birth(1, nksHoTen="Khác"), birth(2), birth(3))
    outcome = await take(database_url, write_csv(tmp_path / "a.csv", changed))
    assert outcome.counts == {"rows": 3, "new": 1, "same": 1, "resubmitted": 0, "conflicts": 1}
    assert (the(outcome, Fault.CONFLICT).row, the(outcome, Fault.CONFLICT).detail) == (2, state.value)
    assert not outcome.refused
    assert (await shelf(province))[:2] == before


async def test_what_an_official_corrected_is_no_change_of_the_vendors(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "a.csv", births(birth(1)))
    await take(database_url, path)
    table: Any = RecordRow.__table__
    fixed = {**birth(1), "nksHoTen": "Nông Văn Sửa"}
    await province.write(lambda tx: tx.run(update(table).values(fields=fixed, state="APPROVED")))
    assert (await take(database_url, path)).counts["same"] == 1
    assert (await shelf(province))[0].fields == fixed


async def test_of_two_records_of_one_number_the_returned_one_takes_the_correction(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    first, second = birth(24, nksHoTen="Nông Văn A"), birth(24, nksHoTen="Hoàng Thị B")
    await take(database_url, write_csv(tmp_path / "a.csv", births(first, second)))
    held = await shelf(province)
    await decide(province, held[1].id, State.RETURNED, None)
    corrected = birth(24, nksHoTen="Hoàng Thị Bình")
    outcome = await take(database_url, write_csv(tmp_path / "b.csv", births(corrected, first)))
    assert (outcome.counts["resubmitted"], outcome.counts["same"], outcome.counts["conflicts"]) == (1, 1, 0)
    assert [(row.occurrence, row.subject, row.state) for row in await shelf(province)] == [
        (1, "Nông Văn A", "PENDING"), (2, "Hoàng Thị Bình", "PENDING"),
    ]  # fmt: skip


@pytest.mark.parametrize("returned", [0, 1])
@pytest.mark.parametrize("corrected", [0, 1])
async def test_of_a_double_upload_the_returned_one_takes_the_correction_wherever_it_stands(
    province: Database, database_url: str, tmp_path: Path, returned: int, corrected: int
) -> None:
    rows = [birth(24), birth(24)]
    await take(database_url, write_csv(tmp_path / "a.csv", births(*rows)))
    held = await shelf(province)
    await decide(province, held[returned].id, State.RETURNED, None)
    await decide(province, held[1 - returned].id, State.APPROVED, None)
    rows[corrected] = birth(24, meHoTen="Nông Thị Mới")
    path = write_csv(tmp_path / "b.csv", births(*rows))
    outcome = await take(database_url, path)
    assert outcome.counts == {"rows": 2, "new": 0, "same": 1, "resubmitted": 1, "conflicts": 0}
    again = await shelf(province)
    assert (again[returned].state, again[returned].fields["meHoTen"]) == ("PENDING", "Nông Thị Mới")
    assert (again[1 - returned].state, again[1 - returned].fields) == ("APPROVED", held[1 - returned].fields)
    assert (await take(database_url, path)).counts["same"] == 2


async def test_a_dry_run_of_corrections_counts_them_and_changes_nothing(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    await take(database_url, write_csv(tmp_path / "a.csv", births(birth(1), birth(2))))
    await decide(province, (await shelf(province))[0].id, State.RETURNED, None)
    before = await shelf(province)
    path = write_csv(tmp_path / "a.csv", births(birth(1, trangSo="7"), birth(2, trangSo="7")))
    outcome = await take(database_url, path, dry_run=True)
    assert (outcome.counts["resubmitted"], outcome.counts["conflicts"], kinds(outcome)) == (
        1,
        1,
        [Fault.CONFLICT],
    )
    assert await shelf(province) == before


async def test_a_record_that_the_source_itself_calls_refused_can_come_again(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    rows = births({**birth(1), "tinhTrang": "Từ chối"}, more=["tinhTrang"])
    await take(database_url, write_csv(tmp_path / "a.csv", rows))
    await take(database_url, write_csv(tmp_path / "b.csv", births(birth(1, trangSo="5"))))
    (row,) = await shelf(province)
    assert (row.state, row.revision, row.imported_state) == ("PENDING", 2, "RETURNED")
    assert await sums(province) == {(HOA_CU, "KS", "PENDING"): 1}
