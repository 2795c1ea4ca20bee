"""What an official can do with the phone, and that the bot hears it."""

from __future__ import annotations

import pytest
from page.owners import LAN, opened
from page.pictures import jpeg
from page.scripted_bot import Refused, ScriptedBot, key
from playwright.async_api import Locator, Page, expect


async def test_a_tap_turns_until_the_bot_answers_and_the_answer_is_a_toast(
    bot: ScriptedBot, lan: Locator
) -> None:
    await opened(bot, lan)
    await bot.says(LAN, "Số 24", [[key("✅ Phê duyệt", "24:a"), key("Khác", "24:b")]])
    approve = lan.get_by_role("button", name="✅ Phê duyệt")
    await approve.click()
    tap = await bot.hears("callback_query")
    assert (tap["data"], tap["from"]["id"]) == ("24:a", LAN)
    await expect(approve).to_have_attribute("aria-busy", "true")
    await expect(lan.get_by_role("button", name="Khác")).not_to_have_attribute("aria-busy", "true")
    await bot.call("answerCallbackQuery", callback_query_id=tap["id"], text="Đã ghi nhận")
    await expect(lan.locator(".toast")).to_have_text("Đã ghi nhận")
    await expect(approve).not_to_have_attribute("aria-busy", "true")


async def test_an_alert_covers_that_phone_alone_until_it_is_read(
    bot: ScriptedBot, lan: Locator, minh: Locator, phones: Page
) -> None:
    await opened(bot, lan)
    await bot.says(LAN, "Số 24", [[key("Xem", "v")]])
    await lan.get_by_role("button", name="Xem").click()
    tap = await bot.hears("callback_query")
    await bot.call("answerCallbackQuery", callback_query_id=tap["id"], text="Thẻ đã đổi", show_alert=True)
    alert = lan.get_by_role("alertdialog", name="Thẻ đã đổi")
    await expect(alert.get_by_role("button", name="OK")).to_be_focused()
    await expect(minh.get_by_role("alertdialog")).to_have_count(0)
    await phones.keyboard.press("Enter")
    await expect(alert).to_have_count(0)
    await expect(lan.get_by_role("button", name="Xem")).to_be_focused()


async def test_review_goes_on_by_keyboard_alone_when_the_card_changes(
    bot: ScriptedBot, lan: Locator, phones: Page
) -> None:
    await opened(bot, lan)
    rows = [[key("✅ Phê duyệt", "1:a"), key("⋯ Thêm", "1:m")]]
    card = await bot.says(LAN, "Số 24", rows)
    await lan.get_by_role("button", name="✅ Phê duyệt").focus()
    await phones.keyboard.press("Enter")
    tap = await bot.hears("callback_query")
    await bot.call("answerCallbackQuery", callback_query_id=tap["id"])
    rows = [[key("✅ Phê duyệt", "2:a"), key("⋯ Thêm", "2:m")]]
    markup = {"inline_keyboard": rows}
    await bot.call("editMessageText", chat_id=LAN, message_id=card, text="Số 25", reply_markup=markup)
    await expect(lan.get_by_text("Số 25")).to_be_visible()
    await expect(lan.get_by_role("button", name="✅ Phê duyệt")).to_be_focused()
    await phones.keyboard.press("Enter")
    assert (await bot.hears("callback_query"))["data"] == "2:a"


async def test_words_go_out_on_enter_but_not_while_a_letter_is_being_composed(
    bot: ScriptedBot, lan: Locator
) -> None:
    await opened(bot, lan)
    box = lan.get_by_role("textbox")
    await box.fill("tiến độ")
    await box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    await expect(box).to_have_value("tiến độ")
    await box.press("Enter")
    assert (await bot.hears("message"))["text"] == "tiến độ"
    await expect(box).to_have_value("")
    await expect(lan.locator(".by-user .words").last).to_have_text("tiến độ")


