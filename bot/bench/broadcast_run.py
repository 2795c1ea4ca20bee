"""One broadcast through the Bot API stand-in with faults and deaths, in virtual time, and what came of it."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.bench import shelves
from bot.bench.shared_clock import SharedClock
from bot.sandbox.faults import DROPPED, Fault
from bot.sandbox.server import Sandbox
from domain.audience import Audience, Whom
from domain.broadcast import A_SECOND, State, Status
from storage import broadcast_recipients, broadcasts
from storage.broadcasts import New
from storage.engine import Database, Tx
from storage.tables import RoleRow
from storage.tables_province import BroadcastRecipientRow

TOKEN = "158001:broadcast-in-virtual-time-AAAAAAAAA"
START = datetime(2024, 7, 4, 1, 0, tzinfo=UTC)  # eight in the morning
TEXT = "*Thông báo*: các xã hoàn thành rà soát trước _30/10/2024_. Chi tiết: https://example.vn/cv_158"
RESTART_S = 1.0  # virtual seconds from a death to the next start, at the quickest
LIMIT_S = 900.0
recipients: Any = BroadcastRecipientRow.__table__  # type: ignore[attr-defined]


@dataclass(slots=True)
class Outcome:
    """What came of a broadcast. Times are virtual seconds."""

    people: int
    took_s: float = 0.0
    came: Counter[str] = field(default_factory=Counter)  # chat → how often it arrived
    in_flight: int = 0  # arrived and not recorded, at the deaths
    ambiguous: int = 0  # taken by the server, and the line was cut
    calls: list[tuple[float, str]] = field(
        default_factory=list
    )  # when something was sent or edited, in which chat
    statuses: Counter[str] = field(default_factory=Counter)
    blocked: frozenset[str] = frozenset()
    deaths: int = 0
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def ratio(self) -> float:
        """Its time against everybody reached once at the limit, without a fault."""
        return self.took_s / (self.people / A_SECOND)

    @property
    def missed(self) -> int:
        """How many of those who can be reached got nothing."""
        return self.people - len(self.blocked) - len(self.came)

    @property
    def copies(self) -> int:
        return sum(self.came.values()) - len(self.came)

    @property
    def most_a_second(self) -> int:
        """The most calls in any second."""
        times = sorted(at for at, _ in self.calls)
        first, most = 0, 0
        for place, at in enumerate(times):
            while times[first] <= at - 1 + 1e-6:
                first += 1
            most = max(most, place - first + 1)
        return most

    @property
    def nearest_in_chat_s(self) -> float:
        """The shortest time between two calls in one chat."""
        last: dict[str, float] = {}
        nearest = float("inf")
        for at, chat in sorted(self.calls):
            nearest = min(nearest, at - last.get(chat, -9e9))
            last[chat] = at
        return nearest


class Run:
    """The parent's side: the stand-in, the people, and the hand that kills."""

    def __init__(self, address: str, people: int, kills: int, seed: int, *, short_leases: bool) -> None:
        self._address = address
        self._kills = kills
        self._chance = random.Random(seed)
        self._short_leases = short_leases
        self.outcome = Outcome(people)
        self._folder = tempfile.TemporaryDirectory(prefix="rasoat-bench-")
        self._clock = SharedClock(Path(self._folder.name) / "clock", START)
        self._sandbox = Sandbox([TOKEN], self._clock.unix)

    async def go(self) -> Outcome:
        """Prepare, send to the end, and look what came of it."""
        database = await shelves.build(
            self._address, communes=200, per_commune=1, officials=self.outcome.people
        )
        await self._sandbox.start()
        self._prepare_phones()
        number = await database.write(self._order)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.bench.broadcast_child", self._address,
            *(["--short-leases"] if self._short_leases else []),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        try:
            async with asyncio.timeout(LIMIT_S):
                await self._live_and_die(process, database, number)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
            await self._sandbox.stop()
        made = await database.read(lambda tx: broadcasts.load(tx, number))
        assert made is not None and made.state is State.DONE and made.ended_at and made.begun_at
        self.outcome.took_s = (made.ended_at - made.begun_at).total_seconds()
        counts = await database.read(lambda tx: broadcast_recipients.counts(tx, number))
        self.outcome.statuses = Counter({status.value: n for status, n in counts.by_status.items()})
        await database.close()
        self._folder.cleanup()
        return self.outcome

    async def _order(self, tx: Tx) -> int:
        admin = {"person_id": 1, "unit_id": 1, "role": "admin", "title": "", "since": START}
        await tx.run(insert(RoleRow.__table__), admin)  # type: ignore[attr-defined]
        new = New("bench", Audience(Whom.ALL, (1,)), TEXT, 1, State.SCHEDULED, sender="Tỉnh Lạng Sơn")
        made = await broadcasts.order(tx, new, now=START)
        assert made is not None
        return made.id

    def _prepare_phones(self) -> None:
        sandbox, people = self._sandbox, self.outcome.people
        for n in range(1, people + 1):
            sandbox.add_user(1000 + n, f"Cán bộ {n}")
            sandbox.say(1000 + n, "/start")
        gone = self._chance.sample(range(2, people + 1), people // 50)  # not the sender
        for n in gone:
            sandbox.block(1000 + n)
        self.outcome.blocked = frozenset(str(1000 + n) for n in gone)
        seeds = [self._chance.randrange(2**32) for _ in range(3)]
        sandbox.faults("sendMessage", 429, probability=0.03, retry_after=1, seed=seeds[0])
        sandbox.faults("sendMessage", 502, probability=0.02, seed=seeds[1])
        sandbox.faults("sendMessage", DROPPED, probability=0.01, after_accept=True, seed=seeds[2])
        api: Any = sandbox.api
        add, fail = api.calls.add, api._fail

        def noted(bot: int, method: str, params: Any, status: int, at: float) -> None:
            add(bot, method, params, status, at)
            chat, name = str(params.values.get("chat_id", "")), method.lower()
            if name in ("sendmessage", "editmessagetext"):
                self.outcome.calls.append((self._clock.seconds, chat))
            if name == "sendmessage" and status == 200 and "Thông báo: các xã" in str(params.values["text"]):
                self.outcome.came[chat] += 1
            if status not in (200, 403):
                self.outcome.faults[str(status)] += 1

        async def failing(request: Any, fault: Fault, *rest: Any) -> Any:
            self.outcome.ambiguous += fault.after_accept
            return await fail(request, fault, *rest)

        api.calls.add, api._fail = noted, failing

    async def _live_and_die(
        self, process: asyncio.subprocess.Process, database: Database, number: int
    ) -> None:
        people = self.outcome.people
        for death in range(self._kills + 1):
            pid = await self._start(process)
            due = people * (death + 1) // (self._kills + 1) + self._chance.randint(-20, 0)
            while sum(self.outcome.came.values()) < due and death < self._kills:  # noqa: ASYNC110
                await asyncio.sleep(0.002)
            if death == self._kills:
                await self._ends(database, number)
            else:
                await asyncio.sleep(self._chance.uniform(0.0, 0.05))
            os.kill(pid, signal.SIGKILL)
            assert await _line(process) == str(-signal.SIGKILL), "it was killed and did not end by itself"
            if death < self._kills:
                await self._note_death(database, number)

    async def _start(self, process: asyncio.subprocess.Process) -> int:
        settings = {
            "database_url": self._address,
            "telegram": {"token": TOKEN, "api_base": self._sandbox.base_url},
            "web": {"port": 0},
        }
        order = {
            "settings": settings,
            "clock": str(Path(self._folder.name) / "clock"),
            "start": START.isoformat(),
        }
        assert process.stdin is not None
        process.stdin.write(json.dumps(order).encode() + b"\n")
        await process.stdin.drain()
        pid = int(await _line(process))
        assert await _line(process) == "up"
        return pid

    async def _note_death(self, database: Database, number: int) -> None:
        """Count what had arrived that the database does not know of, once the lines of the dead are closed."""
        server: Any = self._sandbox._runner
        while server.server.connections:  # noqa: ASYNC110 (a server tells nobody)
            await asyncio.sleep(0.002)
        rows = await database.read(
            lambda tx: tx.run(
                recipients.select().where(recipients.c.broadcast_id == number, recipients.c.status == Status.WAITING.value)
            )
        )  # fmt: skip
        waiting = {str(1000 + row.person_id) for row in rows}
        self.outcome.in_flight += sum(chat in waiting for chat in self.outcome.came)
        self.outcome.deaths += 1
        self._clock.move(RESTART_S)

    async def _ends(self, database: Database, number: int) -> None:
        while True:
            made = await database.read(lambda tx: broadcasts.load(tx, number))
            if made is not None and made.state is State.DONE:
                return
            await asyncio.sleep(0.1)


async def _line(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), 120)
    assert line, "the bot's parent has ended"
    return line.decode().strip()


async def run(address: str, *, people: int, kills: int, seed: int, short_leases: bool = False) -> Outcome:
    """Send to so many people with so many deaths on the way, into a fresh database at an address."""
    return await Run(address, people, kills, seed, short_leases=short_leases).go()
