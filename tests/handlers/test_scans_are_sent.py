"""A scan on its way: the next tap is answered meanwhile, it is sent once, and a bot told to stop does not wait for it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot import scans
from bot.delivery.pace import Pace
from bot.delivery.worker import Delivery
from bot.lanes import Lanes
from domain.talk.ports import Page
from domain.talk.values import Address, Slot
from storage import outbox, people
from storage.engine import Database, Tx
from storage.inbox import Update
from tests.chat import House, Phone
from tests.handlers.scanned_house import house_with_scan, lan_at_work
from tests.telegram.hostile_pdf import shaded


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> House:
    return await house_with_scan(database, tmp_path, pages=6)


@pytest.fixture
async def lan(house: House) -> Phone:
    return await lan_at_work(house)


@pytest.fixture
async def lanes(house: House) -> AsyncIterator[Lanes]:
    made = Lanes(house.conversation, house.delivery.answer, house.delivery.answer_early)
    yield made
    await made.stop(5)
    await house.delivery.close()


def another_process(house: House) -> Delivery:
    """A second process over the same database and channel."""
    return Delivery(house.database, house.sender, house.clock, holder="another", pace=Pace())


async def put(house: House, key: str, body: dict[str, Any], slot: Slot = Slot.NOTE) -> None:
    """Lay something into Lan's outbox, as a process that died left it."""

    async def work(tx: Tx) -> None:
        account, _ = await people.who(tx, Address("telegram", "1001"))
        await outbox.add(
            tx, key, account.id, body, kind="answer", slot=slot, priority=outbox.ANSWER, now=house.clock()
        )

    await house.database.write(work)


async def states(house: House) -> dict[str, int]:
    return {
        state: count for state, count in (await house.database.read(outbox.counts)).items() if state != "sent"
    }


async def test_a_tap_is_answered_while_a_scan_is_still_being_sent(house: House, lan: Phone, lanes: Lanes):
    go_on = asyncio.Event()

    async def slow(*_: Any) -> list[Page]:
        await go_on.wait()
        return [Page(b"1", "k1")]

    house.sender._load_scan = slow
    await lan.taps("⋯ Thêm")
    await tap(house, lanes, lan, "🖼 Bản quét")
    await tap(house, lanes, lan, "✅ Phê duyệt")
    assert {"tap 🖼 Bản quét", "tap ✅ Phê duyệt"} <= set(house.channel.answered)
    assert "Số 2 ·" in lan.screen
    go_on.set()
    await house.delivery.quiet()
    assert "Số 2 ·" in lan.screen and not any(message.photo for message in lan.chat)


async def tap(house: House, lanes: Lanes, phone: Phone, label: str) -> None:
    """Tap a button of the card and wait for the lane to come to rest."""
    choice = next(choice for choice in phone.card.choices if choice.label == label)
    said = [phone.card.prompt_id, choice.key]
    raw = {"user": "1001", "key": label, "kind": "chosen", "said": said, "ref": phone.card.ref}
    raw["tap"] = f"tap {label}"
    await house.conversation.receive("telegram", "bot", [Update(label, "1001", json.dumps(raw))])
    lanes.wake([Address("telegram", "1001")], [(Address("telegram", "1001"), raw["tap"])])
    async with asyncio.timeout(10):
        while lanes.busy:  # noqa: ASYNC110 (lanes tell nobody that they rest)
            await asyncio.sleep(0.01)


async def test_a_scan_left_by_a_dead_process_keeps_nobody_elses_answer_waiting(house: House, lan: Phone):
    go_on = asyncio.Event()
    six_pages = house.sender._load_scan

    async def slow(*args: Any) -> Any:
        await go_on.wait()
        return await six_pages(*args)

    house.sender._load_scan = slow
    await lan.taps("⋯ Thêm")
    real, house.delivery.answer = house.delivery.answer, _dies  # type: ignore[method-assign]
    await lan.taps("🖼 Bản quét")
    house.delivery.answer = real  # type: ignore[method-assign]
    await house.database.write(outbox.release_all)
    await put(house, "another", {"text": "Chào chị"})
    await house.delivery.run_once()
    assert lan.screen == "Chào chị"
    go_on.set()
    await house.delivery.quiet()
    assert sum(message.photo for message in lan.chat) == 6


