"""The morning cards of many people: written to the outbox with their prompts, against the raw drivers' inserts."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot import bulk_telling
from bot.bench import shelves
from domain.talk.values import Aside, Capabilities, Choice, Message
from storage.engine import Database
from storage.sqlite import prepare_writer

PEOPLE = 16_000
TELEGRAM = {"telegram": Capabilities("telegram", 100, 4096, can_edit=True, can_share_contact=True)}
CHOICES = (Choice("start", "▶ Bắt đầu rà soát"), Choice("mute", "🔕 Dừng nhắc hôm nay"))
OUTBOX = "id,key,account_id,kind,slot,priority,body,created_at,not_before,state,tries"
PROMPTS = "id,account_id,slot,step,payload,choices,takes_text,numbered,shown_at,voided"
AT_ONCE = 1_000  # rows of one raw statement on PostgreSQL

Rows = list[tuple[Any, ...]]


def cards(people: int) -> list[Aside]:
    """Say good morning to everybody, with their own figures."""
    return [
        Aside(
            person,
            Message(
                f"Chào buổi sáng Cán bộ {person}. Hôm nay có {16 + person % 7} hồ sơ cần rà soát, còn lại từ hôm qua "
                f"{person % 5}. Đơn vị đã xong {person % 90} %, hạn cuối 29/10/2024.",
                choices=CHOICES, step="morning", payload=(("day", "2024-07-04"), ("quota", 16 + person % 7)),
            ),
            "morning", "2024-07-04",
        )
        for person in range(1, people + 1)
    ]  # fmt: skip


async def enqueue(database: Database, asides: Sequence[Aside]) -> float:
    """Write the cards as the bot does, one commit; returns the seconds."""
    for each in (database.read, database.write):  # a running bot has its connections open
        await each(lambda tx: tx.run(text("SELECT 1")))
    began = time.perf_counter()
    told = await database.write(lambda tx: bulk_telling.tell_many(tx, asides, TELEGRAM, shelves.NOON))
    took = time.perf_counter() - began
    assert told == len(asides), (told, len(asides))
    return took


def written(path: Path) -> tuple[Rows, Rows]:
    """Read the rows as they came to lie in a SQLite file, for the baselines to write again."""
    with sqlite3.connect(path) as raw:
        outbox, prompts = (
            raw.execute(f"SELECT {columns} FROM {table} ORDER BY id").fetchall()
            for table, columns in (("outbox", OUTBOX), ("prompts", PROMPTS))
        )
    return outbox, prompts


def raw_sqlite(path: Path, outbox: Rows, prompts: Rows) -> float:
    """Write the same rows by `executemany`, one commit with the same settings; returns the seconds."""
    raw = sqlite3.connect(path, isolation_level=None)
    prepare_writer(raw, None)
    began = time.perf_counter()
    raw.execute("BEGIN IMMEDIATE")
    for table, columns, rows in (("outbox", OUTBOX, outbox), ("prompts", PROMPTS, prompts)):
        marks = ",".join("?" * len(rows[0]))
        raw.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
    raw.execute("COMMIT")
    took = time.perf_counter() - began
    raw.close()
    return took


async def raw_postgres(address: str, outbox: Rows, prompts: Rows) -> float:
    """Write the same rows by multi-row inserts over the raw driver, one commit; returns the seconds."""
    import asyncpg

    raw = await asyncpg.connect(address)
    said = [(*row[:7], shelves.NOON, shelves.NOON, *row[9:]) for row in outbox]
    offered = [(*row[:6], bool(row[6]), bool(row[7]), shelves.NOON, bool(row[9])) for row in prompts]
    began = time.perf_counter()
    async with raw.transaction():
        for table, columns, rows in (("outbox", OUTBOX, said), ("prompts", PROMPTS, offered)):
            for chunk in _chunks(rows):
                await raw.execute(
                    _insert(table, columns, len(chunk)), *(value for row in chunk for value in row)
                )
    took = time.perf_counter() - began
    await raw.close()
    return took


def _chunks(rows: Rows) -> Iterator[Rows]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _insert(table: str, columns: str, count: int) -> str:
    width = columns.count(",") + 1
    values = ",".join(
        "(" + ",".join(f"${row * width + place}" for place in range(1, width + 1)) + ")"
        for row in range(count)
    )
    return f"INSERT INTO {table} ({columns}) VALUES {values}"
