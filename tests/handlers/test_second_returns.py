"""A record that came back from the vendor and is returned once more waits for a word of whoever heads the unit."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.engine import Database
from storage.tables_follow_ups import FollowUpRow
from tests import world
from tests.chat import BUTTONS, NUMBERS, House
from tests.handlers.stopping_books import comes, goes_back
from tests.handlers.vendor_house import (
    DISTRICT,
    PROVINCE,
    log_of,
    offered,
    official,
    returned_twice,
    sends_again,
    whole,
)

LINE = "Số 1 · Quyển 01/2005 · Xã Hòa Cư · Nhầm bản quét"


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param)


async def head(house: House, user: str = "1009", unit: int = world.HOA_CU):
    return await comes(house, user, "Vi Văn Minh", "head", unit)


async def opens(phone, line: str = LINE) -> None:
    await phone.says("/tiendo")
    await phone.chooses("🔁 Xem trả lại lần hai")
    await phone.chooses(line)


async def test_a_head_is_told_of_a_second_return_with_its_way_and_confirms_it(house: House):
    _, ids = await returned_twice(house)
    minh = await head(house)
    await minh.says("/tiendo")
    assert "Trả lại lần hai, chờ ý kiến lãnh đạo: 1 hồ sơ" in minh.chat[-2].text
    await opens(minh)
    assert (
        "Số 1 · Quyển 01/2005 (Khai sinh), Xã Hòa Cư\n"
        "• 04/07/2024: trả lại lần 1, Thiếu/mờ bản quét, Nông Thị Lan\n"
        "• 05/07/2024: số hóa gửi lại, đổi Họ tên mẹ\n"
        "• 05/07/2024: trả lại lần 2, Nhầm bản quét, Nông Thị Lan"
    ) in minh.screen
    assert "Mẫu" not in minh.screen, "no values"
    await minh.chooses("✔ Đồng ý trả lại")
    assert "Không còn hồ sơ trả lại lần hai nào chờ ý kiến." in minh.screen
    await minh.says("/tiendo")
    assert "lần hai, chờ" not in minh.chat[-2].text
    assert (await world.state_of(house.database, ids[0]))[:2] == ("RETURNED", 2), "it stays with the vendor"
    await whole(house)


async def test_a_head_gives_it_back_and_the_official_hears_why_and_finds_it_first_on_the_desk(house: House):
    lan, ids = await returned_twice(house, births=2)
    minh = await head(house)
    await opens(minh)
    await minh.chooses("↪ Giao lại cán bộ")
    await minh.says("ừ")
    assert "ít nhất 3 chữ" in minh.screen
    await minh.says("Bản quét đúng rồi, xem lại trang sau")
    assert "Trả lại lần hai, chờ ý kiến lãnh đạo: 1 hồ sơ" in minh.screen, "the other one still waits"
    await house.delivers()
    told = next(shown.text for shown in reversed(lan.chat) if "giao lại" in shown.text)
    assert "Lãnh đạo giao lại hồ sơ đã trả: Số 1 · Quyển 01/2005. Ý kiến: Bản quét đúng rồi" in told
    assert (await world.state_of(house.database, ids[0]))[:2] == ("PENDING", 2)
    undone = (await log_of(house))[-1]
    assert (undone.move, undone.note) == ("undo", "Bản quét đúng rồi, xem lại trang sau")
    await lan.says("/batdau")
    assert "Lãnh đạo giao lại: Bản quét đúng rồi, xem lại trang sau" in lan.screen
    assert "Số 1 · Quyển 01/2005" in lan.screen
    await lan.chooses("✅ Phê duyệt")
    await lan.says("/hoantac")
    assert "Số 1 · Quyển 01/2005" in lan.screen, "her own approval is undone, nothing of the head's"
    await whole(house)


async def test_a_head_sees_that_the_register_is_at_fault_and_it_never_goes_back_again(house: House):
    _, ids = await returned_twice(house)
    minh = await head(house)
    await opens(minh)
    await minh.chooses("📕 Đưa vào theo dõi")
    await minh.chooses("Sổ ghi thiếu")
    assert (await world.state_of(house.database, ids[0]))[0] == "FOLLOW_UP"
    table = FollowUpRow.__table__
    [entry] = (await house.database.read(lambda tx: tx.run(select(table)))).all()
    assert (entry.record_id, entry.kind, entry.route) == (ids[0], "REGISTER_INCOMPLETE", "bổ sung")
    assert (await log_of(house))[-1].case_chosen == "c"
    await whole(house)


async def test_without_its_official_the_record_goes_to_the_queue(house: House):
    _, ids = await returned_twice(house)
    await world.leaves(house.database, 1)
    minh = await head(house)
    await opens(minh)
    await minh.chooses("↪ Giao lại cán bộ")
    await minh.says("Xem lại quyển 01")
    assert "về hàng chờ của đơn vị" in "\n".join(shown.text for shown in minh.chat)
    query = select(world.records.c.assignee_id).where(world.records.c.id == ids[0])
    assert (await house.database.read(lambda tx: tx.run(query))).scalar_one() is None
    await whole(house)


async def test_of_two_heads_the_second_finds_it_settled_and_what_went_on_waits_for_nobody(house: House):
    lan, ids = await returned_twice(house)
    first, second = await head(house), await comes(house, "1010", "Lý Thị Hạnh", "head", DISTRICT)
    await opens(first)
    await opens(second)
    await lan.says("/hoantac")
    await first.chooses("✔ Đồng ý trả lại")
    assert "không còn chờ nữa" in "\n".join(shown.text for shown in first.chat[-2:])
    await goes_back(lan, "Nhầm bản quét")
    await opens(first)
    await first.chooses("✔ Đồng ý trả lại")
    await second.chooses("✔ Đồng ý trả lại")
    assert "không còn chờ nữa" in "\n".join(shown.text for shown in second.chat[-2:])
    await sends_again(house, ids[0])
    await lan.says("/batdau")
    await goes_back(lan, "Nhầm bản quét")
    await first.says("/tiendo")
    assert "chờ ý kiến lãnh đạo: 1 hồ sơ" in first.chat[-2].text, "a third return asks for a word of its own"
    await whole(house)


async def test_those_who_do_not_head_the_unit_are_asked_nothing(house: House):
    await returned_twice(house)
    minh = await head(house)
    await opens(minh)
    prompt = next(shown for shown in reversed(minh.chat) if shown.prompt_id)
    auditor = await comes(house, "1011", "Giám Sát Viên", "auditor", PROVINCE)
    neighbour = await head(house, "1012", world.HAI_YEN)
    trung = await comes(house, "1020", "Đỗ Thành Trung", "vendor", PROVINCE)
    for other in (auditor, neighbour, trung):
        await other.says("/tiendo")
        assert "lần hai, chờ" not in "\n".join(shown.text for shown in other.chat)
        said = [prompt.prompt_id, "confirm"]
        await house.hears(other.user, kind="chosen", said=said, ref="9", tap=f"t{other.user}")
    await minh.chooses("◀ Quay lại")
    assert LINE in offered(minh), "nobody has settled it"


async def test_a_first_return_and_a_whole_book_ask_for_no_second_word(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    lan = await official(house)
    await goes_back(lan)
    minh = await head(house)
    await minh.says("/tiendo")
    assert "lần hai, chờ" not in "\n".join(shown.text for shown in minh.chat)


async def test_many_wait_on_several_pages(house: House):
    await returned_twice(house, births=11, books=True)
    minh = await head(house)
    await minh.says("/tiendo")
    await minh.chooses("🔁 Xem trả lại lần hai")
    assert "chờ ý kiến lãnh đạo: 11 hồ sơ (trang 1/2)." in minh.screen
    await minh.chooses("Trang sau ▸")
    assert "(trang 2/2)" in minh.screen and len(offered(minh)) == 3 + 1
    await minh.chooses(offered(minh)[2])
    await minh.chooses("✔ Đồng ý trả lại")
    assert "10 hồ sơ (trang 2/2)" in minh.screen
