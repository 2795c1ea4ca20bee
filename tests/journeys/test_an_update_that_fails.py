"""An update that cannot be worked off: tried, put aside with its trace, told about once; nobody else waits for it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot import lanes
from domain.talk.values import Typed
from domain.wording import common
from storage import inbox, outbox, verify
from storage.decisions import decisions
from storage.engine import Database
from tests import world
from tests.journeys.fuzz_updates import Button, Fuzzed, own_tap, own_words, person, private
from tests.journeys.fuzz_words import LAN, MINH
from tests.journeys.fuzzed_house import FuzzedHouse

BOMB = "Họ tên mẹ: bom"


@pytest.fixture
async def house(database: Database, monkeypatch: pytest.MonkeyPatch) -> FuzzedHouse:
    """Lan and Minh have their first cards open."""
    monkeypatch.setattr(lanes, "RETRY_S", (0.0,) * 4)
    made = FuzzedHouse(database, practice=0)
    await world.found(database)
    await world.shelve(database, world.HOA_CU, [world.birth(n) for n in range(1, 9)])
    for user, name, number in ((LAN, "Nông Thị Lan", "84912000001"), (MINH, "Lý Văn Minh", "84912000002")):
        hired = await world.hire(database, name, number, "official", world.HOA_CU, limit=4)
        await made.link(user, hired)
        await made.hears([own_words(user, "/batdau")])
    return made


def shown(house: FuzzedHouse, user: int) -> str:
    return str(house.telegram.screens[user].messages[-1]["text"])


async def kept(database: Database, *states: str) -> list[Any]:
    table = inbox.inbox
    query = select(table.c.user_key, table.c.state, table.c.tries, table.c.trace)
    return list((await database.read(lambda tx: tx.run(query.where(table.c.state.in_(states))))).all())


async def test_one_that_always_fails_is_parked_after_five_tries_with_its_trace_and_neighbours_go_on(
    house: FuzzedHouse, database: Database
):
    handle = house.conversation._handle
    tries = 0

    async def breaks(turn: Any) -> Any:
        nonlocal tries
        reply = await handle(turn)  # it has written by then, and none of that may stay
        if turn.incoming.said == Typed(BOMB):
            tries += 1
            raise ZeroDivisionError("nothing is wrong with you")
        return reply

    house.conversation._handle = breaks
    with capture_logs() as logged:
        await house.hears(
            [own_words(LAN, BOMB), own_tap(MINH, Button(MINH, 0, 0)), own_words(LAN, "/homnay")]
        )
        await house.delivery.close()

    assert tries == 5
    [parked] = await kept(database, "new", "parked")
    assert (parked.user_key, parked.state, parked.tries) == (str(LAN), "parked", 5)
    assert "ZeroDivisionError: nothing is wrong with you" in parked.trace
    assert [line["event"] for line in logged if line["log_level"] == "error"] == ["turn_failed"] * 5
    assert "nothing is wrong" not in str(logged), "an error's text may hold people's data, which no log may"

    said = [message["text"] for message in house.telegram.screens[LAN].messages]
    assert said.count(common.PARKED) == 1
    assert shown(house, LAN).startswith("Hôm nay: đã xong 0, còn 4"), "what Lan said next is answered"
    assert "Đã phê duyệt: Số 5" in shown(house, MINH)
    moves = await database.read(lambda tx: tx.run(select(decisions.c.move)))
    assert [row.move for row in moves] == ["approve"]
    assert set(await database.read(outbox.counts)) <= {"sent", "cancelled"}
    assert (await database.read(verify.run)).difference is None


async def test_one_that_cannot_be_read_is_tried_once_and_its_sender_told_in_one_line(
    house: FuzzedHouse, database: Database
):
    broken = {
        "message_id": "one",
        "from": person(LAN),
        "chat": private(LAN),
        "date": "today",
        "text": "/batdau",
    }
    before = len(house.telegram.screens[LAN].messages)
    await house.hears([Fuzzed({"message": broken}), own_tap(LAN, Button(LAN, 0, 0))])
    await house.delivery.close()
    [unread] = await kept(database, "new", "parked", "unreadable")
    assert (unread.state, unread.tries, unread.trace) == ("unreadable", 0, None)
    messages = list(house.telegram.screens[LAN].messages)
    assert [message["text"] for message in messages[before:]] == [common.ONLY_TEXT]
    assert "Đã phê duyệt: Số 1" in messages[before - 1]["text"], "the card above goes on"


async def test_a_stranger_is_not_told_about_words_that_could_not_be_read(
    house: FuzzedHouse, database: Database
):
    broken = {"message_id": None, "from": person(6661), "chat": private(6661), "date": 0, "text": "?"}
    await house.hears([Fuzzed({"message": broken})])
    assert 6661 not in house.telegram.screens
    assert [row.state for row in await kept(database, "unreadable")] == ["unreadable"]
