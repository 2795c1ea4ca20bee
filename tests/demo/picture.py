"""`python tests/demo/picture.py docs/demo.png`: renew the README's picture from the page after the story.

The phones and, under them, the list of what was said unasked and what not.
"""

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
from domain.wording import captions

sys.path.insert(0, str(Path(__file__).parents[1]))
from page.browser import FLAGS, find_chromium

SIZE = {"width": 1280, "height": 830}
LINES = 11  # of the list


async def take(target: Path) -> None:
    """Play the story, then photograph the three phones and the head of the list."""
    logs.configure("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        built = await stage.build(Path(folder))
        async with theatre.opened(built) as opened, async_playwright() as playwright:
            await story.tell(opened, Teller(Console(quiet=True), built.clock))
            browser = await playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
            page = await browser.new_page(viewport=SIZE, locale="vi-VN")
            await page.goto(opened.page)
            await page.locator('[data-user="1003"]').get_by_text("Niêm phong").last.wait_for()
            await page.locator("#reminders tbody tr").first.wait_for()
            lan = page.locator('[data-user="1001"]')
            await lan.get_by_role(
                "button", name=captions.START
            ).last.click()  # from the nudge to the day's card
            await lan.get_by_role("button", name=captions.APPROVE).last.wait_for()
            await page.wait_for_timeout(2500)  # the phones scroll to their last message, the list looks again
            last = await page.locator("#reminders tbody tr").nth(LINES - 1).bounding_box()
            assert last is not None
            clip = {"x": 0, "y": 0, **SIZE, "height": last["y"] + last["height"]}
            await page.screenshot(path=target, full_page=True, clip=clip)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1])))
