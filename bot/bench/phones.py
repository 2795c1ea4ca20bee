"""Phones that only receive, as a process of their own: the stand-in of the Bot API, with a count of what came when.

    python -m bot.bench.phones --people 500 --messages 500 [--first 1001]

Prints its address as the first line, `begun` at the first message, and at the last one JSON line: how many messages,
and the seconds from the first to the last.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from bot.bench.officials import TOKEN
from bot.sandbox.server import Sandbox

EVERY_S = 0.005


async def main(people: int, messages: int, first: int) -> None:
    """Receive until all messages have come."""
    sandbox = Sandbox([TOKEN])
    await sandbox.start()
    for user in range(first, first + people):
        sandbox.add_user(user, f"Cán bộ {user}")
        sandbox.say(user, "/start")
    print(sandbox.base_url, flush=True)
    moments: list[float] = []
    seen = 0
    while len(moments) < messages:
        await asyncio.sleep(EVERY_S)  # nobody tells when a call is answered
        if sandbox.api.calls.count == seen:
            continue
        new = sandbox.calls(seen)
        seen = new[-1]["n"]
        came = [call["at"] for call in new if call["method"] == "sendMessage" and call["status"] == 200]
        if came and not moments:
            print("begun", flush=True)
        moments += came
    print(json.dumps({"messages": len(moments), "seconds": moments[-1] - moments[0]}), flush=True)
    sys.stdin.readline()  # the measuring side reads the bot's figures before the line breaks
    await sandbox.stop()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--people", type=int, default=500)
    arguments.add_argument("--messages", type=int, default=500)
    arguments.add_argument("--first", type=int, default=1001)
    chosen = arguments.parse_args()
    asyncio.run(main(chosen.people, chosen.messages, chosen.first))
