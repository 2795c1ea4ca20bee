"""A hand on one phone of the demo's page."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

SHARE = "📱 Chia sẻ số điện thoại"


class Hand:
    """Clicks on one phone of the page, and waits for what it shows."""

    def __init__(self, phone: Locator) -> None:
        self.phone = phone

    async def taps(self, *labels: str) -> None:
        for label in labels:
            await self.phone.get_by_role("button", name=label, exact=True).last.click()

    async def types(self, words: str) -> None:
        box = self.phone.get_by_role("textbox")
        await box.fill(words)
        await box.press("Enter")

    async def sees(self, words: str) -> None:
        await expect(self.phone.get_by_text(words).last).to_be_visible()

    async def registers(self, name: str) -> None:
        """Open the link, share the number, and be greeted."""
        await self.taps("Bắt đầu")
        await self.taps(SHARE)
        await self.phone.get_by_role("alertdialog").get_by_role("button", name="Chia sẻ").click()
        await self.sees(f"Chào anh/chị {name}. Đã kích hoạt:")


def hand_of(page: Page, user: int) -> Hand:
    """The hand of one of the cast: 1001 Lan, 1002 Minh, 1003 Hà."""
    return Hand(page.locator(f'[data-user="{user}"]'))
