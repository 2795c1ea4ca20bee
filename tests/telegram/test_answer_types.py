"""The types of Telegram's answers are built once, however many answers come."""

from __future__ import annotations

import gc
import weakref

from aiogram import Bot
from aiogram.methods import AnswerCallbackQuery

from bot.telegram.api import Session


async def test_the_type_of_an_answer_outlives_the_answer():
    session = Session()
    bot = Bot("158001:bench-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", session=session)
    method = AnswerCallbackQuery(callback_query_id="1")

    built = weakref.ref(type(session.check_response(bot, method, 200, '{"ok": true, "result": true}')))
    gc.collect()
    assert built() is not None
    await session.close()
