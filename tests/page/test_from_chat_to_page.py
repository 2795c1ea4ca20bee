"""The chat leads to the page, and what is decided there moves the chat's card on."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from domain.wording import captions
from domain.wording import page_access as say
from storage.engine import Database
from tests import world
from tests.chat import NUMBERS, House, linked
from tests.page.mornings import PAGE, begun
from tests.page.visiting import visited


def handle_in(text: str) -> str:
    """Find the link in a message's words."""
    found = re.search(rf"{PAGE}/r/([\w-]{{22}})(?:\s|$)", text)
    assert found, text
    return found[1]


@pytest.mark.parametrize("way", [captions.FULL, captions.SCAN])
async def test_full_view_and_scan_are_asked_for_by_a_link_on_the_living_card(database: Database, way: str):
    house, phone, _ = await begun(database)
    await phone.taps(captions.MORE)
    before = phone.card.ref
    await phone.taps(way)
    assert phone.card.ref == before and say.LINK in phone.screen
    assert phone.card.link.caption == captions.OPEN_PAGE
    assert phone.card.link.app.startswith(f"{PAGE}/mini?den=")
    assert "Nông Văn Thử 1" in phone.screen and "Hoàng Thị Mẫu" not in phone.screen
    async with visited(house) as site:
        opened = await site.browser().opens(handle_in(phone.card.link.url))
    assert opened.status == 303
    await phone.taps(captions.BACK)
    assert captions.APPROVE in phone.labels()


async def test_without_a_page_the_fields_are_shown_in_the_chat_and_the_scan_says_where_to_look(
    database: Database,
):
    house, phone, _ = await begun(database)
    house.conversation.rules = replace(house.rules, page_url=None)
    await phone.taps(captions.MORE)
    await phone.taps(captions.FULL)
    assert "Hoàng Thị Mẫu" in phone.screen and phone.card.link is None
    await phone.taps(captions.BACK)
    await phone.taps(captions.MORE)
    await phone.taps(captions.SCAN)
    assert "đối chiếu với sổ giấy" in phone.screen


async def test_a_province_may_still_let_scans_into_the_chat(database: Database):
    _, phone, _ = await begun(database, scan_in_chat=True)
    await phone.taps(captions.MORE)
    await phone.taps(captions.SCAN)
    assert phone.card.link is None


async def test_where_nothing_can_be_edited_every_card_carries_its_link(database: Database):
    house, phone, _ = await begun(database, NUMBERS)
    first = handle_in(phone.screen)
    async with visited(house) as site:
        opened = await site.browser().opens(first)
        assert opened.place.startswith("/ho-so/")
    await phone.chooses(captions.APPROVE)
    assert handle_in(phone.screen) != first


async def test_practice_has_a_page_as_well(database: Database):
    await world.found(database)
    house = House(database, page_url=PAGE, practice=6)
    person = await world.hire(database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU, practised=0)
    phone = await linked(house, "1001", person)
    await phone.says("/batdau")
    await phone.taps(captions.MORE)
    await phone.taps(captions.FULL)
    async with visited(house) as site:
        browser = await site.browser_of(person)
        opened = await browser.opens(handle_in(phone.card.link.url))
        assert opened.place == "/ho-so/-1"
        assert "Tập dượt 1/6" in (await browser.get(opened.place)).text
        browser = await site.browser_of(person)
        wrong = await browser.act(-1, "approve")
        assert wrong.json["is"] == "refused" and "Chưa đúng" in wrong.json["said"]
        right = await browser.act(-1, "fix", changes={"meHoTen": "Hoàng Thị Thử"}, sure=True)
        assert (right.json["is"], right.json["next"]["record_id"]) == ("done", -2)
        again = await browser.act(-1, "fix", changes={"meHoTen": "Hoàng Thị Thử"}, sure=True)
        assert again.json["is"] == "again"
        assert (await browser.act(-3, "approve")).status == 404
        await house.delivers()
        assert "Tập dượt 2/6" in phone.screen


async def test_a_heads_progress_leads_to_the_progress_page(database: Database):
    await world.found(database)
    house = House(database, page_url=PAGE)
    await world.shelve(database, world.HOA_CU, [world.birth(1)])
    head = await world.hire(database, "Lý Văn Đầu", "84912000009", "head", world.HOA_CU)
    phone = await linked(house, "1009", head)
    await phone.says("/tiendo")
    link = next(message.link for message in phone.chat if message.link)
    assert link.caption == captions.OPEN_PROGRESS and link.app.endswith("?den=tien-do")
    async with visited(house) as site:
        assert (await site.browser().opens(handle_in(link.url))).place == "/tien-do"
