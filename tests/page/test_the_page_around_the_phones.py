"""The page as a whole: whose phones, the clock, a broken line, small windows, and legibility."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from page.cable import Cable
from page.owners import LAN, MINH, opened
from page.scripted_bot import ScriptedBot, key
from playwright.async_api import Locator, Page, Route, expect

from bot.sandbox.server import Sandbox

CAST = [
    {
        "user": LAN,
        "name": "Hoàng Thị Lan",
        "role_label": "Cán bộ",
        "hint": "Rà soát hồ sơ của xã",
        "start_code": "MA-LAN_1",
    },
    {"user": MINH, "name": "Lý Văn Minh", "role_label": "Lãnh đạo"},
]


async def give_cast(page: Page, cast: list[dict[str, Any]]) -> None:
    """The demo names the people; the stand-in alone does not know who plays what."""

    async def answer(route: Route) -> None:
        await route.fulfill(json=cast)

    await page.route("**/phones/api/cast", answer)


async def test_the_cast_names_the_phones_and_the_first_word_is_the_start_code(
    sandbox: Sandbox, bot: ScriptedBot, page: Page
) -> None:
    await give_cast(page, CAST)
    await page.goto(f"{sandbox.base_url}/phones")
    assert await page.title() == "Rà soát"
    phone = page.get_by_role("region", name="Hoàng Thị Lan")
    await expect(phone.locator(".whose")).to_contain_text("Cán bộ")
    await expect(phone.locator(".whose")).to_contain_text("Rà soát hồ sơ của xã")
    await expect(page.get_by_role("region", name="Lý Văn Minh")).to_be_visible()
    await phone.get_by_role("button", name="Bắt đầu").click()
    said = await bot.hears("message")
    assert said["text"] == "/start MA-LAN_1"
    assert said["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    await expect(phone.get_by_role("button", name="Bắt đầu")).to_have_count(0)
    await expect(phone.get_by_role("textbox")).to_be_visible()


async def test_people_named_in_the_address_carry_their_own_names(lan: Locator, minh: Locator) -> None:
    await expect(lan.get_by_role("heading")).to_contain_text("Lan")
    await expect(minh.get_by_role("heading")).to_contain_text("Minh")


async def test_the_clock_shows_viet_nam_time_and_follows_the_stand_in(
    sandbox: Sandbox, page: Page, phones: Page
) -> None:
    face = phones.get_by_role("timer")
    await expect(face).to_contain_text("12:00")
    await expect(face).to_contain_text("Thứ Năm, 04/07/2024")
    asked: list[dict[str, Any]] = []

    async def move_on(route: Route) -> None:
        asked.append(route.request.post_data_json)
        await route.fulfill(json={"now": "2024-07-08T01:00:00+00:00"})

    await page.route("**/phones/api/clock", move_on)
    for label in ("07:30", "15:00", "16:30", "20:00", "+1 giờ", "Thứ Hai 08:00"):
        await phones.get_by_role("button", name=label).click()
        await expect(phones.get_by_role("button", name=label)).to_be_enabled()
    hours = ["07:30", "15:00", "16:30", "20:00"]
    assert asked == [{"to": to} for to in (*hours, "+1h", "monday")]
    await expect(face).to_contain_text("08:00")
    await expect(face).to_contain_text("Thứ Hai, 08/07/2024")
    await expect(phones.locator(".status-bar").first).to_contain_text("08:00")


async def test_what_was_said_during_a_break_is_there_when_the_line_is_back(
    sandbox: Sandbox, bot: ScriptedBot, page: Page, complaints: list[str]
) -> None:
    async with Cable(urlsplit(sandbox.base_url).port or 0) as cable:
        await page.goto(f"http://127.0.0.1:{cable.near_port}/phones?users={LAN}")
        phone = page.locator(f'[data-user="{LAN}"]')
        await opened(bot, phone)
        card = await bot.says(LAN, "Số 24", [[key("✅ Phê duyệt", "a")]])
        gone = await bot.says(LAN, "Bản quét")
        await expect(phone.get_by_text("Bản quét")).to_be_visible()
        cable.cut()
        await expect(page.get_by_text("Mất kết nối")).to_be_visible()
        await bot.call("editMessageText", chat_id=LAN, message_id=card, text="Số 25")
        await bot.call("deleteMessage", chat_id=LAN, message_id=gone)
        await bot.says(LAN, "Nhắc việc")
        cable.mend()
        await expect(phone.locator(".by-bot .words")).to_have_text(["Số 25", "Nhắc việc"])
        await expect(page.get_by_text("Mất kết nối")).to_be_hidden()
        await bot.says(LAN, "Lại nghe được")
        await expect(phone.get_by_text("Lại nghe được")).to_be_visible()
        assert all(
            "net::ERR_" in complaint for complaint in complaints
        )  # the browser's own words for the break
        complaints.clear()
        await page.close()


async def test_a_narrow_window_shows_one_phone_at_a_time_and_tabs_to_the_others(
    phones: Page, lan: Locator, minh: Locator
) -> None:
    await phones.set_viewport_size({"width": 390, "height": 844})
    await expect(lan.locator(".body")).to_be_in_viewport(ratio=0.99)
    await expect(minh).not_to_be_in_viewport(ratio=0.5)
    await phones.get_by_role("link", name="Minh").click()
    await expect(minh.locator(".body")).to_be_in_viewport(ratio=0.99)
    assert await phones.evaluate("document.documentElement.scrollWidth <= innerWidth")


CONTRASTS = """
() => {
  const channel = (v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const colour = (text) => text.match(/[\\d.]+/g).map(Number);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const found = colour(getComputedStyle(at).backgroundColor);
      if (found.length === 3) return found;
    }
    return [255, 255, 255];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  while (texts.nextNode()) {
    const { parentElement: node, data } = texts.currentNode;
    if (!data.trim() || !node.checkVisibility() || node.closest("noscript, :disabled")) continue;
    const [a, b] = [light(colour(getComputedStyle(node).color)), light(behind(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${data.slice(0, 40)}`);
  }
  return faint;
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_word_stands_out_from_what_is_behind_it(
    bot: ScriptedBot, page: Page, lan: Locator, scheme: Any
) -> None:
    await page.emulate_media(color_scheme=scheme)
    await opened(bot, lan)
    await bot.upload(
        "sendDocument", "document", "phan-cong.csv", b"a;b\n", chat_id=LAN, caption="Xem /homnay"
    )
    styles = ("success", "danger", "primary", None)
    await bot.says(LAN, "Số 24", [[key(style or "plain", style or "p", style) for style in styles]])
    await expect(lan.get_by_role("button", name="danger")).to_be_visible()
    assert await page.evaluate(CONTRASTS) == []
    dark = await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(11, 17, 24)"
    assert dark == (scheme == "dark")
