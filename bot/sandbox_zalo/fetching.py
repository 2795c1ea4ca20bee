"""A picture sent by its address is really fetched, and more than once: a link for one use turns black (zalo.md §4)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import aiohttp

from bot.sandbox_zalo.media import image_type
from bot.sandbox_zalo.stage import Stage

PATIENCE = aiohttp.ClientTimeout(total=10)

Json = dict[str, Any]


def plan(
    stage: Stage, shown: Json, url: str, after_s: tuple[float, ...], changed: Callable[[], None]
) -> None:
    """Fetch `url` so many seconds from now, and keep in `shown` what came: `fetches`, and whether it is `visible`.

    The first fetch asks with HEAD before it asks with GET. What phones then show is a copy of ours, at `copy`.
    """
    shown.update(visible=False, fetches=[])
    start = stage.clock()

    async def fetch(heads: bool) -> None:
        methods = ("HEAD", "GET") if heads else ("GET",)
        asked: list[Json] = []
        for method in methods:
            found, content = await _ask(stage, method, url)
            shown["fetches"].append(found)
            asked.append(found)
        shown["visible"] = all(one["status"] == 200 for one in asked) and bool(found["image"])
        if shown["visible"] and "copy" not in shown:
            shown["copy"] = stage.media.put(content, "anh", found["image"])
        changed()

    for place, seconds in enumerate(after_s):
        job = partial(fetch, place == 0)
        if seconds <= 0:
            stage.agenda.soon(job)
        else:
            stage.agenda.at(start + seconds, job)


async def _ask(stage: Stage, method: str, url: str) -> tuple[Json, bytes]:
    """One request; status 0 means that nothing answered."""
    content = b""
    about: Json = {"method": method, "at": stage.clock(), "status": 0, "image": ""}
    try:
        async with stage.client().request(method, url, timeout=PATIENCE) as answer:
            content = await answer.read()
            said = answer.content_type
            about |= {"status": answer.status, "content_type": said, "size": len(content)}
            about["image"] = image_type(content) if said.startswith("image/") else ""
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        pass
    return about, content
