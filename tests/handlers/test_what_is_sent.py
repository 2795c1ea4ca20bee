"""Sending: nothing waits for a fault of ours, no answer is lost to an outage, and nothing is said twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from domain.talk.values import Address, Failed, Slot
from storage import outbox, people, sending
from storage.engine import Database, Tx
from tests.chat import House, Phone
from tests.handlers.scanned_house import house_with_scan, lan_at_work


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> House:
    return await house_with_scan(database, tmp_path, pages=6)


@pytest.fixture
async def lan(house: House) -> Phone:
    return await lan_at_work(house)


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


async def test_what_cannot_be_sent_for_a_fault_of_ours_keeps_nobody_else_waiting(house: House, lan: Phone):
    await put(house, "poison", {"no": "text"})
    await put(house, "after it", {"text": "Chào chị"})
    with capture_logs() as logged:
        await house.delivers()
    assert lan.screen == "Chào chị"
    [line] = [line for line in logged if line["event"] == "sending_failed"]
    assert (line["fault"], line["log_level"]) == ("KeyError", "error")
    for _ in range(20):
        house.clock.move(minutes=6)
        await house.delivers()
    assert await states(house) == {"failed": 1}, "it is given up"


async def test_of_one_answer_what_meets_a_fault_of_ours_does_not_take_the_rest_along(
    house: House, lan: Phone, monkeypatch: pytest.MonkeyPatch
):
    real, calls = house.channel.show, 0

    async def breaks_once(*args: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise ZeroDivisionError
        return await real(*args)

    await lan.taps("⋯ Thêm")
    monkeypatch.setattr(house.channel, "show", breaks_once)
    await lan.taps("🖼 Bản quét")  # says two things: the card, and the scan
    assert sum(message.photo for message in lan.chat) == 6
    house.clock.move(seconds=5)
    await house.delivers()
    assert "✅ Phê duyệt" in lan.labels()


async def test_an_item_leased_by_another_is_not_still_wanted_by_us(house: House, lan: Phone):
    await put(house, "one", {"text": "Chào chị"})
    now = house.clock()
    [item] = await house.database.write(lambda tx: outbox.claim(tx, "another", now=now, limit=5))
    assert await house.database.read(lambda tx: sending.look(tx, [item.id], "another", None, now))
    assert not await house.database.read(lambda tx: sending.look(tx, [item.id], "test", None, now))
    assert not await house.database.write(lambda tx: outbox.hold(tx, item.id, "test", until=now))


async def test_what_was_sent_is_not_sent_again_when_recording_it_failed(
    house: House, lan: Phone, monkeypatch: pytest.MonkeyPatch
):
    real, broken = house.database.write, True

    async def locked(work: Any) -> Any:
        if broken:
            raise TimeoutError("database is locked")
        return await real(work)

    await put(house, "one", {"text": "Chào chị"})
    await house.delivery.run_once()
    monkeypatch.setattr(house.database, "write", locked)
    with capture_logs() as logged:
        await house.delivery.ledger.close()
    assert [line["event"] for line in logged] == ["sent_not_recorded"]
    broken = False
    house.clock.move(seconds=40)
    await house.delivery.run_once()  # the lease has run out, but it is known to be out
    assert [message.text for message in lan.chat].count("Chào chị") == 1
    await house.delivery.ledger.close()
    assert await house.database.read(outbox.open_count) == 0


@pytest.mark.parametrize("why", ["unavailable: ClientConnectorError", "token: Unauthorized"])
async def test_answers_outlive_a_weekend_without_network_or_token(house: House, lan: Phone, why: str):
    house.channel.failures = [Failed(why)] * 10_000
    await lan.says("/homnay")
    before = len(lan.chat)
    for _ in range(60):
        house.clock.move(hours=1)
        await house.delivers()
    assert len(lan.chat) == before
    house.channel.failures.clear()
    house.clock.move(minutes=6)
    await house.delivers()
    assert lan.screen.startswith("Hôm nay: đã xong 0")


async def test_an_answer_nobody_can_be_given_for_days_is_given_up(house: House, lan: Phone):
    house.channel.failures = [Failed("unavailable: ClientConnectorError")] * 10_000
    await lan.says("/homnay")
    house.clock.move(hours=73)
    await house.delivers()
    assert await states(house) == {"failed": 1}


async def test_a_tap_whose_update_is_put_aside_is_answered_all_the_same(house: House, lan: Phone):
    async def breaks(_turn: Any) -> Any:
        raise ZeroDivisionError("nothing is wrong with you")

    house.conversation._handle = breaks
    before = len(house.channel.answered)
    await lan.taps("✅ Phê duyệt")
    assert len(house.channel.answered) == before + 1
    assert "trục trặc" in lan.screen
