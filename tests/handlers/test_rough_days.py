"""Old buttons, forged ones, repeats, slips of the thumb: each gets one clear line and changes nothing it should not."""

from __future__ import annotations

from typing import Any

import pytest

from domain.talk.values import Failed, Unsupported
from storage import inbox, outbox
from storage.decisions import decisions
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, House, Phone, linked


@pytest.fixture
async def house(database: Database) -> House:
    await world.found(database)
    return House(database, BUTTONS)


@pytest.fixture
async def lan(house: House) -> Phone:
    person = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    return await linked(house, "1001", person)


async def moves(house: House) -> list[str]:
    query = decisions.select().order_by(decisions.c.id)
    return [row.move for row in (await house.database.read(lambda tx: tx.run(query))).all()]


async def test_a_double_tap_is_noted_and_counts_once(house: House, lan: Phone):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    await lan.says("/batdau")
    card = lan.card
    await lan.taps("✅ Phê duyệt", on=card)
    assert await lan.taps("✅ Phê duyệt", on=card) == "Đã ghi nhận"
    assert await moves(house) == ["approve"]
    assert "Số 2 ·" in lan.screen


async def test_another_button_of_an_old_card_shows_the_present_card(house: House, lan: Phone):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    await lan.says("/batdau")
    card = lan.card
    await lan.taps("✅ Phê duyệt", on=card)
    assert await lan.taps("↩️ Trả lại số hóa", on=card) == "Thẻ đã đổi"
    assert "Số 2 ·" in lan.screen
    assert await moves(house) == ["approve"]


async def test_a_button_drawn_before_an_undo_is_stale_even_the_one_that_was_tapped(house: House, lan: Phone):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    await lan.says("/batdau")
    card = lan.card
    await lan.taps("✅ Phê duyệt", on=card)
    await lan.taps("↶ Hoàn tác")
    assert await lan.taps("✅ Phê duyệt", on=card) == "Thẻ đã đổi"
    assert await moves(house) == ["approve", "undo"]


async def test_the_same_update_twice_is_one(house: House, lan: Phone):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    await lan.says("/batdau")
    card = lan.card
    await lan.taps("✅ Phê duyệt", on=card, key="77:cb")
    await lan.taps("✅ Phê duyệt", on=card, key="77:cb")
    assert await moves(house) == ["approve"]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param([0, ""], id="no prompt"),
        pytest.param([10**12, "approve"], id="a prompt of the future"),
        pytest.param([1, "approve"], id="a prompt that may be another's"),
        pytest.param([1, "x" * 40], id="a key nobody offered"),
    ],
)
async def test_a_forged_tap_shows_the_present_card_and_decides_nothing(
    house: House, lan: Phone, said: list[Any]
):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    other = await world.hire(house.database, "Lý Văn Minh", "84912000002", "official", world.HAI_YEN)
    minh = await linked(house, "1002", other)
    await lan.says("/batdau")
    await house.hears("1002", kind="chosen", said=said, ref="100", tap="forged")
    assert house.channel.notices[-1] == "Thẻ đã đổi"
    assert "Đã hết hồ sơ hôm nay" in minh.screen
    assert await moves(house) == []


async def test_a_record_that_went_to_somebody_else_meanwhile_is_not_decided(house: House, lan: Phone):
    [record, _] = await world.shelve(house.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    await lan.says("/batdau")

    async def taken_away(tx: Any) -> None:
        await tx.run(world.update(world.records).where(world.records.c.id == record).values(assignee_id=999))

    await house.database.write(taken_away)
    assert await lan.taps("✅ Phê duyệt") == "Thẻ đã đổi"
    assert "Số 2 ·" in lan.screen
    assert await moves(house) == []


async def test_an_official_who_moved_units_no_longer_sees_the_old_ones_records(house: House, lan: Phone):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    await world.shelve(house.database, world.HAI_YEN, [world.birth(9)])
    await lan.says("/batdau")
    person = (
        await house.database.read(lambda tx: tx.run(world.select(world.roles.c.person_id)))
    ).scalar_one()
    await world.leaves(house.database, person)
    await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HAI_YEN)
    assert await lan.taps("✅ Phê duyệt") == "Thẻ đã đổi"
    assert "Số 9 ·" in lan.screen
    assert await moves(house) == []


async def test_an_official_without_work_is_told_so(lan: Phone):
    await lan.says("/batdau")
    assert "Đã hết hồ sơ hôm nay" in lan.screen


