"""A head asks for files over the wire: they arrive as documents while taps go on being answered."""

from __future__ import annotations

import asyncio

from storage import outbox
from tests import world
from tests.journeys.running_bot import RunningBot

CAO_LOC = 2


async def test_a_head_chooses_a_file_gets_it_as_a_document_and_has_it_for_a_day(bot: RunningBot):
    await world.shelve(bot.database, world.HOA_CU, [world.birth(n) for n in range(1, 4)])
    head = await bot.colleague(1009, "Hoàng Văn Đạo", "84912000009", "head", CAO_LOC)
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await head.says("/baocao")
    await lan.chooses("✅ Phê duyệt", sees="Số 2 ·")
    await head.waits(lambda chat: _documents(chat) == 1, "the table of progress")
    await head.chooses("Việc cần nhập vào 158", sees="trong thời gian nào?")
    await head.taps("Tuần này")
    await head.waits(lambda chat: _documents(chat) == 2, "what is to be keyed")
    sent = [message for message in await head.chat() if "document" in message]
    assert [message["document"]["file_name"].split("-183-")[0] for message in sent] == [
        "tien-do",
        "viec-can-nhap",
    ]
    await bot.settles()
    bot.clock.move(hours=24, minutes=1)
    await head.waits(lambda chat: _documents(chat) == 1, "that it leaves the chat after a day")
    async with asyncio.timeout(10):
        # that it left is recorded a moment after it did, and the database tells nobody
        while "leased" in await bot.database.read(outbox.counts):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def _documents(chat: list[dict[str, object]]) -> int:
    return sum("document" in message for message in chat)
