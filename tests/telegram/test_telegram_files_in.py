"""Files that people sent on Telegram are asked for by their file_id and downloaded, up to a size."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot

from bot.sandbox.server import Sandbox
from bot.settings import Settings, Telegram
from bot.telegram import api
from bot.telegram.fetching import fetch
from domain.talk.values import Failed

TOKEN = "158001:files-AAAAAAAAAAAAAAAAAAAAAAAAAAAA"
LAN = 7001
MOST = 1000


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox([TOKEN])
    await sandbox.start()
    sandbox.add_user(LAN, "Lan")
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def bot(telegram: Sandbox) -> AsyncIterator[Bot]:
    opened = api.open_bot(Settings(telegram=Telegram(token=TOKEN, api_base=telegram.base_url)))
    yield opened
    await api.close(opened)


def sent(telegram: Sandbox, content: bytes) -> str:
    stored = telegram.account().files.put("document", content, "QĐ 15.pdf", "application/pdf")
    return stored.file_id


async def test_the_bytes_come_as_they_were_sent(telegram: Sandbox, bot: Bot):
    assert await fetch(bot, sent(telegram, b"x" * MOST), MOST) == b"x" * MOST


async def test_more_than_wanted_is_refused(telegram: Sandbox, bot: Bot):
    assert await fetch(bot, sent(telegram, b"x" * (MOST + 1)), MOST) == Failed("large", permanent=True)


async def test_more_than_telegram_gives_out_is_refused(telegram: Sandbox, bot: Bot):
    huge = sent(telegram, bytes(20 * 1024 * 1024 + 1))
    assert await fetch(bot, huge, 2**30) == Failed("large", permanent=True)


async def test_a_file_telegram_does_not_know_is_gone(bot: Bot):
    failed = await fetch(bot, "never-sent", MOST)
    assert isinstance(failed, Failed) and failed.permanent and failed.reason.startswith("gone")


async def test_a_path_that_has_run_out_is_asked_for_anew(telegram: Sandbox, bot: Bot):
    file_id = sent(telegram, b"x")
    files = telegram.account().files
    held = dict(files._by_path)
    files._by_path.clear()
    assert await fetch(bot, file_id, MOST) == Failed("unavailable: HTTP 404")
    files._by_path.update(held)
    assert await fetch(bot, file_id, MOST) == b"x"


@pytest.mark.parametrize(("status", "permanent"), [(429, False), (500, False), (502, False)])
async def test_what_may_pass_is_asked_again(telegram: Sandbox, bot: Bot, status: int, permanent: bool):
    file_id = sent(telegram, b"x")
    telegram.faults("getFile", status)
    failed = await fetch(bot, file_id, MOST)
    assert isinstance(failed, Failed) and failed.permanent is permanent
    telegram.heal()
    assert await fetch(bot, file_id, MOST) == b"x"


async def test_no_words_of_a_failure_hold_the_token(telegram: Sandbox, bot: Bot):
    file_id = sent(telegram, b"x")
    await telegram.stop()
    failed = await fetch(bot, file_id, MOST)
    assert isinstance(failed, Failed) and not failed.permanent and TOKEN not in failed.reason
    await telegram.start()
