"""An official reviews on her phone, in a real browser: reads, looks closely, corrects, decides, and goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from page.browser import browser, complaints
from page.reviewing import CSS_PHONE, EMPTY, GRAVE, SPACED, Served, serving
from playwright.async_api import Browser, ConsoleMessage, Page, expect
from sqlalchemy import update

from bot.synthetic.scans import page as drawn_page
from domain.records import RecordType
from domain.wording import captions
from domain.wording import review_page as say
from storage.engine import Database
from storage.tables import RecordRow
from tests import world
from tests.chat import linked

__all__ = ["browser", "complaints"]
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)  # the pages know no database


@pytest.fixture
async def served(database: Database, tmp_path: Path) -> AsyncIterator[Served]:
    from random import Random

    sheets = [
        drawn_page(RecordType.KS, {"so": str(n), "nksHoTen": "Nông Văn Thử"}, Random(n)).resize((2480, 2680))
        for n in (1, 2, 3)
    ]
    sheets[0].save(tmp_path / "a.pdf", save_all=True, append_images=sheets[1:], resolution=300.0)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing else")
    rows = [world.birth(n) for n in range(1, 7)]
    rows[1] |= {"nksNgaySinh": "31.02.2005"}
    rows[2].pop("nksNoiSinh")
    rows[3] |= {"chaHoTen": "Nông  Văn Mẫu"}
    async with serving(
        database, tmp_path, rows=rows, findings={1: (GRAVE,), 2: (EMPTY,), 3: (SPACED,)},
        scans={0: "a.pdf", 1: "broken.pdf"},
    ) as made:  # fmt: skip
        yield made


@pytest.fixture
async def page(browser: Browser, complaints: list[str]) -> AsyncIterator[Page]:
    """Lan's phone: 360 points wide, a finger on it."""
    context = await browser.new_context(
        viewport=CSS_PHONE, locale="vi-VN", device_scale_factor=2, has_touch=True, is_mobile=True
    )
    opened = await context.new_page()
    opened.set_default_timeout(8_000)
    opened.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    opened.on("console", lambda told: _listen(told, complaints))
    yield opened
    await context.close()
    assert complaints == []


def _listen(told: ConsoleMessage, complaints: list[str]) -> None:
    """Note errors, but for those by which the browser itself notes what could not be loaded."""
    if told.type == "error" and "Failed to load resource" not in told.text:
        complaints.append(told.text)


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


async def test_a_clean_record_is_approved_and_the_next_one_stands_there(served: Served, page: Page):
    first, second = served.records[0], served.records[1]
    await served.opens(page, first)
    await expect(page.get_by_label("Họ, chữ đệm, tên mẹ")).to_have_value("Hoàng Thị Mẫu")
    await button(page, captions.APPROVE).click()
    await expect(page.locator("h1")).to_contain_text("Số 2 ")
    await expect(page.locator("#said")).to_contain_text("Đã phê duyệt: Số 1")
    assert page.url.endswith(f"/ho-so/{second}") and "Số 2 " in await page.title()
    assert await page.evaluate("document.activeElement.tagName") == "H1"
    assert await served.state(first) == "APPROVED" and len(served.acts) == 1


async def test_one_zooms_in_until_the_scans_own_points_are_seen_and_turns_its_pages(
    served: Served, page: Page
):
    await served.opens(page, served.records[0])
    await expect(page.locator(".scan-count")).to_have_text("Trang 1/3")
    for _ in range(4):
        await button(page, say.CLOSER).click()
    await expect(page.locator('.scan-tiles img[data-level="1"]').first).to_be_attached()
    await button(page, say.TURN).click()
    await button(page, say.PAGE_ON).click()
    await expect(page.locator(".scan-count")).to_have_text("Trang 2/3")
    await expect(page.locator(".scan-fit")).to_have_attribute("src", f"/ho-so/{served.records[0]}/anh/2")
    await expect(page.locator(".scan-said")).to_be_hidden()


