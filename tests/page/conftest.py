"""The stand-in with two people on it, a scripted bot, the page with their phones; and a house whose pages one phone opens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from page.browser import browser, complaints, page
from page.owners import LAN, MINH
from page.reviewing import CSS_PHONE, Served, serving
from page.scripted_bot import ScriptedBot
from playwright.async_api import Browser, BrowserContext, Locator, Page

from bot.sandbox.server import Sandbox
from storage.engine import Database

__all__ = ["browser", "complaints", "page"]

TOKEN = "158001:page-tests-AAAAAAAAAAAAAAAAAAAAAAAA"
NOON = 1_720_069_200.0  # Thursday 4 July 2024, 12:00 in Viet Nam


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """The Bot API stand-in, its clock standing at noon; Lan and Minh have phones on it."""
    started = Sandbox(tokens=[TOKEN], clock=lambda: NOON)
    await started.start("127.0.0.1")
    started.add_user(LAN, "Lan", last_name="Hoàng Thị", phone="+84912345678")
    started.add_user(MINH, "Minh", last_name="Lý Văn", phone="+84987654321")
    yield started
    await started.stop()


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[ScriptedBot]:
    """The bot behind the stand-in's token; nobody has written to it yet."""
    async with aiohttp.ClientSession() as session:
        yield ScriptedBot(f"{sandbox.base_url}/bot{TOKEN}", session)


@pytest.fixture
async def phones(page: Page, sandbox: Sandbox) -> Page:
    """The page showing both phones, connected, still without a word in either."""
    await page.goto(f"{sandbox.base_url}/phones?users={LAN},{MINH}")
    return page


@pytest.fixture
def lan(phones: Page) -> Locator:
    """Lan's phone."""
    return phones.locator(f'[data-user="{LAN}"]')


@pytest.fixture
def minh(phones: Page) -> Locator:
    """Minh's phone."""
    return phones.locator(f'[data-user="{MINH}"]')


@pytest.fixture
async def served(database: Database, tmp_path: Path) -> AsyncIterator[Served]:
    """The review page of a house in which Lan has begun her day."""
    async with serving(database, tmp_path) as made:
        yield made


@pytest.fixture
async def phone(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A cheap phone's browser: 360 points wide, a finger on it, nothing kept from before."""
    context = await browser.new_context(viewport=CSS_PHONE, locale="vi-VN", has_touch=True, is_mobile=True)
    context.set_default_timeout(8_000)
    yield context
    await context.close()