async def _dies(_answered: Any) -> None:
    return None


async def test_a_scan_that_takes_longer_than_a_lease_is_sent_once(house: House, lan: Phone):
    real, page_four, go_on = house.channel.show_page, asyncio.Event(), asyncio.Event()
    pages = 0

    async def slow(*args: Any) -> Any:
        nonlocal pages
        pages += 1
        if pages == 4:
            page_four.set()
            await go_on.wait()
        return await real(*args)

    house.channel.show_page = slow  # type: ignore[method-assign]
    await lan.taps("⋯ Thêm")
    looking = asyncio.create_task(lan.taps("🖼 Bản quét"))
    await page_four.wait()
    await house.delivery.ledger.flush()  # the card above it is out
    other = another_process(house)
    for elapsed in (31, 60, 60):
        house.clock.move(seconds=elapsed)
        await house.delivery.run_once()
        await other.run_once()
    await other.quiet()
    go_on.set()
    await looking
    captions = [message.text.rpartition(" ")[2] for message in lan.chat if message.photo]
    assert captions == [f"{n}/6" for n in range(1, 7)]


async def test_a_scan_that_another_process_took_over_is_left_to_it(house: House, lan: Phone):
    async def taken_over(*_: Any) -> Any:
        table = outbox.outbox
        mine = table.update().where(table.c.state == "leased").values(leased_by="another")
        await house.database.write(lambda tx: tx.run(mine))
        return [Page(b"1", "k1")]

    house.sender._load_scan = taken_over
    await lan.taps("⋯ Thêm")
    await lan.taps("🖼 Bản quét")
    assert not any(message.photo for message in lan.chat)
    assert await states(house) == {"leased": 1}


async def test_a_bot_told_to_stop_ends_the_page_and_leaves_the_rest_to_the_next_start(
    house: House, lan: Phone
):
    real, first, go_on = house.channel.show_page, asyncio.Event(), asyncio.Event()

    async def slow(*args: Any) -> Any:
        first.set()
        await go_on.wait()
        return await real(*args)

    house.channel.show_page = slow  # type: ignore[method-assign]
    await lan.taps("⋯ Thêm")
    looking = asyncio.create_task(lan.taps("🖼 Bản quét"))
    await first.wait()
    stopping = asyncio.create_task(house.delivery.finish(10))
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(looking, stopping)
    await house.delivery.close()
    assert sum(message.photo for message in lan.chat) == 1

    house.delivery = another_process(house)
    await house.database.write(outbox.release_all)
    await house.delivers()
    captions = [message.text.rpartition(" ")[2] for message in lan.chat if message.photo]
    assert captions == [f"{n}/6" for n in range(1, 7)]


async def test_a_bot_told_to_stop_does_not_wait_for_a_scan_that_is_drawn_for_ever(
    house: House, lan: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(scans, "DRAW_S", 3600.0)
    (tmp_path / "a.pdf").write_bytes(shaded(1000))
    drawing = asyncio.Event()

    async def draws(*args: Any) -> Any:
        drawing.set()
        return await scans.load(*args, limit_s=3600)

    house.sender._load_scan = draws
    await lan.taps("⋯ Thêm")
    looking = asyncio.create_task(lan.taps("🖼 Bản quét"))
    await drawing.wait()
    await house.delivery.finish(8)  # less than the process that draws is given
    assert not house.delivery._hands.beside.count
    await looking
    assert all("Không mở được" not in message.text for message in lan.chat)
    assert await states(house) == {"leased": 1}
