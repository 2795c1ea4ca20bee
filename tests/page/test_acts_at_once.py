"""Acts that meet: the same one sent twice at once, two tabs, the page and the chat; nothing is decided twice."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from domain.wording import captions
from storage import invitations, page_pins
from storage.decisions import decisions
from storage.engine import Database
from tests import world
from tests.chat import House, linked
from tests.page.visiting import Seen, visited


async def lan_with(database: Database, number: int) -> tuple[House, int, list[int]]:
    await world.found(database)
    house = House(database)
    ids = await world.shelve(database, world.HOA_CU, [world.birth(n + 1) for n in range(number)])
    person = await world.hire(database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    phone = await linked(house, "1001", person)
    await phone.says("/batdau")
    return house, person, ids


async def log_of(database: Database) -> list[tuple[int, str, str]]:
    rows = await database.read(lambda tx: tx.run(select(decisions).order_by(decisions.c.id)))
    return [(row.record_id, row.move, row.channel) for row in rows.all()]


def how(answers: list[Seen]) -> list[str]:
    return sorted(str(seen.json["is"]) if seen.json else str(seen.status) for seen in answers)


async def test_one_act_sent_five_times_at_once_is_one_decision(database: Database):
    house, person, [record, *_] = await lan_with(database, 3)
    async with visited(house) as site:
        browser = await site.browser_of(person)
        key = "k" * 32
        answers = await asyncio.gather(*(browser.act(record, "approve", key=key) for _ in range(5)))
    assert how(list(answers)) == ["again"] * 4 + ["done"]
    assert await log_of(database) == [(record, "approve", "page")]


async def test_two_tabs_that_decide_differently_decide_once(database: Database):
    house, person, [record, *_] = await lan_with(database, 3)
    async with visited(house) as site:
        browser, other = await site.browser_of(person), await site.browser_of(person)
        answers = await asyncio.gather(
            browser.act(record, "approve"), other.act(record, "return", reason="WRONG_SCAN")
        )
    assert how(list(answers)) == ["done", "gone"]
    assert len(await log_of(database)) == 1


async def test_the_page_and_the_chat_deciding_at_once_decide_once(database: Database):
    house, person, [record, *_] = await lan_with(database, 3)
    phone = house.phone("1001")
    async with visited(house) as site:
        browser = await site.browser_of(person)
        await asyncio.gather(browser.act(record, "approve"), phone.taps(captions.APPROVE))
    decided = await log_of(database)
    assert [each[0] for each in decided].count(record) == 1


async def test_a_new_code_for_somebody_closes_their_pages_and_forgets_their_pin(database: Database):
    house, person, [record] = await lan_with(database, 1)
    pin = page_pins.Pin("salt", "hash")
    now = house.clock()
    async with visited(house) as site:
        browser = await site.browser_of(person)
        await database.write(lambda tx: page_pins.choose(tx, person, pin, now))
        assert (await browser.get(f"/ho-so/{record}")).status == 200
        await database.write(lambda tx: invitations.reissue(tx, person, now=now, days=30))
        assert (await browser.get(f"/ho-so/{record}")).status == 404
    assert not await database.read(lambda tx: page_pins.exists(tx, person))
