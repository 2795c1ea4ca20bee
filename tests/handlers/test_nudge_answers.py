"""What an official answers to the afternoon's nudge, and a head to the digest; by buttons and by numbers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot import ladder
from domain import nudge_messages
from domain.nudges import NudgeReason
from domain.standing import Behind
from domain.talk.values import Aside, Choice, Message
from domain.wording import captions
from storage import nudges
from storage.engine import Database
from storage.nudges import Answered
from tests import chat, world
from tests.chat import BUTTONS, NUMBERS, House, Phone
from tests.world import HOA_CU, TODAY, birth

DISTRICT = 2
LAN, MINH = 1, 2
OFFER = (
    Choice("now", captions.NUDGE_NOW, row=0),
    Choice("move", captions.TRANSFER, row=0),
    Choice("answer", captions.ANSWER, row=1),
)


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    opened = House(database, request.param, deadline=date(2024, 7, 17))
    await world.shelve(database, HOA_CU, [birth(number) for number in range(1, 4)])
    return opened


@pytest.fixture
async def lan(house: House) -> Phone:
    person_id = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", HOA_CU)
    return await chat.linked(house, "u1", person_id)


@pytest.fixture
async def minh(house: House, lan: Phone) -> Phone:
    person_id = await world.hire(house.database, "Hoàng Văn Minh", "84912000002", "head", DISTRICT)
    return await chat.linked(house, "u2", person_id)


async def told(house: House, person_id: int, message: Message, key: str) -> None:
    """The reminder reaches a phone, as the clock would have it sent."""
    channels = {house.channel.capabilities.channel: house.channel.capabilities}
    aside = Aside(person_id, message, "nudge", key)
    await house.database.write(lambda tx: ladder.tell(tx, [aside], channels, house.clock()))
    await house.delivers()


async def nudged(house: House, day: date = TODAY) -> None:
    await told(house, LAN, nudge_messages.nudge(4, 16, Behind(1, date(2024, 7, 3)), day), day.isoformat())


async def digested(house: House, day: date = TODAY) -> None:
    payload = (("day", day.isoformat()),)
    message = Message("Xã Hòa Cư chậm 3 ngày.", step="digest", choices=OFFER, payload=payload)
    await told(house, MINH, message, f"digest {day}")


async def answers(house: House) -> dict[int, Answered]:
    """What was said last, by officials about their day and by heads about their units."""
    since = TODAY - timedelta(days=9)
    found: dict[int, Answered] = {}
    for about in (nudges.OWN, nudges.UNITS):
        found |= await house.database.read(
            lambda tx, about=about: nudges.last_answers(tx, since=since, about=about)
        )
    return found


# ── officials ────────────────────────────────────────────────────────────────────────────────────


async def test_each_reason_is_a_button_of_its_own_beside_the_way_on(house: House, lan: Phone):
    await nudged(house)
    assert "Hôm nay anh/chị đã rà soát 4/16 hồ sơ, còn 12." in lan.screen
    labels = [*captions.NUDGE_REASONS.values(), captions.START]
    if house.channel.capabilities.buttons:
        assert lan.labels() == labels
    else:
        assert lan.screen.splitlines()[-5:] == [f"{n}. {label}" for n, label in enumerate(labels, 1)]


@pytest.mark.parametrize("reason", NudgeReason)
async def test_a_reason_is_kept_with_one_tap_or_number(house: House, lan: Phone, reason: NudgeReason):
    await nudged(house)
    await lan.chooses(captions.NUDGE_REASONS[reason])
    assert lan.screen.startswith(f"Đã ghi nhận: {captions.NUDGE_REASONS[reason]}.")
    assert await answers(house) == {LAN: Answered(TODAY, reason.value)}


@pytest.mark.parametrize("words", ["Mất mạng", "mat mang", "MẤT MẠNG."])
async def test_a_reason_may_be_typed_with_or_without_accents(house: House, lan: Phone, words: str):
    await nudged(house)
    await lan.says(words)
    if house.channel.capabilities.buttons:  # words beside buttons are for the card; the button does it
        await lan.chooses("Mất mạng")
    assert await answers(house) == {LAN: Answered(TODAY, "NO_NETWORK")}


async def test_another_reason_takes_the_place_of_the_first(house: House, lan: Phone):
    await nudged(house)
    await lan.chooses("Không có sổ")
    if house.channel.capabilities.buttons:
        assert await lan.taps("Không có sổ") == "Đã ghi nhận"
        await lan.taps("Bận việc khác")
    else:
        await lan.says("4")
    assert lan.screen.startswith("Đã ghi nhận: Bận việc khác.")
    assert await answers(house) == {LAN: Answered(TODAY, "BUSY")}


async def test_the_way_on_shows_the_first_card(house: House, lan: Phone):
    await nudged(house)
    await lan.chooses(captions.START)
    assert "Số 1 · Quyển 01/2005" in lan.screen
    assert await answers(house) == {}


async def test_a_reason_given_the_next_day_says_that_the_day_is_over_and_keeps_nothing(
    house: House, lan: Phone
):
    await nudged(house)
    house.clock.move(days=1)
    await lan.chooses("Chờ trả lời")
    assert lan.screen == "Ngày 04/07/2024 đã qua nên không ghi lý do nữa."
    assert await answers(house) == {}


async def test_who_reviews_no_more_gives_no_reason(house: House, lan: Phone):
    await nudged(house)
    await world.leaves(house.database, LAN)
    await world.hire(house.database, "Nông Thị Lan", "84912000001", "head", HOA_CU)
    await lan.chooses("Chờ trả lời")
    assert lan.screen.startswith("Anh/chị không có nhiệm vụ rà soát.")
    assert await answers(house) == {}


# ── heads ────────────────────────────────────────────────────────────────────────────────────────


async def test_a_head_answers_for_the_unit_in_words(house: House, minh: Phone):
    await digested(house)
    await minh.chooses("Trả lời")
    assert "Gõ câu trả lời của đơn vị" in minh.screen and "tối đa 200 chữ" in minh.screen
    await minh.says("  Sổ gốc  đang ở huyện,\n thứ Hai sẽ kịp.  ")
    assert minh.screen.startswith("Đã ghi nhận câu trả lời.")
    assert await answers(house) == {MINH: Answered(TODAY, "Sổ gốc đang ở huyện, thứ Hai sẽ kịp.")}
    await minh.says("xin chào")
    kept = await answers(house)
    assert kept == {MINH: Answered(TODAY, "Sổ gốc đang ở huyện, thứ Hai sẽ kịp.")}, (
        "what comes later is no answer"
    )


async def test_an_answer_of_more_than_200_letters_is_asked_for_again(house: House, minh: Phone):
    await digested(house)
    await minh.chooses("Trả lời")
    await minh.says("ă" * 201)
    assert minh.screen.startswith("Câu trả lời dài quá 200 chữ.") and await answers(house) == {}
    await minh.says("ă" * 200)
    assert await answers(house) == {MINH: Answered(TODAY, "ă" * 200)}


async def test_a_head_may_think_better_of_it(house: House, minh: Phone):
    await digested(house)
    await minh.chooses("Trả lời")
    await minh.chooses("✖ Bỏ")
    await minh.says("Đang chờ sổ")
    assert await answers(house) == {}


async def test_the_digest_leads_to_the_day_of_the_units(house: House, minh: Phone):
    await digested(house)
    await minh.chooses("Điều chuyển")
    assert minh.screen.startswith("Huyện Cao Lộc")


async def test_the_digest_nudges_as_the_command_does(house: House, minh: Phone):
    await digested(house)
    await minh.chooses("Nhắc ngay")
    words = minh.screen
    await minh.says("/nhacviec")
    assert minh.screen == words and words.startswith("Hôm nay chưa có chỉ tiêu nào")


async def test_who_heads_nothing_any_more_answers_for_nothing(house: House, minh: Phone):
    await digested(house)
    await world.leaves(house.database, MINH)
    await world.hire(house.database, "Hoàng Văn Minh", "84912000002", "official", HOA_CU)
    await minh.chooses("Trả lời")
    assert minh.screen == "Việc này không thuộc quyền của anh/chị."


async def test_a_post_that_ends_while_the_words_are_typed_keeps_none_of_them(house: House, minh: Phone):
    await digested(house)
    await minh.chooses("Trả lời")
    await world.leaves(house.database, MINH)
    await world.hire(house.database, "Hoàng Văn Minh", "84912000002", "auditor", DISTRICT)
    await minh.says("Đang chờ sổ")
    assert minh.screen == "Việc này không thuộc quyền của anh/chị." and await answers(house) == {}


async def test_an_admin_nudges_and_moves_but_answers_for_no_unit(house: House, minh: Phone):
    await digested(house)
    await world.leaves(house.database, MINH)
    await world.hire(house.database, "Hoàng Văn Minh", "84912000002", "admin", DISTRICT)
    await minh.chooses("Trả lời")
    assert minh.screen == "Việc này không thuộc quyền của anh/chị."
    await digested(house, TODAY - timedelta(days=1))
    await minh.chooses("Điều chuyển")
    assert minh.screen.startswith("Huyện Cao Lộc")


async def test_who_is_official_and_head_answers_for_both_and_neither_word_takes_the_others_place(
    house: House,
):
    async def both(tx):
        await nudges.answer(tx, MINH, TODAY, "Sổ ở huyện", house.clock(), about=nudges.UNITS)
        await nudges.answer(tx, MINH, TODAY, "BUSY", house.clock())

    await house.database.write(both)
    for about, words in ((nudges.OWN, "BUSY"), (nudges.UNITS, "Sổ ở huyện")):
        said = await house.database.read(
            lambda tx, about=about: nudges.last_answers(tx, since=TODAY, about=about)
        )
        assert said == {MINH: Answered(TODAY, words)}
