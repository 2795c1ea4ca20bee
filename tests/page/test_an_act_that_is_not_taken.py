"""One decision that the server does not take, now or ever, holds up none on other records, and is not lost unseen."""

from __future__ import annotations

import pytest
from page.reviewing import Served
from playwright.async_api import BrowserContext, Locator, Page, Route, expect

from domain.wording import captions
from domain.wording import review_page as say
from tests.page.test_a_line_that_breaks import button, decided, kept

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)  # the pages know no database
OURS = {"Content-Security-Policy": "default-src 'none'"}
QUICK = "const wait = setTimeout; window.setTimeout = (f, ms, ...more) => wait(f, ms > 500 ? ms / 50 : ms, ...more);"

# the line is broken in a page of its own account, so that nothing half-way is let go when it is mended
BROKEN = """(() => {
  const line = window.fetch, mended = location.search.includes("mended");
  window.fetch = (place, ...more) =>
    mended || window.mended || !place.endsWith("/viec") ? line(place, ...more) : Promise.reject(new TypeError("no line"));
})()"""


@pytest.fixture
async def phone(phone: BrowserContext) -> BrowserContext:
    await phone.add_init_script(QUICK)  # fifty times quicker: nobody waits a minute here
    return phone


def aside(page: Page) -> Locator:
    return page.locator("#aside .told")


async def answers(page: Page, record: int, status: int, tried: list[int], **headers: str) -> None:
    """Have all acts on a record answered so."""

    async def answer(route: Route) -> None:
        tried.append(record)
        await route.fulfill(status=status, body="x", headers={"Content-Type": "text/html", **headers})

    await page.route(f"**/ho-so/{record}/viec", answer)


async def two_wait(served: Served, page: Page) -> tuple[int, int]:
    """On a broken line two records are decided; both decisions wait."""
    first, second, *_ = served.records
    await page.add_init_script(BROKEN)
    await served.opens(page, first)
    await button(page, captions.APPROVE).click()
    await expect(page.locator("#notices")).to_contain_text("Chưa gửi")
    await page.goto(f"{served.url}/ho-so/{second}")
    await button(page, captions.APPROVE).click()
    await expect(page.locator("#notices")).to_contain_text("Chưa gửi")
    assert len(await kept(page, "unsent")) == 2
    return first, second


async def comes_back(served: Served, page: Page, record: int) -> None:
    """The line is back, and the page is opened anew."""
    await page.goto(f"{served.url}/ho-so/{record}?mended")


@pytest.mark.parametrize(
    ("status", "headers", "tries"),
    [
        pytest.param(413, {}, 1, id="too large for the proxy"),
        pytest.param(400, OURS, 1, id="unreadable"),
        pytest.param(500, OURS, 5, id="the server fails over it"),
    ],
)
async def test_one_that_is_not_taken_is_set_aside_and_the_next_record_goes_on(
    served: Served, phone: BrowserContext, status: int, headers: dict[str, str], tries: int
):
    page = await phone.new_page()
    tried: list[int] = []
    first, second = await two_wait(served, page)
    await answers(page, first, status, tried, **headers)
    await comes_back(served, page, second)
    await expect(aside(page)).to_have_count(1, timeout=20_000)
    while len(await kept(page, "unsent")) > 1:
        await page.wait_for_timeout(50)
    assert (await served.state(first), await served.state(second)) == ("PENDING", "APPROVED")
    await expect(aside(page)).to_contain_text("Số 1 · Quyển 01/2005")
    await expect(aside(page)).to_contain_text("Phê duyệt")
    await comes_back(served, page, second)
    await expect(aside(page)).to_have_count(1)
    await page.wait_for_timeout(300)
    assert len(tried) == tries, "once set aside it is not sent by itself"

    await page.unroute(f"**/ho-so/{first}/viec")
    await button(page, say.SCRIPT["aside_again"]).click()
    await expect(aside(page)).to_have_count(0)
    await expect(page.locator("#said")).to_contain_text("Đã phê duyệt: Số 1")
    assert await served.state(first) == "APPROVED" and await decided(served) == 2


