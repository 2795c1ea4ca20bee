"""What taps feel while a running bot sends many messages at once, with pictures or without."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.bench import shelves, taps
from domain.talk.values import Address, Slot
from storage import outbox, people
from storage.engine import Tx, open_database

TAPS, RATE, PEOPLE = 300, 50.0, 32
A_SECOND = 25.0
SIZE = shelves.Size(32, 400, PEOPLE)
LOOK_S, LOOKS = 0.2, 600  # all messages must be out after two minutes


async def _say(path: Path, bodies: Sequence[dict[str, Any]]) -> None:
    """Lay messages into the outbox of a running bot, due at the pace of reminders; as answers, so at any hour."""
    database = open_database(shelves.sqlite_address(path.parent, path.name))
    now = datetime.now(UTC)

    async def work(tx: Tx) -> None:
        for n, body in enumerate(bodies):
            account, _ = await people.who(tx, Address("telegram", str(1001 + n % PEOPLE)))
            await outbox.add(
                tx,
                f"bench:{n}",
                account.id,
                body,
                kind="answer",
                slot=Slot.NOTE,
                priority=outbox.ANSWER,
                now=now,
                not_before=now + timedelta(seconds=n / A_SECOND),
            )

    await database.write(work)
    await database.close()


async def _wait_until_sent(path: Path, wanted: int) -> None:
    database = open_database(shelves.sqlite_address(path.parent, path.name))
    table = outbox.outbox
    query = select(func.count()).where(table.c.key.like("bench:%"), table.c.state == "sent")

    async def sent(tx: Tx) -> int:
        return int((await tx.run(query)).scalar_one())

    try:
        for _ in range(LOOKS):
            if await database.read(sent) == wanted:
                return
            await asyncio.sleep(LOOK_S)
    finally:
        await database.close()
    raise RuntimeError("not all that was to be said went out")


def waits_ms(prepared: Path, bodies: Sequence[dict[str, Any]]) -> tuple[float, float]:
    """Let officials tap while the bot sends, and both come to their end; gives p50 and p99 of a tap."""
    with shelves.copy_of(prepared) as path, taps.officials(PEOPLE, TAPS, RATE) as (base, at_work):
        assert at_work.stdout is not None
        environment = taps.bot_environment(shelves.sqlite_address(path.parent, path.name), base)
        bot = taps.start_bot([sys.executable, "-m", "bot.cli", "run"], environment)
        try:
            if at_work.stdout.readline().strip() != "begun":
                raise RuntimeError("the bot did not show its first cards")
            asyncio.run(_say(path, bodies))
            seen = json.loads(at_work.stdout.readline())
            asyncio.run(_wait_until_sent(path, len(bodies)))
        finally:
            bot.terminate()
            bot.wait()
        if seen["timeouts"]:
            raise RuntimeError(f"{seen['timeouts']} taps were not answered")
        return seen["p50_ms"], seen["p99_ms"]
