"""A visitor at the page changes channel: registers on Telegram, links Zalo by a short code, reviews on both of Zalo's."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from typing import Literal

import pytest
from page.test_the_page_around_the_phones import CONTRASTS
from playwright.async_api import Locator, Page, expect

from bot.demo import theatre
from bot.demo.stage import Stage
from bot.demo.theatre import Theatre
from domain.wording import captions
from domain.wording import linking as say
from storage import verify
from storage.decisions import decisions

SHARE = "📱 Chia sẻ số điện thoại"
PATIENCE_MS = 15_000  # the Zalo bot polls
A_WALK_MS = 30_000  # over a weekend, by way of every reminder


@pytest.fixture
async def opened(staged: Callable[[int], Stage]) -> AsyncIterator[Theatre]:
    built = staged(0)
    async with theatre.opened(built) as running:
        yield running


class Hand:
    """Uses whichever channel one phone of the page shows."""

    def __init__(self, phone: Locator) -> None:
        self.phone = phone
        self.screen = phone.locator(".screen:visible")

    async def turns_to(self, channel: str) -> None:
        await self.phone.get_by_role("button", name=channel, exact=True).click()

    async def taps(self, *labels: str) -> None:
        for label in labels:
            await self.screen.get_by_role("button", name=label, exact=True).last.click()

    async def types(self, words: str) -> None:
        box = self.screen.get_by_role("textbox")
        await box.fill(words)
        await box.press("Enter")

    async def sees(self, words: str) -> None:
        await expect(self.screen.get_by_text(words).last).to_be_visible(timeout=PATIENCE_MS)

    async def reads_code(self, *, other_than: str) -> str:
        shown = self.screen.get_by_text(re.compile(rf"Mã liên kết: (?!{other_than or '-'})\w{{8}}")).last
        found = re.search(r"Mã liên kết: (\w{8})", await shown.inner_text())
        assert found
        return found[1]


async def _starts_on_telegram(lan: Hand) -> None:
    await lan.taps("Bắt đầu", SHARE)
    await lan.phone.get_by_role("alertdialog").get_by_role("button", name="Chia sẻ").click()
    await lan.sees("Chào anh/chị Nông Thị Lan. Đã kích hoạt:")


async def _asks_for_a_code(lan: Hand, linked: str, *, other_than: str = "") -> str:
    await lan.turns_to("Telegram")
    await lan.types("/lienket")
    await lan.sees(f"• {linked}")
    await lan.taps(say.LINK)
    return await lan.reads_code(other_than=other_than)


async def _opens_the_page(page: Page, lan: Hand, entry: str) -> None:
    """Follow the newest link of the chat, which is written out in words there."""
    async with page.context.expect_page() as opening:
        await lan.screen.locator("a[href*='/r/']").last.click()
    beside = await opening.value
    await expect(beside.locator("h1")).to_contain_text(entry)
    await beside.close()


async def test_an_official_goes_on_on_both_of_zalos_channels(opened: Theatre, page: Page):
    await page.goto(opened.page)
    lan = Hand(page.locator('[data-user="1001"]'))
    await _starts_on_telegram(lan)

    code = await _asks_for_a_code(lan, "Telegram (ưu tiên)")
    await lan.turns_to("Zalo OA")
    await lan.sees("Gõ mã liên kết")
    await lan.types(code)
    await lan.sees("Chào anh/chị Nông Thị Lan.")
    await lan.taps(captions.START)
    await lan.sees("Hồ sơ 1/7 hôm nay")
    await lan.taps(captions.APPROVE)
    await lan.sees("Đã phê duyệt: Số 1 · Quyển 01/2002.")
    await lan.sees("Hồ sơ 2/7 hôm nay")
    await expect(lan.screen.locator(".by-user .words")).to_have_text([code])  # taps are not shown
    await lan.taps(captions.MORE, captions.SCAN)
    await lan.sees("mở được một lần")
    await _opens_the_page(page, lan, "Số 2 · Quyển 01/2002")
    await lan.taps(captions.BACK)

    code = await _asks_for_a_code(lan, "Zalo OA", other_than=code)
    await lan.turns_to("Zalo Bot")
    await lan.types(code)
    await lan.sees("Chào anh/chị Nông Thị Lan.")
    await lan.types("bắt đầu")
    await lan.sees("Hồ sơ 2/7 hôm nay")
    await expect(lan.screen.locator(".key")).to_have_count(0)
    await lan.types("phê duyệt")
    await lan.sees("Hồ sơ 3/7 hôm nay")
    await lan.types("thêm")
    await lan.sees(captions.SCAN)
    await lan.types("bản quét")
    await lan.sees("mở được một lần")
    await _opens_the_page(page, lan, "Số 3 · Quyển 01/2002")
    await expect(lan.screen.locator(".photo img")).to_have_count(0)

    database = opened.application.database
    log = (await database.read(lambda tx: tx.run(decisions.select().order_by(decisions.c.id)))).all()
    assert [row.move for row in log] == ["approve", "approve"]
    assert (await database.read(verify.run)).difference is None


async def test_the_activation_code_opens_zalo_without_telegram(opened: Theatre, page: Page):
    visitor = opened.stage.players[5]
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.goto(f"{opened.page}?users={visitor.user}")
    phone = page.locator(f'[data-user="{visitor.user}"]')
    visiting = Hand(phone)
    await visiting.turns_to("Zalo OA")
    await visiting.types(visitor.code)
    await visiting.sees(f"Chào anh/chị {visitor.member.name}.")
    await expect(phone.locator(".body")).to_be_in_viewport(ratio=0.99)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.get_by_role("button", name="Thứ Hai 08:00").click()
    await expect(page.get_by_role("timer")).to_contain_text("08:00Thứ Hai", timeout=A_WALK_MS)
    await visiting.types("tiến độ")  # the access token of Thursday is of no use any more
    await visiting.sees("hồ sơ, đạt")


async def _contrasts(page: Page, scheme: Literal["light", "dark"]) -> list[str]:
    await page.emulate_media(color_scheme=scheme)
    faint: list[str] = await page.evaluate(CONTRASTS)
    return faint


async def test_the_switch_tells_of_news_where_nobody_looks_and_of_typing_and_every_word_can_be_read(
    opened: Theatre, page: Page
):
    visitor = opened.stage.players[5]
    async with page.expect_response("**/zalo/api/bot/state*"):
        await page.goto(f"{opened.page}?users={visitor.user}")
    phone = page.locator(f'[data-user="{visitor.user}"]')
    visiting = Hand(phone)
    await expect(phone.locator(".channel")).to_have_text(["Telegram", "Zalo OA", "Zalo Bot"])
    bot = opened.zalo.bot.world
    on_zalo = bot.chat(opened.sandbox.world.users[visitor.user].elsewhere["bot"])
    bot.show(on_zalo, "bot", "text", bot.next_message_id(), text="Nhắc việc")
    await expect(phone.locator(".channel.news")).to_have_text(["Zalo Bot"], timeout=PATIENCE_MS)
    await visiting.turns_to("Zalo Bot")
    await expect(phone.locator(".channel.news")).to_have_count(0)
    bot.changed(on_zalo, "typing")
    await expect(visiting.screen.locator(".presence")).to_have_text("đang nhập…")
    await visiting.turns_to("Zalo OA")
    await visiting.types(visitor.code)
    await visiting.sees(f"Chào anh/chị {visitor.member.name}.")
    await expect(visiting.screen.get_by_role("button", name=captions.START)).to_be_visible()
    assert await _contrasts(page, "light") == []
    assert await _contrasts(page, "dark") == []


async def test_what_a_visitor_attaches_is_handed_out_as_bytes_unless_it_is_a_picture(
    opened: Theatre, page: Page
):
    visitor = opened.stage.players[5]
    await page.goto(f"{opened.page}?users={visitor.user}")
    visiting = Hand(page.locator(f'[data-user="{visitor.user}"]'))
    await visiting.turns_to("Zalo OA")
    await visiting.screen.locator("input[type=file]").set_input_files(
        {"name": "trang.html", "mimeType": "text/html", "buffer": b"<script>alert(1)</script>" * 60_000}
    )
    file = visiting.screen.locator("a.file")
    await expect(file).to_contain_text("trang.html")
    answer = await page.request.get(await file.evaluate("link => link.href"))
    assert (answer.status, len(await answer.body())) == (200, 25 * 60_000)
    assert answer.headers["content-type"] in ("application/pdf", "application/octet-stream")
    assert answer.headers["x-content-type-options"] == "nosniff"
