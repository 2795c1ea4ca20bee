"""A serious finding asks what the register says before anything is approved, on both databases, tapped and typed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from domain.records import Finding, Severity
from storage import triage
from storage.decisions import decisions
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked

APPROVE = "✅ Phê duyệt"
NO_SUCH_DAY = Finding("R05", "nksNgaySinh", Severity.SERIOUS, "", "31.02.2005")
NO_HOME = Finding("R04", "nksQueQuan", Severity.SERIOUS)
OTHER_WORDS = Finding("R14", "nksNgaySinhBangChu", Severity.SERIOUS, "", "Ngày hai tháng ba")
ODD_AGE = Finding("R09", "meNgaySinh", Severity.HINT, "", "1980")
MIXED_UP = Finding("R02", "noiDangKy", Severity.SERIOUS, "a", "UBND xã Khác")
BORN = {"nksNgaySinh": "31.02.2005"}


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param)


async def lan_with(house: House, *found: Finding, **fields: str) -> tuple[Phone, int]:
    """Lan of Hòa Cư has a record in hand in which this was found, and a clean one after it."""
    rows = [world.birth(1, **fields), world.birth(2)]
    record, _ = await world.shelve(house.database, world.HOA_CU, rows, findings={0: found})
    person = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    phone = await linked(house, "1001", person)
    await phone.says("/batdau")
    return phone, record


async def log_of(database: Database) -> list[Any]:
    query = select(decisions).order_by(decisions.c.id)
    return list((await database.read(lambda tx: tx.run(query))).all())


async def state(house: House, record: int) -> str:
    return (await world.state_of(house.database, record))[0]


async def test_approving_asks_what_the_register_says_and_the_second_tap_approves(house: House):
    phone, record = await lan_with(house, NO_SUCH_DAY, **BORN)
    await phone.chooses(APPROVE)
    assert "31.02.2005" in phone.card.text.replace("/", ".") and "Sổ ghi thế nào?" in phone.card.text
    assert await state(house, record) == "PENDING"
    await phone.chooses("Vẫn phê duyệt")
    assert await state(house, record) == "APPROVED"
    [row] = await log_of(house.database)
    assert (row.move, row.case_suggested, row.case_chosen) == ("approve", "", "")
    assert [found["rule"] for found in row.findings] == ["R05"]


@pytest.mark.parametrize(
    ("found", "kind", "reason", "route"),
    [
        pytest.param(NO_HOME, "Sổ ghi thiếu", "REGISTER_INCOMPLETE", "bổ sung", id="left blank"),
        pytest.param(OTHER_WORDS, "Sổ mâu thuẫn", "REGISTER_CONFLICT", "cải chính", id="contradicts itself"),
        pytest.param(NO_SUCH_DAY, "Sổ ghi sai", "REGISTER_WRONG", "cải chính", id="no such day"),
    ],
)
async def test_a_register_that_says_the_same_leads_to_the_follow_up_list_the_fitting_kind_first(
    house: House, found: Finding, kind: str, reason: str, route: str
):
    phone, record = await lan_with(house, found)
    await phone.chooses(APPROVE)
    await phone.chooses("Sổ ghi đúng như vậy")
    assert "không trả lại đơn vị số hóa" in phone.card.text
    first = phone.labels()[0] if phone.card.choices else ""
    assert first == kind or f"1. {kind}" in phone.screen
    assert await state(house, record) == "PENDING"
    await phone.chooses(kind)
    assert await state(house, record) == "FOLLOW_UP"
    [row] = await log_of(house.database)
    assert (row.move, row.reasons, row.route, row.case_chosen) == ("follow_up", [reason], route, "c")


async def test_a_value_typed_wrong_is_asked_for_at_once(house: House):
    phone, record = await lan_with(house, NO_SUCH_DAY, **BORN)
    await phone.chooses(APPROVE)
    await phone.chooses("Nhập sai so với sổ")
    assert "Gõ giá trị đúng như sổ ghi" in phone.screen and "31/02/2005" in phone.screen.replace(".", "/")
    await phone.says("01/03/2005")
    await phone.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    assert await state(house, record) == "APPROVED"
    [row] = await log_of(house.database)
    assert (row.move, row.changes) == ("fix", {"nksNgaySinh": ["31.02.2005", "01.03.2005"]})


async def test_what_a_rule_suggests_may_be_chosen_instead_of_typed_and_is_still_looked_at_before_it_is_saved(
    house: House,
):
    slip = Finding("R05", "ngayDangKy", Severity.SERIOUS, "b", "21.03.5005", "21.03.2005")
    phone, record = await lan_with(house, slip, ngayDangKy="21.03.5005")
    await phone.chooses(APPROVE)
    await phone.chooses("Nhập sai so với sổ")
    await phone.chooses("💡 21/03/2005")
    assert "21/03/2005" in phone.card.text and await state(house, record) == "PENDING"
    await phone.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    [row] = await log_of(house.database)
    assert (row.changes, row.reasons, row.case_suggested) == (
        {"ngayDangKy": ["21.03.5005", "21.03.2005"]}, [], "b",
    )  # fmt: skip


async def test_a_scan_of_another_case_goes_back_without_another_question(house: House):
    phone, record = await lan_with(house, NO_SUCH_DAY)
    await phone.chooses(APPROVE)
    await phone.chooses("Bản quét của trường hợp khác")
    assert await state(house, record) == "RETURNED" and "Số 2 ·" in phone.screen
    [row] = await log_of(house.database)
    assert (row.reasons, row.case_chosen) == (["WRONG_SCAN"], "a")


async def test_another_units_record_may_go_back_for_what_it_is(house: House):
    phone, record = await lan_with(house, MIXED_UP)
    await phone.chooses(APPROVE)
    await phone.chooses("Của đơn vị khác")
    assert await state(house, record) == "RETURNED"
    [row] = await log_of(house.database)
    assert (row.reasons, row.case_suggested, row.case_chosen) == (["WRONG_UNIT"], "a", "a")


async def test_going_back_leaves_the_card_as_it_was(house: House):
    phone, record = await lan_with(house, NO_SUCH_DAY)
    await phone.chooses(APPROVE)
    await phone.chooses("◀ Quay lại")
    assert "Số 1 · Quyển 01/2005" in phone.screen and "Cần xem kỹ (nghiêm trọng):" in phone.screen
    assert await state(house, record) == "PENDING" and await log_of(house.database) == []


async def test_of_several_serious_findings_the_gravest_is_asked_and_the_others_are_named(house: House):
    phone, _ = await lan_with(house, ODD_AGE, NO_SUCH_DAY, NO_HOME)
    await phone.chooses(APPROVE)
    asked, _, others = phone.card.text.partition("Sổ ghi thế nào?")
    assert "Ngày sinh" in asked and "Quê quán" in others and "tuổi" not in others


async def test_a_hint_or_a_warning_never_stands_between_a_record_and_its_approval(house: House):
    warning = Finding("R18", "loaiDangKy", Severity.WARNING, "", "1")
    phone, record = await lan_with(house, ODD_AGE, warning)
    assert "Chỉ để lưu ý:" in phone.screen
    await phone.chooses(APPROVE)
    assert await state(house, record) == "APPROVED"


async def test_what_was_suggested_stands_beside_what_was_chosen(house: House):
    hint = Finding("R09", "meNgaySinh", Severity.HINT, "c")
    serious = Finding("R06", "ngayDangKy", Severity.SERIOUS, "b")
    phone, _ = await lan_with(house, hint, serious)
    await phone.chooses("📕 Sổ gốc sai/thiếu")
    await phone.chooses("Sổ mâu thuẫn")
    [row] = await log_of(house.database)
    assert (row.case_suggested, row.case_chosen) == ("b", "c"), "the gravest finding suggests, not the first"


async def test_stray_words_answer_no_deciding_question(house: House):
    phone, record = await lan_with(house, NO_SUCH_DAY)
    await phone.chooses(APPROVE)
    for stray in ("đúng", "ok", "sổ ghi", "vẫn", "duyệt", "phê duyệt", "7"):
        await phone.says(stray)
        assert await state(house, record) == "PENDING", stray
    await phone.says("van phe duyet")
    assert await state(house, record) == "APPROVED"


async def test_the_rule_behind_a_finding_is_shown_above_the_letters(house: House):
    phone, _ = await lan_with(house, NO_HOME)
    await phone.chooses("⋯ Thêm")
    await phone.chooses("📖 Quy định")
    title, _, rest = phone.card.text.partition("\n\n")
    assert "Số 1 ·" in title and "Câu hỏi quyết định" in rest
    assert not rest.startswith("Câu hỏi quyết định"), "the clause of what was found comes first"


async def test_a_finding_in_a_field_that_was_corrected_is_gone_and_comes_back_with_an_undo(house: House):
    phone, record = await lan_with(house, NO_SUCH_DAY, ODD_AGE, **BORN)
    await phone.says("Ngày sinh: 01/03/2005")
    await phone.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    assert await state(house, record) == "APPROVED"
    await phone.chooses("↶ Hoàn tác")
    assert "Ngày sinh: 31" in phone.screen and "Cần xem kỹ (nghiêm trọng):" in phone.screen
    await phone.chooses(APPROVE)
    assert "Sổ ghi thế nào?" in phone.card.text and await state(house, record) == "PENDING"


async def test_what_only_the_shelf_told_is_still_the_shelfs_to_take_back_after_an_undo(house: House):
    rows = [world.birth(1, nksHoTen="Nông Văn An"), world.birth(2, nksHoTen="Hoàng Thị Bích")]
    first, second = await world.shelve(
        house.database, world.HOA_CU, rows, scans={0: "chung.pdf", 1: "chung.pdf"}, judged=False
    )
    today = house.clock.today()
    await triage.catch_up(house.database, now=house.clock(), today=today)
    query = select(world.records.c.findings).where(world.records.c.id == first)
    before = (await house.database.read(lambda tx: tx.run(query))).scalar_one()
    assert [each["rule"] for each in before] == ["R01"]
    person = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    phone = await linked(house, "1001", person)
    await phone.says("/batdau")
    await phone.says("Họ tên mẹ: Hoàng Thị Mậu")
    await phone.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    await phone.chooses("↶ Hoàn tác")
    assert (await house.database.read(lambda tx: tx.run(query))).scalar_one() == before
    own = update(world.records).where(world.records.c.id == second).values(scan="rieng.pdf")
    await house.database.write(lambda tx: tx.run(own))
    await triage.catch_up(house.database, now=house.clock(), today=today)
    assert (await house.database.read(lambda tx: tx.run(query))).scalar_one() == []


async def test_what_a_correction_leaves_or_brings_is_found_at_once(house: House):
    phone, record = await lan_with(house, NO_SUCH_DAY, **BORN)
    await phone.says("Ngày sinh: 01/03/2006")
    await phone.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    query = select(world.records.c.findings).where(world.records.c.id == record)
    found = (await house.database.read(lambda tx: tx.run(query))).scalar_one()
    # the name bears a number in every record of these tests, which R20 sees
    told = [(each["rule"], each["field"]) for each in found if each["field"] != "nksHoTen"]
    assert told == [("R06", "ngayDangKy")]


async def test_who_corrects_something_else_is_told_what_grave_is_left_before_it_is_saved(house: House):
    phone, record = await lan_with(house, NO_SUCH_DAY, **BORN)
    await phone.says("Họ tên mẹ: Nông Thị Khác")
    assert "Chưa sửa chỗ nghi ngờ nghiêm trọng: Ngày sinh." in phone.card.text
    assert "bấm ✖ Bỏ rồi chọn 📕 Sổ gốc sai/thiếu" in phone.card.text
    await phone.chooses("✏️ Sửa thêm")
    await phone.says("Ngày sinh: 28/02/2005")
    assert "Chưa sửa" not in phone.card.text
    await phone.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    assert await state(house, record) == "APPROVED"