async def test_two_fingers_and_a_double_tap_zoom(served: Served, page: Page):
    await served.opens(page, served.records[0])
    await expect(page.locator(".scan-count")).to_have_text("Trang 1/3")
    wide = "document.querySelector('.scan-fit').getBoundingClientRect().width"
    before = await page.evaluate(wide)
    cdp = await page.context.new_cdp_session(page)

    async def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(places)]
        await cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    box = await page.locator(".scan-view").bounding_box()
    assert box is not None
    x, y = box["x"] + 180, box["y"] + 100
    await touch("touchStart", (x - 20, y), (x + 20, y))
    for apart in (40, 60, 80):
        await touch("touchMove", (x - apart, y), (x + apart, y))
    await touch("touchEnd")
    pinched = await page.evaluate(wide)
    assert pinched > before * 2.5
    for _ in range(2):
        await touch("touchStart", (x, y))
        await touch("touchEnd")
    assert await page.evaluate(wide) < pinched


async def test_a_broken_scan_is_told_in_one_sentence_and_the_record_can_still_be_decided(
    served: Served, page: Page
):
    await served.opens(page, served.records[1])
    await expect(page.locator(".scan-said")).to_have_text(say.SCAN_SAID["broken"])
    await button(page, captions.LATER).click()
    await expect(page.locator("h1")).not_to_contain_text("Số 2 ")


async def test_the_deciding_question_leads_to_the_field_and_the_value_is_checked_there(
    served: Served, page: Page
):
    record = served.records[1]
    await served.opens(page, record)
    await button(page, captions.APPROVE).click()
    await button(page, captions.TYPED_WRONG).click()
    field = page.locator("#i-nksNgaySinh")
    await expect(field).to_be_focused()
    await field.fill("ngày mai")
    await button(page, captions.SAVE).click()
    fault = page.locator("#x-nksNgaySinh")
    await expect(fault).to_contain_text("Chưa đúng dạng ngày")
    await expect(field).to_have_attribute("aria-invalid", "true")
    await field.fill("28/02/2005")
    await button(page, captions.SAVE).click()
    await expect(page.locator("#said")).to_contain_text("Đã sửa và phê duyệt: Số 2")
    assert (await world.state_of(served.house.database, record))[2]["nksNgaySinh"] == "28.02.2005"


async def test_what_the_register_says_too_is_not_sent_back_but_followed_up(served: Served, page: Page):
    record = served.records[2]
    await served.opens(page, record)
    await button(page, captions.RETURN).click()
    await button(
        page, captions.RETURN_REASONS[next(r for r in captions.RETURN_REASONS if r == "MISSING_FIELDS")]
    ).click()
    await button(page, captions.REGISTER_SAME).click()
    await page.locator("#note").fill("Sổ để trống ô nơi sinh")
    await page.locator('button[data-kind="REGISTER_INCOMPLETE"]').click()
    await expect(page.locator("#said")).to_contain_text("Đã đưa vào danh sách theo dõi: Số 3")
    assert await served.state(record) == "FOLLOW_UP"


async def test_a_suggestion_that_loses_nothing_is_taken_over_in_one_tap(served: Served, page: Page):
    record = served.records[3]
    await served.opens(page, record)
    await button(page, captions.APPLY).click()
    await expect(page.locator("#said")).to_contain_text("Đã sửa và phê duyệt: Số 4")
    assert (await world.state_of(served.house.database, record))[2]["chaHoTen"] == "Nông Văn Mẫu"


async def test_a_decision_is_taken_back_and_the_record_is_there_again(served: Served, page: Page):
    await served.opens(page, served.records[0])
    await button(page, captions.APPROVE).click()
    await expect(page.locator("h1")).to_contain_text("Số 2 ")
    await button(page, captions.UNDO).click()
    await expect(page.locator("h1")).to_contain_text("Số 1 ")
    assert await served.state(served.records[0]) == "PENDING"


async def test_who_only_oversees_reads_and_decides_nothing(served: Served, page: Page):
    minh = await world.hire(served.house.database, "Lý Văn Minh", "84912000009", "head", world.HOA_CU)
    await linked(served.house, "1009", minh)
    await page.goto(await served.link(served.records[0], person_id=minh, user="1009"))
    await expect(page.get_by_label("Họ, chữ đệm, tên mẹ")).to_have_value("Hoàng Thị Mẫu")
    await expect(page.get_by_label("Họ, chữ đệm, tên mẹ")).not_to_be_editable()
    await expect(button(page, captions.APPROVE)).to_have_count(0)
    await expect(page.locator(".scan-count")).to_have_text("Trang 1/3")


