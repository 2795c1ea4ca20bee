"""python-telegram-bot as a second, independent client: what only aiogram accepts would be our fault."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from PIL import Image
from sandbox_callers import LAN, TOKEN
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    MenuButtonCommands,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.sandbox.phone import Phone
from bot.sandbox.server import Sandbox


def jpeg(width: int = 300, height: int = 200) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), "#f4ecd8").save(drawn, "JPEG")
    return drawn.getvalue()


def buttons(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label)] for label in labels])


@pytest.fixture
async def client(box: Sandbox) -> AsyncIterator[Bot]:
    base = box.base_url
    async with Bot(TOKEN, base_url=f"{base}/bot", base_file_url=f"{base}/file/bot") as opened:
        yield opened


async def test_it_knows_who_the_bot_is(client: Bot) -> None:
    me = await client.get_me()
    assert (me.id, me.is_bot, me.username, me.first_name) == (158002, True, "rasoat_bot", "Rà soát")
    assert (await client.get_chat(LAN)).username == "lan_ht"


async def test_a_card_is_sent_changed_and_taken_away(client: Bot, box: Sandbox) -> None:
    card = await client.send_message(LAN, "Số 24", reply_markup=buttons("Duyệt"), protect_content=True)
    assert card.has_protected_content
    assert card.chat.id == LAN
    changed = await card.edit_text("Số 25", reply_markup=buttons("Duyệt", "Trả lại"))
    assert isinstance(changed, Message)
    assert changed.edit_date is not None
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await card.edit_text("Số 25", reply_markup=buttons("Duyệt", "Trả lại"))
    bare = await card.edit_reply_markup(None)
    assert isinstance(bare, Message)
    assert bare.reply_markup is None
    reply = await card.reply_text("Trang 12", do_quote=True)
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.message_id == card.message_id
    assert await card.delete()
    assert await client.delete_messages(LAN, [reply.message_id, 9999])
    assert [message["by"] for message in box.chat(LAN)] == ["user"]


async def test_entities_and_parse_modes_become_the_same(client: Bot) -> None:
    for text, mode in (("<b>Số 24</b> · <i>sổ</i>", "HTML"), (r"*Số 24* · _sổ_", "MarkdownV2")):
        sent = await client.send_message(LAN, text, parse_mode=mode)
        assert sent.text == "Số 24 · sổ"
        assert [(e.type, e.offset, e.length) for e in sent.entities] == [("bold", 0, 5), ("italic", 8, 2)]


async def test_scans_travel_as_photos_documents_albums_and_copies(client: Bot, box: Sandbox) -> None:
    scan = await client.send_photo(LAN, jpeg(2000, 1000), caption="Trang 12", filename="scan.jpg")
    assert [(size.width, size.height) for size in scan.photo] == [(90, 45), (1280, 640)]
    again = await client.send_photo(LAN, scan.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == scan.photo[-1].file_unique_id
    paper = await client.send_document(LAN, b"a;b\n", filename="phan-cong.csv", caption="Phân công")
    assert paper.document is not None
    assert (paper.document.file_name, paper.document.file_size) == ("phan-cong.csv", 4)
    file = await client.get_file(paper.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"a;b\n"
    album = await client.send_media_group(
        LAN, [InputMediaPhoto(jpeg(), caption="một"), InputMediaPhoto(scan.photo[-1].file_id)]
    )
    assert len({one.media_group_id for one in album}) == 1
    copied = await paper.copy(LAN, caption="Bản sao")
    assert box.chat(LAN)[-1]["message_id"] == copied.message_id
    assert box.chat(LAN)[-1]["caption"] == "Bản sao"


async def test_a_text_becomes_a_picture_and_never_a_text_again(client: Bot) -> None:
    card = await client.send_message(LAN, "Số 24")
    picture = await card.edit_media(InputMediaPhoto(jpeg(), caption="Trang 12"), reply_markup=buttons("Đóng"))
    assert isinstance(picture, Message)
    assert picture.photo
    assert picture.text is None
    with pytest.raises(BadRequest, match=r"(?i)there is no text in the message to edit"):
        await card.edit_text("Số 24")
    renamed = await picture.edit_caption("Trang 13")
    assert isinstance(renamed, Message)
    assert (renamed.caption, renamed.reply_markup) == ("Trang 13", None)
    paper = await card.edit_media(InputMediaDocument(b"x", filename="x.txt"))
    assert isinstance(paper, Message)
    assert paper.document is not None
    with pytest.raises(BadRequest, match=r"(?i)there is no caption in the message to edit"):
        await (await client.send_message(LAN, "x")).edit_caption("y")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"%PDF-1.4", "Image_process_failed"),
        (jpeg(2100, 100), "Photo_invalid_dimensions"),
        (jpeg(9000, 1001), "Photo_invalid_dimensions"),
    ],
)
async def test_an_odd_picture_is_refused_as_telegram_does(client: Bot, content: bytes, refusal: str) -> None:
    with pytest.raises(BadRequest, match=refusal):
        await client.send_photo(LAN, content, filename="a.jpg")


async def test_menus_are_set_by_scope_and_language(client: Bot, box: Sandbox, lan: Phone) -> None:
    everybody, own = [BotCommand("homnay", "Hôm nay")], [BotCommand("donvi", "Đơn vị")]
    await client.set_my_commands(everybody, scope=BotCommandScopeAllPrivateChats())
    await client.set_my_commands(own, scope=BotCommandScopeChat(LAN))
    assert await client.get_my_commands(scope=BotCommandScopeChat(LAN)) == tuple(own)
    assert (await lan.state())["commands"] == [{"command": "donvi", "description": "Đơn vị"}]
    await client.delete_my_commands(scope=BotCommandScopeChat(LAN))
    await client.set_my_commands([BotCommand("today", "Today")])
    assert [one["command"] for one in (await lan.state())["commands"]] == ["homnay"]
    await client.set_my_commands(
        [BotCommand("nay", "Nay")], scope=BotCommandScopeAllPrivateChats(), language_code="vi"
    )
    assert [one["command"] for one in (await lan.state())["commands"]] == ["nay"]
    await client.set_chat_menu_button(LAN, MenuButtonCommands())
    assert (await client.get_chat_menu_button(LAN)).type == "commands"
    assert (await client.get_chat_menu_button()).type == "default"
    await client.set_my_description("Rà soát hộ tịch")
    assert (await client.get_my_description()).description == "Rà soát hộ tịch"


async def test_refusals_become_its_own_kinds_of_error(
    client: Bot, box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # as their next major version does
    box.block(LAN)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await client.send_message(LAN, "x")
    box.block(LAN, False)
    box.flood(True)
    await client.send_message(LAN, "một")
    with pytest.raises(RetryAfter) as told:
        await client.send_message(LAN, "hai")
    assert told.value.retry_after == timedelta(seconds=1)
    box.flood(False)
    await client.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(Conflict, match="webhook is active"):
        await client.get_updates()
    info = await client.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("http://127.0.0.1:9/hook", 2)
    box.faults("getMe", 502, count=1)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await client.get_me()
    stranger = Bot("158002:wrong", base_url=f"{box.base_url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()


class Diary:
    """What a whole application of theirs heard."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()

    async def next(self) -> tuple[str, Any]:
        return await asyncio.wait_for(self.heard.get(), 10)

    def application(self, base: str) -> Application[Any, Any, Any, Any, Any, Any]:
        builder = Application.builder().token(TOKEN)
        app = builder.base_url(f"{base}/bot").base_file_url(f"{base}/file/bot").build()
        app.add_handler(CommandHandler("start", self._command))
        app.add_handler(CallbackQueryHandler(self._tap))
        app.add_handler(MessageHandler(filters.CONTACT, self._contact))
        app.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, self._text))
        app.add_handler(ChatMemberHandler(self._member))
        return app

    async def _command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await context.bot.send_message(LAN, "Chào chị", reply_markup=buttons("Duyệt"))
        self.heard.put_nowait(("command", context.args))

    async def _tap(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        assert isinstance(query, CallbackQuery)
        assert query.chat_instance
        await query.answer("Đã ghi nhận")
        key = KeyboardButton("Chia sẻ", request_contact=True)
        await query.get_bot().send_message(LAN, "Số?", reply_markup=ReplyKeyboardMarkup([[key]]))
        self.heard.put_nowait(("tap", query.data))

    async def _contact(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        assert update.message.contact is not None
        await update.message.reply_text("Xong", reply_markup=ReplyKeyboardRemove())
        self.heard.put_nowait(("contact", update.message.contact.user_id))

    async def _text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        self.heard.put_nowait(("text", update.message.text))

    async def _member(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.my_chat_member is not None
        self.heard.put_nowait(("member", update.my_chat_member.new_chat_member.status))


async def live_a_day(diary: Diary, lan: Phone) -> None:
    await lan.says("/start MA-1")
    assert await diary.next() == ("command", ["MA-1"])
    tap = await lan.taps("Duyệt")
    assert await lan.hears_answer(tap) == "Đã ghi nhận"
    assert await diary.next() == ("tap", "Duyệt")
    assert (await lan.state())["keyboard"] == {"request_contact": "Chia sẻ"}
    await lan.shares_contact()
    assert await diary.next() == ("contact", LAN)
    assert (await lan.state())["keyboard"] is None
    await lan.says("tiến độ")
    assert await diary.next() == ("text", "tiến độ")
    await lan.blocks()
    assert await diary.next() == ("member", "kicked")


async def test_its_polling_application_lives_a_day(box: Sandbox, lan: Phone) -> None:
    diary = Diary()
    async with diary.application(box.base_url) as app:
        assert app.updater is not None
        await app.updater.start_polling(timeout=5, allowed_updates=Update.ALL_TYPES)
        await app.start()
        await live_a_day(diary, lan)
        await app.updater.stop()
        await app.stop()


async def test_its_application_lives_a_day_behind_a_webhook(box: Sandbox, lan: Phone) -> None:
    diary = Diary()
    app = diary.application(box.base_url)  # its own webhook server is an extra; any server may fill its queue

    async def take(request: web.Request) -> web.Response:
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == "bi-mat"
        await app.update_queue.put(Update.de_json(await request.json(), app.bot))
        return web.Response()

    routes = web.Application()
    routes.router.add_post("/hook", take)
    runner = web.AppRunner(routes, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with app:
        await app.start()
        await app.bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="bi-mat")
        await live_a_day(diary, lan)
        await app.stop()
    await runner.cleanup()