async def test_the_menu_lists_the_commands_and_says_the_chosen_one(bot: ScriptedBot, lan: Locator) -> None:
    await opened(bot, lan)
    commands = [
        {"command": "batdau", "description": "Bắt đầu rà soát"},
        {"command": "homnay", "description": "Danh sách hôm nay"},
    ]
    await bot.call("setMyCommands", commands=commands)
    await lan.get_by_role("button", name="Menu").click()
    await expect(lan.locator(".command")).to_have_text(["/batdauBắt đầu rà soát", "/homnayDanh sách hôm nay"])
    await lan.get_by_role("button", name="Danh sách hôm nay").click()
    said = await bot.hears("message")
    assert said["text"] == "/homnay"
    assert said["entities"][0]["type"] == "bot_command"
    await expect(lan.locator(".command")).to_have_count(0)


async def test_a_contact_is_shared_only_after_a_yes(bot: ScriptedBot, lan: Locator) -> None:
    await opened(bot, lan)
    label = "📱 Chia sẻ số điện thoại"
    markup = {"keyboard": [[{"text": label, "request_contact": True}]], "resize_keyboard": True}
    await bot.call("sendMessage", chat_id=LAN, text="Xin số của chị", reply_markup=markup)
    share = lan.get_by_role("button", name=label)
    await share.click()
    question = lan.get_by_role("alertdialog", name="Chia sẻ số điện thoại của bạn?")
    await question.get_by_role("button", name="Hủy").click()
    await expect(lan.locator(".by-user")).to_have_count(1)  # only the start
    await share.click()
    await question.get_by_role("button", name="Chia sẻ").click()
    contact = (await bot.hears("message"))["contact"]
    assert contact["user_id"] == LAN
    assert contact["phone_number"].lstrip("+") == "84912345678"
    await bot.call("sendMessage", chat_id=LAN, text="Xong", reply_markup={"remove_keyboard": True})
    await expect(share).to_have_count(0)


async def test_a_blocked_bot_reaches_nobody_until_it_is_unblocked(bot: ScriptedBot, lan: Locator) -> None:
    await opened(bot, lan)
    await lan.get_by_role("button", name="Chặn bot").click()
    await lan.get_by_role("alertdialog").get_by_role("button", name="Chặn").click()
    assert (await bot.hears("my_chat_member"))["new_chat_member"]["status"] == "kicked"
    with pytest.raises(Refused, match="bot was blocked by the user"):
        await bot.says(LAN, "Chào chị")
    await expect(lan.get_by_role("textbox")).to_have_count(0)
    await lan.get_by_role("button", name="Bỏ chặn").click()
    assert (await bot.hears("my_chat_member"))["new_chat_member"]["status"] == "member"
    await bot.says(LAN, "Chào chị")
    await expect(lan.get_by_text("Chào chị")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "mime", "kind"),
    [("anh.jpg", "image/jpeg", "photo"), ("phan-cong.pdf", "application/pdf", "document")],
)
async def test_a_picture_and_a_file_can_be_attached(
    bot: ScriptedBot, lan: Locator, name: str, mime: str, kind: str
) -> None:
    await opened(bot, lan)
    content = jpeg() if kind == "photo" else b"%PDF-1.4 phan cong"
    await lan.locator("input[type=file]").set_input_files({"name": name, "mimeType": mime, "buffer": content})
    sent = (await bot.hears("message"))[kind]
    about = sent[-1] if kind == "photo" else sent
    path = (await bot.call("getFile", file_id=about["file_id"]))["file_path"]
    async with bot.session.get(f"{bot.api.replace('/bot', '/file/bot', 1)}/{path}") as response:
        assert await response.read() == content
    await expect(lan.locator(".by-user .photo, .by-user .file")).to_have_count(1)


async def test_a_command_inside_a_message_can_be_tapped(bot: ScriptedBot, lan: Locator) -> None:
    await opened(bot, lan)
    await bot.says(LAN, "Còn 18 hồ sơ, xem /homnay.")
    await lan.get_by_role("button", name="/homnay").click()
    assert (await bot.hears("message"))["text"] == "/homnay"
