"""The vendor looks at what came back: how much, of which units and books, why, and for how long it has waited."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House
from tests.handlers.stopping_books import comes, goes_back
from tests.handlers.test_reports import quick, rows_of
from tests.handlers.vendor_house import DISTRICT, offered, official, vendor


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param)


async def three_lots(house: House) -> None:
    """Hòa Cư returned two records of a book weeks ago and one of another today; Hải Yến one ten days ago."""
    rows = [world.birth(1), world.birth(2), world.birth(31, quyenSo="02/2005")]
    await world.shelve(house.database, world.HOA_CU, rows)
    await world.shelve(house.database, world.HAI_YEN, [world.birth(7)])
    lan = await official(house)
    await goes_back(lan, "Nhầm bản quét", 2)
    house.clock.move(days=22)
    hai = await official(house, "1002", world.HAI_YEN, "Lý Văn Hai")
    await goes_back(hai, "Của đơn vị khác")
    house.clock.move(days=10)
    await lan.says("/batdau")
    await goes_back(lan, "Thiếu/mờ bản quét")


async def test_a_vendor_sees_what_waits_by_age_and_reason_and_finds_each_record_of_a_lot(house: House):
    await three_lots(house)
    trung = await vendor(house)
    await trung.says("/tiendo")
    assert trung.screen.startswith(
        "Hồ sơ trả lại đơn vị số hóa · Tỉnh Lạng Sơn\n"
        "Chờ làm lại: 4 hồ sơ, 3 lô, 2 đơn vị; lâu nhất 32 ngày (từ 04/07/2024).\n"
        "• 0–7 ngày: 1 hồ sơ\n• 8–14 ngày: 1 hồ sơ\n• trên 30 ngày: 2 hồ sơ\n"
        "Theo lý do:\n• Của đơn vị khác: 1\n• Nhầm bản quét: 2\n• Thiếu/mờ bản quét: 1"
    )
    await trung.chooses("🏘 Theo đơn vị")
    assert trung.screen.startswith("Đơn vị có hồ sơ trả lại: 2, chờ lâu nhất trước.")
    await trung.chooses("Xã Hòa Cư: 3, 32 ngày")
    assert trung.screen.startswith("Xã Hòa Cư · Lô (quyển và lý do): 2")
    await trung.chooses("Quyển 01/2005 (Khai sinh) · Nhầm bản quét: 2, 32 ngày")
    assert trung.screen.startswith(
        "Quyển 01/2005 (Khai sinh), Xã Hòa Cư\n"
        "Lý do: Nhầm bản quét. 2 hồ sơ, lâu nhất 32 ngày (từ 04/07/2024).\n"
        "• Số 1, trang 1: 32 ngày\n• Số 2, trang 2: 32 ngày"
    )
    await trung.chooses("◀ Quay lại")
    await trung.chooses("◀ Quay lại")
    await trung.chooses("◀ Quay lại")
    await trung.chooses("📚 Theo quyển và lý do")
    assert offered(trung)[0] == "Quyển 01/2005 (Khai sinh) · Xã Hòa Cư · Nhầm bản quét: 2, 32 ngày"
    assert offered(trung)[1] == "Quyển 01/2005 (Khai sinh) · Xã Hải Yến · Của đơn vị khác: 1, 10 ngày"
    words = "\n".join(shown.text for shown in trung.chat)
    assert "Nông Văn Thử" not in words and "Nông Thị Lan" not in words, (
        "no names of citizens, none of officials"
    )


async def test_long_lists_are_turned_page_by_page(house: House):
    rows = [world.birth(n, quyenSo=f"{1 + n % 11:02}/2005") for n in range(1, 23)]
    rows += [world.birth(n, quyenSo="12/2005") for n in range(101, 118)]
    await world.shelve(house.database, world.HOA_CU, rows, state=world.State.RETURNED)
    trung = await vendor(house)
    await trung.says("/tiendo")
    assert "39 hồ sơ, 12 lô, 1 đơn vị" in trung.screen
    assert "Không ghi lý do (đã từ chối trước khi nạp): 39" in trung.screen
    await trung.chooses("📚 Theo quyển và lý do")
    assert "Lô (quyển và lý do): 12, chờ lâu nhất trước, trang 1/2." in trung.screen
    await trung.chooses("Trang sau ▸")
    assert "trang 2/2" in trung.screen and len(offered(trung)) == 4 + 2
    await trung.chooses("◂ Trang trước")
    label = next(each for each in offered(trung) if each.startswith("Quyển 12/2005"))
    await trung.chooses(label)
    assert "Trang 1/2:" in trung.screen and trung.screen.count("• Số") == 15
    await trung.chooses("Trang sau ▸")
    assert trung.screen.count("• Số") == 2


async def test_a_vendor_gets_the_list_as_a_workbook(house: House, tmp_path: Path):
    quick(house, tmp_path)
    await three_lots(house)
    trung = await vendor(house)
    await trung.says("/tiendo")
    await trung.chooses("📄 Tệp danh sách")
    assert trung.chat[-1].file_name == "tra-lai-20-20240805.xlsx"
    assert [(row["ma_don_vi"], row["so"], row["ly_do"], row["nhom_ngay"]) for row in rows_of(trung)] == [
        ("06184", "1", "WRONG_SCAN", ">30"), ("06184", "2", "WRONG_SCAN", ">30"), ("06184", "31", "BAD_SCAN", "0-7"),
        ("06187", "7", "WRONG_UNIT", "8-14"),
    ]  # fmt: skip


async def test_a_vendor_sees_the_units_of_their_contract_and_nothing_else_of_the_house(house: House):
    await three_lots(house)
    trung = await vendor(house, unit=world.HAI_YEN)
    await trung.says("/tiendo")
    assert "Chờ làm lại: 1 hồ sơ, 1 lô, 1 đơn vị" in trung.screen and "Nhầm bản quét" not in trung.screen
    for command in (
        "/batdau",
        "/homnay",
        "/xephang",
        "/nhacviec",
        "/phancong",
        "/traloi",
        "/nhansu",
        "/thongbao",
    ):
        await trung.says(command)
        assert "Số " not in trung.screen and "Quyển" not in trung.screen, command
    await trung.says("/huongdan")
    assert [line.split(":")[0] for line in trung.screen.splitlines()[1:]] == [
        "/tiendo", "/baocao", "/lienket", "/huongdan",
    ]  # fmt: skip


async def test_with_nothing_returned_a_vendor_is_told_so(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    trung = await vendor(house)
    await trung.says("/tiendo")
    assert trung.screen == (
        "Hồ sơ trả lại đơn vị số hóa · Tỉnh Lạng Sơn\nKhông có hồ sơ nào đang trả lại đơn vị số hóa."
    )


async def test_a_head_sees_under_tiendo_what_of_the_subtree_lies_at_the_vendor(house: House):
    await three_lots(house)
    minh = await comes(house, "1009", "Vi Văn Minh", "head")
    await minh.says("/tiendo")
    assert minh.chat[-2].text.startswith("Đang ở đơn vị số hóa: 3 hồ sơ.")
    await minh.chooses("⏳ Hồ sơ đang trả lại")
    assert "lâu nhất 32 ngày (từ 04/07/2024)" in minh.screen
    assert "• 0–7 ngày: 1 hồ sơ\n• trên 30 ngày: 2 hồ sơ" in minh.screen
    await minh.chooses("📚 Theo quyển và lý do")
    assert "Xã Hải Yến" not in minh.screen + str(offered(minh))
    hanh = await comes(house, "1010", "Lý Thị Hạnh", "head", DISTRICT)
    await hanh.says("/tiendo")
    assert "Đang ở đơn vị số hóa: 4 hồ sơ, 2 đơn vị" in hanh.chat[-2].text
    assert "Huyện Cao Lộc: 4/4" in hanh.screen, "progress itself stands last"


async def test_what_was_drawn_for_one_is_no_door_for_another(database: Database):
    await world.found(database)
    house = House(database, BUTTONS)
    await three_lots(house)
    hai = await vendor(house, unit=world.HAI_YEN)
    await hai.says("/tiendo")
    await hai.taps("🏘 Theo đơn vị")
    prompt = hai.card
    for key in (f"u{world.HOA_CU}", f"k{world.HOA_CU}/1.2005.001/WRONG_SCAN"):
        before = len(hai.chat)
        await house.hears(
            hai.user, kind="chosen", said=[prompt.prompt_id, key], ref=prompt.ref, tap=f"t{key}"
        )
        assert all("Hòa Cư" not in shown.text for shown in hai.chat[before:])
    whole = await vendor(house, "1021")
    await whole.says("/tiendo")
    await whole.taps("🏘 Theo đơn vị")
    await whole.taps("Xã Hòa Cư: 3, 32 ngày")
    lots = whole.card
    await world.leaves(house.database, 4)
    await whole.taps(lots.choices[0].label, on=lots)
    assert "không còn nhiệm vụ" in whole.screen
