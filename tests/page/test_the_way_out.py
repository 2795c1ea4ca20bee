"""Whoever is done on a machine that others use ends the session there, and is warned of what is not sent yet."""

from __future__ import annotations

import re

import pytest
from page.reviewing import Served
from playwright.async_api import BrowserContext, expect

from domain.wording import captions
from domain.wording import page_access as say
from domain.wording import review_page as say_page
from storage.engine import Database
from storage.page_links import Target
from tests import world
from tests.chat import House, linked
from tests.page.mornings import begun, record_on
from tests.page.test_a_line_that_breaks import button, decided, kept
from tests.page.visiting import visited

PLACE = "/ho-so/dong"
in_a_browser = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


# ── over HTTP, as without a script ───────────────────────────────────────────────────────────────


async def test_a_session_is_ended_by_its_own_button_and_no_other_is(database: Database):
    house, phone, person = await begun(database)
    record = await record_on(phone)
    async with visited(house) as site:
        here, elsewhere = await site.browser_of(person), await site.browser_of(person)
        page = await here.get(f"/ho-so/{record}")
        form = re.search(rf'<form method="post" action="{PLACE}"', page.text)
        token = re.search(r'name="csrf" value="(\w+)"', page.text)
        assert form and token and say.LEAVE in page.text
        was = here.cookie
        left = await here.post(PLACE, {"csrf": token[1]})
        assert (left.status, say.LEFT in left.text, here.cookie) == (200, True, "")
        here.cookie = was  # kept by somebody
        assert (await here.get(f"/ho-so/{record}")).status == 404
        again = await here.post(PLACE, {"csrf": token[1]})
        assert (again.status, say.CLOSED in again.text) == (404, True)
        assert (await elsewhere.get(f"/ho-so/{record}")).status == 200


async def test_no_other_site_and_no_guess_ends_a_session(database: Database):
    house, _, person = await begun(database)
    async with visited(house) as site:
        browser = await site.browser_of(person)
        for form, headers in (
            ({}, {}), ({"csrf": "guess"}, {}), ({"csrf": browser.csrf}, {"Origin": "https://evil.example"}),
            ({"csrf": browser.csrf}, {"Sec-Fetch-Site": "cross-site"}),
        ):  # fmt: skip
            assert (await browser.post(PLACE, form, headers=headers)).status == 403, (form, headers)
        assert (await browser.get(PLACE)).status == 404, "a link cannot do it either"
        assert (await browser.post(PLACE, {"csrf": browser.csrf, "x": "y" * 20_000})).status == 413
        assert (await browser.get("/ho-so/tiep")).status == 303


async def test_by_https_the_cookie_is_taken_away_by_its_name_there(database: Database):
    house, _, person = await begun(database)
    async with visited(house, public_url="https://rasoat.tinh.example", pin="on") as site:
        browser = await site.browser_of(person)  # and before a PIN was told
        left = await browser.post(PLACE, {"csrf": browser.csrf})
        given = left.headers["Set-Cookie"]
        assert given.startswith("__Host-rasoat=") and "Max-Age=0" in given and "Secure" in given


async def test_the_progress_page_and_the_end_of_the_list_have_the_way_out_too(database: Database):
    await world.found(database)
    house = House(database)
    head = await world.hire(database, "Lý Văn Đầu", "84912000009", "head", world.HOA_CU)
    await linked(house, "1009", head)
    idle = await world.hire(database, "Vi Thị Bạn", "84912000002", "official", world.HOA_CU)
    await linked(house, "1002", idle)
    async with visited(house) as site:
        for person, place in ((head, "/tien-do"), (idle, "/ho-so/tiep")):
            browser = site.browser()
            await browser.opens(await site.link(person, None, target=Target.PROGRESS))
            page = await browser.get(place)
            token = re.search(r'name="csrf" value="(\w+)"', page.text)
            assert page.status == 200 and token
            assert say.LEFT in (await browser.post(PLACE, {"csrf": token[1]})).text
            assert (await browser.get(place)).status == 404
        assert say.LEAVE not in (await site.browser().get("/tien-do")).text, "nothing to end"


# ── in a browser ─────────────────────────────────────────────────────────────────────────────────


@in_a_browser
async def test_with_nothing_left_one_tap_ends_it_and_going_back_shows_no_record(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    await served.opens(page, served.records[0])
    await button(page, say.LEAVE).click()
    await expect(page.locator("main")).to_contain_text("Đã đóng phiên")
    assert [cookie["name"] for cookie in await phone.cookies()] == ["rasoat-device"]
    await page.go_back()
    await expect(page.locator("main")).to_contain_text("không mở được")


@in_a_browser
async def test_what_is_not_sent_is_named_before_and_is_sent_by_the_next_link(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    await served.opens(page, served.records[0])
    await page.route("**/viec", lambda route: route.abort())
    await button(page, captions.APPROVE).click()
    await expect(page.locator("#notices")).to_contain_text("Chưa gửi")
    await button(page, say.LEAVE).click()
    await expect(page.locator("#ask-leave")).to_contain_text("Còn 1 quyết định chưa gửi")
    await button(page, say.STAY).click()
    await expect(page.locator("h1")).to_contain_text("Số 1 ")
    await button(page, say.LEAVE).click()
    await button(page, say.LEAVE_ANYWAY).click()
    await expect(page.locator("main")).to_contain_text("Đã đóng phiên")
    assert len(await kept(page, "unsent")) == 1 and await decided(served) == 0
    await page.unroute("**/viec")
    await page.goto(await served.link(served.records[0]))
    await expect(page.locator("h1")).to_contain_text("Số 2 ")
    assert await decided(served) == 1 and await kept(page, "unsent") == []


@in_a_browser
async def test_what_was_typed_and_not_saved_does_not_stay_behind_for_others(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    await served.opens(page, served.records[0])
    asked: list[str] = []

    async def stay(dialog) -> None:
        asked.append(dialog.type)
        await dialog.dismiss()

    page.on("dialog", stay)
    await page.locator("#i-meHoTen").fill("Hoàng Thị Mẫu Đơn")
    await button(page, say.LEAVE).click()
    await expect(page.locator("#ask-leave")).to_contain_text(say.LEAVE_TYPED)
    await button(page, say.STAY).click()
    await expect(page.locator("#i-meHoTen")).to_have_value("Hoàng Thị Mẫu Đơn")
    await button(page, say.LEAVE).click()
    await button(page, say.LEAVE_ANYWAY).click()
    await expect(page.locator("main")).to_contain_text("Đã đóng phiên")
    assert await kept(page, "draft") == [] and asked == [], "asked once, by the page itself"


@in_a_browser
async def test_a_second_window_learns_that_the_session_was_ended(served: Served, phone: BrowserContext):
    first, second = await phone.new_page(), await phone.new_page()
    await served.opens(first, served.records[0])
    await second.goto(f"{served.url}/ho-so/{served.records[0]}")
    await button(first, say.LEAVE).click()
    await expect(first.locator("main")).to_contain_text("Đã đóng phiên")
    await button(second, captions.APPROVE).click()
    await expect(second.locator("#notices")).to_contain_text(say_page.SCRIPT["closed"][:20])
    assert await decided(served) == 0