async def test_a_head_has_no_cards_but_sees_the_subtree(house: House):
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in range(1, 5)])
    person = await world.hire(house.database, "Hoàng Văn Đạo", "84912000009", "head", 2)
    head = await linked(house, "1009", person)
    await head.says("/batdau")
    assert "không có nhiệm vụ rà soát" in head.screen
    await head.says("tiến độ")
    assert "Huyện Cao Lộc: 0/4 hồ sơ" in head.screen and "Xã Hòa Cư" in head.screen


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("/khongco", "Không có lệnh này"),
        ("/nhansu Lan", "không thuộc quyền"),
        ("x" * 10_000, "quá dài"),
        ("gì cũng được", "Tôi chưa hiểu"),
        ("", "Tôi chưa hiểu"),
        (":", "Tôi chưa hiểu"),
        ("màu tóc: đen", "Tôi chưa hiểu"),
    ],
)
async def test_what_the_bot_does_not_know_gets_one_line(house: House, lan: Phone, words: str, answer: str):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    await lan.says("/batdau")
    before = len(lan.chat)
    await lan.says(words)
    assert answer in lan.screen and len(lan.chat) == before + 1
    assert await moves(house) == []


async def test_stickers_and_voice_get_one_line(house: House, lan: Phone):
    for what in ("sticker", "voice", "video_note", "location"):
        await house.hears("1001", kind="other", said=[what])
    assert [m.text[:24] for m in lan.chat] == ["Tôi chỉ đọc được chữ và "] * 4
    assert isinstance(Unsupported("x"), Unsupported)


async def test_an_update_that_always_fails_is_parked_after_five_tries_and_the_person_told(
    house: House, lan: Phone
):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])

    async def breaks(turn: Any) -> Any:
        if turn.incoming.said == Unsupported("bomb"):
            raise ZeroDivisionError("nothing is wrong with you")
        return await right(turn)

    right = house.conversation._handle
    house.conversation._handle = breaks
    await house.hears("1001", kind="other", said=["bomb"])
    assert "trục trặc" in lan.screen
    assert (await house.database.read(inbox.counts))["parked"] == 1
    await lan.says("/batdau")
    assert "Số 1 ·" in lan.screen


async def test_an_answer_that_could_not_be_sent_is_sent_later(house: House, lan: Phone):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    await lan.says("/batdau")
    house.channel.failures.append(Failed("network", retry_after_s=3))
    await lan.taps("✅ Phê duyệt")
    assert "Số 1 ·" in lan.screen
    assert await house.delivery.run_once() == 0
    house.clock.move(seconds=5)
    assert await house.delivery.run_once() == 1
    assert "Số 2 ·" in lan.screen


async def test_an_answer_left_unsent_by_a_crash_is_sent_by_the_next_start(house: House, lan: Phone):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    await lan.says("/batdau")
    real, house.delivery.answer = house.delivery.answer, _dies  # type: ignore[method-assign]
    await lan.taps("✅ Phê duyệt")
    assert "Số 1 ·" in lan.screen
    house.delivery.answer = real  # type: ignore[method-assign]
    await house.database.write(outbox.release_all)
    await house.delivery.run_once()
    assert "Số 2 ·" in lan.screen and await moves(house) == ["approve"]


async def _dies(_answered: Any) -> None:
    return None


async def test_only_the_newest_of_several_unsent_cards_goes_out(house: House, lan: Phone):
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in (1, 2, 3)])
    await lan.says("/batdau")
    house.channel.failures += [Failed("network", retry_after_s=3)]
    first = lan.card
    await lan.taps("✅ Phê duyệt", on=first)
    await lan.says("/batdau")
    house.clock.move(seconds=60)
    await house.delivery.run_once()
    assert "Số 2 ·" in lan.screen
    assert sum("Số 1 ·" in message.text and bool(message.choices) for message in lan.chat) == 0


async def test_a_person_who_blocked_the_bot_is_not_tried_again(house: House, lan: Phone):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    house.channel.failures.append(Failed("blocked", permanent=True, unreachable=True))
    await lan.says("/batdau")
    house.clock.move(hours=1)
    assert await house.delivery.run_once() == 0
    assert (await house.database.read(outbox.counts))["failed"] == 1


async def test_words_typed_as_a_value_leave_the_chat_and_the_card_stays_one(house: House, lan: Phone):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    await lan.says("/batdau")
    await lan.taps("✏️ Sửa và duyệt")
    await lan.taps("Họ tên mẹ")
    await lan.says("Hoàng Thị Đúng")
    cards = [message for message in lan.chat if message.choices]
    assert len(cards) == 1 and "Hoàng Thị Đúng" in cards[0].text


async def test_after_the_last_card_no_personal_data_stays(house: House, lan: Phone):
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    await lan.says("/batdau")
    await lan.taps("✅ Phê duyệt")
    assert all("Nông Văn Thử" not in message.text for message in lan.chat)


async def test_an_admin_finds_somebody_and_gives_a_new_code(house: House, lan: Phone):
    person = await world.hire(house.database, "Chu Thị Quản", "84912000008", "admin", 1)
    admin = await linked(house, "1008", person)
    await admin.says("/nhansu nong thi lan")
    assert "Nông Thị Lan" in admin.screen
    await admin.taps("Cấp mã mới")
    assert "Mã mới của Nông Thị Lan" in admin.screen
    await admin.says("/nhansu")
    await admin.says("không có ai")
    assert "Không tìm thấy" in admin.screen
