"""Somebody has set their telephone to letters twice as large: every page fits it, nothing is cut, all can be touched."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from page.browser import FLAGS, find_chromium
from page.reviewing import CSS_PHONE, EMPTY, GRAVE, SPACED, Served, serving
from PIL import Image
from playwright.async_api import Page, async_playwright, expect

from bot.settings import Settings
from domain.wording import captions
from domain.wording import page_access as say
from domain.wording import review_page as say_page
from storage.engine import Database
from tests import world
from tests.handlers import planned_house
from tests.page.progress_house import DEADLINE, many_units
from tests.page.test_a_line_that_breaks import button

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)  # the pages know no database

# what is too wide, what is cut off, what is too small for a finger
FAULTS = """() => {
  const faults = [];
  const root = document.scrollingElement;
  if (root.scrollWidth > innerWidth) faults.push(`the page is ${root.scrollWidth} wide`);
  const open = document.querySelector("dialog[open]");
  const touched = "button, summary, select, input:not([type=hidden]), textarea, .tick, a.button, .choices a";
  for (const each of (open || document).querySelectorAll(touched)) {
    if (!each.checkVisibility({ visibilityProperty: true }) || each.closest(".skip")) continue;
    const box = each.getBoundingClientRect();
    const name = `${each.tagName} ${(each.innerText || each.name || each.ariaLabel || "").slice(0, 40)}`;
    if (each.closest(".scan-stage") || (each.type === "checkbox" && each.closest(".tick"))) continue;
    if (box.height < 43.9 || box.width < 43.9) faults.push(`${name}: ${box.width} by ${box.height}`);
    if (box.left < -0.5 || box.right > innerWidth + 0.5) faults.push(`${name}: from ${box.left} to ${box.right}`);
    const cut = each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1;
    if (each.matches("button, summary, .button, .field textarea, .field input") && cut) faults.push(`${name}: cut off`);
  }
  return faults;
}"""


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """A phone of 360 points whose owner has set letters of 32 points instead of 16."""
    async with async_playwright() as playwright:
        flags = [*FLAGS, "--blink-settings=defaultFontSize=32"]
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=flags)
        context = await browser.new_context(
            viewport=CSS_PHONE, locale="vi-VN", has_touch=True, is_mobile=True
        )
        opened = await context.new_page()
        opened.set_default_timeout(8_000)
        yield opened
        await browser.close()


@pytest.fixture
async def served(database: Database, tmp_path: Path) -> AsyncIterator[Served]:
    sheet = Image.effect_noise((1240, 1754), 20).convert("RGB")
    sheet.save(tmp_path / "a.pdf", save_all=True, append_images=[sheet])
    rows = [world.birth(n) for n in range(1, 7)]
    rows[0] |= {"nksNgaySinh": "31.02.2005", "chaHoTen": "Nông  Văn Mẫu", "nksNoiSinh": ""}
    async with serving(
        database, tmp_path, rows=rows, findings={0: (GRAVE, EMPTY, SPACED)}, scans={0: "a.pdf"}
    ) as made:
        yield made


async def fits(page: Page, name: str, shots: Path) -> None:
    asks = await page.locator("dialog[open]").count() > 0
    await page.screenshot(path=shots / f"{name}.png", full_page=not asks)
    assert await page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert await page.evaluate(FAULTS) == [], name


async def test_a_record_its_questions_and_what_is_said_of_it(served: Served, page: Page, tmp_path: Path):
    await served.opens(page, served.records[0])
    await page.locator(".scan-fit").wait_for()
    await fits(page, "record", tmp_path)
    for name, asked in (
        (captions.RETURN, "return"), (captions.FOLLOW_UP, "follow"), (captions.APPROVE, "question"),
    ):  # fmt: skip
        await button(page, name).click()
        dialog = page.locator(f"#ask-{asked}")
        await expect(dialog).to_be_visible()
        await fits(page, asked, tmp_path)
        await dialog.get_by_role("button", name=captions.BACK).click()
    await page.locator("#i-meHoTen").fill("Hoàng Thị Mẫu Đơn")
    await expect(button(page, captions.SAVE)).to_be_visible()
    await fits(page, "typed", tmp_path)
    await button(page, captions.LATER).click()
    await expect(page.locator("#ask-typed")).to_be_visible()
    await fits(page, "typed-asked", tmp_path)
    await page.locator("#ask-typed").get_by_role("button", name=captions.BACK).click()
    await button(page, say.LEAVE).click()
    await fits(page, "leave", tmp_path)
    await button(page, say.STAY).click()
    await page.route("**/viec", lambda route: route.fulfill(status=413, body="x"))
    await button(page, captions.SAVE).click()
    await expect(page.locator("#aside .told")).to_be_visible()
    await fits(page, "aside", tmp_path)
    await page.locator('[data-scan="large"]').click()
    await fits(page, "large", tmp_path)


async def test_room_is_left_to_read_and_type_in_between_scan_and_buttons(served: Served, page: Page):
    await served.opens(page, served.records[0])
    field = page.locator("#i-meHoTen")
    await field.click()
    await field.scroll_into_view_if_needed()
    free = await page.evaluate(
        """() => {
          const box = document.querySelector("#i-meHoTen").getBoundingClientRect();
          const there = document.elementFromPoint(box.left + 20, box.top + box.height / 2);
          return there && there.id;
        }"""
    )
    assert free == "i-meHoTen", "neither the scan nor the buttons lie over what is typed"


async def test_a_record_without_a_script(served: Served, page: Page, tmp_path: Path):
    await served.opens(page, served.records[0])
    cookies = await page.context.cookies()
    agent = await page.evaluate("navigator.userAgent")
    assert page.context.browser is not None
    plain = await page.context.browser.new_context(
        viewport=CSS_PHONE, java_script_enabled=False, user_agent=agent, has_touch=True, is_mobile=True
    )
    await plain.add_cookies(cookies)  # type: ignore[arg-type]
    shown = await plain.new_page()
    await shown.goto(f"{served.url}/ho-so/{served.records[0]}")
    await fits(shown, "no-script", tmp_path)
    await expect(shown.locator(".read-only")).to_have_text(say_page.READ_ONLY)


async def test_the_door_a_sentence_and_the_pin(served: Served, page: Page, tmp_path: Path):
    await page.add_init_script(
        "Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true })"
    )
    assert served.pages is not None
    served.pages.settings = Settings(web={"public_url": served.url, "pin": "on"})
    await page.goto(await served.link(served.records[0]))
    await fits(page, "door", tmp_path)
    await button(page, say.OPEN).click()
    await page.locator("#again").wait_for()
    await fits(page, "pin-new", tmp_path)
    await page.locator("#pin").fill("123456")
    await page.locator("#again").fill("123456")
    await button(page, say.NEXT).click()
    await page.locator("#fault").wait_for()
    await fits(page, "pin-fault", tmp_path)
    await page.locator("#pin").fill("250719")
    await page.locator("#again").fill("250719")
    await button(page, say.NEXT).click()
    await page.locator("h1").filter(has_text="Số").wait_for()
    await page.goto(f"{served.url}/ho-so/999999")
    await fits(page, "sentence", tmp_path)


async def test_the_progress_page(served: Served, page: Page, tmp_path: Path):
    house = served.house
    await many_units(house, 6, "Xã " + "Rất Dài " * 8)
    head = await world.hire(house.database, "Lý Văn Minh", "84912000007", "head", 2)
    await planned_house.chat.linked(house, "u7", head)
    house.conversation.rules = house.rules.with_days(DEADLINE, None)
    await page.goto(await served.link(served.records[0], person_id=head, user="u7"))
    await page.goto(f"{served.url}/tien-do")
    await page.locator("summary").click()
    await fits(page, "progress", tmp_path)
    links = page.locator("main a:visible, header a:visible")
    for each in await links.all():
        box = await each.bounding_box()
        assert box is not None and box["height"] >= 44, await each.inner_text()
