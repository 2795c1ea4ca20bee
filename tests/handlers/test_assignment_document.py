"""A head names the unit's written assignment in one line; who owes one is told, who filed one may replace it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from storage import assignment_documents
from storage.assignment_documents import documents
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked
from tests.world import HAI_YEN, HOA_CU, birth

PROVINCE, CAO_LOC = 1, 2
OWED = "📄 Xã Hòa Cư chưa nộp văn bản phân công"
FILED = "Đã ghi nhận văn bản phân công số 15/QĐ-UBND ngày 03/07/2024 của Xã Hòa Cư."
FILE, REPLACE = "Nộp văn bản phân công", "Nộp lại"


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    for unit in (HOA_CU, HAI_YEN):
        await world.shelve(database, unit, [birth(n) for n in (1, 2)])
    return House(database, request.param, deadline=date(2024, 7, 17), assignment_deadline=date(2024, 7, 10))


async def somebody(house: House, name: str, number: int, role: str, unit: int) -> Phone:
    person_id = await world.hire(house.database, name, f"8491200000{number}", role, unit)
    return await linked(house, f"u{number}", person_id)


@pytest.fixture
async def hung(house: House) -> Phone:
    """Lương Văn Hùng heads the commune of Hòa Cư."""
    return await somebody(house, "Lương Văn Hùng", 1, "head", HOA_CU)


@pytest.fixture
async def minh(house: House) -> Phone:
    """Hoàng Văn Minh heads the district's office of justice."""
    return await somebody(house, "Hoàng Văn Minh", 2, "head", CAO_LOC)


async def filed(house: House, *, all_of_them: bool = False) -> list[tuple[int, str, date]]:
    query = select(documents).order_by(documents.c.id)
    rows = await house.database.read(
        lambda tx: tx.run(query if all_of_them else query.where(documents.c.withdrawn_at.is_(None)))
    )
    return [(row.unit_id, row.number, row.signed_on) for row in rows]


async def test_a_head_files_number_and_day_in_one_line(house: House, hung: Phone):
    await hung.says("/phancong")
    assert f"{OWED} (hạn 10/07/2024)." in hung.screen
    await hung.chooses(FILE)
    assert "Xã Hòa Cư: gõ số và ngày ký văn bản phân công" in hung.screen
    await hung.says("15/QĐ-UBND 03/07/2024")
    assert hung.screen.startswith(FILED)
    assert await filed(house) == [(HOA_CU, "15/QĐ-UBND", date(2024, 7, 3))]
    [row] = await house.database.read(lambda tx: tx.run(select(documents)))
    assert (row.filed_by, row.filed_at.date()) == (1, world.TODAY)


async def test_what_was_filed_is_shown_and_replaced(house: House, hung: Phone):
    await hung.says("/phancong")
    await hung.chooses(FILE)
    await hung.says("15/QĐ-UBND 03/07/2024")
    await hung.says("/phancong")
    assert (
        "📄 Xã Hòa Cư: văn bản phân công số 15/QĐ-UBND ngày 03/07/2024 (nộp 04/07/2024, Lương Văn Hùng)."
        in hung.screen
    )
    await hung.chooses(REPLACE)
    await hung.says("số 16/QĐ-UBND, ngày 4/7/2024")
    assert await filed(house) == [(HOA_CU, "16/QĐ-UBND", date(2024, 7, 4))]
    assert len(await filed(house, all_of_them=True)) == 2
    rows = await house.database.read(lambda tx: tx.run(select(documents).order_by(documents.c.id)))
    old, new = rows
    assert old.withdrawn_at is not None and new.withdrawn_at is None


async def test_the_button_under_the_answer_replaces_it_at_once(house: House, hung: Phone):
    await hung.says("/phancong")
    await hung.chooses(FILE)
    await hung.says("15/QĐ-UBND 03/07/2024")
    await hung.chooses(REPLACE)
    await hung.says("15/QĐ-UBND 2/7")
    assert await filed(house) == [(HOA_CU, "15/QĐ-UBND", date(2024, 7, 2))]


async def test_the_same_document_again_is_one_document(house: House, hung: Phone):
    await hung.says("/phancong")
    await hung.chooses(FILE)
    await hung.says("15/QĐ-UBND 03/07/2024")
    await hung.chooses(REPLACE)
    await hung.says("15/QĐ-UBND 3/7")
    assert hung.screen.startswith("Trước đó đã ghi nhận văn bản phân công số 15/QĐ-UBND")
    assert len(await filed(house, all_of_them=True)) == 1


