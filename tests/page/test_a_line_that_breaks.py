"""The line of a commune in the mountains: slow, gone, back again. A decision is kept, shown as unsent, and made once."""

from __future__ import annotations

import asyncio
import json

import pytest
from page.reviewing import Served
from playwright.async_api import Browser, BrowserContext, Page, expect
from sqlalchemy import func, select

from domain.wording import captions
from domain.wording import review_page as say
from storage.tables import DecisionRow
from tests import world
from tests.chat import linked

decisions = DecisionRow.__table__
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)  # the pages know no database


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


async def decided(served: Served) -> int:
    """Count what stands in the log."""
    query = select(func.count()).select_from(decisions)
    return int((await served.house.database.read(lambda tx: tx.run(query))).scalar_one())


async def kept(page: Page, name: str) -> list[dict[str, object]]:
    return json.loads(await page.evaluate(f"localStorage.getItem('rasoat.{name}')") or "[]")


async def test_a_decision_made_offline_is_kept_through_a_reload_and_sent_when_the_line_is_back(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    await served.opens(page, served.records[0])
    await phone.set_offline(True)
    await button(page, captions.APPROVE).click()
    await expect(page.locator("#notices")).to_contain_text("Chưa gửi")
    await expect(button(page, captions.APPROVE)).to_be_disabled()
    assert await decided(served) == 0
    [waiting] = await kept(page, "unsent")
    assert set(waiting) == {"key", "who", "record", "act", "at"}
    assert waiting["act"] == {"revision": 1, "move": "approve"}  # nothing of what the record says

    await page.route("**/viec", lambda route: route.abort())  # back, but not quite
    await phone.set_offline(False)
    await page.reload()
    await expect(page.locator("#notices")).to_contain_text("Chưa gửi")
    await page.unroute("**/viec")
    await button(page, say.SCRIPT["button_retry"]).click()
    await expect(page.locator("h1")).to_contain_text("Số 2 ")
    assert await served.state(served.records[0]) == "APPROVED"
    assert await decided(served) == 1 and await kept(page, "unsent") == []


async def test_on_a_slow_line_one_is_told_that_it_is_being_sent_and_goes_on(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    line = await phone.new_cdp_session(page)
    await line.send("Network.enable")
    slow = {"offline": False, "latency": 600, "downloadThroughput": 50_000, "uploadThroughput": 25_000}
    await line.send("Network.emulateNetworkConditions", slow)
    await line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    await served.opens(page, served.records[0])
    await button(page, captions.APPROVE).click()
    await expect(page.locator("#notices")).to_contain_text("Đang gửi")
    await expect(button(page, captions.APPROVE)).to_be_disabled()  # no second tap while one is on its way
    await expect(page.locator("h1")).to_contain_text("Số 2 ")
    assert len(served.acts) == 1 and await decided(served) == 1


async def test_what_was_asked_about_an_earlier_record_is_not_lost_under_the_next_one(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    await served.opens(page, served.records[0])
    await page.route("**/viec", lambda route: route.abort())
    await button(page, captions.APPROVE).click()
    await expect(page.locator("#notices")).to_contain_text("Chưa gửi")
    await served.lan.taps(captions.APPROVE)  # meanwhile, in the chat
    await page.unroute("**/viec")
    await page.goto(f"{served.url}/ho-so/{served.records[1]}")
    await expect(page.locator("#notices")).to_contain_text("Hồ sơ trước chưa quyết định xong")
    await expect(button(page, captions.APPROVE)).to_be_enabled()
    await button(page, say.SCRIPT["button_back"]).click()
    await page.wait_for_url(f"**/ho-so/{served.records[0]}")
    assert await decided(served) == 1


async def test_an_answer_that_went_astray_is_asked_for_again_and_nothing_is_decided_twice(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    await served.opens(page, served.records[0])
    served.lost = 2
    await button(page, captions.APPROVE).click()
    await expect(page.locator("h1")).to_contain_text("Số 2 ", timeout=15_000)
    assert len(served.acts) == 3 and await decided(served) == 1
    await expect(page.locator("#said")).to_contain_text("Đã phê duyệt: Số 1")


async def test_a_second_window_learns_that_the_record_is_decided(served: Served, phone: BrowserContext):
    first, second = await phone.new_page(), await phone.new_page()
    await served.opens(first, served.records[0])
    await second.goto(f"{served.url}/ho-so/{served.records[0]}")
    await expect(button(second, captions.APPROVE)).to_be_enabled()
    await button(first, captions.APPROVE).click()
    await expect(first.locator("h1")).to_contain_text("Số 2 ")
    await expect(second.locator("#notices")).to_contain_text(say.SCRIPT["elsewhere"])
    await expect(button(second, captions.APPROVE)).to_be_disabled()
    await button(second, say.SCRIPT["button_next"]).click()
    await expect(second.locator("h1")).to_contain_text("Số 2 ")
    assert await decided(served) == 1


async def test_what_waits_in_one_window_keeps_the_other_from_deciding_again(
    served: Served, phone: BrowserContext
):
    first, second = await phone.new_page(), await phone.new_page()
    await served.opens(first, served.records[0])
    await second.goto(f"{served.url}/ho-so/{served.records[0]}")
    await first.route("**/viec", lambda route: route.abort())
    await button(first, captions.APPROVE).click()
    await expect(first.locator("#notices")).to_contain_text("Chưa gửi")
    await expect(button(second, captions.APPROVE)).to_be_disabled()
    await second.reload()  # whichever window comes to it sends it
    await expect(second.locator("h1")).to_contain_text("Số 2 ")
    await expect(first.locator("#notices")).to_contain_text(say.SCRIPT["elsewhere"])
    assert await decided(served) == 1 and await kept(first, "unsent") == []


async def test_phone_and_computer_at_once_decide_once(
    served: Served, phone: BrowserContext, browser: Browser
):
    desk = await browser.new_context(viewport={"width": 1280, "height": 800})
    pages = [await phone.new_page(), await desk.new_page()]
    for page in pages:
        await served.opens(page, served.records[0])
    await asyncio.gather(*(button(page, captions.APPROVE).click() for page in pages))
    shown = [page.locator("#said:not(:empty), #notices .broken") for page in pages]
    for one in shown:
        await expect(one).to_be_visible()
    told = sorted([await one.inner_text() for one in shown])
    assert sum("Đã phê duyệt: Số 1" in each for each in told) == 1
    assert await decided(served) == 1
    await desk.close()


async def test_what_was_typed_survives_the_end_of_a_session_until_a_new_link_is_opened(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    record = served.records[0]
    await served.opens(page, record)
    await page.locator("#i-meHoTen").fill("Hoàng Thị Mẫu Đơn")
    served.house.clock.move(minutes=31)
    await button(page, captions.SAVE).click()
    await expect(page.locator("#notices")).to_contain_text("Phiên xem đã hết")
    await expect(page.locator("#i-meHoTen")).to_have_value("Hoàng Thị Mẫu Đơn")
    assert await decided(served) == 0

    await page.close()
    page = await phone.new_page()
    await page.goto(await served.link(record))
    await expect(page.locator("h1")).to_contain_text("Số 2 ")
    assert await decided(served) == 1 and await kept(page, "draft") == []


async def test_what_is_typed_and_not_saved_is_there_again_and_leaving_asks_first(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    await served.opens(page, served.records[0])
    await page.locator("#i-meHoTen").fill("Hoàng Thị Mẫu Đơn")
    asked: list[str] = []

    async def stay(dialog) -> None:
        asked.append(dialog.type)
        await dialog.accept()

    page.on("dialog", stay)
    await page.reload()
    assert asked == ["beforeunload"]
    await expect(page.locator("#i-meHoTen")).to_have_value("Hoàng Thị Mẫu Đơn")
    await button(page, captions.DROP).first.click()
    await expect(page.locator("#i-meHoTen")).to_have_value("Hoàng Thị Mẫu")
    assert await kept(page, "draft") == []


async def test_what_one_person_left_unsent_is_not_sent_in_anothers_name(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    await served.opens(page, served.records[0])
    await phone.set_offline(True)
    await button(page, captions.APPROVE).click()
    await expect(page.locator("#notices")).to_contain_text("Chưa gửi")
    await page.close()
    await phone.set_offline(False)

    hoa = await world.hire(served.house.database, "Lý Thị Hoa", "84912000002", "official", world.HOA_CU)
    chat = await linked(served.house, "1002", hoa)
    await chat.says("/batdau")
    page = await phone.new_page()
    await page.goto(f"{await served.link(served.records[3], person_id=hoa, user='1002')}")
    await page.wait_for_load_state("networkidle")
    assert served.acts == [] and len(await kept(page, "unsent")) == 1


async def test_a_record_taken_away_meanwhile_is_told_and_the_next_one_is_offered(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    await served.opens(page, served.records[0])
    await served.lan.taps(captions.APPROVE)  # in the chat, on the same phone perhaps
    await button(page, captions.FOLLOW_UP).click()
    await page.locator('button[data-kind="REGISTER_WRONG"]').click()
    await expect(page.locator("#notices .broken, #notices.broken")).to_be_visible()
    assert await served.state(served.records[0]) == "APPROVED"
    await button(page, say.SCRIPT["button_next"]).click()
    await expect(page.locator("h1")).to_contain_text("Số 2 ")
