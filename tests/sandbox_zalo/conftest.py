"""Both stand-ins at noon of a Thursday, with Lan and Minh in touch with both, and Hoa with neither."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from zalo_callers import HOA, LAN, MINH, NOON, OA_HOA, OA_LAN, OA_MINH, TOKEN, BotCaller, OaCaller
from zalo_hooks import ZaloHook

from bot.sandbox_zalo.clocks import Clock
from bot.sandbox_zalo.phone import OaPhone, ZaloPhone
from bot.sandbox_zalo.server import ZaloSandbox


@pytest.fixture
async def box() -> AsyncIterator[ZaloSandbox]:
    started = ZaloSandbox(TOKEN, Clock(NOON))
    await started.start()
    for user, at_oa, name in (
        (LAN, OA_LAN, "Chị Lan"),
        (MINH, OA_MINH, "Anh Minh"),
        (HOA, OA_HOA, "Chị Hoa"),
    ):
        started.bot.add_user(user, name)
        started.oa.add_user(at_oa, name, follows=user != HOA)
    for user in (LAN, MINH):
        started.bot.say(user, "chào")
    started.bot.world.queue.clear()
    yield started
    await started.stop()


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=20) as opened:
        yield opened


@pytest.fixture
def bot(box: ZaloSandbox, client: httpx.AsyncClient) -> BotCaller:
    return BotCaller(box.base_url, client)


@pytest.fixture
def oa(box: ZaloSandbox, client: httpx.AsyncClient) -> OaCaller:
    return OaCaller(box, client)


@pytest.fixture
async def hook() -> AsyncIterator[ZaloHook]:
    server = ZaloHook()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def lan(box: ZaloSandbox) -> AsyncIterator[ZaloPhone]:
    async with ZaloPhone(box.base_url, LAN) as phone:
        yield phone


@pytest.fixture
async def lan_at_oa(box: ZaloSandbox) -> AsyncIterator[OaPhone]:
    async with OaPhone(box.base_url, OA_LAN) as phone:
        yield phone
