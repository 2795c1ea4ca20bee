"""Typed answers in the chat itself: what is asked again, what several open prompts are called, and undo everywhere."""

from __future__ import annotations

import unicodedata

import pytest

from domain.talk.values import Capabilities
from storage.decisions import decisions
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked


async def moves(house: House) -> list[str]:
    query = decisions.select().order_by(decisions.c.id)
    return [row.move for row in (await house.database.read(lambda tx: tx.run(query))).all()]


async def _lan(database: Database, capabilities: Capabilities) -> Phone:
    await world.found(database)
    house = House(database, capabilities)
    person = await world.hire(database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    await world.shelve(database, world.HOA_CU, [world.birth(n) for n in range(1, 6)])
    lan = await linked(house, "1001", person)
    await lan.says("/batdau")
    house.clock.move(seconds=10)
    return lan


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def lan(database: Database, request: pytest.FixtureRequest) -> Phone:
    """An official with a card before her."""
    return await _lan(database, request.param)


@pytest.fixture
async def hoa(database: Database) -> Phone:
    """The same official where there are no buttons and nothing shown can be changed."""
    return await _lan(database, NUMBERS)


async def goes_on(phone: Phone, *words: str) -> None:
    for said in words:
        phone.house.clock.move(seconds=10)
        await phone.says(said)


@pytest.mark.parametrize("words", ["ok", "được ạ", "đúng rồi", "duyệt", "👍", "phê duyệt nhé"])
async def test_words_of_assent_decide_nothing_and_are_told_what_would(lan: Phone, words: str):
    await goes_on(lan, words)
    assert await moves(lan.house) == []
    assert "chưa làm gì cả" in lan.screen and "“Phê duyệt”" in lan.screen
    await goes_on(lan, "phê duyệt")
    assert await moves(lan.house) == ["approve"] and "Số 2 ·" in lan.card.text


async def test_a_number_still_means_the_card_after_words_that_were_not_clear(hoa: Phone):
    await goes_on(hoa, "duyệt", "1")
    assert await moves(hoa.house) == ["approve"]


async def test_short_words_lead_on_where_nothing_is_decided_yet(lan: Phone):
    await goes_on(lan, "trả lại")
    assert "Nhầm bản quét" in str(lan.labels() or lan.screen)
    await goes_on(lan, "nhầm")
    assert await moves(lan.house) == [] and "“Nhầm bản quét”" in lan.screen
    await goes_on(lan, "nhầm bản quét")
    assert await moves(lan.house) == ["return"]


@pytest.mark.parametrize("words", ["hoàn tác", "HOAN TAC", "/hoàn tác", "↶ Hoàn tác"])
async def test_undo_is_obeyed_while_a_value_is_awaited(lan: Phone, words: str):
    await goes_on(lan, "phê duyệt", "sửa", "họ tên mẹ")
    assert "Số 2 ·" in lan.card.text
    await goes_on(lan, words)
    assert await moves(lan.house) == ["approve", "undo"]
    assert "Số 1 ·" in lan.card.text


async def test_a_number_is_the_value_that_was_asked_for(lan: Phone):
    await goes_on(lan, "sửa", "họ tên mẹ", "2")
    assert await moves(lan.house) == [] and "Số 1 ·" in lan.card.text


async def test_a_correction_goes_to_the_card_though_days_were_asked_for_last(lan: Phone):
    await goes_on(lan, "/nghi")
    await lan.chooses("📅 Nghỉ nhiều ngày")
    await goes_on(lan, "Họ tên mẹ: Lý Thị Khác")
    assert any("Số 1 ·" in message.text and "Lý Thị Khác" in message.text for message in lan.chat)


async def test_a_thousand_letters_are_taken_however_they_are_composed(lan: Phone):
    await goes_on(lan, unicodedata.normalize("NFD", "ế" * 1000))
    assert "quá dài" not in lan.screen
    await goes_on(lan, "ế" * 1001)
    assert "quá dài" in lan.screen


async def test_buttons_need_no_tags_and_one_list_alone_neither(database: Database):
    lan = await _lan(database, BUTTONS)
    await goes_on(lan, "/nghi")
    assert not any("Còn chờ trả lời" in message.text for message in lan.chat)


async def test_a_second_list_names_itself_and_the_card_so_that_both_can_be_answered(hoa: Phone):
    assert "Còn chờ trả lời" not in hoa.screen
    await goes_on(hoa, "/nghi")
    assert "[A2] Còn chờ trả lời: A1 (thẻ hồ sơ)" in hoa.screen
    await goes_on(hoa, "A1 1")
    assert await moves(hoa.house) == ["approve"]
    assert "[A3] Còn chờ trả lời: A2 (nghỉ phép)" in hoa.screen and "Số 2 ·" in hoa.screen
    await goes_on(hoa, "A1 1")  # that card is decided
    assert await moves(hoa.house) == ["approve"]
    assert any("Thẻ đã đổi" in message.text for message in hoa.chat[-3:]) and "Số 2 ·" in hoa.screen
    await goes_on(hoa, "a2.3")
    assert "Gõ ngày nghỉ" in hoa.screen and await moves(hoa.house) == ["approve"]


async def test_a_number_alone_means_the_list_shown_last_and_never_the_card_behind_it(hoa: Phone):
    await goes_on(hoa, "/nghi", "9")
    assert await moves(hoa.house) == [] and "chưa hiểu" in hoa.screen
    await goes_on(hoa, "1")
    assert await moves(hoa.house) == [] and "trực thay" in str([message.text for message in hoa.chat])


async def test_a_tag_with_words_that_are_not_clear_offers_what_could_be_meant(hoa: Phone):
    await goes_on(hoa, "/nghi", "A1 duyệt")
    assert await moves(hoa.house) == [] and "“Phê duyệt”" in hoa.screen
    await goes_on(hoa, "A1 phê duyệt")
    assert await moves(hoa.house) == ["approve"]


async def test_a_number_that_may_be_the_value_or_the_lists_is_asked_about(hoa: Phone):
    await goes_on(hoa, "sửa", "họ tên mẹ", "/nghi", "1")
    assert await moves(hoa.house) == []
    assert "nhiều cách" in hoa.screen
    assert "1. Nghỉ hôm nay (nghỉ phép)" in hoa.screen and "2. Ghi “1” (thẻ hồ sơ)" in hoa.screen
    await goes_on(hoa, "2")
    assert "Số 1 ·" in hoa.screen and await moves(hoa.house) == []


async def test_a_label_of_two_open_prompts_is_asked_about_once(hoa: Phone):
    await goes_on(hoa, "Họ tên mẹ: Lý Thị Khác", "/nghi", "bỏ")
    assert "1. ✖ Bỏ (thẻ hồ sơ)" in hoa.screen and "2. ✖ Bỏ (nghỉ phép)" in hoa.screen
    await goes_on(hoa, "1")
    assert "Lý Thị Khác" not in hoa.screen and "Số 1 ·" in hoa.screen and await moves(hoa.house) == []


async def test_a_meaning_chosen_after_its_card_was_decided_decides_nothing(hoa: Phone):
    await goes_on(hoa, "Họ tên mẹ: Lý Thị Khác", "/nghi", "bỏ")
    await goes_on(hoa, "Đã đối chiếu sổ, lưu và duyệt")
    assert await moves(hoa.house) == ["fix"]
    await goes_on(hoa, "✖ Bỏ (thẻ hồ sơ)")
    assert await moves(hoa.house) == ["fix"]


async def test_a_list_answered_already_takes_no_second_answer(hoa: Phone):
    await goes_on(hoa, "Họ tên mẹ: Lý Thị Khác", "/nghi", "bỏ", "2", "2")
    assert await moves(hoa.house) == []
