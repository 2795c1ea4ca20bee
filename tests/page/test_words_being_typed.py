"""Words that are typed and not saved are not lost by a tap beside them: what leads away asks first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from page.reviewing import SPACED, Served, serving
from playwright.async_api import BrowserContext, expect

from domain.wording import captions
from domain.wording import review_page as say
from storage.engine import Database
from tests.page.test_a_line_that_breaks import button, decided

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)  # the pages know no database
FIELD, WORDS = "#i-meHoTen", "Hoàng Thị Mẫu Đơn"


@pytest.fixture
async def served(database: Database, tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(database, tmp_path, findings={1: (SPACED,)}) as made:
        yield made


async def test_putting_off_asks_while_something_is_typed_and_the_words_are_there_again(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    await served.opens(page, served.records[0])
    await page.locator(FIELD).fill(WORDS)
    await button(page, captions.LATER).click()
    await expect(page.locator("#ask-typed")).to_contain_text(say.SCRIPT["typed_kept"])
    await page.locator("#ask-typed").get_by_role("button", name=captions.BACK).click()
    await expect(page.locator(FIELD)).to_have_value(WORDS)
    assert served.acts == [] and await decided(served) == 0
    await button(page, captions.LATER).click()
    await button(page, say.TYPED_GO).click()
    await expect(page.locator("h1")).to_contain_text("Số 2 ")
    await page.goto(f"{served.url}/ho-so/{served.records[0]}")
    await expect(page.locator(FIELD)).to_have_value(WORDS)


async def test_taking_back_the_last_decision_asks_as_well(served: Served, phone: BrowserContext):
    page = await phone.new_page()
    await served.opens(page, served.records[0])
    await button(page, captions.APPROVE).click()
    await expect(page.locator("h1")).to_contain_text("Số 2 ")
    await page.locator(FIELD).fill(WORDS)
    await button(page, captions.UNDO).click()
    await expect(page.locator("#ask-typed")).to_be_visible()
    assert await served.state(served.records[0]) == "APPROVED"
    await button(page, say.TYPED_GO).click()
    await expect(page.locator("h1")).to_contain_text("Số 1 ")
    assert await served.state(served.records[0]) == "PENDING"


async def test_with_nothing_typed_or_all_of_it_dropped_nothing_is_asked(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    await served.opens(page, served.records[0])
    await page.locator(FIELD).fill(WORDS)
    await button(page, captions.DROP).click()
    await button(page, captions.LATER).click()
    await expect(page.locator("h1")).to_contain_text("Số 2 ")
    await expect(page.locator("#ask-typed")).not_to_be_visible()


async def test_going_on_from_a_record_that_was_taken_away_says_that_the_words_are_lost(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    await served.opens(page, served.records[0])
    await page.locator(FIELD).fill(WORDS)
    await served.lan.taps(captions.APPROVE)  # in the chat, meanwhile
    await button(page, captions.SAVE).click()
    await button(page, say.SCRIPT["button_next"]).click()
    await expect(page.locator("#ask-typed")).to_contain_text(say.SCRIPT["typed_lost"])
    await page.locator("#ask-typed").get_by_role("button", name=captions.BACK).click()
    await expect(page.locator(FIELD)).to_have_value(WORDS)  # to be written down by hand
    await button(page, say.SCRIPT["button_next"]).click()
    await button(page, say.TYPED_GO).click()
    await expect(page.locator("h1")).to_contain_text("Số 2 ")


async def test_nothing_can_be_typed_into_a_record_whose_decision_is_on_its_way(
    served: Served, phone: BrowserContext
):
    page = await phone.new_page()
    await served.opens(page, served.records[1])
    await page.route("**/viec", lambda route: route.abort())
    await button(page, captions.APPROVE).click()
    await expect(page.locator("#notices")).to_contain_text("Chưa gửi")
    await expect(page.locator(FIELD)).to_have_js_property("readOnly", True)
    await expect(page.locator(".suggest").first).to_be_disabled()
    await page.unroute("**/viec")
    await button(page, say.SCRIPT["button_retry"]).click()
    await expect(page.locator("h1")).to_contain_text("Số 1 ")
    await expect(page.locator(FIELD)).to_have_js_property("readOnly", False)
