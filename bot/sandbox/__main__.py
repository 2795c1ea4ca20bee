"""`python -m bot.sandbox --port 8081 --token 42:TEST [--users people.json]`: the stand-in as a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from bot.sandbox.people import Impossible
from bot.sandbox.server import Sandbox


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description="A local Bot API with phones.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", action="append", required=True, help="may be given several times")
    parser.add_argument("--users", type=Path, help="JSON: [{id, first_name, last_name?, phone?, username?}]")
    parser.add_argument("--flood", action="store_true", help="limit messages as Telegram does")
    return parser.parse_args(arguments)


async def run(options: argparse.Namespace) -> None:
    """Serve until SIGTERM or Ctrl-C; prints one line with the address."""
    sandbox = Sandbox(options.token)
    people = json.loads(options.users.read_text("utf-8")) if options.users else []
    for person in people:
        sandbox.add_user(**person)
    sandbox.flood(options.flood)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    await sandbox.start(options.host, options.port)
    sys.stdout.write(f"{sandbox.base_url}\n")
    sys.stdout.flush()
    await stop.wait()
    await sandbox.stop()


def main() -> None:
    """Run; what the caller can cause ends in one line and exit code 2."""
    try:
        asyncio.run(run(read_arguments(sys.argv[1:])))
    except (OSError, ValueError, TypeError, Impossible) as fault:
        sys.stderr.write(f"bot.sandbox: {fault}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
