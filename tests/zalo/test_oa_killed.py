"""A refresh in a process of its own, ended by kill -9 at each of its points."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from oa_far import APP, APP_SECRET, OA_SECRET, PUBLIC, FarZalo, Hours, open_channel

from bot.zalo.oa.standing import Point
from storage.engine import Database

PROCESS = """
import asyncio, os, signal, sys
from datetime import datetime
from bot.zalo.oa.channel import ZaloOaChannel
from storage.engine import open_database

address, oauth, now, point, app, app_secret, oa_secret, public = sys.argv[1:]

def at_point(reached):
    if reached.value == point:
        os.kill(os.getpid(), signal.SIGKILL)

async def main():
    channel = ZaloOaChannel(
        app_id=app, app_secret=app_secret, oa_secret=oa_secret, refresh_token="refresh-0", public_url=public,
        database=open_database(address), clock=lambda: datetime.fromisoformat(now), oauth_base=oauth,
        at_point=at_point,
    )
    await channel.tokens.keep_fresh()

asyncio.run(main())
"""


@pytest.fixture
async def far() -> AsyncIterator[tuple[FarZalo, str]]:
    zalo = FarZalo()

    async def grant(request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        zalo.spent.append(form["refresh_token"])
        return web.Response(text=zalo.grant(form).text)

    app = web.Application()
    app.router.add_post("/v4/oa/access_token", grant)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield zalo, f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.mark.parametrize("point", list(Point))
async def test_killed_at_any_point_the_next_process_sends_no_token_twice_and_serves_on(
    database_url: str, database: Database, far: tuple[FarZalo, str], point: Point
) -> None:
    zalo, oauth = far
    hours = Hours()
    first = open_channel(zalo, database, hours)
    await first.tokens.keep_fresh()
    await first.close()
    hours.later(hours=12, minutes=31)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROCESS, database_url, oauth, hours.now.isoformat(), point.value,
        APP, APP_SECRET, OA_SECRET, PUBLIC, env=dict(os.environ),
    )  # fmt: skip
    assert await process.wait() == -signal.SIGKILL

    following = open_channel(zalo, database, hours)
    for _ in range(30):  # five minutes of beats
        hours.later(seconds=10)
        await following.tokens.keep_fresh()
    lost = point in (Point.AFTER_INTENT, Point.AFTER_CALL)
    assert (following.alarm is not None) == lost
    assert await following.tokens.access_token() == ("access-1" if lost else "access-2")
    hours.later(hours=12)
    await following.tokens.keep_fresh()
    assert await following.tokens.access_token() is not None
    assert len(zalo.spent) == len(set(zalo.spent))
    await following.close()
