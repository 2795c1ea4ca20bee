"""A real browser for page tests: headless Chromium, and a page that tells on itself.

Other folders reuse it: `from page.browser import browser, complaints, page` in their conftest. The browser
is started anew for each test (about half a second), so that it lives in the test's own event loop.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 8_000  # how long a thing may take to appear on a busy machine


def find_chromium() -> str:
    """The path of an installed Chromium or Chrome; fails the test if there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.fail("no Chromium on this machine: `make chromium` installs it")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A fresh headless browser."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield launched
        await launched.close()


@pytest.fixture
def complaints() -> list[str]:
    """What went wrong in the browser so far: console errors, script errors, requests to other hosts.

    A test that provokes one on purpose looks at it and clears the list; `page` fails on what is left.
    """
    return []


def _listen(page: Page, complaints: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname not in ("127.0.0.1", "localhost"):
            complaints.append(f"asked another host: {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.context.on("request", on_request)


@pytest.fixture
async def page(browser: Browser, complaints: list[str]) -> AsyncIterator[Page]:
    """A blank page of 1280 x 800 in a context of its own; afterwards nothing may have been complained of."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN")
    opened = await context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    _listen(opened, complaints)
    yield opened
    await context.close()
    assert complaints == []
