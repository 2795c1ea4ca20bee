"""Several people around one stopped book: two officials, two heads, a district, the province, and those who may not."""

from __future__ import annotations

import pytest

from domain.review import State
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, linked
from tests.handlers.stopping_books import a_stopped_book, comes, goes_back, lan, lots, shelve, sums

DISTRICT, PROVINCE = 2, 1


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def each_house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param)


@pytest.fixture
async def house(database: Database) -> House:
    await world.found(database)
    return House(database, BUTTONS)


async def test_two_officials_of_a_unit_find_the_same_fault_and_the_open_card_of_one_has_changed(house: House):
    await shelve(house, 12, [world.birth(n, quyenSo="02/2005") for n in range(31, 41)])
    hai = await comes(house, "1002", "Lý Văn Hai", limit=3)
    phone = await lan(house, limit=6)
    await hai.says("/batdau")
    await goes_back(phone, times=2)
    await goes_back(hai, times=2)
    card = hai.card
    await goes_back(phone)
    assert "tạm dừng: 5 hồ sơ" in phone.screen
    before = await sums(house)
    assert await hai.taps("✅ Phê duyệt", on=card) == "Thẻ đã đổi"
    assert "Quyển 02/2005" in hai.screen
    assert await sums(house) == before == {State.RETURNED: 5, State.PENDING: 17}


async def test_of_two_heads_the_second_is_told_what_the_first_decided(house: House):
    await shelve(house)
    heads = [
        await comes(house, "1009", "Vi Văn Minh", "head"),
        await comes(house, "1010", "Lô Thị Hoa", "head"),
    ]
    await goes_back(await lan(house), times=5)
    await house.delivers()
    first, second = heads
    await second.taps("↩️ Trả cả quyển")
    await first.taps("▶ Rà soát tiếp")
    await second.taps("✔ Đồng ý trả cả quyển")
    assert "Vi Văn Minh đã cho rà soát tiếp lúc 07:30 04/07/2024." in second.screen
    assert await lots(house) == []
    assert await first.taps("▶ Rà soát tiếp") == "Đã ghi nhận", "the same tap again"


async def test_a_commune_without_a_head_asks_the_districts_and_when_that_one_has_left_the_admin_decides(
    house: House,
):
    await shelve(house)
    person = await world.hire(house.database, "Hoàng Văn Đạo", "84912001010", "head", DISTRICT)
    district = await linked(house, "1010", person)
    admin = await comes(house, "1008", "Chu Thị Quản", "admin", PROVINCE)
    phone = await lan(house)
    await goes_back(phone, times=5)
    await house.delivers()
    assert "Lãnh đạo (Huyện Cao Lộc) sẽ quyết định." in phone.screen
    assert "Xã Hòa Cư: tạm dừng." in district.screen and admin.chat == []
    await world.leaves(house.database, person)
    await district.taps("▶ Rà soát tiếp")
    assert "rà soát tiếp, hồ sơ được phát lại" not in district.screen
    await admin.says("/tiendo")
    await admin.taps("▶ Rà soát tiếp")
    assert "rà soát tiếp, hồ sơ được phát lại cho cán bộ" in admin.screen


async def test_without_anybody_to_ask_the_official_is_told_so_and_the_book_still_stops(house: House):
    await shelve(house)
    phone = await lan(house)
    await goes_back(phone, times=5)
    assert "Chưa có lãnh đạo nào dùng bot; xin báo trực tiếp lãnh đạo đơn vị." in phone.screen
    head = await comes(house, "1009", "Vi Văn Minh", "head")
    await head.says("/tiendo")
    assert "Quyển đang dừng: 1" in head.screen, "whoever comes later finds it"


async def test_nobody_without_authority_decides_about_a_book(house: House):
    _, head, _ = await a_stopped_book(house)
    question = head.card
    auditor = await comes(house, "1011", "Giám Sát Viên", "auditor", PROVINCE)
    neighbour = await comes(house, "1012", "Trưởng Hải Yến", "head", world.HAI_YEN)
    await auditor.says("/tiendo")
    assert "Quyển đang dừng: 1\n• Quyển 01/2005 (Khai sinh) · Xã Hòa Cư · Nhầm bản quét" in auditor.screen
    assert auditor.chat[-1].choices == (), "an auditor looks on"
    await neighbour.says("/tiendo")
    assert "Quyển đang dừng" not in neighbour.screen
    for other in (auditor, neighbour, house.phone("6666")):
        await house.hears(
            other.user, kind="chosen", said=[question.prompt_id, "on"], ref="9", tap=f"t{other.user}"
        )
    await world.leaves(house.database, 1)
    await head.taps("↩️ Trả cả quyển")
    assert "không thuộc quyền" in head.screen or "không còn nhiệm vụ" in head.screen
    assert await lots(house) == []
    district = await comes(house, "1013", "Hoàng Văn Đạo", "head", DISTRICT)
    await district.says("/tiendo")
    assert "Quyển đang dừng: 1" in district.screen and district.card.choices


async def test_the_number_confirmed_is_the_number_returned(house: House):
    phone, head, _ = await a_stopped_book(house)
    await head.taps("↩️ Trả cả quyển")
    await phone.taps("↶ Hoàn tác")
    await head.taps("✔ Đồng ý trả cả quyển")
    assert "Số hồ sơ vừa thay đổi, xin xem lại." in head.screen and "4 hồ sơ chưa rà soát" in head.screen
    assert await lots(house) == []
    await head.taps("✔ Đồng ý trả cả quyển")
    assert await sums(house) == {State.RETURNED: 8}
    assert await phone.taps("✅ Phê duyệt") == "Thẻ đã đổi"


async def test_several_books_wait_in_one_list_and_each_can_be_opened(each_house: House):
    rows = [world.birth(n, quyenSo=f"0{1 + n // 10}/2005") for n in range(1, 20)]
    await world.shelve(each_house.database, world.HOA_CU, rows)
    head = await comes(each_house, "1009", "Vi Văn Minh", "head")
    phone = await lan(each_house)
    await goes_back(phone, times=10)
    await head.says("/tiendo")
    assert "Quyển đang dừng: 2" in head.screen
    await head.chooses("Quyển 02/2005 (Khai sinh) · Xã Hòa Cư · Nhầm bản quét")
    assert "Quyển 02/2005 (Khai sinh), Xã Hòa Cư: tạm dừng." in head.screen
    await head.chooses("▶ Rà soát tiếp")
    await phone.says("/batdau")
    assert "Quyển 02/2005" in phone.screen
