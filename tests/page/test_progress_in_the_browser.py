"""The progress page in a browser: on a head's phone and desk, live, printed, without a script, with large letters."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pypdfium2
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from storage.engine import Database
from tests import world
from tests.chat import House, Phone
from tests.handlers import planned_house
from tests.handlers.planned_house import DISTRICT, FRIDAY, MONDAY, PROVINCE, fill
from tests.page.progress_house import DEADLINE, Served, many_units, served, works
from tests.world import HAI_YEN, HOA_CU

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


@pytest.fixture
def database_kind() -> str:
    """What a browser shows does not depend on the database; the figures are tested on both."""
    return "sqlite"


@pytest.fixture
async def at(database: Database) -> AsyncIterator[Served]:
    await world.found(database)
    async with served(House(database, deadline=DEADLINE)) as serving:
        yield serving


@pytest.fixture
async def lan(at: Served) -> Phone:
    await fill(at.house, HOA_CU)
    await fill(at.house, HAI_YEN, 30)
    lan = await planned_house.person(at.house, "Nông Thị Lan", 1, "official", HOA_CU)
    await works(at.house, lan, 4, (FRIDAY, MONDAY))
    return lan


async def opened(page: Page, at: Served, unit: int, place: str = "/tien-do") -> None:
    """Open the page in the browser of a head of that unit."""
    person_id = await world.hire(at.house.database, "Lý Văn Minh", "84912000007", "head", unit)
    await planned_house.chat.linked(at.house, "u7", person_id)
    agent = await page.evaluate("navigator.userAgent")
    cookie = await at.cookie(person_id, agent)
    await page.context.add_cookies([{"name": "rasoat", "value": cookie, "url": at.url}])
    await page.goto(at.url + place)


async def row(page: Page, name: str) -> str:
    return " ".join((await page.get_by_role("row", name=name).inner_text()).split())


async def serious_faults(page: Page) -> list[tuple[str, str]]:
    """What would keep somebody from reading the page, by the engine that browsers' own audits use."""
    found = (await Axe().run(page)).response["violations"]
    grave = [each for each in found if each["impact"] in ("serious", "critical")]
    return [(each["id"], each["nodes"][0]["html"]) for each in grave]


async def overflows(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_fits_the_screen_and_its_marks_reach_everybody(
    page: Page, at: Served, lan: Phone, size: dict[str, int], scheme: str
):
    await page.set_viewport_size(size)
    await page.emulate_media(color_scheme=scheme)
    await opened(page, at, DISTRICT)
    assert not await overflows(page)
    assert "Chậm · 66 %" in await row(page, "Xã Hòa Cư"), "the band is a word, not only a colour"
    assert await serious_faults(page) == []


async def test_with_letters_twice_as_large_nothing_runs_off_a_phone(page: Page, at: Served, lan: Phone):
    await page.set_viewport_size(PHONE)
    await many_units(at.house, 3, "Xã " + "Rất Dài " * 24)
    await opened(page, at, DISTRICT)
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not await overflows(page)


async def test_what_is_touched_on_a_phone_is_large_enough(page: Page, at: Served, lan: Phone):
    await page.set_viewport_size(PHONE)
    await opened(page, at, DISTRICT)
    await page.locator("summary").click()
    for each in await page.locator("main a:visible, button:visible, select, summary, .tick").all():
        box = await each.bounding_box()
        assert box is not None and box["height"] >= 44, await each.inner_text()


async def test_a_decision_in_the_chat_appears_while_the_head_reads_on(page: Page, at: Served, lan: Phone):
    await page.clock.install()
    await opened(page, at, DISTRICT)
    await page.get_by_role("link", name="Xã Hòa Cư").focus()
    await page.evaluate("scrollTo(0, 120)")
    before = await page.evaluate("scrollY")
    await lan.chooses("✅ Phê duyệt")
    at.house.clock.move(seconds=30)
    async with page.expect_response(lambda answer: "/tien-do/moi" in answer.url):
        await page.clock.run_for(20_000)
    await page.get_by_role("cell", name="9/100 (9,0 %)").wait_for()
    assert await page.evaluate("document.activeElement.textContent") == "Xã Hòa Cư"
    assert await page.evaluate("scrollY") == before
    assert "9/130 hồ sơ" in await page.get_by_role("status").first.inner_text()


async def test_a_lost_network_is_said_and_the_figures_stay(
    page: Page, at: Served, lan: Phone, complaints: list[str]
):
    await page.clock.install()
    await opened(page, at, DISTRICT)
    await page.context.set_offline(True)
    await page.clock.run_for(20_000)
    told = page.locator("#ket-noi")
    await told.wait_for()
    assert "Mất kết nối" in await told.inner_text()
    assert "8/100" in await row(page, "Xã Hòa Cư")
    await page.context.set_offline(False)
    await told.wait_for(state="hidden")
    complaints[:] = [said for said in complaints if "ERR_INTERNET_DISCONNECTED" not in said]


async def test_a_session_that_ended_is_said_once_and_nothing_asks_on(
    page: Page, at: Served, lan: Phone, complaints: list[str]
):
    await page.clock.install()
    await opened(page, at, DISTRICT)
    await page.context.clear_cookies()
    await page.clock.run_for(20_000)
    await page.get_by_text("Phiên xem đã hết").wait_for()
    complaints[:] = [said for said in complaints if "404" not in said]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.clock.run_for(600_000)
    assert asked == []


async def test_without_a_script_a_head_reads_filters_and_sorts(browser: Browser, at: Served, lan: Phone):
    context = await browser.new_context(viewport=PHONE, java_script_enabled=False, user_agent="plain")
    plain = await context.new_page()
    person_id = await world.hire(at.house.database, "Lý Văn Minh", "84912000007", "head", DISTRICT)
    await planned_house.chat.linked(at.house, "u7", person_id)
    cookie = await at.cookie(person_id, "plain")
    await context.add_cookies([{"name": "rasoat", "value": cookie, "url": at.url}])
    await plain.goto(f"{at.url}/tien-do")
    await plain.locator("summary").click()
    await plain.get_by_label("Tên hoặc mã đơn vị").fill("hai yen")
    await plain.get_by_role("button", name="Xem").click()
    assert await plain.get_by_role("link", name="Xã Hòa Cư").count() == 0
    await plain.get_by_role("link", name="Xã Hải Yến").click()
    assert await plain.get_by_role("heading", level=1).inner_text() == "Tiến độ rà soát: Xã Hải Yến"
    await plain.get_by_role("link", name="Huyện Cao Lộc").click()
    await plain.get_by_role("link", name="Chậm: 2").click()
    assert await plain.get_by_role("link", name="Xã Hòa Cư").count() == 1
    await context.close()


async def test_printed_on_a4_each_sheet_begins_with_the_columns_names(page: Page, at: Served, lan: Phone):
    await many_units(at.house, 200)
    await opened(page, at, PROVINCE)
    printed = pypdfium2.PdfDocument(await page.pdf(prefer_css_page_size=True))
    sheets = [sheet.get_textpage().get_text_bounded() for sheet in printed]
    wide, tall = printed[0].get_size()
    assert (round(wide), round(tall)) == (842, 595), "A4, lying"
    assert len(sheets) <= 14
    with_rows = [sheet for sheet in sheets if "Xã Thử" in sheet]
    assert all("Dự kiến xong" in sheet and "Cần hôm nay" in sheet for sheet in with_rows)
    assert "Lọc và sắp xếp" not in "".join(sheets)
    assert sum(sheet.count("Xã Thử") for sheet in sheets) == 200
