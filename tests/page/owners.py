"""Whose phones the page tests hold, and how such a phone is first opened."""

from __future__ import annotations

from page.scripted_bot import ScriptedBot
from playwright.async_api import Locator

LAN, MINH = 1001, 1002


async def opened(bot: ScriptedBot, phone: Locator) -> None:
    """The phone's owner presses the start button, and the bot hears it: now it may write to them."""
    await phone.get_by_role("button", name="Bắt đầu").click()
    await bot.hears("message")
