"""What an official sees when the bot speaks."""

from __future__ import annotations

import asyncio
from pathlib import Path

from page.owners import LAN, opened
from page.pictures import jpeg
from page.scripted_bot import ScriptedBot, key
from playwright.async_api import Locator, Page, expect

CARD = "Khai sinh · Số 24 · Quyển 01/2005\nTrẻ: NÔNG THỊ HƯƠNG"


async def test_a_card_appears_with_its_buttons_in_rows_and_colours(bot: ScriptedBot, lan: Locator) -> None:
    await opened(bot, lan)
    rows = [
        [key("✅ Phê duyệt", "a", "success"), key("✏️ Sửa và duyệt", "b")],
        [key("↩️ Trả lại số hóa", "c", "danger")],
        [key("Xem", "d", "primary")],
    ]
    await bot.says(LAN, CARD, rows)
    card = lan.locator(".by-bot").last
    await expect(card.locator(".words")).to_have_text(CARD, use_inner_text=True)
    assert [
        await row.locator("button").all_inner_texts() for row in await card.locator(".key-row").all()
    ] == [
        ["✅ Phê duyệt", "✏️ Sửa và duyệt"],
        ["↩️ Trả lại số hóa"],
        ["Xem"],
    ]
    colours = await card.locator(".key").evaluate_all(
        "keys => keys.map(k => getComputedStyle(k).backgroundColor)"
    )
    good, plain, bad, main = [tuple(map(int, c.removeprefix("rgb(")[:-1].split(","))) for c in colours]
    assert good[1] > max(good[0], good[2])  # green
    assert bad[0] > max(bad[1], bad[2])  # red
    assert main[2] > max(main[0], main[1])  # blue
    assert len({good, plain, bad, main}) == 4


async def test_each_phone_shows_only_its_own_chat(bot: ScriptedBot, lan: Locator, minh: Locator) -> None:
    await opened(bot, lan)
    await bot.says(LAN, "Chào chị Lan")
    await expect(lan.get_by_text("Chào chị Lan")).to_be_visible()
    await expect(minh.locator(".message")).to_have_count(0)
    await expect(minh.get_by_role("button", name="Bắt đầu")).to_be_visible()


async def test_the_living_card_changes_in_its_place(bot: ScriptedBot, lan: Locator) -> None:
    await opened(bot, lan)
    card = await bot.says(LAN, CARD, [[key("✅ Phê duyệt", "a")]])
    await expect(lan.get_by_role("button", name="✅ Phê duyệt")).to_be_visible()
    before = await lan.locator(".message").count()
    await bot.call("editMessageText", chat_id=LAN, message_id=card, text="Đã hết hồ sơ hôm nay")
    shown = lan.locator(f'[data-message-id="{card}"]')
    await expect(shown.locator(".words")).to_have_text("Đã hết hồ sơ hôm nay")
    await expect(shown.locator(".meta")).to_contain_text("đã sửa")
    await expect(shown.locator("button")).to_have_count(0)
    assert await lan.locator(".message").count() == before


async def test_a_deleted_message_leaves_the_screen(bot: ScriptedBot, lan: Locator) -> None:
    await opened(bot, lan)
    scan = await bot.says(LAN, "Bản quét")
    await expect(lan.get_by_text("Bản quét")).to_be_visible()
    await bot.call("deleteMessage", chat_id=LAN, message_id=scan)
    await expect(lan.get_by_text("Bản quét")).to_have_count(0)


async def test_a_protected_scan_stands_in_the_chat_and_can_be_held_close(
    bot: ScriptedBot, lan: Locator, phones: Page
) -> None:
    await opened(bot, lan)
    await bot.upload(
        "sendPhoto", "photo", "scan.jpg", jpeg(), chat_id=LAN, caption="Trang 12", protect_content="true"
    )
    shown = lan.locator(".by-bot").last
    await expect(shown.locator("img")).to_have_js_property("complete", True)
    assert await shown.locator("img").evaluate("image => image.naturalWidth") > 0
    await expect(shown.get_by_role("img", name="Được bảo vệ")).to_be_visible()
    await shown.get_by_role("button", name="Phóng to").click()
    close_up = phones.get_by_role("dialog", name="Ảnh: Trang 12")
    await expect(close_up.locator("img")).to_be_visible()
    await phones.keyboard.press("Escape")
    await expect(close_up).to_have_count(0)


