"""A head files the written assignment with the document itself, by whatever channel, and the district opens it."""

from __future__ import annotations

import base64
import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
from PIL import Image

from storage import assignment_documents, attachments
from tests import world
from tests.journeys.any_phone import Person
from tests.journeys.on_any_channel import BotOn
from tests.journeys.waiting import until

WAYS = {
    "telegram": ("telegram", True),
    "telegram by webhook": ("telegram", False),
    "zalo_oa": ("zalo_oa", False),
    "zalo_bot": ("zalo_bot", False),
}
PDF = b"%PDF-1.4 quyet dinh\n%%EOF"
CAO_LOC = 2
FILED = "Đã ghi nhận văn bản phân công số 15/QĐ-UBND"
ASKED_FOR_PEOPLE = "Văn bản phân công những ai?"


def photo(width: int = 600) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, 800), "white").save(target, "JPEG")
    return target.getvalue()


async def running(database_url: str, *channels: str, polled: bool = False) -> BotOn:
    bot = BotOn(database_url, *channels, polls=channels if polled else ())
    await bot.start()
    await world.shelve(bot.database, world.HOA_CU, [world.birth(1)])
    return bot


@pytest.fixture(params=list(WAYS))
async def bot(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[BotOn]:
    """A bot running on one channel; after the journey its database has to be in order."""
    channel, polled = WAYS[request.param]
    made = await running(database_url, channel, polled=polled)
    try:
        yield made
        await made.closes_the_day()
    finally:
        await made.stop()


async def sends_photo(person: Person, content: bytes, words: str = "") -> None:
    if person.channel == "telegram":
        about: dict[str, Any] = {"content_base64": base64.b64encode(content).decode()}
        await person.phone.sends("photo", **about | ({"caption": words} if words else {}))
    else:
        await person.phone.sends_image(content, words)


async def sends_pdf(person: Person, content: bytes, name: str) -> None:
    if person.channel == "telegram":
        held = base64.b64encode(content).decode()
        await person.phone.sends("document", file_name=name, mime_type="application/pdf", content_base64=held)
    elif person.channel == "zalo_oa":
        await person.phone.sends_file(content, name)
    else:
        await person.phone.sends_document()


async def counted(bot: BotOn, **states: int) -> None:
    """Wait until so many files are in these states."""

    async def so() -> bool:
        return await bot.database.read(attachments.counts) == states

    await until(so)


async def hung(bot: BotOn, **more: Any) -> Person:
    """Lương Văn Hùng heads the commune of Hòa Cư."""
    return await bot.colleague("Lương Văn Hùng", "84912000001", "head", **more)


async def shows_picture(person: Person) -> None:
    """Wait until a picture of the bot's stands in the chat."""
    if person.channel == "telegram":
        await person.phone.waits(
            lambda chat: any(one["by"] == "bot" and one.get("photo") for one in chat), "a picture"
        )
    else:
        await person.phone.sees_picture()


async def test_a_head_sends_number_day_photo_and_people_and_sees_them_again(bot: BotOn):
    head = await hung(bot)
    await bot.colleague("Nông Thị Lan", "84912000002")
    await head.writes("/phancong", sees="Xã Hòa Cư chưa nộp văn bản phân công")
    await head.chooses("Nộp văn bản phân công", sees="gõ số và ngày ký")
    await head.writes("15/QĐ-UBND 03/07/2024", sees=FILED)
    await sends_photo(head, photo())
    await head.phone.sees(ASKED_FOR_PEOPLE)
    await counted(bot, fetched=1)
    await head.writes(
        "nông thị lan, Lý Văn Đông", sees="Nông Thị Lan; Lý Văn Đông (không có trong danh sách)"
    )
    await head.chooses("📎 Xem tệp", sees="Xã Hòa Cư: văn bản số 15/QĐ-UBND ngày 03/07/2024.")
    await shows_picture(head)
    kept = await bot.database.read(lambda tx: attachments.find(tx, 1, with_content=True))
    assert kept is not None and kept.content is not None and kept.content.startswith(b"\xff\xd8\xff")
    if head.channel == "telegram":
        [sent] = bot.telegram.calls(method="sendPhoto")
        assert sent["params"]["photo"] == kept.ref, "Telegram has the bytes: they are not uploaded"


async def test_a_photo_with_the_words_under_it_is_all_that_is_needed(bot: BotOn):
    head = await hung(bot)
    await head.writes("/phancong", sees="chưa nộp")
    await head.chooses("Nộp văn bản phân công", sees="gõ số và ngày ký")
    await sends_photo(head, photo(), "15/QĐ-UBND 3/7/2024")
    await head.phone.sees(ASKED_FOR_PEOPLE)
    assert FILED in await head.screen()
    await counted(bot, fetched=1)


async def test_a_photo_nobody_asked_for_is_not_taken_for_an_answer(bot: BotOn):
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 · Quyển 01/2005")
    await sends_photo(lan, photo())
    await lan.phone.sees("Tôi chỉ đọc được chữ và nút bấm.")
    assert await bot.state(1) == "PENDING" and await bot.moves() == []
    await counted(bot, refused=1)


async def test_a_pdf_is_kept_where_the_channel_carries_one_and_else_a_photo_is_asked_for(bot: BotOn):
    head = await hung(bot)
    await head.writes("/phancong", sees="chưa nộp")
    await head.chooses("Nộp văn bản phân công", sees="gõ số và ngày ký")
    await head.writes("15/QĐ-UBND 03/07/2024", sees=FILED)
    await sends_pdf(head, PDF, "QĐ 15.pdf")
    if head.channel == "zalo_bot":
        await head.phone.sees("Kênh này chỉ chuyển được ảnh.")
        return
    await head.phone.sees(ASKED_FOR_PEOPLE)
    await counted(bot, fetched=1)
    await head.chooses("Bỏ qua", sees="📎 Tệp: QĐ 15.pdf")
    await head.chooses("📎 Xem tệp", sees="Xã Hòa Cư: văn bản số 15/QĐ-UBND")
    kept = await bot.database.read(lambda tx: attachments.find(tx, 1, with_content=True))
    assert kept is not None and kept.content == PDF


async def test_a_file_that_is_not_what_it_calls_itself_is_told_afterwards(bot: BotOn):
    head = await hung(bot)
    await head.writes("/phancong", sees="chưa nộp")
    await head.chooses("Nộp văn bản phân công", sees="gõ số và ngày ký")
    await head.writes("15/QĐ-UBND 03/07/2024", sees=FILED)
    if head.channel == "zalo_bot":  # no document comes through there
        await sends_photo(head, b"\xff\xd8\xff junk")
        await head.phone.sees("⚠️ Tệp anh/chị gửi lúc")
        assert "hỏng, hoặc ảnh quá nhiều điểm" in await head.screen()
    else:
        await sends_pdf(head, b"MZ program", "QĐ 15.pdf")
        await head.phone.sees("⚠️ Tệp “QĐ 15.pdf” anh/chị gửi lúc")
        assert "không phải ảnh JPEG, PNG hay PDF" in await head.screen()
    await counted(bot, failed=1)


# ── from one channel to another ─────────────────────────────────────────────────────────────────


async def test_the_district_opens_on_zalo_what_a_commune_sent_on_telegram(database_url: str):
    bot = await running(database_url, "telegram", "zalo_oa", "zalo_bot")
    try:
        head = await hung(bot, on="telegram")
        await head.writes("/phancong", sees="chưa nộp")
        await head.chooses("Nộp văn bản phân công", sees="gõ số và ngày ký")
        await sends_photo(head, photo(1200), "15/QĐ-UBND 3/7/2024")
        await counted(bot, fetched=1)
        for number, channel in enumerate(("zalo_oa", "zalo_bot"), 5):
            minh = await bot.colleague("Hoàng Văn Minh", f"8491200000{number}", "head", CAO_LOC, on=channel)
            await minh.writes("/phancong", sees="15/QĐ-UBND")
            await minh.chooses("📄 Xem văn bản", sees="👥 Chưa ghi người được phân công.")
            await minh.chooses("📎 Xem tệp", sees="Xã Hòa Cư: văn bản số 15/QĐ-UBND")
            await shows_picture(minh)
        await bot.closes_the_day()
    finally:
        await bot.stop()


async def test_telegram_gets_what_came_from_zalo_uploaded_once(database_url: str):
    bot = await running(database_url, "zalo_oa", "telegram")
    try:
        head = await hung(bot, on="zalo_oa")
        await head.writes("/phancong", sees="chưa nộp")
        await head.chooses("Nộp văn bản phân công", sees="gõ số và ngày ký")
        await head.writes("15/QĐ-UBND 03/07/2024", sees=FILED)
        await sends_pdf(head, PDF, "QĐ 15.pdf")
        await counted(bot, fetched=1)
        minh = await bot.colleague("Hoàng Văn Minh", "84912000005", "head", CAO_LOC, on="telegram")
        for _ in range(2):
            await minh.writes("/phancong", sees="15/QĐ-UBND")
            await minh.chooses("📄 Xem văn bản", sees="📎 Tệp: QĐ 15.pdf")
            await minh.chooses("📎 Xem tệp", sees="Xã Hòa Cư: văn bản số 15/QĐ-UBND")
        await bot.closes_the_day()
        first, second = bot.telegram.calls(method="sendDocument")
        assert first["params"]["document"].startswith("attach://")
        assert not second["params"]["document"].startswith("attach://"), "by then Telegram has the bytes"
    finally:
        await bot.stop()


async def test_a_file_is_fetched_though_the_channel_was_away_and_the_bot_died_meanwhile(database_url: str):
    bot = await running(database_url, "telegram")
    try:
        head = await hung(bot)
        await head.writes("/phancong", sees="chưa nộp")
        await head.chooses("Nộp văn bản phân công", sees="gõ số và ngày ký")
        bot.telegram.faults("getFile", 502, count=2)
        await sends_photo(head, photo(), "15/QĐ-UBND 3/7/2024")
        await head.phone.sees(ASKED_FOR_PEOPLE)

        async def tried() -> bool:
            return bool(bot.telegram.calls(method="getFile"))

        await until(tried)
        await counted(bot, waiting=1)
        await bot.application.close()
        bot.clock.move(minutes=10)
        await bot.wakes()

        async def there() -> bool:
            bot.clock.move(minutes=1)
            return await bot.database.read(attachments.counts) == {"fetched": 1}

        await until(there)
        known = await bot.database.read(lambda tx: assignment_documents.of_unit(tx, world.HOA_CU))
        assert known is not None and known.attachment_id == 1
    finally:
        await bot.stop()