async def test_a_correction_that_leaves_what_is_grave_asks_once_more(served: Served, page: Page):
    record = served.records[1]
    await served.opens(page, record)
    await page.get_by_label("Họ, chữ đệm, tên mẹ").fill("Hoàng Thị Mẫu Đơn")
    await button(page, captions.SAVE).click()
    await expect(page.locator("#ask-question")).to_contain_text("Ngày sinh")
    await page.locator("#ask-question").get_by_role("button", name=captions.SAVE).click()
    await expect(page.locator("#said")).to_contain_text("Đã sửa và phê duyệt: Số 2")


async def test_values_as_odd_as_a_source_may_hold_them_are_no_corrections(served: Served, page: Page):
    table = RecordRow.__table__
    record = served.records[0]
    odd = world.birth(
        1, meHoTen="Hoàng\r\nThị\tMẫu ", ghiChu="\n<b>một</b>\u200b\r\n" + "dài " * 150, nksGioiTinh="9"
    )
    await served.house.database.write(
        lambda tx: tx.run(update(table).where(table.c.id == record).values(fields=odd))
    )
    await served.opens(page, record)
    await expect(page.locator("#i-nksGioiTinh")).to_have_value("9")
    await button(page, captions.APPROVE).click()  # not hidden behind a correction nobody made
    await expect(page.locator("h1")).to_contain_text("Số 2 ")
    assert (await world.state_of(served.house.database, record))[2] == odd


async def test_a_third_skip_asks_for_a_reason(served: Served, page: Page):
    record = served.records[0]
    table = RecordRow.__table__
    await served.house.database.write(
        lambda tx: tx.run(update(table).where(table.c.id == record).values(skips=2))
    )
    await served.opens(page, record)
    await button(page, captions.LATER).click()
    await button(page, captions.SKIP_NO_BOOK).click()
    await expect(page.locator("h1")).to_contain_text("Số 2 ")
    assert await served.state(record) == "PENDING"


async def test_without_scripts_everything_can_be_read(served: Served, browser: Browser):
    context = await browser.new_context(viewport=CSS_PHONE, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(await served.link(served.records[0]))
    await page.get_by_role("button").click()
    await expect(page.get_by_label("Họ, chữ đệm, tên mẹ")).to_have_value("Hoàng Thị Mẫu")
    await page.wait_for_load_state("networkidle")
    assert await page.evaluate("document.querySelector('.scan-fit').naturalWidth") > 300
    await expect(page.get_by_text(say.READ_ONLY)).to_be_visible()
    await expect(page.get_by_role("button", name=captions.APPROVE)).to_be_hidden()
    await page.get_by_role("link", name=say.PAGE_ON).click()
    await expect(page.locator(".scan-fit")).to_have_attribute("src", f"/ho-so/{served.records[0]}/anh/2")
    await context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(360, 740), (1280, 800)])
async def test_nothing_keeps_anybody_out(served: Served, browser: Browser, scheme, size):
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale="vi-VN", bypass_csp=True
    )
    page = await context.new_page()
    await served.opens(page, served.records[2])

    async def faults() -> list[tuple[str, str]]:
        found = (await Axe().run(page)).response["violations"]
        return [
            (each["id"], each["nodes"][0]["html"])
            for each in found
            if each["impact"] in ("serious", "critical")
        ]

    assert await faults() == []
    await button(page, captions.APPROVE).click()
    await button(page, captions.REGISTER_SAME).wait_for()
    assert await faults() == []
    await button(page, captions.REGISTER_SAME).click()
    assert await faults() == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= size[0]
    small = await page.evaluate(
        "[...document.querySelectorAll('button')].filter(b => b.offsetWidth).filter(b => b.offsetHeight < 44 || b.offsetWidth < 44)"
        ".map(b => b.outerHTML)"
    )
    assert small == []

    await page.goto(f"{served.url}/r/{'A' * 22}")  # one sentence
    assert await faults() == []
    assert served.pages is not None
    served.pages.settings = served.pages.settings.model_copy(
        update={"web": served.pages.settings.web.model_copy(update={"pin": "on"})}
    )
    await page.goto(await served.link(served.records[2]))
    await page.locator("#pin").wait_for()
    assert await faults() == []
    await context.close()
