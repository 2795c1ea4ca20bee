"""What Lan sees in her chat: cards, buttons, scans, files."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from far_server import LAN, FarServer, Names, refusal

from bot.telegram.keyboards import callback_data, rows_of
from bot.telegram.outbound import TelegramOutbound
from domain.talk.ports import Page, Showing
from domain.talk.values import Address, Choice, Failed, File, Sent, Style

HER = Address("telegram", str(LAN))
CARD = Showing(
    "Số 24 · Quyển 01/2005",
    prompt_id=31,
    choices=(
        Choice("approve", "✅ Phê duyệt", Style.GOOD),
        Choice("fix", "✏️ Sửa và duyệt"),
        Choice("return", "↩️ Trả lại số hóa", Style.BAD),
        Choice("follow_up", "📕 Sổ gốc sai/thiếu"),
        Choice("more", "⋯ Thêm"),
    ),
)
PNG_FILE = File("bang.png", base64.b64encode(b"picture").decode(), is_picture=True)
SHEET = File("bao-cao.xlsx", base64.b64encode(b"sheet").decode())


async def test_a_card_is_protected_plain_text_with_coloured_buttons(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    sent = await outbound.show(HER, CARD)
    [asked] = far.asked
    assert sent == Sent("101") and asked.method == "sendMessage"
    assert asked.params["protect_content"] == "true" and "parse_mode" not in asked.params
    assert asked.json("link_preview_options") == {"is_disabled": True}
    rows = asked.json("reply_markup")["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [
        ["✅ Phê duyệt", "✏️ Sửa và duyệt"],
        ["↩️ Trả lại số hóa", "📕 Sổ gốc sai/thiếu"],
        ["⋯ Thêm"],
    ]
    assert rows[0][0] == {"text": "✅ Phê duyệt", "callback_data": "1f:approve", "style": "success"}
    assert rows[1][0]["style"] == "danger" and "style" not in rows[0][1]


def test_choices_of_one_row_stand_together_and_long_captions_alone() -> None:
    long, short = "✔ Đã đối chiếu sổ, lưu và duyệt", "✖ Bỏ"
    choices = (
        Choice("a", long),
        Choice("b", short),
        Choice("c", short),
        Choice("d", long, row=1),
        Choice("e", long, row=1),
        Choice("f", short, row=1),
        Choice("g", short),
    )
    assert ["".join(c.key for c in row) for row in rows_of(choices)] == ["a", "bc", "def", "g"]


def test_the_longest_key_of_the_greatest_prompt_fits_a_button() -> None:
    assert len(callback_data(2**63 - 1, "k" * 40).encode()) <= 64
    with pytest.raises(ValueError, match="bytes"):
        callback_data(2**63 - 1, "k" * 48)


async def test_a_key_too_long_for_a_button_is_refused_before_it_is_sent(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    outcome = await outbound.show(HER, Showing("x", prompt_id=1, choices=(Choice("k" * 70, "A"),)))
    assert isinstance(outcome, Failed) and outcome.permanent and not far.asked


async def test_the_living_card_is_edited_in_place(far: FarServer, outbound: TelegramOutbound) -> None:
    assert await outbound.show(HER, _on("55")) == Sent("55")
    [asked] = far.asked
    assert asked.method == "editMessageText" and asked.params["message_id"] == "55"
    assert asked.json("reply_markup")["inline_keyboard"][0][0]["callback_data"] == "1f:approve"


async def test_the_same_card_twice_is_shown(far: FarServer, outbound: TelegramOutbound) -> None:
    far.will_answer("editMessageText", refusal(400, "Bad Request: message is not modified: specified new …"))
    assert await outbound.show(HER, _on("55")) == Sent("55")


@pytest.mark.parametrize(
    "text",
    [
        "Bad Request: message to edit not found",
        "Bad Request: message can't be edited",
        "Bad Request: MESSAGE_ID_INVALID",
        "Bad Request: there is no text in the message to edit",
        "Message To Edit Not Found",
    ],
)
async def test_a_card_she_deleted_comes_as_a_new_message(
    far: FarServer, outbound: TelegramOutbound, text: str
) -> None:
    far.will_answer("editMessageText", refusal(400, text))
    assert await outbound.show(HER, _on("55")) == Sent("101")
    assert [asked.method for asked in far.asked] == ["editMessageText", "sendMessage"]
    assert far.asked[1].params["protect_content"] == "true"


async def test_an_edit_telegram_cannot_do_now_makes_no_second_card(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    far.will_answer("editMessageText", refusal(502, "Bad Gateway"))
    outcome = await outbound.show(HER, _on("55"))
    assert isinstance(outcome, Failed) and not outcome.permanent and not far.calls("sendMessage")


@pytest.mark.parametrize("ref", ["", "zalo-msg", "-3", "５"])
async def test_a_name_that_is_no_message_of_telegram_means_a_new_one(
    far: FarServer, outbound: TelegramOutbound, ref: str
) -> None:
    assert await outbound.show(HER, _on(ref)) == Sent("101")


async def test_the_contact_is_asked_for_by_a_keyboard_that_is_taken_away_again(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    await outbound.show(HER, Showing("Xin số điện thoại", ask_contact=True, edit_ref="55"))
    await outbound.show(HER, Showing("Cảm ơn chị Lan", drop_keyboard=True, edit_ref="55"))
    asking, thanking = far.asked
    assert (asking.method, thanking.method) == ("sendMessage", "sendMessage")
    keyboard = asking.json("reply_markup")
    assert keyboard["keyboard"] == [[{"text": "📱 Chia sẻ số điện thoại", "request_contact": True}]]
    assert keyboard["one_time_keyboard"] is True
    assert thanking.json("reply_markup") == {"remove_keyboard": True}


async def test_a_text_telegram_would_refuse_whole_is_cut(far: FarServer, outbound: TelegramOutbound) -> None:
    await outbound.show(HER, Showing("ơ" * 5000))
    text = far.asked[0].params["text"]
    assert len(text) == 4096 and text.endswith("ơ…")


async def test_half_a_character_does_not_stop_a_message(far: FarServer, outbound: TelegramOutbound) -> None:
    assert await outbound.show(HER, Showing("Tên: \ud83d")) == Sent("101")


async def test_a_page_of_a_scan_is_uploaded_once_and_protected(
    far: FarServer, outbound: TelegramOutbound, names: Names
) -> None:
    page = Page(b"jpeg bytes", "c0ffee", "1/2")
    await outbound.show_page(HER, page)
    await outbound.show_page(Address("telegram", "7002"), page)
    first, second = far.asked
    assert list(first.files.values()) == [b"jpeg bytes"] and first.params["caption"] == "1/2"
    assert second.params["photo"] == "large-101" and not second.files
    assert first.params["protect_content"] == second.params["protect_content"] == "true"
    assert names.kept == {"photo:c0ffee": "large-101"}


async def test_a_name_telegram_has_forgotten_is_uploaded_again(
    far: FarServer, outbound: TelegramOutbound, names: Names
) -> None:
    names.kept["photo:c0ffee"] = "stale"
    far.will_answer("sendPhoto", refusal(400, "Bad Request: wrong file identifier/HTTP URL specified"))
    assert isinstance(await outbound.show_page(HER, Page(b"jpeg bytes", "c0ffee")), Sent)
    assert far.asked[0].params["photo"] == "stale"
    assert list(far.asked[1].files.values()) == [b"jpeg bytes"]
    assert names.kept["photo:c0ffee"] == "large-101"


async def test_a_list_of_names_that_fails_costs_an_upload_and_nothing_else(
    far: FarServer, outbound: TelegramOutbound, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(names, "get", fails)
    monkeypatch.setattr(names, "put", fails)
    assert await outbound.show_page(HER, Page(b"jpeg bytes", "c0ffee")) == Sent("101")


async def test_a_file_made_for_a_head_is_theirs_to_keep_and_carries_its_words_and_choices(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    showing = Showing("Báo cáo tuần", prompt_id=31, choices=CARD.choices[:1], file=SHEET)
    assert await outbound.show(HER, showing) == Sent("101")
    [asked] = far.asked
    assert asked.method == "sendDocument" and asked.params["caption"] == "Báo cáo tuần"
    assert asked.params["protect_content"] == "false"
    assert asked.json("reply_markup")["inline_keyboard"][0][0]["callback_data"] == "1f:approve"


async def test_words_too_long_for_a_caption_follow_with_the_choices(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    showing = Showing("ơ" * 1025, prompt_id=31, choices=CARD.choices[:1], file=PNG_FILE)
    assert await outbound.show(HER, showing) == Sent("102")
    photo, words = far.asked
    assert (
        photo.method == "sendPhoto" and "caption" not in photo.params and "reply_markup" not in photo.params
    )
    assert words.method == "sendMessage" and "reply_markup" in words.params


async def test_a_picture_telegram_cannot_draw_goes_as_a_document(
    far: FarServer, outbound: TelegramOutbound, names: Names
) -> None:
    far.will_answer("sendPhoto", refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
    assert isinstance(await outbound.show(HER, Showing("Bảng", file=PNG_FILE)), Sent)
    assert [asked.method for asked in far.asked] == ["sendPhoto", "sendDocument"]
    assert [key.split(":")[0] for key in names.kept] == ["document"]


async def test_the_last_card_becomes_a_line_without_buttons(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    assert await outbound.put_away(HER, "55", "Đã hết hồ sơ hôm nay") == Sent("55")
    assert "reply_markup" not in far.asked[0].params


async def test_putting_away_a_file_changes_its_caption(far: FarServer, outbound: TelegramOutbound) -> None:
    far.will_answer("editMessageText", refusal(400, "Bad Request: there is no text in the message to edit"))
    assert await outbound.put_away(HER, "55", "Đã xong") == Sent("55")
    assert far.asked[1].method == "editMessageCaption" and far.asked[1].params["caption"] == "Đã xong"


async def test_putting_away_what_is_gone_is_done(far: FarServer, outbound: TelegramOutbound) -> None:
    far.will_answer("editMessageText", refusal(400, "Bad Request: message to edit not found"))
    assert await outbound.put_away(HER, "55", "Đã xong") == Sent()
    assert len(far.asked) == 1


@pytest.mark.parametrize(
    "text",
    ["Bad Request: message to delete not found", "Bad Request: message identifier is not specified"],
)
async def test_taking_back_what_is_gone_is_done(
    far: FarServer, outbound: TelegramOutbound, text: str
) -> None:
    far.will_answer("deleteMessage", refusal(400, text))
    assert await outbound.take_back(HER, "55") == Sent()
    assert len(far.asked) == 1


async def test_a_scan_too_old_to_delete_is_overwritten_by_a_blank_picture(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    far.will_answer("deleteMessage", refusal(400, "Bad Request: message can't be deleted for everyone"))
    assert isinstance(await outbound.take_back(HER, "55"), Sent)
    edit = far.asked[1]
    assert edit.method == "editMessageMedia" and edit.json("media")["type"] == "photo"
    [blank] = edit.files.values()
    assert blank.startswith(b"\xff\xd8")


async def test_her_own_words_too_old_to_delete_stay_and_that_is_done(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    far.will_answer("deleteMessage", refusal(400, "Bad Request: message can't be deleted"))
    far.will_answer("editMessageMedia", refusal(400, "Bad Request: message can't be edited"))
    assert await outbound.take_back(HER, "55") == Sent()


async def test_a_taking_back_that_the_line_broke_is_tried_again(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    far.will_answer("deleteMessage", refusal(502, "Bad Gateway"))
    outcome = await outbound.take_back(HER, "55")
    assert isinstance(outcome, Failed) and not outcome.permanent


async def test_a_tap_is_answered_with_a_short_word_or_none(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    assert await outbound.answer_tap("600", "Đã ghi nhận") == Sent()
    assert await outbound.answer_tap("601", "") == Sent()
    assert await outbound.answer_tap("602", "ơ" * 300) == Sent()
    first, second, third = far.asked
    assert first.params == {"callback_query_id": "600", "text": "Đã ghi nhận"}
    assert second.params == {"callback_query_id": "601"}
    assert len(third.params["text"]) == 200


async def test_a_tap_too_old_to_answer_counts_as_answered(far: FarServer, outbound: TelegramOutbound) -> None:
    text = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    far.will_answer("answerCallbackQuery", refusal(400, text))
    assert await outbound.answer_tap("600", "") == Sent()


def _on(ref: str) -> Showing:
    return Showing(CARD.text, CARD.prompt_id, CARD.choices, edit_ref=ref)
