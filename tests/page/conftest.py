"""The stand-in with two people on it, a scripted bot, and the page with their phones."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from page.browser import browser, complaints, page
from page.owners import LAN, MINH
from page.scripted_bot import ScriptedBot
from playwright.async_api import Locator, Page

from bot.sandbox.server import Sandbox

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
