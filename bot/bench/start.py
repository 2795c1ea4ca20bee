"""From the start of `rasoat run` to the first tap served, against importing aiogram alone; and its memory at rest."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bot.bench import processes, shelves
from bot.bench.measure import RUNS, Row
from bot.bench.officials import TOKEN, Official
from bot.bench.taps import bot_environment, start_bot
from bot.sandbox.server import Sandbox

RASOAT = [sys.executable, "-m", "bot.cli", "run"]
# what bot/telegram/ takes from aiogram, and not a line more
AIOGRAM = [
    sys.executable, "-c",
    "import aiogram\n"
    "from aiogram import Bot\n"
    "from aiogram.client.session.aiohttp import AiohttpSession\n"
    "from aiogram.client.telegram import TelegramAPIServer\n"
    "from aiogram.exceptions import AiogramError\n"
    "from aiogram.methods import GetMe\n"
    "from aiogram.types import Update\n",
]  # fmt: skip
FIRST = 1001  # the first official's chat
REST_S = 3.0


@dataclass(frozen=True, slots=True)
class Started:
    """What one start took until the next card stood there, and the memory at rest in MB."""

    seconds: float
    cpu_s: float
    rest_mb: float


async def _serve_one(official: Official, environment: dict[str, str]) -> Started:
    """Tap while no bot runs, then start one."""
    tapped = asyncio.create_task(official.tap())
    await asyncio.sleep(0.1)  # the update lies at the stand-in before the bot is there
    began = time.perf_counter()
    bot = start_bot(RASOAT, environment)
    try:
        await tapped
        seconds, used = time.perf_counter() - began, processes.cpu_s(bot.pid)
        await asyncio.sleep(REST_S)
        return Started(seconds, used, processes.memory_mb(bot.pid))
    finally:
        bot.terminate()
        await asyncio.to_thread(bot.wait)


async def _measure(path: Path, size: shelves.Size, runs: int) -> Row:
    sandbox = Sandbox([TOKEN])
    await sandbox.start()
    for number in range(size.officials):
        sandbox.add_user(FIRST + number, f"Cán bộ {number + 1}", phone=f"849120{number + 1:05d}")
    environment = bot_environment(shelves.sqlite_address(path.parent, path.name), sandbox.base_url)
    official = Official(sandbox, FIRST)
    bot = start_bot(RASOAT, environment)
    try:
        await official.begin()
        await asyncio.sleep(REST_S)  # the menus of all officials are set once, at the first start of all
    finally:
        bot.terminate()
        await asyncio.to_thread(bot.wait)
    baselines, starts = [], []
    for _ in range(runs):
        baselines.append(await asyncio.to_thread(processes.must, AIOGRAM, dict(os.environ)))
        starts.append(await _serve_one(official, environment))
    await sandbox.stop()
    row = Row(
        "start",
        f"SQLite, {size.records:,} records, {size.officials} officials linked, polling; one tap waits at Telegram"
        f" while the bot is down, files in the system's cache; memory {REST_S:.0f} s after that tap. Baseline: a"
        " process that imports aiogram as our code does and ends",
    )
    pairs = list(zip(starts, baselines, strict=True))
    row.add(
        "start → first tap served, beyond the baseline",
        [ours.seconds - plain.seconds for ours, plain in pairs], "s", at_most=2.5,
    )  # fmt: skip
    row.add("CPU of the same, beyond the baseline", [ours.cpu_s - plain.cpu_s for ours, plain in pairs], "s")
    row.add("start → first tap served", [each.seconds for each in starts], "s")
    row.add("time of the baseline", [each.seconds for each in baselines], "s")
    row.add("RSS at rest", [each.rest_mb for each in starts], "MB", at_most=280)
    return row


def measure(runs: int = RUNS, *, size: shelves.Size = shelves.PROVINCE) -> Row:
    """Measure the row."""
    with shelves.built(size) as path:
        return asyncio.run(_measure(path, size, runs))