BAD = [
    ("15/QĐ-UBND", "Chưa đọc được. Gõ số rồi đến ngày ký trong một dòng"),
    ("nộp sau", "Chưa đọc được. Gõ số rồi đến ngày ký trong một dòng"),
    ("15/QĐ-UBND 1/7-3/7", "Chưa đọc được. Gõ số rồi đến ngày ký trong một dòng"),
    ("03/07/2024", "Thiếu số văn bản. Gõ số trước ngày, ví dụ: 15/QĐ-UBND 03/07/2024."),
    ("số: 03/07/2024", "Thiếu số văn bản."),
    ("15/QĐ-UBND 31/02/2024", "Không có ngày 31/02/2024."),
    ("15/QĐ-UBND 5/13/2024", "Không có ngày 5/13/2024."),
    ("15/QĐ-UBND 05/07/2024", "Ngày 05/07/2024 chưa tới."),
    ("15/QĐ-UBND 05/07/2204", "Ngày 05/07/2204 chưa tới."),
    ("15/QĐ-UBND 01/07/2023", "Ngày 01/07/2023 đã quá một năm"),
    ("15/QĐ-UBND 01/07/0001", "Ngày 01/07/0001 đã quá một năm"),
    ("15/QĐ-" + "UBND" * 20 + " 03/07/2024", "Số văn bản dài quá 60 ký tự."),
]


@pytest.mark.parametrize(("typed", "told"), [pytest.param(*row, id=row[0][:24]) for row in BAD])
async def test_what_names_no_document_is_told_and_may_be_typed_again(
    house: House, hung: Phone, typed: str, told: str
):
    await hung.says("/phancong")
    await hung.chooses(FILE)
    await hung.says(typed)
    assert hung.screen.startswith(told) and await filed(house) == []
    await hung.says("15/QĐ-UBND 03/07/2024")
    assert hung.screen.startswith(FILED)


@pytest.mark.parametrize(
    ("typed", "number", "day"),
    [
        ("15/QĐ-UBND 3.7.2024", "15/QĐ-UBND", date(2024, 7, 3)),
        ("15/QĐ-UBND, 03-07-2024", "15/QĐ-UBND", date(2024, 7, 3)),
        ("15/QĐ-UBND 3/7/24.", "15/QĐ-UBND", date(2024, 7, 3)),
        ("15/QĐ-UBND 3/7", "15/QĐ-UBND", date(2024, 7, 3)),
        ("15/QĐ-UBND 20/12", "15/QĐ-UBND", date(2023, 12, 20)),
        ("Số: 15/2024/QĐ-UBND ngày 3/7/2024", "15/2024/QĐ-UBND", date(2024, 7, 3)),
        ("so 15/QD-UBND ngay 3/7/2024", "15/QD-UBND", date(2024, 7, 3)),
        ("15/QĐ-UBND ngày 03 tháng 7 năm 2024", "15/QĐ-UBND", date(2024, 7, 3)),
        ("  15/QĐ-UBND\n04/07/2024 ", "15/QĐ-UBND", date(2024, 7, 4)),
        ("Quyết định số 15/QĐ-UBND ngày 3/7/2024", "15/QĐ-UBND", date(2024, 7, 3)),
        ("15 3/7/2024", "15", date(2024, 7, 3)),
        ("15/3/7 3/7/2024", "15/3/7", date(2024, 7, 3)),
    ],
)
async def test_number_and_day_are_read_as_people_write_them(
    house: House, hung: Phone, typed: str, number: str, day: date
):
    await hung.says("/phancong")
    await hung.chooses(FILE)
    await hung.says(typed)
    assert await filed(house) == [(HOA_CU, number, day)]


async def test_it_can_be_dropped(house: House, hung: Phone):
    await hung.says("/phancong")
    await hung.chooses(FILE)
    await hung.chooses("✖ Bỏ")
    assert "Đã thôi, không nộp gì thêm" in hung.screen
    await hung.says("15/QĐ-UBND 03/07/2024")
    assert await filed(house) == []


async def test_past_the_day_it_is_said_so(house: House, hung: Phone):
    house.clock.move(days=7)
    await hung.says("/phancong")
    assert f"{OWED} (đã quá hạn 10/07/2024)." in hung.screen


async def test_the_staffing_below_the_line_works_as_before(house: House, hung: Phone):
    await somebody(house, "Nông Thị Lan", 3, "official", HOA_CU)
    await hung.says("/phancong Hòa Cư")
    assert OWED not in hung.screen
    await hung.chooses("Nông Thị Lan")
    assert "⏸ Không giao" in str(hung.labels() or hung.screen)


