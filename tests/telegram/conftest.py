"""A far server per test, and our client that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from far_server import TOKEN, FarServer, Hours, Names

from bot.settings import Settings, Telegram
from bot.telegram import api
from bot.telegram.outbound import TelegramOutbound


@pytest.fixture
async def far() -> AsyncIterator[FarServer]:
    server = FarServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def settings(far: FarServer) -> Settings:
    return Settings(telegram=Telegram(token=TOKEN, api_base=far.base_url))


@pytest.fixture
async def bot(settings: Settings) -> AsyncIterator[Bot]:
    opened = api.open_bot(settings)
    yield opened
    await api.close(opened)


@pytest.fixture
def names() -> Names:
    return Names()


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def outbound(bot: Bot, names: Names, hours: Hours) -> TelegramOutbound:
    return TelegramOutbound(bot, names, now=hours)
