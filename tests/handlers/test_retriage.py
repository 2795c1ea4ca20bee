"""Returns that were really the register's fault: a head finds them, brings them home or keeps them returned."""

from __future__ import annotations

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import update

from domain.records import Finding, Severity
from domain.review import State
from storage import decisions, follow_ups, verify
from storage.engine import Database
from storage.exports import retriage
from tests import world
from tests.chat import BUTTONS, NUMBERS, House
from tests.handlers.asking_house import Asking, open_house
from tests.handlers.test_follow_up_register import offered

LACKS = Finding("R04", "meDanToc", Severity.SERIOUS)
MIXED = Finding("R02", "noiDangKy", Severity.SERIOUS, case="a")
CONFLICT = Finding("R08", "meNgaySinh", Severity.SERIOUS, value="2004")


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def asking(database: Database, request: pytest.FixtureRequest) -> Asking:
    """Four records came in as rejected: one lacks the mother's ethnic group, one is of another unit, one contradicts
    itself, one tells nothing."""
    await world.found(database)
    asking = await open_house(House(database, request.param))
    rows = [world.birth(n, meDanToc="" if n == 51 else "Tày") for n in range(51, 55)]
    found = {0: (LACKS,), 1: (MIXED, LACKS), 2: (CONFLICT,)}
    asking.record_ids = await world.shelve(database, world.HOA_CU, rows, state=State.RETURNED, findings=found)
    return asking


async def opens_list(asking: Asking) -> None:
    await asking.minh.says("/theodoi")
    await asking.minh.chooses("Rà lại hồ sơ đã trả")


async def rows(asking: Asking, table: Any) -> list[Any]:
    return await asking.rows(table)


async def test_heads_see_the_likeliest_first_and_the_vendors_faults_not_at_all(asking: Asking):
    await opens_list(asking)
    assert "2 hồ sơ đã trả lại có thể là lỗi của sổ gốc" in asking.minh.screen
    listed = [label for label in offered(asking.minh) if label.startswith("Số ")]
    assert [label.split(" · ")[0] for label in listed] == ["Số 51", "Số 53"]
    await asking.lan.says("/theodoi")
    assert "Rà lại hồ sơ đã trả" not in offered(asking.lan), "an official decides nothing of it"
    await asking.minh.chooses(listed[0])
    assert (
        "Đã trả lại vì: từ chối trước đây" in asking.minh.screen and "• Ô: Dân tộc mẹ" in asking.minh.screen
    )
    assert "Nông Văn" not in asking.minh.screen


async def test_what_comes_home_is_logged_followed_up_and_shown_with_the_next_one(asking: Asking):
    await opens_list(asking)
    await asking.minh.chooses(next(one for one in offered(asking.minh) if one.startswith("Số 51")))
    await asking.minh.chooses("📕 Chuyển sang theo dõi")
    assert "Đã chuyển Số 51" in asking.minh.screen and "Khai sinh: Số 53" in asking.minh.screen
    assert await asking.state() == "FOLLOW_UP"
    [decision] = await rows(asking, decisions.decisions)
    assert (decision.move, decision.reasons, decision.case_chosen, decision.route) == (
        "retriage", ["REGISTER_INCOMPLETE"], "c", "bổ sung",
    )  # fmt: skip
    [entry] = await rows(asking, follow_ups.follow_ups)
    assert (entry.field, entry.standing, entry.decision_id) == ("meDanToc", "OPEN", decision.id)
    assert (await asking.database.read(verify.run)).difference is None
    await asking.minh.says("/hoantac")
    assert await asking.state() == "FOLLOW_UP"


async def test_what_is_kept_returned_is_listed_no_more(asking: Asking):
    await opens_list(asking)
    await asking.minh.chooses(next(one for one in offered(asking.minh) if one.startswith("Số 51")))
    await asking.minh.chooses("↩️ Giữ trả lại")
    assert "Đã giữ trả lại: Số 51" in asking.minh.screen
    assert await asking.state() == "RETURNED" and await asking.moves() == []
    await opens_list(asking)
    assert "1 hồ sơ đã trả lại" in asking.minh.screen


async def test_a_record_that_went_on_meanwhile_is_left_alone(asking: Asking):
    await opens_list(asking)
    await asking.minh.chooses(next(one for one in offered(asking.minh) if one.startswith("Số 51")))
    await asking.hanh.says("/theodoi")
    await asking.hanh.chooses("Rà lại hồ sơ đã trả")
    await asking.hanh.chooses(next(one for one in offered(asking.hanh) if one.startswith("Số 51")))
    await asking.hanh.chooses("📕 Chuyển sang theo dõi")
    await asking.minh.chooses("📕 Chuyển sang theo dõi")
    assert "không còn trong danh sách rà lại" in asking.minh.screen
    assert await asking.moves() == ["retriage"]


async def test_the_list_goes_out_with_the_fixed_first_columns(asking: Asking):
    await opens_list(asking)
    await asking.minh.chooses("📄 Tải danh sách rà lại")
    assert asking.minh.chat[-1].file_name.startswith("ra-lai-ho-so-tra-")
    content, number = await asking.database.read(
        lambda tx: retriage.workbook(tx, ("/1/",), now=world.MORNING, zone=world.ZONE)
    )
    table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert number == 2
    header = next(n for n, row in enumerate(table) if row[0] == "ma_don_vi")
    assert table[header][:7] == ["ma_don_vi", "loai", "nam", "so", "quyen", "trang", "ly_do"]
    assert [row[3] for row in table[header + 1 :]] == ["51", "53"]


async def test_an_identity_number_that_slipped_into_a_name_stays_out_of_the_list_in_the_chat(asking: Asking):
    named = update(world.records).where(world.records.c.id == asking.record_ids[0])
    await asking.database.write(lambda tx: tx.run(named.values(subject="Nông Văn An 020180123789")))
    for detail, told in (("summary", "Nông Văn An ***789"), ("", "Nông Văn An 020180123789")):
        content, _ = await asking.database.read(
            lambda tx, d=detail: retriage.workbook(tx, ("/1/",), now=world.MORNING, zone=world.ZONE, detail=d)
        )
        table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        assert [row[8] for row in table if row[3] == "51"] == [told]
