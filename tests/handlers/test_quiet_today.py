"""Who asks for quiet is nudged no more that day; nothing else falls silent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import quiet
from storage.engine import Database
from tests import chat, world
from tests.chat import BUTTONS, NUMBERS, House, Phone
from tests.world import HOA_CU, TODAY, birth

PROVINCE, DISTRICT = 1, 2
TOLD = "Đã dừng nhắc việc đến hết hôm nay, thứ Năm 04/07/2024"
HEADS = "Bản tổng hợp cho lãnh đạo và nhắc hạn vẫn gửi như thường."


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param)


async def somebody(house: House, role: str, unit: int, phone: str = "84912000001") -> Phone:
    person_id = await world.hire(house.database, "Nông Thị Lan", phone, role, unit)
    return await chat.linked(house, f"u{phone[-1]}", person_id)


@pytest.fixture
async def lan(house: House) -> Phone:
    return await somebody(house, "official", HOA_CU)


async def is_muted(house: House, days: int = 0, person_id: int = 1) -> bool:
    return await house.database.read(lambda tx: quiet.is_muted(tx, person_id, TODAY + timedelta(days=days)))


async def test_an_official_is_left_alone_until_the_day_is_over(house: House, lan: Phone):
    await lan.says("/dung")
    assert lan.screen.startswith(TOLD) and HEADS not in lan.screen
    assert lan.screen.splitlines()[0].endswith("Thẻ hồ sơ và mọi câu trả lời vẫn hoạt động.")
    assert await is_muted(house) and not await is_muted(house, days=1)


async def test_asking_again_gets_the_same_answer(house: House, lan: Phone):
    await lan.says("/dung")
    first = lan.screen
    await lan.says("dừng")
    assert lan.screen == first and await is_muted(house)


async def test_quiet_is_taken_back_with_one_button(house: House, lan: Phone):
    await lan.says("/dung")
    await lan.chooses("Nhắc lại")
    assert lan.screen == "Đã bật lại: hôm nay bot lại nhắc việc anh/chị như thường."
    assert not await is_muted(house)
    await lan.says("/dung")
    assert await is_muted(house)


async def test_the_button_of_yesterday_does_no_harm(house: House, lan: Phone):
    await lan.says("/dung")
    house.clock.move(days=1)
    await lan.chooses("Nhắc lại")
    assert "Đã bật lại" in lan.screen and not await is_muted(house, days=1)


async def test_cards_and_answers_come_as_ever(house: House, lan: Phone):
    await world.shelve(house.database, HOA_CU, [birth(n) for n in (1, 2)])
    await lan.says("/batdau")
    await lan.says("/dung")
    await lan.says("✅ Phê duyệt")
    assert any("Số 2 · Quyển 01/2005" in message.text for message in lan.chat)
    await lan.says("/homnay")
    assert "Số 1" in lan.screen


@pytest.mark.parametrize(
    "words", ["dừng", "DỪNG", "dung", "Dừng.", "/dừng", "/dung", "dừng nhắc", "dung nhac", "/DUNG"]
)
async def test_the_word_does_with_and_without_accents_and_slash(house: House, lan: Phone, words: str):
    await lan.says(words)
    assert lan.screen.startswith(TOLD) and await is_muted(house)


@pytest.mark.parametrize("words", ["đúng", "Đúng!", "đừng", "dùng", "đứng", "Dũng", "Ðúng"])
async def test_a_word_that_only_looks_alike_asks_for_no_quiet(house: House, lan: Phone, words: str):
    await lan.says(words)
    assert not await is_muted(house)


async def test_with_a_card_open_a_bare_dung_may_mean_yes_and_is_asked_about(house: House, lan: Phone):
    [record, _] = await world.shelve(house.database, HOA_CU, [birth(n) for n in (1, 2)])
    await lan.says("/batdau")
    await lan.says("dung")
    assert "Tôi chưa chắc ý anh/chị nên chưa làm gì cả" in lan.screen
    assert not await is_muted(house)
    assert (await world.state_of(house.database, record))[0] == "PENDING"
    await lan.says("dừng")
    assert await is_muted(house)


@pytest.mark.parametrize(("role", "unit"), [("head", DISTRICT), ("admin", PROVINCE)])
async def test_a_head_is_told_that_the_digest_comes_all_the_same(house: House, role: str, unit: int):
    phone = await somebody(house, role, unit)
    await phone.says("/dung")
    assert phone.screen.startswith(TOLD) and HEADS in phone.screen and await is_muted(house)


async def test_who_reviews_and_heads_is_told_both(house: House, lan: Phone):
    await world.hire(house.database, "Nông Thị Lan", "84912000001", "head", HOA_CU)
    await lan.says("/dung")
    assert lan.screen.startswith(TOLD) and HEADS in lan.screen


@pytest.mark.parametrize("role", ["auditor", "vendor"])
async def test_who_is_never_nudged_is_told_so(house: House, role: str):
    phone = await somebody(house, role, PROVINCE)
    await phone.says("/dung")
    assert phone.screen == "Bot không nhắc việc anh/chị nên không có gì để dừng." and not await is_muted(
        house
    )


async def test_one_persons_quiet_is_nobody_elses(house: House, lan: Phone):
    hoa = await somebody(house, "official", HOA_CU, "84912000002")
    await lan.says("/dung")
    await hoa.says("/homnay")
    assert await is_muted(house) and not await is_muted(house, person_id=2)


async def test_a_stranger_asks_for_nothing(house: House):
    stranger = house.phone("u9")
    await stranger.says("/dung")
    assert TOLD not in stranger.screen


async def test_the_menu_offers_it_to_officials(house: House, lan: Phone):
    await lan.says("/huongdan")
    assert "/dung: Dừng nhắc việc hôm nay" in lan.screen
