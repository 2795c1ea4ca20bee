"""Officials at work, as a process of their own: the stand-in of the Bot API with people who tap without a pause.

    python -m bot.bench.officials --people 32 --taps 3000 [--rate 50] [--first 1001] [--told]

Prints its address as the first line, waits for the bot, and at the end one JSON line: taps, seconds and waits.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from typing import Any

from bot.bench.measure import percentile
from bot.sandbox.server import Sandbox

TOKEN = "158001:bench-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
PATIENCE_S = 30.0
FIRST_S = 120.0  # a bot takes seconds to start, many on a busy machine, and that is no tap


class Official:
    """One person: taps the first button of the card, waits for the next card, and again."""

    def __init__(self, sandbox: Sandbox, user: int, *, patience_s: float = PATIENCE_S) -> None:
        self.sandbox = sandbox
        self.user = user
        self.patience_s = patience_s
        self.card: dict[str, Any] = {}
        self._tapped = {""}
        self.taps: list[tuple[float, float]] = []  # when each began, by the clock of the day, and its seconds

    async def begin(self) -> None:
        """Ask for the first card."""
        self.sandbox.say(self.user, "/batdau")
        self.card = await self.sandbox.wait_for(self.user, self._card, FIRST_S)

    def _card(self, chat: list[dict[str, Any]]) -> dict[str, Any] | None:
        """Find the newest card that was not tapped yet; a bot that was killed may have sent one twice."""
        return next((message for message in reversed(chat) if self._data(message) not in self._tapped), None)

    def _data(self, message: dict[str, Any]) -> str:
        rows = message.get("reply_markup", {}).get("inline_keyboard", ())
        return rows[0][0]["callback_data"] if rows else ""

    async def tap(self) -> float:
        """Tap and wait for the next card; returns the seconds it took."""
        began, started = time.time(), time.perf_counter()
        data = self._data(self.card)
        self._tapped.add(data)
        self.sandbox.tap(self.user, self.card["message_id"], data)
        self.card = await self.sandbox.wait_for(self.user, self._card, self.patience_s)
        took = time.perf_counter() - started
        self.taps.append((began, took))
        return took

    async def look(self) -> None:
        """Look at the screen again before tapping: after a kill the same card may stand in another message."""
        self.card = await self.sandbox.wait_for(self.user, self._card, self.patience_s)


async def main(people: int, taps: int, rate: float, first: int, *, told: bool = False) -> None:
    """Let the officials tap until `taps` are done, as fast as they can or at `rate` a second."""
    sandbox = Sandbox([TOKEN])
    await sandbox.start()
    officials = [Official(sandbox, first + n) for n in range(people)]
    for official in officials:
        sandbox.add_user(official.user, f"Cán bộ {official.user}", phone=f"849120{official.user:05d}")
    print(sandbox.base_url, flush=True)
    await asyncio.gather(*(official.begin() for official in officials))
    print("begun", flush=True)
    waits: list[float] = []
    timeouts = 0
    started = time.perf_counter()
    left = iter(range(taps))

    async def without_pause(official: Official) -> None:
        nonlocal timeouts
        for _ in left:
            try:
                waits.append(await official.tap())
            except TimeoutError:
                timeouts += 1

    async def at_a_rate() -> None:
        nonlocal timeouts
        running: set[asyncio.Task[float]] = set()
        free = asyncio.Queue[Official]()
        for official in officials:
            free.put_nowait(official)

        async def one(official: Official) -> float:
            try:
                return await official.tap()
            finally:
                free.put_nowait(official)

        for number in left:
            await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
            running.add(asyncio.create_task(one(await free.get())))
        for outcome in await asyncio.gather(*running, return_exceptions=True):
            if isinstance(outcome, BaseException):
                timeouts += 1
            else:
                waits.append(outcome)

    await (at_a_rate() if rate else asyncio.gather(*(without_pause(official) for official in officials)))
    seconds = time.perf_counter() - started
    figures: dict[str, Any] = {
        "taps": len(waits), "seconds": seconds, "timeouts": timeouts,
        "p50_ms": percentile(waits, 0.5) * 1000, "p99_ms": percentile(waits, 0.99) * 1000,
    }  # fmt: skip
    if told:
        figures["waits"] = [each for official in officials for each in official.taps]
    print(json.dumps(figures), flush=True)
    # the measuring side reads the bot's figures before the line breaks, and waits for what is still being sent
    await asyncio.to_thread(sys.stdin.readline)
    await sandbox.stop()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--people", type=int, default=32)
    arguments.add_argument("--taps", type=int, default=3000)
    arguments.add_argument("--rate", type=float, default=0)
    arguments.add_argument("--first", type=int, default=1001)
    arguments.add_argument(
        "--told", action="store_true", help="tell each tap: when it began and how long it took"
    )
    chosen = arguments.parse_args()
    asyncio.run(main(chosen.people, chosen.taps, chosen.rate, chosen.first, told=chosen.told))
