"""Whoever is shown a value of a record is written down, also where only a question names it."""

from __future__ import annotations

from domain.records import Finding, Severity
from storage import page_views
from storage.engine import Database
from tests import world
from tests.chat import House, linked
from tests.page.visiting import visited


async def test_a_question_about_a_record_never_opened_on_the_page_is_written_down_once(database: Database):
    await world.found(database)
    house = House(database)
    grave = Finding("R05", "nksNgaySinh", Severity.SERIOUS, "", "31/02/2005")
    [record] = await world.shelve(database, world.HOA_CU, [world.birth(1)], findings={0: (grave,)})
    person = await world.hire(database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    await (await linked(house, "1001", person)).says("/batdau")
    async with visited(house) as site:
        browser = await site.browser_of(person)
        for _ in range(2):
            asked = (await browser.act(record, "approve")).json
            assert asked["is"] == "asked" and "31/02/2005" in asked["question"]["text"]
    looks = await database.read(lambda tx: page_views.of_record(tx, record))
    assert [(look.person_id, look.scan_page) for look in looks] == [(person, 0)]
