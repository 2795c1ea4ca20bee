"""Decided here and confirmed there are counted as people go on deciding, and the counts are never wrong."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from domain.integrity import Breach
from domain.reconciliation import Kind
from domain.review import State
from storage import confirmations, status, verify
from storage.engine import Database, open_database
from storage.imports import records, statuses
from storage.imports.outcome import Order, Outcome
from tests import world
from tests.chat import House, Phone, linked
from tests.figures.terminal import rasoat
from tests.imports.import_sheets import births, order, write_csv
from tests.world import HAI_YEN, HOA_CU

HEADER = ["loai", "maDonVi", "nam", "so", "tinhTrang"]
APPROVED, REFUSED, WATCHED, WAITING = "Đã phê duyệt", "Từ chối", "Theo dõi", "Chưa rà soát"


@pytest.fixture
async def house(database: Database) -> House:
    await world.found(database)
    await world.shelve(database, HOA_CU, [world.birth(n) for n in (1, 2, 3, 4)])
    return House(database)


async def lan_of(house: House) -> Phone:
    person = await world.hire(house.database, "Nông Thị Lan", "84912001001", "official", HOA_CU)
    return await linked(house, "1001", person)


async def told(house: House, folder: Path, *rows: Sequence[str], unit: str = "06184") -> Outcome:
    path = write_csv(folder / "158.csv", [HEADER, *(["KS", unit, "2005", *row] for row in rows)])
    url = house.database.url.render_as_string(hide_password=False)
    return await statuses.take_in(url, Order(path, house.clock(), house.clock.today()))


async def stands(house: House) -> dict[Kind, int]:
    """The kinds there are; the sums are held against everything else that is stored."""
    assert (await house.database.read(verify.run)).difference is None
    seen = await house.database.read(status.read)
    assert seen.agreement.records == seen.imported
    return {kind: number for kind, number in seen.agreement.by_kind.items() if number}


async def confirmed(house: House) -> int:
    return int(json.loads((await rasoat(house.database, "status", "--json")).out)["confirmed_in_158"])


async def test_before_any_list_nothing_is_said_of_anything(house: House):
    assert await stands(house) == {Kind.NOT_THERE: 4}
    assert await confirmed(house) == 0
    assert "Đối chiếu" not in (await rasoat(house.database, "status")).out


async def test_a_day_of_review_moves_records_from_kind_to_kind(house: House, tmp_path: Path):
    lan = await lan_of(house)
    await told(house, tmp_path, ("1", APPROVED), ("2", REFUSED), ("3", WAITING))
    assert await stands(house) == {
        Kind.OPEN_APPROVED_THERE: 1, Kind.OPEN_DECIDED_THERE: 1, Kind.UNDECIDED: 1, Kind.NOT_THERE: 1,
    }  # fmt: skip
    assert await confirmed(house) == 0, "what nobody decided here is confirmed by nobody"
    await lan.says("/batdau")
    await lan.chooses("✅ Phê duyệt")
    assert await confirmed(house) == 1
    await lan.chooses("📕 Sổ gốc sai/thiếu")
    await lan.chooses("Sổ ghi thiếu")
    await lan.chooses("✅ Phê duyệt")
    assert await stands(house) == {
        Kind.AGREES: 1, Kind.WRONG_RETURN: 1, Kind.TO_KEY_IN: 1, Kind.NOT_THERE: 1,
    }  # fmt: skip
    out = (await rasoat(house.database, "status")).out
    assert "Đã xác nhận trong phần mềm 158: 1 hồ sơ" in out
    assert "• 158 đã từ chối, ở đây theo dõi vì sổ gốc (trả nhầm): 1" in out
    assert "Số liệu của phần mềm 158 đến 07:30 04/07/2024" in out


async def test_a_confirmed_record_that_is_undone_and_decided_anew_is_confirmed_no_more(
    house: House, tmp_path: Path
):
    lan = await lan_of(house)
    await lan.says("/batdau")
    await lan.chooses("✅ Phê duyệt")
    await told(house, tmp_path, ("1", APPROVED))
    assert await confirmed(house) == 1
    await lan.says("/hoantac")
    assert (await confirmed(house), (await stands(house))[Kind.OPEN_APPROVED_THERE]) == (0, 1)
    await lan.chooses("↩️ Trả lại số hóa")
    await lan.chooses("Nhầm bản quét")
    assert (await confirmed(house), (await stands(house))[Kind.RETURNED_APPROVED_THERE]) == (0, 1)


async def test_a_returned_record_that_comes_back_for_another_unit_is_counted_there(
    database: Database, database_url: str, tmp_path: Path
):
    await world.found(database)
    house = House(database)
    sheet = births(world.birth(1), more=["maDonVi", "maHoSo"])
    sheet[1][-2] = "06184"
    await records.take_in(database_url, order(write_csv(tmp_path / "a.csv", sheet)))
    lan = await lan_of(house)
    await lan.says("/batdau")
    await lan.chooses("↩️ Trả lại số hóa")
    await lan.chooses("Nhầm bản quét")
    if "Bản quét của trường hợp khác" in lan.labels():
        await lan.chooses("Bản quét của trường hợp khác")
    await told(house, tmp_path, ("1", REFUSED))
    assert (await stands(house), await confirmed(house)) == ({Kind.AGREES: 1}, 1)
    sheet[1][-2:] = ["06187", "1"]
    outcome = await records.take_in(database_url, order(write_csv(tmp_path / "b.csv", sheet)))
    assert outcome.counts["moved"] == 1
    assert await stands(house) == {Kind.OPEN_DECIDED_THERE: 1}
    below = [
        await database.read(lambda tx, p=path: confirmations.told_of(tx, p))
        for path in ("/1/2/3/", "/1/2/4/")
    ]
    assert [sum(kinds.values()) for kinds in below] == [0, 1]


async def test_a_subtree_is_summed_by_itself(house: House, tmp_path: Path):
    await world.shelve(house.database, HAI_YEN, [world.birth(1)], state=State.APPROVED)
    await told(house, tmp_path, ("1", APPROVED), unit="06187")
    sums = [
        await house.database.read(lambda tx, p=path: confirmations.sums(tx, p))
        for path in ("/1/2/3/", "/1/2/4/")
    ]
    assert [(each.records, each.confirmed, each.told) for each in sums] == [(4, 0, False), (1, 1, True)]


async def test_heads_and_admins_are_told_in_their_progress_and_nobody_else(house: House, tmp_path: Path):
    lan = await lan_of(house)
    head = await linked(
        house, "1009", await world.hire(house.database, "Vi Văn Minh", "84912001009", "head", HOA_CU)
    )
    await head.says("/tiendo")
    assert "158" not in "".join(shown.text for shown in head.chat)
    await lan.says("/batdau")
    await lan.chooses("📕 Sổ gốc sai/thiếu")
    await lan.chooses("Sổ ghi thiếu")
    await told(house, tmp_path, ("1", REFUSED), ("2", WAITING))
    await head.says("/tiendo")
    assert "Phần mềm 158, số liệu đến 07:30 04/07/2024: đã xác nhận 0, lệch 1 (trả nhầm 1)." in "\n".join(
        shown.text for shown in head.chat
    )
    await lan.says("/tiendo")
    assert "158" not in "".join(shown.text for shown in lan.chat)


async def test_decisions_made_while_a_list_comes_in_are_neither_lost_nor_counted_twice(
    house: House, tmp_path: Path
):
    lan = await lan_of(house)
    await lan.says("/batdau")

    async def reviews() -> None:
        for _ in range(3):
            await lan.chooses("✅ Phê duyệt")
            await asyncio.sleep(0)

    rows = [(str(number), APPROVED) for number in (1, 2, 3, 4)]
    await asyncio.gather(reviews(), told(house, tmp_path, *rows), told(house, tmp_path, *rows))
    assert await stands(house) == {Kind.AGREES: 3, Kind.OPEN_APPROVED_THERE: 1}


@pytest.mark.parametrize("how", ["a count", "an entry", "a record"])
async def test_what_was_meddled_with_is_found(house: House, tmp_path: Path, how: str):
    await told(house, tmp_path, ("1", APPROVED), ("99", APPROVED))
    counts: Any = confirmations.counts
    entries: Any = confirmations.confirmations
    change = {
        "a count": update(counts).values(count=7),
        "an entry": update(entries).values(state="RETURNED"),
        "a record": insert(entries).values(
            record_id=4711, state="PENDING", words="", as_of=world.MORNING, import_id=1
        ),
    }[how]
    await house.database.write(lambda tx: tx.run(change))
    found = (await house.database.read(verify.run)).difference
    assert found is not None
    assert found.breach is (Breach.CONFIRMED_NOTHING if how == "a record" else Breach.CONFIRMED)
    answer = await rasoat(house.database, "verify")
    assert answer.code == 1
    assert "158" in answer.out + answer.err


async def test_a_backup_holds_what_was_said_there(house: House, tmp_path: Path):
    await told(house, tmp_path, ("1", APPROVED), ("99", REFUSED))
    before = await stands(house)
    copy = str(tmp_path / "sao-luu.rasoat")
    assert (await rasoat(house.database, "backup", copy)).code == 0
    for table in (
        confirmations.counts,
        confirmations.confirmations,
        confirmations.strays,
        confirmations.files,
    ):
        await house.database.write(lambda tx, t=table: tx.run(delete(t)))
    assert await stands(house) == {Kind.NOT_THERE: 4}
    assert (await rasoat(house.database, "restore", copy, "--replace")).code == 0
    restored = open_database(house.database.url.render_as_string(hide_password=False))
    try:
        assert await stands(House(restored)) == before
    finally:
        await restored.close()
