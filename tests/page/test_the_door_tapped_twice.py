"""An impatient finger taps the door twice: one session is opened, and the record is there."""

from __future__ import annotations

import asyncio

from page.reviewing import Served
from playwright.async_api import BrowserContext, Page, Route, expect
from sqlalchemy import func, select

from domain.wording import page_access as say
from storage.page_devices import devices
from storage.page_sessions import sessions


async def counted(served: Served, table) -> int:
    query = select(func.count()).select_from(table)
    return int((await served.house.database.read(lambda tx: tx.run(query))).scalar_one())


async def slow(page: Page, posts: list[str]) -> None:
    """Let the answer of the door take its time, as on a line of a commune."""

    async def wait(route: Route) -> None:
        if route.request.method == "POST":
            posts.append(route.request.url)
            await asyncio.sleep(0.8)
        await route.continue_()

    await page.route("**/r/*", wait)


async def lands(served: Served, page: Page) -> None:
    """The record is there, opened by one session on one device."""
    await expect(page.locator("h1")).to_contain_text("Số 1 ")
    assert page.url == f"{served.url}/ho-so/{served.records[0]}"
    assert (await counted(served, sessions), await counted(served, devices)) == (1, 1)


async def test_two_taps_on_the_button_open_one_session(served: Served, phone: BrowserContext):
    page, posts = await phone.new_page(), []
    await page.add_init_script(  # as on a page opened in the background: the script waits to be looked at
        "Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true })"
    )
    await slow(page, posts)
    await page.goto(await served.link(served.records[0]))
    assert posts == []
    box = await page.get_by_role("button", name=say.OPEN).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for _ in range(2):
        await page.touchscreen.tap(x, y)
    await lands(served, page)
    assert len(posts) == 1


async def test_a_tap_while_the_script_opens_it_already_breaks_nothing_off(
    served: Served, phone: BrowserContext
):
    page, posts = await phone.new_page(), []
    await slow(page, posts)
    await page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { for (const ms of [100, 250])"
        " setTimeout(() => document.querySelector('#door button')?.click(), ms); })"
    )
    await page.goto(await served.link(served.records[0]))
    await lands(served, page)
    assert len(posts) == 1


async def test_the_link_tapped_twice_in_the_chat_leads_to_the_record_in_both_windows(
    served: Served, phone: BrowserContext
):
    first, second = await phone.new_page(), await phone.new_page()
    link = await served.link(served.records[0])
    await first.goto(link)
    await lands(served, first)
    await second.goto(link)
    await expect(second.locator("main")).to_contain_text("đã được mở một lần")
    await second.get_by_role("link", name=say.NEXT).click()
    await lands(served, second)
