"""What taps feel while a running bot draws and sends pictures: one bot, in turn with pictures that need no drawing.

Whatever else the machine does falls on both kinds of turns alike.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.bench import shelves, taps
from domain.talk.values import Address, Slot
from storage import outbox, people
from storage.engine import Tx, open_database

RATE, PEOPLE = 50.0, 32
ROUNDS, TURN_S = 4, 3.0
A_SECOND = 25.0  # messages, as reminders are paced
SIZE = shelves.Size(32, 400, PEOPLE)
LOOK_S, LOOKS = 0.2, 600  # all messages must be out after two minutes
Bodies = Mapping[str, Sequence[dict[str, Any]]]  # kind of turn → what is sent in it, enough for all rounds


def waits_s(prepared: Path, bodies: Bodies, each: int) -> dict[str, list[float]]:
    """Let officials tap while the bot sends `each` messages a turn; gives the taps' waits by kind of turn."""
    count = round(ROUNDS * len(bodies) * TURN_S * RATE)
    with (
        shelves.copy_of(prepared) as path,
        taps.officials(PEOPLE, count, RATE, "--told") as (base, at_work),
    ):
        assert at_work.stdout is not None
        environment = taps.bot_environment(shelves.sqlite_address(path.parent, path.name), base)
        bot = taps.start_bot([sys.executable, "-m", "bot.cli", "run"], environment)
        try:
            if at_work.stdout.readline().strip() != "begun":
                raise RuntimeError("the bot did not show its first cards")
            began = datetime.now(UTC)
            asyncio.run(_say(path, bodies, each, began))
            seen = json.loads(at_work.stdout.readline())
            asyncio.run(_wait_until_sent(path, ROUNDS * len(bodies) * each))
        finally:
            bot.terminate()
            bot.wait()
    if seen["timeouts"]:
        raise RuntimeError(f"{seen['timeouts']} taps were not answered")
    found: dict[str, list[float]] = {kind: [] for kind in bodies}
    for at, wait in seen["waits"]:
        turn = int((at - began.timestamp()) // TURN_S)
        found[list(bodies)[max(turn, 0) % len(bodies)]].append(wait)
    return found


async def _say(path: Path, bodies: Bodies, each: int, began: datetime) -> None:
    """Lay all messages into the outbox of a running bot, due turn by turn; as answers, so at any hour."""
    database = open_database(shelves.sqlite_address(path.parent, path.name))

    async def work(tx: Tx) -> None:
        for turn in range(ROUNDS * len(bodies)):
            kind = list(bodies)[turn % len(bodies)]
            first = turn // len(bodies) * each
            for n, body in enumerate(bodies[kind][first : first + each]):
                account, _ = await people.who(tx, Address("telegram", str(1001 + n % PEOPLE)))
                await outbox.add(
                    tx, f"bench:{turn}:{n}", account.id, body, kind="answer", slot=Slot.NOTE,
                    priority=outbox.ANSWER, now=began,
                    not_before=began + timedelta(seconds=turn * TURN_S + n / A_SECOND),
                )  # fmt: skip

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
