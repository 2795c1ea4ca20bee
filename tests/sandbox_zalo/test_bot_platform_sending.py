"""What the bot may send on the Bot Platform, and what a phone shows of it (zalo.md §2.2, §2.3, §4)."""

from __future__ import annotations

import pytest
from zalo_callers import HOUR, JPEG, LAN, NOON, BotCaller
from zalo_hooks import ZaloHook

from bot.sandbox_zalo.phone import ZaloPhone
from bot.sandbox_zalo.server import ZaloSandbox


async def test_a_text_reaches_the_phone_and_is_named_and_dated(lan: ZaloPhone, bot: BotCaller) -> None:
    sent = await bot.call("sendMessage", chat_id=LAN, text="Số 24\nTrả lời: 1 Duyệt · 2 Sửa")
    assert sent["date"] == int(NOON * 1000)
    assert (await lan.sees("1 Duyệt"))["message_id"] == sent["message_id"]
    assert await lan.screen() == "Số 24\nTrả lời: 1 Duyệt · 2 Sửa"


@pytest.mark.parametrize(("letters", "goes"), [(0, False), (1, True), (2000, True), (2001, False)])
async def test_a_text_has_one_to_two_thousand_letters(bot: BotCaller, letters: int, goes: bool) -> None:
    status, answer = await bot.ask("sendMessage", chat_id=LAN, text="ộ" * letters)
    assert (answer["ok"], status) == ((True, 200) if goes else (False, 400))


async def test_a_letter_outside_the_basic_plane_counts_twice(bot: BotCaller) -> None:
    await bot.call("sendMessage", chat_id=LAN, text="✅" * 2000)
    assert await bot.refused("sendMessage", chat_id=LAN, text="📕" * 1001) == 400


async def test_there_are_no_keyboards(lan: ZaloPhone, bot: BotCaller) -> None:
    keys = {"inline_keyboard": [[{"text": "Duyệt", "callback_data": "1"}]]}
    await bot.call("sendMessage", chat_id=LAN, text="Số 24", reply_markup=keys)
    assert (await lan.sees("Số 24")).keys() == {"message_id", "by", "kind", "date", "text"}


async def test_a_stray_brace_fails_the_whole_message_under_markdown(bot: BotCaller) -> None:
    assert await bot.refused("sendMessage", chat_id=LAN, text="{red Số 24", parse_mode="markdown") == 400
    await bot.call("sendMessage", chat_id=LAN, text="{red}Số 24{/red}", parse_mode="markdown")
    await bot.call("sendMessage", chat_id=LAN, text="{red Số 24")
    assert await bot.refused("sendMessage", chat_id=LAN, text="a", parse_mode="MarkdownV2") == 400


async def test_a_picture_is_fetched_from_its_address_again_and_again_for_hours(
    box: ZaloSandbox, bot: BotCaller, lan: ZaloPhone, hook: ZaloHook
) -> None:
    hook.pictures["24.jpg"] = (JPEG, 100)
    await bot.call("sendPhoto", chat_id=LAN, photo=f"{hook.base}/pictures/24.jpg", caption="Số 24")
    shown = await lan.sees_picture()
    assert [one["method"] for one in shown["fetches"]] == ["HEAD", "GET"]
    await box.pass_by(4 * HOUR)
    shown = await lan.sees_picture()
    assert [one["at"] - NOON for one in shown["fetches"]] == [0, 0, 60, HOUR, 3 * HOUR]


async def test_a_link_for_one_use_is_answered_ok_and_turns_black(
    box: ZaloSandbox, bot: BotCaller, lan: ZaloPhone, hook: ZaloHook
) -> None:
    hook.pictures["24.jpg"] = (JPEG, 2)  # one HEAD, one GET
    await bot.call("sendPhoto", chat_id=LAN, photo=f"{hook.base}/pictures/24.jpg")
    await lan.sees_picture()
    await box.pass_by(60)
    assert (await lan.chat())[-1]["visible"] is False


async def test_a_picture_that_is_none_stays_black(box: ZaloSandbox, bot: BotCaller, hook: ZaloHook) -> None:
    hook.pictures["24.jpg"] = (b"<html>", 100)
    for photo in (
        f"{hook.base}/pictures/24.jpg",
        f"{hook.base}/pictures/none.jpg",
        "http://127.0.0.1:9/x.jpg",
    ):
        await bot.call("sendPhoto", chat_id=LAN, photo=photo)
        await box.settle()
        assert box.bot.chat(LAN)[-1]["visible"] is False


async def test_a_caption_has_two_thousand_letters_and_a_photo_an_address(bot: BotCaller) -> None:
    photo = "http://127.0.0.1:9/x.jpg"
    await bot.call("sendPhoto", chat_id=LAN, photo=photo, caption="ộ" * 2000)
    assert await bot.refused("sendPhoto", chat_id=LAN, photo=photo, caption="ộ" * 2001) == 400
    assert await bot.refused("sendPhoto", chat_id=LAN, photo="24.jpg") == 400


async def test_only_typing_is_shown_and_the_answer_has_no_result(bot: BotCaller) -> None:
    assert (await bot.ask("sendChatAction", chat_id=LAN, action="typing")) == (200, {"ok": True})
    assert await bot.refused("sendChatAction", chat_id=LAN, action="upload_photo") == 400


async def test_a_voice_arrives_in_a_chat_and_not_in_a_group(box: ZaloSandbox, bot: BotCaller) -> None:
    group = box.bot.add_group("Tổ rà soát")["id"]
    for chat in (LAN, group):
        await bot.call("sendVoice", chat_id=chat, voice_url="https://example.vn/a.aac")
    assert box.bot.chat(LAN)[-1]["kind"] == "voice"
    assert box.bot.chat(group) == []
