"""The same fault again and again in one book: its serving stops, and the head decides about the whole of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from domain.records import Finding, Severity
from domain.review import Case, State
from storage.engine import Database
from storage.imports import records
from storage.imports.outcome import Order
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, linked
from tests.handlers.stopping_books import SECOND, a_stopped_book, comes, goes_back, lan, lots, shelve, sums


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def each_house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param)


@pytest.fixture
async def house(database: Database) -> House:
    await world.found(database)
    return House(database, BUTTONS)


async def test_the_fifth_return_stops_the_book_and_the_head_decides(each_house: House):
    phone, head, _ = await a_stopped_book(each_house, more=SECOND)
    assert "Quyển 01/2005 (Khai sinh) tạm dừng: 5 hồ sơ cùng trả vì “Nhầm bản quét”." in phone.screen
    assert "Lãnh đạo (Xã Hòa Cư) sẽ quyết định." in phone.screen
    assert "Số 31 · Quyển 02/2005" in phone.screen, "another book goes on"
    assert "Quyển 01/2005 (Khai sinh), Xã Hòa Cư: tạm dừng." in head.screen
    assert "“Nhầm bản quét”: 5 hồ sơ" in head.screen and "Chưa rà soát: 3 hồ sơ" in head.screen
    offered = ["👁 Xem trước", "↩️ Trả cả quyển", "▶ Rà soát tiếp"]
    assert head.labels() == offered or all(f". {label}" in head.screen for label in offered)
    assert "Nông Văn Thử" not in head.screen
    await goes_back(phone, times=3)
    assert "Đã hết hồ sơ hôm nay" in phone.screen
    assert await sums(each_house) == {State.RETURNED: 8, State.PENDING: 3}


async def test_the_head_looks_returns_the_whole_book_and_takes_it_back_before_midnight(each_house: House):
    _, head, ids = await a_stopped_book(each_house)
    await head.chooses("👁 Xem trước")
    assert "Sẽ trả lại: 3 hồ sơ chưa rà soát, lý do “Nhầm bản quét”" in head.screen
    assert "lỗi của sổ gốc không bao giờ trả lại" in head.screen and "⚠️" not in head.screen
    await head.chooses("↩️ Trả cả quyển")
    assert "3 hồ sơ chưa rà soát, lý do “Nhầm bản quét”" in head.screen
    assert await lots(each_house) == [], "a look and a question return nothing"
    await head.chooses("✔ Đồng ý trả cả quyển")
    assert "Đã trả cả quyển: Quyển 01/2005 (Khai sinh), Xã Hòa Cư, 3 hồ sơ" in head.screen
    assert await sums(each_house) == {State.RETURNED: 8}
    assert [row.record_id for row in await lots(each_house)] == ids[5:]
    each_house.clock.move(hours=16)
    await head.chooses("↶ Hoàn tác cả quyển")
    assert "3 hồ sơ trở lại chưa rà soát" in head.screen and "tạm dừng." in head.screen
    assert await sums(each_house) == {State.RETURNED: 5, State.PENDING: 3}
    await head.chooses("↩️ Trả cả quyển")
    await head.chooses("✔ Đồng ý trả cả quyển")
    assert await sums(each_house) == {State.RETURNED: 8}


async def test_after_midnight_a_lot_stays_where_it_went(each_house: House):
    _, head, _ = await a_stopped_book(each_house)
    await head.chooses("↩️ Trả cả quyển")
    await head.chooses("✔ Đồng ý trả cả quyển")
    each_house.clock.move(hours=17)
    await head.chooses("↶ Hoàn tác cả quyển")
    assert "Đã qua 24:00 của ngày trả, không hoàn tác cả quyển được nữa." in head.screen
    assert await sums(each_house) == {State.RETURNED: 8}


async def test_the_head_lets_the_book_go_on_and_it_never_stops_again(each_house: House):
    phone, head, _ = await a_stopped_book(each_house, size=13)
    assert "Đã hết hồ sơ hôm nay" in phone.screen
    await head.chooses("▶ Rà soát tiếp")
    assert "rà soát tiếp, hồ sơ được phát lại cho cán bộ" in head.screen
    await phone.says("/batdau")
    assert "Số 6 · Quyển 01/2005" in phone.screen
    await goes_back(phone, times=6)
    assert "tạm dừng" not in phone.screen and "Số 12 · Quyển 01/2005" in phone.screen
    assert await sums(each_house) == {State.RETURNED: 11, State.PENDING: 2}


async def test_four_of_one_reason_and_a_fifth_of_another_are_no_fault_of_the_book(house: House):
    await shelve(house)
    phone = await lan(house)
    await goes_back(phone, times=4)
    await goes_back(phone, "Trùng dữ liệu")
    assert "tạm dừng" not in phone.screen and "Số 6 · Quyển 01/2005" in phone.screen


async def test_an_official_takes_one_of_the_five_back_and_the_head_is_told_the_true_number(house: House):
    phone, head, _ = await a_stopped_book(house)
    await phone.taps("↶ Hoàn tác")
    assert "Số 5 · Quyển 01/2005" in phone.screen
    await phone.taps("✅ Phê duyệt")
    assert "Đã hết hồ sơ hôm nay" in phone.screen, "the book waits for the head all the same"
    await head.says("/tiendo")
    assert "Quyển đang dừng: 1" in head.screen and "“Nhầm bản quét”: 4 hồ sơ" in head.screen
    await head.taps("▶ Rà soát tiếp")
    await head.says("/tiendo")
    assert "Quyển đang dừng" not in head.screen


async def test_what_is_followed_up_stays_and_the_preview_warns(house: House):
    await shelve(house)
    head = await comes(house, "1009", "Vi Văn Minh", "head")
    phone = await lan(house)
    await phone.taps("📕 Sổ gốc sai/thiếu")
    await phone.taps("Sổ ghi thiếu")
    await goes_back(phone, times=5)
    await house.delivers()
    await head.taps("👁 Xem trước")
    assert "⚠️ Quyển này có 1 hồ sơ theo dõi vì sổ gốc sai hoặc thiếu." in head.screen
    await head.taps("↩️ Trả cả quyển")
    await head.taps("✔ Đồng ý trả cả quyển")
    assert await sums(house) == {State.FOLLOW_UP: 1, State.RETURNED: 7}


async def test_what_may_be_the_registers_own_fault_does_not_go_with_the_book(house: House):
    own = Finding("R05", "nksNgaySinh", Severity.SERIOUS, Case.REGISTER, "năm Nhâm Tý")
    rows = [world.birth(n) for n in range(1, 9)]
    ids = await world.shelve(house.database, world.HOA_CU, rows, findings={6: (own,)})
    head = await comes(house, "1009", "Vi Văn Minh", "head")
    phone = await lan(house)
    await goes_back(phone, "Nhập thiếu, sổ có ghi", times=5)
    await house.delivers()
    await head.taps("👁 Xem trước")
    assert "Sẽ trả lại: 2 hồ sơ chưa rà soát" in head.screen
    assert "Ở lại để rà soát: 1 hồ sơ có dấu hiệu lỗi ở chính sổ gốc" in head.screen
    await head.taps("↩️ Trả cả quyển")
    await head.taps("✔ Đồng ý trả cả quyển")
    assert await sums(house) == {State.RETURNED: 7, State.PENDING: 1}
    assert [row.record_id for row in await lots(house)] == [ids[5], ids[7]]
    await phone.says("/batdau")
    assert "Số 7 ·" in phone.screen, "it comes to the desk, where it is asked about"


async def test_a_lot_is_not_the_heads_own_day_and_no_undo_takes_it_back_one_by_one(house: House):
    ids = await shelve(house)
    person = await world.hire(house.database, "Vi Văn Minh", "84912001009", "head", world.HOA_CU)
    await world.hire(house.database, "Vi Văn Minh", "84912001009", "official", world.HOA_CU, limit=40)
    head = await linked(house, "1009", person)
    await head.says("/batdau")
    await goes_back(head, times=5)
    await house.delivers()
    await head.taps("↩️ Trả cả quyển", on=head.card)
    await head.taps("✔ Đồng ý trả cả quyển")
    await head.says("/homnay")
    assert "đã xong 5" in head.screen
    await head.says("/hoantac")
    assert "Số 5 · Quyển 01/2005" in head.screen
    assert (await world.state_of(house.database, ids[7]))[0] == "RETURNED"
    assert await sums(house) == {State.RETURNED: 7, State.PENDING: 1}


async def test_what_the_vendor_sent_again_comes_to_the_desk_and_is_left_by_the_undo(
    house: House, database_url: str, tmp_path: Path
):
    phone, head, ids = await a_stopped_book(house)
    await head.taps("↩️ Trả cả quyển")
    await head.taps("✔ Đồng ý trả cả quyển")
    again = world.birth(7, nksHoTen="Nông Văn Đúng")
    path = tmp_path / "lai.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(again), list(again.values())])
    outcome = await records.take_in(database_url, Order(path, house.clock(), house.clock.today()))
    assert outcome.counts["resubmitted"] == 1
    await phone.says("/batdau")
    assert "Số 7 · Quyển 01/2005" in phone.screen
    await head.taps("↶ Hoàn tác cả quyển")
    assert "2 hồ sơ trở lại chưa rà soát. Giữ nguyên 1 hồ sơ đã được xử lý tiếp từ đó." in head.screen
    assert await phone.taps("✅ Phê duyệt") == "Thẻ đã đổi", "its book waits for the head again"
    assert (await world.state_of(house.database, ids[6]))[:2] == ("PENDING", 2)
    assert await sums(house) == {State.RETURNED: 5, State.PENDING: 3}
