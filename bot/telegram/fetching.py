"""Files that people sent on Telegram: asked for by their file_id, then downloaded from the Bot API's file address."""

from __future__ import annotations

from contextlib import aclosing
from typing import Any
from urllib.parse import quote

import aiohttp
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import GetFile

from bot.telegram.api import CALL_S
from bot.telegram.errors import failure_of, text_of
from domain.talk.values import Failed

DOWNLOAD_S = 60
PIECE = 64 * 1024
GONE = ("invalid file_id", "wrong file_id", "wrong file identifier", "file_id_invalid", "file_reference_")


async def fetch(bot: Bot, ref: str, most: int) -> bytes | Failed:
    """Give a file's bytes, `most` of them at most; whatever the network does is in what comes back."""
    try:
        found: Any = await bot(GetFile(file_id=ref), request_timeout=CALL_S)
    except AiogramError as error:
        return _why(error)
    path = found.get("file_path") if isinstance(found, dict) else found.file_path
    if not isinstance(path, str) or not path:
        return Failed("unavailable: no path")
    return await _download(bot, path, most)


async def _download(bot: Bot, path: str, most: int) -> bytes | Failed:
    content = bytearray()
    # aiogram's own session: the same connections, and the time-outs that were set for it
    pieces = bot.session.stream_content(
        bot.session.api.file_url(bot.token, quote(path)), timeout=DOWNLOAD_S, chunk_size=PIECE
    )
    try:
        async with aclosing(pieces):
            async for piece in pieces:
                content += piece
                if len(content) > most:
                    return Failed("large", permanent=True)
    except aiohttp.ClientResponseError as fault:  # the path lives an hour: the next try asks for a new one
        return Failed(f"unavailable: HTTP {fault.status}")
    except (
        aiohttp.ClientError,
        OSError,
        ValueError,
    ) as fault:  # its text may hold the address with the token
        return Failed(f"unavailable: {type(fault).__name__}")
    return bytes(content)


def _why(error: AiogramError) -> Failed:
    said = text_of(error).lower()
    if "file is too big" in said:
        return Failed("large", permanent=True)
    if any(piece in said for piece in GONE):
        return Failed("gone: the channel no longer knows it", permanent=True)
    return failure_of(error)
