"""Waiting for what tells nobody when it comes about: it is asked again and again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


async def until(holds: Callable[[], Awaitable[bool]], within_s: float = 10.0) -> None:
    """Wait until a question is answered by yes; raises TimeoutError."""
    async with asyncio.timeout(within_s):
        while not await holds():  # noqa: ASYNC110 (it tells nobody)
            await asyncio.sleep(0.01)
