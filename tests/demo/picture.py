"""`python tests/demo/picture.py docs/demo.png`: renew the README's picture from the page after the story."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright
from rich.console import Console

from bot import logs
from bot.demo import stage, story, theatre
from bot.demo.telling import Teller

sys.path.insert(0, str(Path(__file__).parents[1]))
from page.browser import FLAGS, find_chromium


async def take(target: Path) -> None:
    """Play the story, then photograph the three phones."""
    logs.configure("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        built = await stage.build(Path(folder))
        async with theatre.opened(built) as opened, async_playwright() as playwright:
            await story.tell(opened, Teller(Console(quiet=True), built.clock))
            browser = await playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
            page = await browser.new_page(viewport={"width": 1280, "height": 920}, locale="vi-VN")
            await page.goto(opened.page)
            await page.locator('[data-user="1003"]').get_by_text("Vi Văn Sơn").last.wait_for()
            await page.wait_for_timeout(500)  # the phones scroll to their last message
            await page.screenshot(path=target)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1])))
