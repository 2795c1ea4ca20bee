"""The table of progress: whose records it counts, and that its sums hold."""

from __future__ import annotations

import pytest

from domain.records import RecordType
from domain.review import State
from storage.engine import Database
from storage.exports import progress
from tests import world
from tests.chat import House, linked
from tests.figures import printed
from tests.world import MORNING, TODAY, ZONE


@pytest.fixture
async def province(database: Database) -> Database:
    """Three births open and one approved in Hòa Cư, a death open in Hải Yến."""
    await world.found(database)
    await world.shelve(database, world.HOA_CU, [world.birth(n) for n in (1, 2, 3)])
    await world.shelve(database, world.HOA_CU, [world.birth(4)], state=State.APPROVED)
    death = {"so": "1", "ngayDangKy": "02.02.2005", "nktHoTen": "Hoàng Văn Thử"}
    await world.shelve(database, world.HAI_YEN, [death], kind=RecordType.KT, state=State.UNSTATED)
    return database


def sums(rows: list[progress.Row]) -> list[tuple[str, str | None, int]]:
    return [(row.unit_code, row.type and row.type.value, sum(row.counts.values())) for row in rows]


async def test_a_unit_counts_all_below_it_and_the_last_row_counts_what_was_imported(province: Database):
    rows = await province.read(lambda tx: progress.table(tx, ["/"], on=TODAY))
    assert sums(rows) == [
        ("20", None, 5), ("20", "KS", 4), ("20", "KT", 1),
        ("183", None, 5), ("183", "KS", 4), ("183", "KT", 1),
        ("06184", None, 4), ("06184", "KS", 4),
        ("06187", None, 1), ("06187", "KT", 1),
        ("", None, 5),
    ]  # fmt: skip
    assert rows[-1].counts == {State.PENDING: 3, State.APPROVED: 1, State.UNSTATED: 1}


async def test_a_head_of_a_commune_gets_that_commune_only(province: Database):
    rows = await province.read(lambda tx: progress.table(tx, ["/1/2/3/"], on=TODAY))
    assert sums(rows) == [("06184", None, 4), ("06184", "KS", 4), ("", None, 4)]


async def test_a_decision_moves_one_record_in_the_table_and_leaves_the_sum(province: Database):
    house = House(province)
    person = await world.hire(province, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    phone = await linked(house, "1001", person)
    await phone.says("/batdau")
    await phone.chooses("✅ Phê duyệt")
    rows = await province.read(lambda tx: progress.table(tx, ["/"], on=TODAY))
    assert rows[-1].counts == {State.PENDING: 2, State.APPROVED: 2, State.UNSTATED: 1}


async def test_the_workbook_holds_a_title_the_labels_the_names_for_programs_and_numbers(province: Database):
    content = await province.read(lambda tx: progress.progress_workbook(tx, "/", as_of=MORNING, zone=ZONE))
    sheet = printed.sheet(content)
    assert sheet.above == [
        "SỞ TƯ PHÁP TỈNH LẠNG SƠN", "TIẾN ĐỘ RÀ SOÁT DỮ LIỆU HỘ TỊCH", "Đơn vị: Tỉnh Lạng Sơn",
        "Số liệu lúc 07:30 04/07/2024",
    ]  # fmt: skip
    assert sheet.labels[:4] == ["Mã đơn vị", "Đơn vị", "Loại", "Chưa rà soát"]
    assert sheet.columns == [
        "ma_don_vi", "don_vi", "loai", "PENDING", "APPROVED", "RETURNED", "FOLLOW_UP", "ASKED", "UNSTATED",
        "tong", "da_ra_soat", "ty_le",
    ]  # fmt: skip
    assert sheet.rows[0] == ["20", "Tỉnh Lạng Sơn", "tat_ca", 3, 1, 0, 0, 0, 1, 5, 1, 0.2]
    assert sheet.rows[-1] == ["", "Tổng cộng", "tat_ca", 3, 1, 0, 0, 0, 1, 5, 1, 0.2]


@pytest.mark.parametrize("path", ["/", "/1/2/", "/1/2/3/"])
async def test_the_letters_own_table_stands_beside_it_and_sums_to_what_was_imported(
    province: Database, path: str
):
    content = await province.read(lambda tx: progress.progress_workbook(tx, path, as_of=MORNING, zone=ZONE))
    _, letter = printed.sheets(content)
    assert (letter.name, letter.above[1]) == ("Tổng hợp", "TỔNG HỢP TIẾN ĐỘ RÀ SOÁT THEO LOẠI VIỆC")
    assert letter.columns == [
        "tt", "loai_viec", "tong", "APPROVED", "RETURNED", "FOLLOW_UP", "ASKED", "PENDING", "UNSTATED", "ty_le"
    ]  # fmt: skip
    assert letter.labels[1:3] == ["Loại dữ liệu hộ tịch", "Tổng số dữ liệu"]
    assert [row[1] for row in letter.rows] == [
        "Khai sinh", "Kết hôn", "Khai tử", "Xác nhận tình trạng hôn nhân", "Nhận cha, mẹ, con", "Tổng cộng"
    ]  # fmt: skip
    assert all(row[2] == sum(row[3:9]) for row in letter.rows)
    *types, total = (row[2:9] for row in letter.rows)
    assert total == [sum(column) for column in zip(*types, strict=True)]
    assert total[0] == (4 if path == "/1/2/3/" else 5)


def test_a_unit_with_one_record_left_is_not_said_to_be_done():
    row = progress.Row("20", "Tỉnh", None, {State.APPROVED: 99_999, State.PENDING: 1})
    assert row.cells()[-1] < 1
    assert progress.Row("20", "Tỉnh", None, {State.APPROVED: 3}).cells()[-1] == 1
    assert progress.Row("20", "Tỉnh", None, {}).cells()[-1] == 0
