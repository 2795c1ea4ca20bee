"""A process that has everything imported and forks a child for each order: bots that die cost no new import.

Orders come as lines of JSON on standard input; for each, the child's number is printed, and then how it ended: its exit
code, negative for a signal.
"""

from __future__ import annotations

import asyncio
import json
import os
import ssl
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import certifi

from bot.settings import load
from bot.telegram import channel  # noqa: F401 (so that no child has to import it)
from storage import schema


def serve(child: Callable[[dict[str, Any]], None]) -> None:
    """Fork until the input ends."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os.close(0)
            try:
                child(json.loads(line))
            finally:
                os._exit(0)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(-os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status), flush=True)


def prepare_delivery(database_url: str) -> None:
    """Do once what each child that delivers would take a tenth of a second for."""
    asyncio.run(schema.require_current(database_url))  # its library is imported at the first question
    load(database_url=database_url)
    ssl.create_default_context = cache(ssl.create_default_context)
    ssl.create_default_context(cafile=certifi.where())
