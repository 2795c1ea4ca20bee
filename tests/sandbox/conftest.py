"""The stand-in with three people on it, Lan and Minh in touch with the bot, Hoa not yet."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from sandbox_callers import HOA, LAN, MINH, TOKEN, Caller, Hours

from bot.sandbox.phone import Phone
from bot.sandbox.server import Sandbox


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
async def box(hours: Hours) -> AsyncIterator[Sandbox]:
    started = Sandbox([TOKEN], hours, on_clock=lambda at: setattr(hours, "at", at))
    await started.start()
    started.add_user(LAN, "Lan", last_name="Hoàng Thị", phone="+84912345678", username="lan_ht")
    started.add_user(MINH, "Minh", last_name="Lý Văn", phone="84987654321")
    started.add_user(HOA, "Hoa")
    for user in (LAN, MINH):
        started.say(user, "/start")
    started.account().queue.clear()
    yield started
    await started.stop()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def bot(box: Sandbox, session: aiohttp.ClientSession) -> Caller:
    return Caller(box.base_url, session)


@pytest.fixture
async def lan(box: Sandbox) -> AsyncIterator[Phone]:
    async with Phone(box.base_url, LAN) as phone:
        yield phone
