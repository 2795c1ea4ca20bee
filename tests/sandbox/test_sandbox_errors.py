"""Every refusal comes with Telegram's status and Telegram's words, and in Telegram's order."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from sandbox_callers import HOA, LAN, MINH, TOKEN, Caller, Hours, keys

from bot.sandbox.server import Sandbox

BAD = "Bad Request: "
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
NO_BUTTONS = {"inline_keyboard": [[{"text": "x"}]]}


def case(method: str, expected: str, **params: Any) -> Any:
    return pytest.param(method, params, BAD + expected, id=f"{method}: {expected[:50]}")


@pytest.mark.parametrize(
    ("method", "params", "expected"),
    [
        case("sendMessage", "message text is empty", chat_id=LAN),
        case("sendMessage", "text must be non-empty", chat_id=LAN, text=" \n "),
        case("sendMessage", "message is too long", chat_id=LAN, text="ệ" * 4097),
        case("sendMessage", "text is too long", chat_id=LAN, text="ệ" * 11_000),
        case("sendMessage", "chat_id is empty", text="x"),
        case("sendMessage", "chat not found", chat_id=99, text="x"),
        case("sendMessage", "message text is empty", chat_id=99, text=""),
        case("sendMessage", "strings must be encoded in UTF-8", chat_id=LAN, text="\ud83d"),
        case("sendMessage", "unsupported parse_mode", chat_id=LAN, text="x", parse_mode="RTF"),
        case(
            "sendMessage",
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
            chat_id=LAN,
            text="<b>x",
            parse_mode="HTML",
        ),
        case(
            "sendMessage",
            'can\'t parse entities: Unsupported start tag "x" at byte offset 4',
            chat_id=LAN,
            text="ệ <x>",
            parse_mode="HTML",
        ),
        case(
            "sendMessage",
            "can't parse entities: Character '-' is reserved and must be escaped with the preceding '\\'",
            chat_id=LAN,
            text="4-7",
            parse_mode="MarkdownV2",
        ),
        case(
            "sendMessage",
            "message to be replied not found",
            chat_id=LAN,
            text="x",
            reply_parameters={"message_id": 9},
        ),
        case(
            "sendMessage", "BUTTON_DATA_INVALID", chat_id=LAN, text="x", reply_markup=keys("ệ" * 22)
        ),  # 66 bytes
        case(
            "sendMessage",
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
            chat_id=LAN,
            text="x",
            reply_markup=NO_BUTTONS,
        ),
        case(
            "sendMessage",
            "inline keyboard button text must be non-empty",
            chat_id=LAN,
            text="x",
            reply_markup={"inline_keyboard": [[{"text": "", "callback_data": "a"}]]},
        ),
        case(
            "sendMessage",
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
            chat_id=LAN,
            text="x",
            reply_markup={"inline_keyboard": [{"text": "a", "callback_data": "a"}]},
        ),
        case(
            "sendMessage",
            "can't parse reply keyboard markup JSON object",
            chat_id=LAN,
            text="x",
            reply_markup="{",
        ),
        case(
            "sendMessage",
            "can't parse inline keyboard button: invalid button style specified",
            chat_id=LAN,
            text="x",
            reply_markup={"inline_keyboard": [[{"text": "a", "callback_data": "a", "style": "pink"}]]},
        ),
        case(
            "sendMessage",
            "reply markup is too long",
            chat_id=LAN,
            text="x",
            reply_markup=keys(*map(str, range(101))),
        ),
        case("sendPhoto", "there is no photo in the request", chat_id=LAN),
        case("sendDocument", "there is no document in the request", chat_id=LAN),
        case("sendDocument", "wrong file identifier/HTTP URL specified", chat_id=LAN, document="BQAD"),
        case(
            "sendPhoto", "failed to get HTTP URL content", chat_id=LAN, photo="https://example.invalid/a.jpg"
        ),
        case("sendMediaGroup", "there are no messages to send", chat_id=LAN, media=[]),
        case(
            "sendMediaGroup",
            "too many messages to send as an album",
            chat_id=LAN,
            media=[{"type": "photo", "media": "x"}] * 11,
        ),
        case("sendChatAction", "wrong parameter action in request", chat_id=LAN, action="sleeping"),
        case("editMessageText", "message to edit not found", chat_id=LAN, message_id=9, text="x"),
        case("editMessageText", "message identifier is not specified", chat_id=LAN, text="x"),
        case("deleteMessage", "message to delete not found", chat_id=LAN, message_id=9),
        case("deleteMessage", "message identifier is not specified", chat_id=LAN),
        case("copyMessage", "message to copy not found", chat_id=LAN, from_chat_id=LAN, message_id=9),
        case(
            "answerCallbackQuery",
            "query is too old and response timeout expired or query ID is invalid",
            callback_query_id="9",
        ),
        case("answerCallbackQuery", "MESSAGE_TOO_LONG", callback_query_id="9", text="x" * 201),
        case("getFile", "invalid file_id", file_id="nothing"),
        case("setMyCommands", "command must be non-empty", commands=[{"command": "/", "description": "x"}]),
        case(
            "setMyCommands",
            "command length must not exceed 32",
            commands=[{"command": "a" * 33, "description": "x"}],
        ),
        case(
            "setMyCommands",
            "command description length must not exceed 256",
            commands=[{"command": "a", "description": "x" * 257}],
        ),
        case("setMyCommands", "BOT_COMMAND_INVALID", commands=[{"command": "bắt", "description": "x"}]),
        case("setMyCommands", "chat not found", commands=[], scope={"type": "chat", "chat_id": HOA}),
        case(
            "setMyCommands",
            "can't parse BotCommandScope: Unsupported type specified",
            commands=[],
            scope={"type": "everybody"},
        ),
        case("setWebhook", "invalid webhook URL specified", url="http://"),
        case("setWebhook", "secret token is too long", url="http://127.0.0.1/x", secret_token="x" * 257),
        case(
            "setWebhook",
            "secret token contains unallowed characters",
            url="http://127.0.0.1/x",
            secret_token="bí mật",
        ),
    ],
)
async def test_a_wrong_call_is_refused_in_telegrams_words(
    bot: Caller, method: str, params: dict[str, Any], expected: str
) -> None:
    assert await bot.refused(method, **params) == (400, expected)


async def test_a_card_is_edited_only_where_telegram_would(bot: Caller, box: Sandbox) -> None:
    card = await bot.call("sendMessage", chat_id=LAN, text="Số 24", reply_markup=keys("Duyệt"))
    same = {"chat_id": LAN, "message_id": card["message_id"], "text": "Số 24"}
    assert await bot.refused("editMessageText", **same, reply_markup=keys("Duyệt")) == (400, BAD + SAME)
    bare = await bot.call("editMessageText", **same)  # without a keyboard the old one goes
    assert "reply_markup" not in bare
    assert bare["edit_date"] >= bare["date"]
    same["text"] = "ệ" * 4097
    assert await bot.refused("editMessageText", **same) == (400, BAD + "MESSAGE_TOO_LONG")
    theirs = box.say(LAN, "Còn bao nhiêu?")["message_id"]
    forbidden = {"chat_id": LAN, "message_id": theirs, "text": "x"}
    assert await bot.refused("editMessageText", **forbidden) == (400, BAD + "message can't be edited")
    asked = await bot.call("sendMessage", chat_id=LAN, text="Số?", reply_markup={"keyboard": [["Có"]]})
    forbidden["message_id"] = asked["message_id"]
    assert await bot.refused("editMessageText", **forbidden) == (400, BAD + "message can't be edited")


async def test_own_messages_can_be_edited_for_ever_but_deleted_for_two_days_only(
    bot: Caller, hours: Hours
) -> None:
    sent = await bot.call("sendMessage", chat_id=LAN, text="Số 24")
    this = {"chat_id": LAN, "message_id": sent["message_id"]}
    hours.pass_by(48 * 3600)
    assert await bot.refused("deleteMessage", **this) == (400, BAD + "message can't be deleted for everyone")
    hours.pass_by(300 * 86_400)
    assert (await bot.call("editMessageText", **this, text="Đã xong"))["text"] == "Đã xong"


async def test_who_cannot_be_written_to_is_named_in_telegrams_words(bot: Caller, box: Sandbox) -> None:
    hello = {"text": "Chào"}
    assert await bot.refused("sendMessage", chat_id=HOA, **hello) == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    box.block(LAN)
    assert await bot.refused("sendMessage", chat_id=LAN, **hello) == (
        403,
        "Forbidden: bot was blocked by the user",
    )
    box.add_user(MINH, "Minh", deactivated=True)
    assert await bot.refused("sendMessage", chat_id=MINH, **hello) == (403, "Forbidden: user is deactivated")


@pytest.mark.parametrize(
    ("kind", "state", "expected"),
    [
        ("group", "kicked", (403, "Forbidden: bot was kicked from the group chat")),
        ("group", "left", (403, "Forbidden: bot is not a member of the group chat")),
        ("group", "deleted", (403, "Forbidden: the group chat was deleted")),
        ("supergroup", "kicked", (403, "Forbidden: bot was kicked from the supergroup chat")),
        ("channel", "left", (403, "Forbidden: bot is not a member of the channel chat")),
        ("group", "upgraded", (400, BAD + "group chat was upgraded to a supergroup chat")),
        ("supergroup", "restricted", (400, BAD + "not enough rights to send text messages to the chat")),
    ],
)
async def test_a_group_that_put_the_bot_out_is_named_too(
    bot: Caller, box: Sandbox, kind: str, state: str, expected: tuple[int, str]
) -> None:
    box.add_group(-1001, "Xã Hội Hoan", kind, state=state, migrated_to=-100_7)
    assert await bot.refused("sendMessage", chat_id=-1001, text="x") == expected
    _, answer = await bot.ask("sendMessage", chat_id=-1001, text="x")
    if state == "upgraded":
        assert answer["parameters"] == {"migrate_to_chat_id": -100_7}


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/bot158002:wrong/getMe", 401, "Unauthorized"),
        ("/bot0:x/getMe", 401, "Unauthorized: invalid token specified"),
        ("/botnobody/getMe", 401, "Unauthorized: invalid token specified"),
        (f"/bot{TOKEN}/getYou", 404, "Not Found: method not found"),
        ("/nothing", 404, "Not Found"),
        (f"/file/bot{TOKEN}/photos/none.jpg", 404, "Not Found"),
    ],
)
async def test_a_wrong_address_is_refused_in_telegrams_words(
    box: Sandbox, session: aiohttp.ClientSession, path: str, status: int, description: str
) -> None:
    async with session.get(box.base_url + path) as response:
        assert response.content_type == "application/json"
        answer = await response.json()
    assert (response.status, answer) == (
        status,
        {"ok": False, "error_code": status, "description": description},
    )
