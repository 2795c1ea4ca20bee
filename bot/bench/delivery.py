"""The morning's cards: 16,000 written at once, against raw inserts of the same rows; then sent at 25 a second."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.bench import cards, mornings, processes, servers, shelves
from bot.bench.measure import RUNS, Row
from bot.bench.taps import bot_environment, start_bot
from storage.engine import open_database

MESSAGES = 500
PACE = 25.0


@dataclass(slots=True)
class _Written:
    """All runs on one database, in seconds."""

    ours: list[float] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sent:
    """What the phones saw, and what the bot's process used meanwhile."""

    rate: float  # messages a second
    cpu: float  # of the bot's process, per cent of a core


async def _enqueue(address: str, people: int) -> float:
    database = open_database(address, checkpoints=True)
    took = await cards.enqueue(database, cards.cards(people))
    await database.close()
    return took


def _on_sqlite(prepared: Path, people: int, runs: int) -> tuple[_Written, cards.Rows, cards.Rows]:
    taken = _Written()
    outbox: cards.Rows = []
    prompts: cards.Rows = []
    for _ in range(runs):
        with shelves.copy_of(prepared) as path:
            taken.ours.append(asyncio.run(_enqueue(shelves.sqlite_address(path.parent, path.name), people)))
            outbox, prompts = cards.written(path)
        with shelves.copy_of(prepared) as path:
            taken.raw.append(cards.raw_sqlite(path, outbox, prompts))
    return taken, outbox, prompts


def _on_postgres(server: Any, people: int, runs: int, outbox: cards.Rows, prompts: cards.Rows) -> _Written:
    taken = _Written()
    server.psql("CREATE DATABASE prepared")
    asyncio.run(_build(servers.our_address(server, "prepared"), people))
    asyncio.run(servers.vacuum(server, "prepared"))
    for _ in range(runs):
        with servers.copy_of(server, "prepared") as name:
            taken.ours.append(asyncio.run(_enqueue(servers.our_address(server, name), people)))
        with servers.copy_of(server, "prepared") as name:
            taken.raw.append(
                asyncio.run(cards.raw_postgres(servers.raw_address(server, name), outbox, prompts))
            )
    return taken


async def _build(address: str, people: int) -> None:
    database = await shelves.build(address, communes=1, per_commune=1, officials=people)
    await database.close()


@contextmanager
def _phones(messages: int) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [
        sys.executable,
        "-m",
        "bot.bench.phones",
        "--people",
        str(messages),
        "--messages",
        str(messages),
    ]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip(), process
    finally:
        process.terminate()
        process.wait()


def send(prepared: Path, messages: int) -> Sent:
    """Let `rasoat run --only delivery` send a morning's cards to phones that are a process of their own."""
    with shelves.copy_of(prepared) as path, _phones(messages) as (base, phones):
        address = shelves.sqlite_address(path.parent, path.name)
        assert phones.stdout is not None
        command = [sys.executable, "-m", "bot.cli", "run", "--only", "delivery"]
        bot = start_bot(command, bot_environment(address, base) | mornings.ENVIRONMENT)
        try:
            if phones.stdout.readline().strip() != "begun":
                raise RuntimeError("the bot did not send its first message")
            before = processes.cpu_s(bot.pid)
            seen = json.loads(phones.stdout.readline())
            used = processes.cpu_s(bot.pid) - before
        finally:
            bot.terminate()
            bot.wait()
    return Sent((seen["messages"] - 1) / seen["seconds"], 100 * used / seen["seconds"])


def measure(runs: int = RUNS, *, people: int = cards.PEOPLE, messages: int = MESSAGES) -> Row:
    """Measure the row."""
    load = shelves.load()
    with tempfile.TemporaryDirectory(prefix="rasoat-bench-") as folder:
        prepared = Path(folder) / "bench.db"
        asyncio.run(_build(shelves.sqlite_address(Path(folder)), people))
        sqlite, outbox, prompts = _on_sqlite(prepared, people, runs)
        with servers.postgres() as server:
            version, durable = asyncio.run(servers.settings(server.get_uri()))
            postgres = _on_postgres(server, people, runs, outbox, prompts)
        morning = asyncio.run(mornings.build(Path(folder), messages))
        sent = [send(morning, messages) for _ in range(runs)]
    row = Row(
        "delivery",
        f"cards of {people:,} people on Telegram with two buttons each, {len(outbox):,} messages and {len(prompts):,}"
        " prompts, one commit, from the accounts on, on a fresh copy each time: SQLite (WAL, synchronous=FULL), PostgreSQL"
        f" {version} on the same machine ({durable}). Baseline: the same rows, ready made, by sqlite3 `executemany` and by"
        f" asyncpg inserts of {cards.AT_ONCE:,} rows each. Then the cards of a planned morning, {messages:,} officials with"
        " records on their shelves, each card held against its person's day before it goes, sent by `rasoat run --only"
        " delivery` (SQLite) to phones that are a process of their own. Load of the machine at the start"
        f" {load:.1f}",
    )
    for where, taken in (("SQLite", sqlite), ("PostgreSQL", postgres)):
        ratios = [ours / raw for ours, raw in zip(taken.ours, taken.raw, strict=True)]
        row.add(f"{where}: written, against the baseline's time", ratios, "×", at_most=3)
        row.add(f"{where}: time", taken.ours, "s")
        row.add(f"{where}: time of the baseline", taken.raw, "s")
    off = [100 * abs(each.rate - PACE) / PACE for each in sent]
    row.add(f"sent: off the pace of {PACE:.0f} a second", off, "%", at_most=2)
    row.add("sent: CPU of the bot, of a core", [each.cpu for each in sent], "%", at_most=10)
    row.add("sent: messages a second", [each.rate for each in sent], "/s")
    return row