async def test_a_file_can_be_taken_home_unchanged(bot: ScriptedBot, lan: Locator, phones: Page) -> None:
    await opened(bot, lan)
    content = "ma_don_vi;ngày\n00123;4/7\n".encode() * 50
    await bot.upload("sendDocument", "document", "phan-cong-xa.csv", content, chat_id=LAN)
    async with phones.expect_download() as started:
        await lan.get_by_role("link", name="phan-cong-xa.csv").click()
    download = await started.value
    assert download.suggested_filename == "phan-cong-xa.csv"
    assert await asyncio.to_thread(Path(await download.path()).read_bytes) == content


async def test_entities_are_drawn_and_cover_the_letters_they_name(bot: ScriptedBot, lan: Locator) -> None:
    await opened(bot, lan)
    text = "✅📕 Số 24 đã nghiêng mã trang"  # 📕 takes two UTF-16 units
    await bot.says(
        LAN,
        text,
        entities=[
            {"type": "bold", "offset": 4, "length": 5},
            {"type": "italic", "offset": 13, "length": 7},
            {"type": "code", "offset": 21, "length": 2},
            {"type": "text_link", "offset": 24, "length": 5, "url": "http://127.0.0.1/trang"},
        ],
    )
    shown = lan.locator(".by-bot .words").last
    await expect(shown).to_have_text(text)
    for tag, words in (("strong", "Số 24"), ("em", "nghiêng"), ("code", "mã"), ("a", "trang")):
        await expect(shown.locator(tag)).to_have_text(words)
    await expect(shown.locator("a")).to_have_attribute("href", "http://127.0.0.1/trang")


async def test_markup_in_a_message_stays_words(bot: ScriptedBot, lan: Locator, phones: Page) -> None:
    await opened(bot, lan)
    hostile = "<img src=x onerror=\"document.title='đã chiếm'\"><script>document.title='đã chiếm'</script>"
    link = {"type": "text_link", "offset": 0, "length": 4, "url": "javascript:document.title='đã chiếm'"}
    await lan.get_by_role("textbox").fill(hostile)
    await lan.get_by_role("textbox").press("Enter")
    await bot.says(LAN, hostile, [[key(hostile[:40], "x")]])
    await phones.evaluate(
        """async (link) => {
            const { drawWords } = await import('/phones/static/words.js');
            const place = document.createElement('p');
            place.id = 'forged';
            place.append(drawWords('bấm vào đây', [link], {}));
            document.body.append(place);
        }""",
        link,
    )
    await expect(lan.locator(".words").last).to_have_text(hostile)
    await expect(lan.locator(".by-user .words").last).to_have_text(hostile)
    assert await phones.locator(".message img, .message script, #forged a").count() == 0
    assert await phones.title() == "Rà soát"


async def test_ten_thousand_letters_without_a_space_stay_inside_the_phone(
    bot: ScriptedBot, lan: Locator, phones: Page
) -> None:
    await opened(bot, lan)
    frame = await lan.bounding_box()
    await lan.get_by_role("textbox").fill("ệ" * 10_000)
    await lan.get_by_role("textbox").press("Enter")
    await bot.says(
        LAN, "Tin quá dài.", [[key("x" * 60, "x"), key("Một nhãn nút rất dài bằng tiếng Việt", "y")]]
    )
    await expect(lan.get_by_text("Tin quá dài.")).to_be_in_viewport()
    assert await lan.bounding_box() == frame
    wide = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.className)"
    assert await phones.locator("html, .log, .list, .bubble, .key-row, .composer").evaluate_all(wide) == []
