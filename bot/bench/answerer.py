"""The baseline of the tap rows: an aiogram loop that only answers each tap and edits the message, with no database.

python -m bot.bench.answerer API_BASE TOKEN
"""

from __future__ import annotations

import asyncio
import itertools
import sys

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Update

CAPTIONS = (
    "✅ Phê duyệt",
    "✏️ Sửa và duyệt",
    "↩️ Trả lại số hóa",
    "📕 Sổ gốc sai/thiếu",
    "⋯ Thêm",
    "↶ Hoàn tác",
)
TEXT = "\n".join(f"Dòng {n}: một thẻ hồ sơ dài chừng này chữ, như thẻ thật" for n in range(9))


async def main(base: str, token: str) -> None:
    """Answer taps until killed; a text gets a first card."""
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(base), limit=100))
    numbers = itertools.count(1)
    running: set[asyncio.Task[None]] = set()

    def keyboard() -> InlineKeyboardMarkup:
        number = next(numbers)
        buttons = [
            InlineKeyboardButton(text=caption, callback_data=f"{number:x}:{place}")
            for place, caption in enumerate(CAPTIONS)
        ]
        return InlineKeyboardMarkup(inline_keyboard=[buttons[0:2], buttons[2:4], buttons[4:6]])

    async def answer(update: Update) -> None:
        if update.callback_query is not None and update.callback_query.message is not None:
            message = update.callback_query.message
            await bot.answer_callback_query(update.callback_query.id)
            await bot.edit_message_text(
                f"{TEXT}\n{next(numbers)}", chat_id=message.chat.id, message_id=message.message_id,
                reply_markup=keyboard(),
            )  # fmt: skip
        elif update.message is not None:
            await bot.send_message(update.message.chat.id, TEXT, reply_markup=keyboard())

    offset = None
    while True:
        for update in await bot.get_updates(offset=offset, timeout=25):
            offset = update.update_id + 1
            task = asyncio.create_task(answer(update))
            running.add(task)
            task.add_done_callback(running.discard)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
