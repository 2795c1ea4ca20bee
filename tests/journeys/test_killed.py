"""The process is killed again and again while officials tap: nothing is lost and nothing counts twice."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from journeys.killable import POINTS
from sqlalchemy import text

from bot.bench import shelves
from bot.bench.officials import Official
from bot.sandbox.server import Sandbox
from storage import verify
from storage.engine import open_database

TOKEN = "158001:kill-tests-AAAAAAAAAAAAAAAAAAAAAAAA"
KILLS = int(os.environ.get("RASOAT_TEST_KILLS", "60"))
PEOPLE = 4
SEED = 158
# Each start takes seconds and the next kill may hit the same tap: waiting across deaths says nothing of the bot. The
# last bot, which lives, has 60 seconds to answer everyone.
ACROSS_DEATHS_S = 1500.0


class Zygote:
    """A process with everything imported, which forks a bot for each order."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def start(self, order: dict[str, Any]) -> int:
        """Start a bot; returns its process number."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        await self._process.stdin.drain()
        return int(await self._line())

    async def ended(self) -> int:
        """Wait until the bot has ended; returns its exit code, negative for a signal."""
        return int(await self._line())

    async def _line(self) -> bytes:
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), 60)
        assert line, "the bot's parent has ended"
        return line


@pytest.fixture
async def zygote() -> AsyncIterator[Zygote]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(Path(__file__).parent / "killable.py"),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    yield Zygote(process)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # and the bot it may be waiting for
    await process.wait()


@pytest.mark.timeout(1800)
async def test_killed_at_any_moment_no_decision_is_lost_and_none_is_doubled(
    database_url: str, database_kind: str, zygote: Zygote
):
    kills = KILLS if database_kind == "sqlite" else max(KILLS // 4, 8)
    made = await shelves.build(
        database_url, communes=PEOPLE, per_commune=40 * kills + 400, officials=PEOPLE, limit=10**6
    )
    await made.close()
    sandbox = Sandbox([TOKEN])
    await sandbox.start()
    settings = {
        "database_url": database_url,
        "telegram": {"token": TOKEN, "api_base": sandbox.base_url},
        "web": {"port": 0},
    }
    officials = [Official(sandbox, 1001 + n, patience_s=ACROSS_DEATHS_S) for n in range(PEOPLE)]
    for official in officials:
        sandbox.add_user(official.user, f"Cán bộ {official.user}")
    taps = 0
    working = True

    async def work(official: Official) -> None:
        nonlocal taps
        await official.begin()
        while working:
            await official.look()
            await official.tap()
            taps += 1

    async def tapped(more: int) -> None:
        wanted = taps + more
        async with asyncio.timeout(60):
            while taps < wanted:  # noqa: ASYNC110 (many officials, one count)
                await asyncio.sleep(0.005)

    chance = random.Random(SEED)
    people = [asyncio.create_task(work(official)) for official in officials]
    for number in range(kills):
        order: dict[str, Any] = {"settings": settings}
        if number % 2:
            order |= {"point": POINTS[number // 2 % len(POINTS)], "calls": chance.randint(1, 6)}
        pid = await zygote.start(order)
        if "point" not in order:
            if (
                number % 4
            ):  # in the midst of the work, however slow the machine; the others also while it starts
                await tapped(chance.randint(3, 9))
            await asyncio.sleep(chance.uniform(0.0, 0.5))
            os.kill(pid, signal.SIGKILL)
        assert await zygote.ended() == -signal.SIGKILL
    pid = await zygote.start({"settings": settings})
    await asyncio.sleep(0.5)
    working = False
    await asyncio.wait_for(asyncio.gather(*people), 60)
    os.kill(pid, signal.SIGTERM)
    assert await zygote.ended() == 0, "told to stop, the bot ends by itself and well"
    await sandbox.stop()

    database = open_database(database_url)
    counted = (
        await database.read(
            lambda tx: tx.run(
                text(
                    "SELECT count(*) AS n, count(DISTINCT record_id) AS records, "
                    "(SELECT count(*) FROM records WHERE state = 'APPROVED') AS approved FROM decisions"
                )
            )
        )
    ).one()
    assert taps > kills, "the officials got on with their work between the kills"
    assert (counted.n, counted.records, counted.approved) == (taps, taps, taps)
    assert (await database.read(verify.run)).difference is None
    await database.close()
