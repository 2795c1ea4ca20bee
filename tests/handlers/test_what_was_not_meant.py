"""What nobody meant decides nothing: words from before a card was shown, crossed-out words, a search left lying."""

from __future__ import annotations

import json

import pytest

from bot.turn import Answered
from domain.talk.values import Address
from storage.decisions import decisions
from storage.engine import Database
from storage.inbox import Update
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param)


@pytest.fixture
async def lan(house: House) -> Phone:
    person = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    await world.shelve(house.database, world.HOA_CU, [world.birth(n) for n in range(1, 6)])
    return await linked(house, "1001", person)


async def moves(house: House) -> list[str]:
    query = decisions.select().order_by(decisions.c.id)
    return [row.move for row in (await house.database.read(lambda tx: tx.run(query))).all()]


async def come_at_once(house: House, phone: Phone, *words: str) -> None:
    """Let words arrive in one batch, as after an outage, and be worked off one after the other."""
    name = house.channel.capabilities.channel
    updates = [
        Update(f"batch{place}", phone.user, json.dumps(
            {"user": phone.user, "key": f"batch{place}", "kind": "typed", "said": [said], "ref": f"w{place}"}
        ))
        for place, said in enumerate(words)
    ]  # fmt: skip
    await house.conversation.receive(name, "bot", updates)
    house.clock.move(seconds=1)
    while (taken := await house.conversation.take(Address(name, phone.user))) is not None:
        house.clock.move(seconds=1)
        if isinstance(taken, Answered):
            await house.delivery.answer(taken)


@pytest.mark.parametrize("words", ["Phê duyệt", "✅ Phê duyệt", "1"])
async def test_words_sent_again_and_again_while_the_bot_was_away_approve_one_card(
    house: House, lan: Phone, words: str
):
    if words == "1" and house.channel.capabilities.buttons:
        return  # no list of numbers is drawn there
    await lan.says("/batdau")
    house.clock.move(seconds=60)
    await come_at_once(house, lan, words, words, words)
    assert await moves(house) == ["approve"]
    assert "Số 2 ·" in lan.card.text
    assert any("đến trước khi thẻ dưới đây hiện ra" in message.text for message in lan.chat)


async def test_a_correction_sent_before_the_card_was_shown_is_not_put_on_that_card(house: House, lan: Phone):
    await lan.says("/batdau")
    house.clock.move(seconds=60)
    await come_at_once(house, lan, "phê duyệt", "Họ tên mẹ: Lý Thị Khác")
    assert "Lý Thị Khác" not in lan.card.text and "Số 2 ·" in lan.card.text


async def test_undo_sent_twice_while_the_bot_was_away_takes_one_decision_back(house: House, lan: Phone):
    await lan.says("/batdau")
    for _ in range(2):
        house.clock.move(seconds=10)
        await lan.says("phê duyệt")
    house.clock.move(seconds=60)
    await come_at_once(house, lan, "hoàn tác", "hoàn tác")
    assert await moves(house) == ["approve", "approve", "undo"]


@pytest.mark.parametrize(
    "words", ["❌ Phê duyệt", "- phê duyệt", "??? phê duyệt", "không phê duyệt", "phê duyệt?"]
)
async def test_words_with_a_sign_of_their_own_approve_nothing(house: House, lan: Phone, words: str):
    await lan.says("/batdau")
    await lan.says(words)
    assert await moves(house) == []


@pytest.mark.parametrize("words", ["✅ Phê duyệt", "phe duyet", " PHÊ  DUYỆT. ", "phê duyệt!"])
async def test_the_label_in_any_spelling_approves(house: House, lan: Phone, words: str):
    await lan.says("/batdau")
    await lan.says(words)
    assert await moves(house) == ["approve"]


async def test_an_admins_search_ends_where_it_is_dropped_or_has_found(house: House, lan: Phone):
    person = await world.hire(house.database, "Chu Thị Quản", "84912000008", "admin", 1)
    admin = await linked(house, "1008", person)
    await admin.says("/nhansu")
    await admin.chooses("✖ Bỏ")
    assert "Đã thôi tìm" in admin.screen
    await admin.says("lan")
    assert "Tôi chưa hiểu" in admin.screen
    await admin.says("/nhansu")
    await admin.says("lan")
    assert "Nông Thị Lan · 0912 000 001" in admin.screen
    await admin.says("xin chào")
    assert "Tôi chưa hiểu" in admin.screen


async def test_an_admin_is_told_when_more_people_match_than_are_listed(house: House, lan: Phone):
    for n in range(10):
        await world.hire(house.database, f"Lý Thị Hoa {n}", f"8491200010{n}", "official", world.HOA_CU)
    person = await world.hire(house.database, "Chu Thị Quản", "84912000008", "admin", 1)
    admin = await linked(house, "1008", person)
    await admin.says("/nhansu hoa")
    assert "nhiều hơn 8 người" in admin.screen
    assert "Lý Thị Hoa 7" in str(admin.labels() or admin.screen) and "Lý Thị Hoa 8" not in admin.screen