async def test_one_set_aside_can_be_dropped_and_its_record_decided_anew(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    first = served.records[0]
    await served.opens(page, first)
    await answers(page, first, 413, [])
    await button(page, captions.APPROVE).click()
    await expect(aside(page)).to_contain_text("Số 1 · Quyển 01/2005")
    await expect(page.locator("#notices")).to_be_empty()
    await expect(button(page, captions.APPROVE)).to_be_disabled()  # what waits must be seen to first
    await page.unroute(f"**/ho-so/{first}/viec")
    await button(page, say.SCRIPT["aside_drop"]).click()
    await expect(aside(page)).to_have_count(0)
    assert await decided(served) == 0 and await kept(page, "unsent") == []
    await button(page, captions.APPROVE).click()
    await expect(page.locator("h1")).to_contain_text("Số 2 ")
    assert await decided(served) == 1


async def test_while_the_server_is_away_nothing_is_set_aside(served: Served, phone: BrowserContext):
    page = await phone.new_page()
    tried: list[int] = []
    first, second = await two_wait(served, page)
    for record in (first, second):
        await answers(page, record, 502, tried)
    await comes_back(served, page, second)
    while len(tried) < 14:
        await page.wait_for_timeout(50)
    await expect(page.locator("#notices")).to_contain_text("Chưa gửi")
    await expect(aside(page)).to_have_count(0)
    assert {first, second} == set(tried)
    for record in (first, second):
        await page.unroute(f"**/ho-so/{record}/viec")
    while await kept(page, "unsent"):
        await page.wait_for_timeout(50)
    assert await decided(served) == 2


async def test_one_that_alone_brings_the_server_down_is_found_by_the_others_being_taken(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    first, second = await two_wait(served, page)
    await answers(page, first, 502, [])
    await comes_back(served, page, second)
    await expect(aside(page)).to_contain_text("Số 1 · Quyển 01/2005", timeout=20_000)
    assert await decided(served) == 1 and await served.state(second) == "APPROVED"


async def test_what_follows_on_the_same_record_waits_behind_it(served: Served, phone: BrowserContext):
    page = await phone.new_page()
    first = served.records[0]
    await page.add_init_script(BROKEN)
    await served.opens(page, first)
    await button(page, captions.APPROVE).click()
    await expect(page.locator("#notices")).to_contain_text("Chưa gửi")
    await page.evaluate(  # as an older version of the page may have left them
        "() => { const kept = JSON.parse(localStorage['rasoat.unsent']);"
        " kept.push({ ...kept[0], key: 'second-of-the-same-rec', act: { revision: 1, move: 'skip' } });"
        " localStorage['rasoat.unsent'] = JSON.stringify(kept); }"
    )
    sent: list[str] = []

    async def refuse(route: Route) -> None:
        sent.append((route.request.post_data_json or {})["key"])
        await route.fulfill(status=413, body="x")

    await page.route("**/viec", refuse)
    await comes_back(served, page, first)
    await expect(aside(page)).to_have_count(1)
    await page.wait_for_timeout(300)
    assert len(sent) == 1 and sent != ["second-of-the-same-rec"]
    await button(page, say.SCRIPT["aside_drop"]).click()
    await expect(aside(page)).to_contain_text(captions.LATER)
    assert sent[1:] == ["second-of-the-same-rec"]


async def test_an_over_session_is_not_taken_for_a_refusal(served: Served, phone: BrowserContext):
    page = await phone.new_page()
    first, second = await two_wait(served, page)
    served.house.clock.move(minutes=31)
    await page.evaluate("window.mended = true")
    await expect(page.locator("#notices")).to_contain_text("Phiên xem đã hết")
    await expect(aside(page)).to_have_count(0)
    assert len(await kept(page, "unsent")) == 2
    await page.goto(await served.link(first))
    await page.locator("#record").wait_for()
    await comes_back(served, page, second)
    while await kept(page, "unsent"):
        await page.wait_for_timeout(50)
    assert await decided(served) == 2


async def test_what_something_in_between_says_is_no_word_of_the_server(served: Served, phone: BrowserContext):
    page = await phone.new_page()
    tried: list[int] = []
    first = served.records[0]
    await served.opens(page, first)
    await answers(page, first, 403, tried)  # a hotel's page, a filter of the office
    await button(page, captions.APPROVE).click()
    while len(tried) < 7:
        await page.wait_for_timeout(50)
    await expect(page.locator("#notices")).to_contain_text("Chưa gửi")
    await page.unroute(f"**/ho-so/{first}/viec")
    await expect(page.locator("h1")).to_contain_text("Số 2 ", timeout=20_000)
    assert await decided(served) == 1
