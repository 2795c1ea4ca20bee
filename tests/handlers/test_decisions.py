"""An official decides records, with buttons and without, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from domain.records import Finding, Severity
from storage.decisions import decisions
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param)


async def lan(house: House, *, limit: int = 20) -> Phone:
    """Lan reviews in Hòa Cư."""
    person = await world.hire(
        house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU, limit=limit
    )
    return await linked(house, "1001", person)


async def log_of(database: Database) -> list[Any]:
    query = select(decisions).order_by(decisions.c.id)
    return list((await database.read(lambda tx: tx.run(query))).all())


async def test_a_clean_record_is_approved_with_one_tap_and_the_next_card_says_so(house: House):
    one, two = await world.shelve(house.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    phone = await lan(house)
    await phone.says("/batdau")
    assert "Số 1 · Quyển 01/2005" in phone.screen
    await phone.chooses("✅ Phê duyệt")
    assert "Đã phê duyệt: Số 1 · Quyển 01/2005" in phone.screen
    assert "Số 2 · Quyển 01/2005" in phone.screen
    assert (await world.state_of(house.database, one))[0] == "APPROVED"
    assert (await world.state_of(house.database, two))[0] == "PENDING"
    [row] = await log_of(house.database)
    assert (row.move, row.from_state, row.to_state, row.case_chosen) == ("approve", "PENDING", "APPROVED", "")
    assert row.shown_at < row.decided_at


async def test_a_vendors_mix_up_goes_back_with_its_reason_in_two_taps(house: House):
    [record] = await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    phone = await lan(house)
    await phone.says("/batdau")
    await phone.chooses("↩️ Trả lại số hóa")
    await phone.chooses("Nhầm bản quét")
    assert (await world.state_of(house.database, record))[0] == "RETURNED"
    [row] = await log_of(house.database)
    assert (row.move, row.reasons, row.case_chosen) == ("return", ["WRONG_SCAN"], "a")


async def test_a_fault_of_the_register_is_never_returned_but_followed_up(house: House):
    [record] = await world.shelve(house.database, world.HOA_CU, [world.birth(1, nksDanToc="")])
    phone = await lan(house)
    await phone.says("/batdau")
    await phone.chooses("↩️ Trả lại số hóa")
    await phone.chooses("Sổ gốc cũng như vậy")
    assert "không trả lại đơn vị số hóa" in phone.screen
    assert (await world.state_of(house.database, record))[0] == "PENDING"
    await phone.chooses("Sổ ghi thiếu")
    assert (await world.state_of(house.database, record))[0] == "FOLLOW_UP"
    [row] = await log_of(house.database)
    assert (row.move, row.reasons, row.route, row.case_chosen) == (
        "follow_up", ["REGISTER_INCOMPLETE"], "bổ sung", "c",
    )  # fmt: skip


async def test_a_follow_up_takes_another_legal_way_and_a_note(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    phone = await lan(house)
    await phone.says("/batdau")
    await phone.chooses("📕 Sổ gốc sai/thiếu")
    await phone.chooses("Hướng xử lý khác")
    await phone.chooses("Xác định lại dân tộc")
    await phone.chooses("Thêm ghi chú")
    await phone.says("Sổ ghi dân tộc Thổ")
    await phone.chooses("Sổ ghi sai")
    [row] = await log_of(house.database)
    assert (row.route, row.note) == ("xác định lại dân tộc", "Sổ ghi dân tộc Thổ")


async def test_a_typing_slip_is_corrected_against_the_register_and_approved(house: House):
    [record] = await world.shelve(house.database, world.HOA_CU, [world.birth(1, meHoTen="Hoàng Thị Mẫuu")])
    phone = await lan(house)
    await phone.says("/batdau")
    await phone.chooses("✏️ Sửa và duyệt")
    await phone.chooses("Họ tên mẹ")
    await phone.says("Hoàng Thị Mẫu")
    assert "Hoàng Thị Mẫuu → Hoàng Thị Mẫu" in phone.card.text
    await phone.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    state, revision, fields = await world.state_of(house.database, record)
    assert (state, revision, fields["meHoTen"]) == ("APPROVED", 1, "Hoàng Thị Mẫu")
    [row] = await log_of(house.database)
    assert (row.move, row.case_chosen) == ("fix", "b")
    assert row.changes == {"meHoTen": ["Hoàng Thị Mẫuu", "Hoàng Thị Mẫu"]}


async def test_a_correction_may_be_typed_at_once_with_the_fields_name(house: House):
    [record] = await world.shelve(house.database, world.HOA_CU, [world.birth(1, meHoTen="Hoàng Thị Mẫuu")])
    phone = await lan(house)
    await phone.says("/batdau")
    await phone.says("họ tên mẹ: Hoàng Thị Mẫu")
    await phone.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    assert (await world.state_of(house.database, record))[2]["meHoTen"] == "Hoàng Thị Mẫu"


async def test_a_value_of_the_wrong_form_is_asked_for_again_and_changes_nothing(house: House):
    [record] = await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    phone = await lan(house)
    await phone.says("/batdau")
    await phone.says("Ngày đăng ký: 31/02/2005")
    assert "Ngày" in phone.card.text and "21.03.2005" not in phone.card.text.split("\n\n")[0]
    assert (await world.state_of(house.database, record))[0] == "PENDING"
    assert await log_of(house.database) == []


async def test_undo_takes_back_the_last_decision_and_its_changes_and_shows_the_card_again(house: House):
    one, _two = await world.shelve(
        house.database, world.HOA_CU, [world.birth(1, meHoTen="Hoàng Thị Mẫuu"), world.birth(2)]
    )
    phone = await lan(house)
    await phone.says("/batdau")
    await phone.says("họ tên mẹ: Hoàng Thị Mẫu")
    await phone.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    await phone.chooses("↶ Hoàn tác")
    state, _, fields = await world.state_of(house.database, one)
    assert (state, fields["meHoTen"]) == ("PENDING", "Hoàng Thị Mẫuu")
    assert "Số 1 · Quyển 01/2005" in phone.screen and "Đã hoàn tác" in phone.screen
    assert [row.move for row in await log_of(house.database)] == ["fix", "undo"]


async def test_undo_goes_back_one_decision_at_a_time_newest_first(house: House):
    ids = await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in (1, 2, 3)])
    phone = await lan(house)
    await phone.says("/batdau")
    for _ in ids:
        await phone.chooses("✅ Phê duyệt")
    assert "Đã hết hồ sơ hôm nay" in phone.screen
    for record in reversed(ids):
        await phone.says("hoàn tác")
        assert (await world.state_of(house.database, record))[0] == "PENDING"
    await phone.says("hoàn tác")
    assert "không còn quyết định nào để hoàn tác" in phone.screen


async def test_yesterdays_decisions_are_locked(house: House):
    [record] = await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    phone = await lan(house)
    await phone.says("/batdau")
    await phone.chooses("✅ Phê duyệt")
    house.clock.move(hours=17)
    await phone.says("/hoantac")
    assert (await world.state_of(house.database, record))[0] == "APPROVED"


async def test_a_skipped_record_comes_after_all_others_and_its_third_skip_asks_why(house: House):
    one, _two = await world.shelve(house.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    phone = await lan(house)
    await phone.says("/batdau")

    async def skip() -> None:
        await phone.chooses("⋯ Thêm")
        await phone.chooses("⏭ Để sau")

    await skip()
    assert "Số 2 ·" in phone.screen
    await phone.chooses("✅ Phê duyệt")
    assert "Số 1 ·" in phone.screen
    await skip()
    await phone.chooses("⋯ Thêm")
    await phone.chooses("⏭ Để sau")
    assert "Lý do" in phone.screen
    await phone.says("Chưa có chìa khóa kho")
    row = (await log_of(house.database))[-1]
    assert (row.move, row.note, row.record_id) == ("skip", "Chưa có chìa khóa kho", one)
    assert (await world.state_of(house.database, one))[0] == "PENDING"


async def test_a_serious_finding_takes_a_second_tap(house: House):
    finding = Finding("R12", "so", Severity.SERIOUS, "a")
    [record] = await world.shelve(house.database, world.HOA_CU, [world.birth(1)], findings={0: (finding,)})
    phone = await lan(house)
    await phone.says("/batdau")
    await phone.chooses("✅ Phê duyệt")
    assert (await world.state_of(house.database, record))[0] == "PENDING"
    await phone.chooses("Vẫn phê duyệt")
    assert (await world.state_of(house.database, record))[0] == "APPROVED"
    [row] = await log_of(house.database)
    assert (row.case_suggested, row.findings[0]["rule"]) == ("a", "R12")


async def test_the_days_list_is_filled_to_the_persons_number_and_no_further(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in range(1, 8)])
    phone = await lan(house, limit=3)
    await phone.says("/batdau")
    assert "Hồ sơ 1/3 hôm nay" in phone.screen
    for _ in range(3):
        await phone.chooses("✅ Phê duyệt")
    assert "Đã hết hồ sơ hôm nay" in phone.screen
    await phone.says("/batdau")
    assert "Đã hết hồ sơ hôm nay" in phone.screen
    house.clock.move(days=1)
    await phone.says("/batdau")
    assert "Số 4 ·" in phone.screen and "Hồ sơ 1/3 hôm nay" in phone.screen


async def test_no_two_people_ever_hold_one_record(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in range(1, 8)])
    phone = await lan(house, limit=5)
    other = await world.hire(house.database, "Lý Văn Minh", "84912000002", "official", world.HOA_CU, limit=5)
    minh = await linked(house, "1002", other)
    await phone.says("/batdau")
    await minh.says("/batdau")
    assert "Số 1 ·" in phone.screen and "Số 6 ·" in minh.screen and "1/2 hôm nay" in minh.screen


async def test_the_whole_caption_typed_without_accents_works_and_stray_words_decide_nothing(house: House):
    [record] = await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    phone = await lan(house)
    await phone.says("bat dau")
    for stray in ("ok", "đúng", "duyệt", "có", "99", "phê", "👍", "0", "-1"):
        await phone.says(stray)
        assert (await world.state_of(house.database, record))[0] == "PENDING", stray
    await phone.says("phe duyet")
    assert (await world.state_of(house.database, record))[0] == "APPROVED"


async def test_the_full_view_pages_through_all_fields_and_comes_back(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    phone = await lan(house)
    await phone.says("/batdau")
    await phone.chooses("⋯ Thêm")
    await phone.chooses("👁 Xem đủ")
    assert "Trạm y tế xã Hòa Cư" in phone.screen
    await phone.chooses("◀ Quay lại")
    await phone.chooses("⋯ Thêm")
    await phone.chooses("📖 Quy định")
    assert "sổ gốc" in phone.screen.lower()
    await phone.chooses("◀ Quay lại")
    assert "✅ Phê duyệt" in phone.labels() or "1. ✅ Phê duyệt" in phone.screen
