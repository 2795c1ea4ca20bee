"""The delivery is killed again and again: nobody misses a message, and only what was on its way comes twice."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from journeys.killable_delivery import A_SECOND, POINTS
from journeys.test_killed import Zygote
from sqlalchemy import select

from bot import bulk_telling
from bot.bench import shelves
from bot.delivery import ledger, unasked
from bot.sandbox.server import Sandbox
from domain.talk.values import Aside, Message, Slot
from storage import outbox
from storage.engine import Database, Tx
from tests.chat import BUTTONS

TOKEN = "158001:kills-on-the-way-AAAAAAAAAAAAAAAAAAA"
KILLS = int(os.environ.get("RASOAT_TEST_DELIVERY_KILLS", "100"))  # on each of the two databases
PEOPLE = 40
SEED = 1580
# what may be on its way at once: sends that overlap, and what is out while the ledger gathers and writes
ON_THE_WAY = unasked.AT_ONCE + int(A_SECOND * ledger.EVERY_S * 3)


@pytest.fixture
async def zygote(database_url: str) -> AsyncIterator[Zygote]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(Path(__file__).parent / "killable_delivery.py"), database_url,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, Path(__file__).parents[1:3]))},
    )  # fmt: skip
    yield Zygote(process)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


class Phones:
    """All phones together: how often each message came."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._seen = 0
        self.came: Counter[str] = Counter()

    def look(self) -> int:
        """Take note of what came since the last look; gives how many messages that were."""
        new = 0
        for call in self._sandbox.calls(self._seen, "sendMessage"):
            self._seen = call["n"]
            if call["status"] == 200:
                self.came[call["params"]["text"]] += 1
                new += 1
        return new

    async def hear(self, more: int) -> None:
        """Wait for so many messages."""
        async with asyncio.timeout(30):
            while (more := more - self.look()) > 0:  # noqa: ASYNC110 (many phones, one count)
                await asyncio.sleep(0.002)

    async def are_idle(self) -> None:
        """Wait until what the dead had put on the line has come or is lost."""
        assert self._sandbox._runner is not None and self._sandbox._runner.server is not None
        async with asyncio.timeout(30):
            while self._sandbox._runner.server.connections:  # noqa: ASYNC110 (a server tells nobody)
                await asyncio.sleep(0.002)
        self.look()


async def write(database: Database, count: int) -> list[str]:
    """Write messages: four in five that nobody asked for, and an answer that a dead process left."""
    asides = [Aside(1 + n % PEOPLE, Message(f"Tin {n}"), "nudge", f"{n}") for n in range(count) if n % 5]

    async def work(tx: Tx) -> None:
        now = shelves.NOON
        assert await bulk_telling.tell_many(tx, asides, {"telegram": BUTTONS}, now) == len(asides)
        for n in range(0, count, 5):
            body = {"text": f"Tin {n}"}
            await outbox.add(
                tx,
                f"parked:{n}",
                1 + n % PEOPLE,
                body,
                kind="parked",
                slot=Slot.NOTE,
                priority=outbox.ANSWER,
                now=now,
            )

    await database.write(work)
    return [f"Tin {n}" for n in range(count)]


async def unrecorded(database: Database) -> set[str]:
    """Read what the database does not know to be out."""
    query = select(outbox.outbox.c.body).where(outbox.outbox.c.state != "sent")
    return {row.body["text"] for row in await database.read(lambda tx: tx.run(query))}


@pytest.mark.timeout(900)
async def test_killed_on_the_way_nobody_misses_a_message_and_only_what_was_in_flight_comes_twice(
    database_url: str, database_kind: str, zygote: Zygote
):
    database = await shelves.build(database_url, communes=1, per_commune=1, officials=PEOPLE)
    sandbox = Sandbox([TOKEN])
    await sandbox.start()
    for n in range(PEOPLE):
        sandbox.add_user(1001 + n, f"Cán bộ {n}")
        sandbox.say(1001 + n, "/start")
    settings = {
        "database_url": database_url,
        "telegram": {"token": TOKEN, "api_base": sandbox.base_url},
        "web": {"port": 0},
    }
    phones, chance = Phones(sandbox), random.Random(SEED)
    texts = await write(database, 12 * KILLS + 200)
    may_repeat: Counter[str] = Counter()
    at_kill: list[int] = []
    for number in range(KILLS):
        order: dict[str, Any] = {"settings": settings}
        if number % 2:
            order |= {"point": POINTS[number // 2 % len(POINTS)], "calls": chance.randint(1, 3)}
        pid = await zygote.start(order)
        if "point" not in order:
            await phones.hear(chance.randint(1, 8))
            await asyncio.sleep(chance.uniform(0.0, 0.06))
            os.kill(pid, signal.SIGKILL)
        assert await zygote.ended() == -signal.SIGKILL
        await phones.are_idle()
        in_flight = set(phones.came) & await unrecorded(database)
        may_repeat.update(in_flight)
        at_kill.append(len(in_flight))
    pid = await zygote.start({"settings": settings})
    async with asyncio.timeout(120):
        while await database.read(outbox.open_count):  # noqa: ASYNC110 (the end of the line tells nobody)
            await asyncio.sleep(0.05)
    os.kill(pid, signal.SIGTERM)
    assert await zygote.ended() == 0, "told to stop, the bot ends by itself and well"
    await phones.are_idle()
    await sandbox.stop()

    counts = await database.read(outbox.counts)
    await database.close()
    assert counts == {"sent": len(texts)}
    assert set(phones.came) == set(texts), "nobody misses a message"
    repeats = phones.came - Counter(texts)
    print(database_kind, KILLS, "kills:", len(texts), "messages,", sum(repeats.values()), "came twice;",
          sum(at_kill), "were in flight at the kills, at most", max(at_kill), "at one")  # fmt: skip
    assert not repeats - may_repeat, "only what was in flight at a kill comes again, and once for each"
    assert sum(repeats.values()) <= sum(at_kill)
    assert sum(at_kill) > KILLS / 4, "the kills were where it hurts"
    assert max(at_kill) <= ON_THE_WAY
