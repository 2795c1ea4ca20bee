"""Two hundred open pages ask whether anything was decided: the database is asked once, and each hears of its own."""

from __future__ import annotations

import asyncio

from bot.page.pulses import FRESH, Beats, Pulses
from storage import pulse
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, House, linked
from tests.world import Clock


async def test_however_many_ask_within_a_moment_the_database_is_read_once():
    clock, read = Clock(), []

    async def beats() -> Beats:
        read.append(clock())
        await asyncio.sleep(0)
        return (("/1/", 0), ("/1/2/", 3), ("/1/2/7/", 4), ("/1/20/", 5))

    pulses = Pulses(clock, beats)
    found = await asyncio.gather(
        *(pulses.of(path) for path in ("/1/", "/1/2/", "/1/2/7/", "/1/20/", "/9/") * 40)
    )
    assert found[:5] == [12, 7, 4, 5, 0] and len(read) == 1
    clock.move(seconds=FRESH.total_seconds())
    await pulses.of("/1/")
    assert len(read) == 2
    clock.move(days=-1)  # set back: what was read is not kept until then
    await pulses.of("/1/")
    assert len(read) == 3


async def test_a_decision_moves_its_own_subtree_and_no_other(database: Database):
    await world.found(database)
    house = House(database, BUTTONS)
    await world.shelve(database, world.HOA_CU, [world.birth(1)])
    person = await world.hire(database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    lan = await linked(house, "1001", person)
    await lan.says("/batdau")
    pulses = Pulses(house.clock, lambda: database.read(pulse.all_of))
    before = [await pulses.of(path) for path in ("/1/", "/1/2/3/", "/1/2/4/")]
    await lan.taps("✅ Phê duyệt")
    house.clock.move(seconds=3)
    after = [await pulses.of(path) for path in ("/1/", "/1/2/3/", "/1/2/4/")]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1, 0]
