"""Practice cards on the page: they look and answer like real ones, a wrong answer is explained, nothing is counted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from page.browser import browser
from page.reviewing import CSS_PHONE, Served, serving
from playwright.async_api import Browser, Page, expect
from sqlalchemy import func, select

from domain import guard, practice
from domain.review import Case
from domain.wording import captions
from storage.engine import Database
from storage.tables import DecisionRow

__all__ = ["browser"]
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)  # the pages know no database


@pytest.fixture
async def served(database: Database, tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(database, tmp_path, practice=6) as made:
        yield made


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport=CSS_PHONE, locale="vi-VN")
    opened = await context.new_page()
    opened.set_default_timeout(8_000)
    yield opened
    await context.close()


async def answer(page: Page, card: practice.Practice) -> None:
    """Answer a card by the rule."""
    match card.case:
        case Case.VENDOR:
            await page.locator('#bar [data-do="return"]').click()
            await page.locator(f'[data-reason="{card.reason}"]').click()
        case Case.SLIP:
            await page.locator(f"#i-{card.field}").fill(card.value)
            await page.locator('#bar [data-do="save"]').click()
        case Case.REGISTER:
            await page.locator('#bar [data-do="follow"]').click()
            await page.locator(f'button[data-kind="{card.reason}"]').click()


async def test_six_cards_are_answered_and_the_first_real_one_follows(served: Served, page: Page):
    first = practice.card_number(1)
    await page.goto(await served.link(-1))
    await expect(page.locator(".place")).to_contain_text("Tập dượt 1/6")
    await page.get_by_role("button", name=captions.APPROVE, exact=True).click()
    if guard.before_approving(first.record.findings):
        await page.get_by_role("button", name=captions.APPROVE_ANYWAY, exact=True).click()
    await expect(page.locator("#notices .broken")).to_be_visible()  # the letter's sentence, and the same card
    for number in range(1, 7):
        await expect(page.locator(".place")).to_contain_text(f"Tập dượt {number}/6")
        await answer(page, practice.card_number(number))
    await expect(page.locator("h1")).to_contain_text("Số 1 ")
    logged = await served.house.database.read(
        lambda tx: tx.run(select(func.count()).select_from(DecisionRow.__table__))
    )
    assert logged.scalar_one() == 0
