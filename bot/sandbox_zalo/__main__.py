"""`python -m bot.sandbox_zalo --port 8082 [--token 42:TEST] [--people people.json]`: both stand-ins, a process apart."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from bot.sandbox_zalo.clocks import Clock
from bot.sandbox_zalo.server import TOKEN, ZaloSandbox
from bot.sandbox_zalo.stage import Impossible


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.sandbox_zalo", description="Local Zalo APIs with phones."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN, help="of the bot")
    parser.add_argument("--people", type=Path, help="JSON: [{user, name}], on both")
    parser.add_argument("--now", type=float, help="unix seconds at which the clock starts and runs on")
    return parser.parse_args(arguments)


async def run(options: argparse.Namespace) -> None:
    """Serve until SIGTERM or Ctrl-C; prints one line of JSON: address, token, and a first refresh token."""
    sandbox = ZaloSandbox(options.token, Clock(options.now, runs=True))
    for person in json.loads(options.people.read_text("utf-8")) if options.people else []:
        sandbox.bot.add_user(**person)
        sandbox.oa.add_user(**person)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await sandbox.start(options.host, options.port)
    about = {"base_url": sandbox.base_url, "token": sandbox.bot.token, **sandbox.oa.issue_tokens()}
    sys.stdout.write(f"{json.dumps(about)}\n")
    sys.stdout.flush()
    await stop.wait()
    await sandbox.stop()


def main() -> None:
    """Run; what the caller can cause ends in one line and exit code 2."""
    try:
        asyncio.run(run(read_arguments(sys.argv[1:])))
    except (OSError, ValueError, TypeError, Impossible) as fault:
        sys.stderr.write(f"bot.sandbox_zalo: {fault}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