# ── heads of several units ──────────────────────────────────────────────────────────────────────


async def test_a_districts_head_picks_the_unit_that_owes_one(house: House, minh: Phone):
    await minh.says("/phancong")
    assert "📄 Văn bản phân công: 2/2 đơn vị chưa nộp (hạn 10/07/2024)." in minh.screen
    await minh.chooses(FILE)
    await minh.chooses("Xã Hải Yến")
    await minh.says("7/QĐ 2/7")
    assert await filed(house) == [(HAI_YEN, "7/QĐ", date(2024, 7, 2))]
    await minh.chooses("🔎 Đơn vị khác")
    await minh.says("06184")
    await minh.says("8/QĐ 2/7")
    assert len(await filed(house)) == 2
    await minh.says("/phancong")
    assert "📄 Văn bản phân công: cả 2 đơn vị đã nộp." in minh.screen
    await minh.chooses(REPLACE)
    await minh.says("Hòa Cư")
    assert "văn bản phân công số 8/QĐ ngày 02/07/2024 (nộp 04/07/2024, Hoàng Văn Minh)." in minh.screen
    await minh.chooses(REPLACE)
    await minh.says("9/QĐ 3/7")
    assert (HOA_CU, "9/QĐ", date(2024, 7, 3)) in await filed(house)


async def test_the_admin_of_the_province_files_for_a_unit_too(house: House):
    quan = await somebody(house, "Chu Thị Quản", 8, "admin", PROVINCE)
    await quan.says("/phancong")
    await quan.chooses(FILE)
    await quan.chooses("Xã Hòa Cư")
    await quan.says("15/QĐ-UBND 03/07/2024")
    assert quan.screen.startswith(FILED)


async def test_who_heads_two_communes_picks_between_them(house: House, hung: Phone):
    await world.hire(house.database, "Lương Văn Hùng", "84912000001", "head", HAI_YEN)
    await hung.says("/phancong")
    assert "2/2 đơn vị chưa nộp" in "\n".join(message.text for message in hung.chat)
    await hung.chooses(FILE)
    await hung.chooses("Xã Hòa Cư")
    await hung.says("15/QĐ-UBND 03/07/2024")
    assert hung.screen.startswith(FILED)


async def test_another_heads_unit_is_not_found(house: House, hung: Phone, minh: Phone):
    await minh.says("/phancong")
    await minh.chooses(FILE)
    await minh.says("Lạng Sơn")
    assert "Không có đơn vị nào như vậy" in minh.screen
    await minh.says("Hòa Cư")
    assert "gõ số và ngày ký" in minh.screen


async def test_a_head_who_lost_the_post_meanwhile_files_nothing(house: House, hung: Phone):
    await hung.says("/phancong")
    await hung.chooses(FILE)
    await world.leaves(house.database, 1)
    await world.hire(house.database, "Lương Văn Hùng", "84912000001", "head", HAI_YEN)
    await hung.says("15/QĐ-UBND 03/07/2024")
    assert "Không có đơn vị nào như vậy" in hung.screen and await filed(house) == []


async def test_a_head_before_any_record_came_may_file_all_the_same(database: Database):
    await world.found(database)
    house = House(database)
    hung = await somebody(house, "Lương Văn Hùng", 1, "head", HOA_CU)
    await hung.says("/phancong")
    assert f"{OWED}." in hung.screen
    await hung.chooses(FILE)
    await hung.says("15/QĐ-UBND 03/07/2024")
    assert hung.screen.startswith(FILED)


@pytest.mark.parametrize("role", ["official", "auditor", "vendor"])
async def test_others_neither_see_nor_file(house: House, role: str):
    other = await somebody(house, "Trần Quang Vinh", 5, role, HOA_CU)
    await other.says("/phancong")
    assert "không thuộc quyền" in other.screen and "văn bản" not in other.screen


async def test_who_owes_one_is_known_for_the_reminders(house: House, hung: Phone):
    async def owing(path: str) -> list[str]:
        found: Any = await house.database.read(lambda tx: assignment_documents.missing(tx, path, world.TODAY))
        return [unit.name for unit in found]

    assert await owing("/1/") == ["Xã Hòa Cư", "Xã Hải Yến"]
    await hung.says("/phancong")
    await hung.chooses(FILE)
    await hung.says("15/QĐ-UBND 03/07/2024")
    assert await owing("/1/2/") == ["Xã Hải Yến"] and await owing("/1/2/3/") == []
