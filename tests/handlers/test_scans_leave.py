"""A scan stands under the card of its record and nowhere else: whatever fails on the way, none outlives the decision."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from domain.talk.ports import Page
from domain.talk.values import Failed
from storage import outbox
from storage.engine import Database
from tests import world
from tests.chat import House, Phone
from tests.handlers.scanned_house import house_with_scan, lan_at_work

FLOOD = Failed("flood", retry_after_s=3)
AWAY = Failed("unavailable: 502")


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> House:
    return await house_with_scan(database, tmp_path, pages=3)


@pytest.fixture
async def lan(house: House) -> Phone:
    return await lan_at_work(house)


def photos(phone: Phone) -> list[str]:
    return [message.text.rpartition(" ")[2] for message in phone.chat if message.photo]


async def looks(phone: Phone) -> None:
    await phone.taps("⋯ Thêm")
    await phone.taps("🖼 Bản quét")


async def test_each_page_says_which_entry_it_shows_and_names_nobody(lan: Phone):
    await looks(lan)
    captions = [message.text for message in lan.chat if message.photo]
    assert captions == [f"Số 1 · Quyển 01/2005 · trang {n}/3" for n in (1, 2, 3)]


async def test_a_scan_of_one_page_is_captioned_without_a_count(house: House, lan: Phone):
    async def one_page(*_: Any) -> list[Page]:
        return [Page(b"1", "k1")]

    house.sender._load_scan = one_page
    await looks(lan)
    assert [message.text for message in lan.chat if message.photo] == ["Số 1 · Quyển 01/2005"]


async def test_a_page_that_was_refused_comes_later_under_those_that_arrived(house: House, lan: Phone):
    house.channel.refusing["show_page"] = [None, None, FLOOD]
    await looks(lan)
    first_two = [message.ref for message in lan.chat if message.photo]
    assert photos(lan) == ["1/3", "2/3"]
    house.clock.move(seconds=4)
    await house.delivers()
    assert photos(lan) == ["1/3", "2/3", "3/3"]
    assert [message.ref for message in lan.chat if message.photo][:2] == first_two


async def test_asked_for_again_the_pages_move_to_the_foot_of_the_chat(lan: Phone):
    await looks(lan)
    before = [message.ref for message in lan.chat if message.photo]
    await looks(lan)
    assert photos(lan) == ["1/3", "2/3", "3/3"]
    assert not set(before) & {message.ref for message in lan.chat}


async def test_a_page_that_was_refused_does_not_come_after_the_decision(house: House, lan: Phone):
    house.channel.refusing["show_page"] = [None, None, FLOOD]
    await looks(lan)
    await lan.taps("✅ Phê duyệt")
    house.clock.move(seconds=10)
    await house.delivers()
    assert photos(lan) == []
    assert await house.database.read(outbox.open_count) == 0


async def test_a_decision_while_the_scan_is_still_being_opened_keeps_it_out_of_the_chat(
    house: House, lan: Phone
):
    await _decides_while(house, lan, "_load_scan", house.sender)
    assert photos(lan) == []


async def test_a_decision_while_a_page_is_on_its_way_takes_that_page_along(house: House, lan: Phone):
    await _decides_while(house, lan, "show_page", house.channel)
    assert photos(lan) == []


async def _decides_while(house: House, lan: Phone, call: str, of: Any) -> None:
    """Let Lan decide the record while the first `call` for its scan hangs."""
    real, begun, go_on = getattr(of, call), asyncio.Event(), asyncio.Event()

    async def hangs(*args: Any) -> Any:
        begun.set()
        await go_on.wait()
        return await real(*args)

    await lan.taps("⋯ Thêm")
    setattr(of, call, hangs)
    looking = asyncio.create_task(lan.taps("🖼 Bản quét"))
    await begun.wait()
    deciding = asyncio.create_task(lan.taps("✅ Phê duyệt"))
    while "Số 2 ·" not in lan.chat[0].text:  # noqa: ASYNC110 (a chat tells nobody that it changed)
        await asyncio.sleep(0.01)
    go_on.set()
    await asyncio.gather(looking, deciding)


async def test_a_next_card_that_is_itself_overtaken_leaves_no_scan_behind(house: House, lan: Phone):
    await looks(lan)
    house.channel.failures = [AWAY]
    await lan.taps("✅ Phê duyệt")
    await lan.says("/batdau")
    assert "Số 2 ·" in lan.screen and photos(lan) == []


async def test_pages_that_cannot_be_taken_back_now_are_taken_back_later(house: House, lan: Phone):
    await looks(lan)
    house.channel.refusing["take_back"] = [AWAY] * 2
    await lan.taps("✅ Phê duyệt")
    assert photos(lan) == ["1/3", "2/3"]
    house.channel.refusing["take_back"] = [AWAY]
    await house.delivery.tidy()
    assert photos(lan) == ["1/3"]
    await house.delivery.tidy()
    assert photos(lan) == []


async def test_a_chat_that_takes_nothing_back_is_left_alone_until_its_next_card(house: House, lan: Phone):
    await looks(lan)
    house.channel.refusing["take_back"] = [AWAY] * 500
    await lan.taps("✅ Phê duyệt")
    for _ in range(100):
        await house.delivery.tidy()
    assert len(house.channel.refusing["take_back"]) > 300
    house.channel.refusing.clear()
    await lan.taps("✅ Phê duyệt")
    assert photos(lan) == []


async def test_a_record_that_leaves_the_desk_without_a_word_takes_its_scan_along(house: House, lan: Phone):
    await looks(lan)
    await house.delivery.tidy()
    assert len(photos(lan)) == 3, "while it lies on the card it may be looked at"

    async def taken_away(tx: Any) -> None:
        await tx.run(update(world.records).where(world.records.c.number == "1").values(assignee_id=999))

    await house.database.write(taken_away)
    await house.delivery.tidy()
    assert photos(lan) == []


async def test_an_undone_decision_brings_the_card_back_and_the_scan_when_asked_for(lan: Phone):
    await looks(lan)
    await lan.taps("✅ Phê duyệt")
    await lan.taps("↶ Hoàn tác")
    assert "Số 1 ·" in lan.screen and photos(lan) == []
    await looks(lan)
    assert photos(lan) == ["1/3", "2/3", "3/3"]


async def test_a_typed_value_that_could_not_be_taken_out_of_the_chat_is_taken_out_later(
    house: House, lan: Phone
):
    await lan.taps("✏️ Sửa và duyệt")
    await lan.taps("Họ tên mẹ")
    house.channel.refusing["take_back"] = [AWAY]
    deleted: list[str] = []
    real = house.channel.take_back

    async def listens(to: Any, ref: str) -> Any:
        outcome = await real(to, ref)
        if not isinstance(outcome, Failed):
            deleted.append(ref)
        return outcome

    house.channel.take_back = listens  # type: ignore[method-assign]
    await lan.says("Hoàng Thị Đúng")
    await house.delivery.tidy()
    await house.delivery.tidy()
    assert len(deleted) == 1 and deleted[0].startswith("u")


async def test_an_old_card_that_could_not_be_put_away_does_not_keep_its_record_in_the_chat(
    house: House, lan: Phone
):
    house.channel.refusing["put_away"] = [AWAY]
    await lan.says("/batdau")
    await house.delivery.tidy()
    assert sum("Nông Văn Thử" in message.text for message in lan.chat) == 1
    assert lan.card.choices, "the card itself stays"
