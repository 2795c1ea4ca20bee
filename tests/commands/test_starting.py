"""How `rasoat run` starts: what it tells of itself, and that it can be told to stop at any moment."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.main import PARTS, Application
from bot.sandbox.server import Sandbox
from bot.settings import Web, load
from tests import world

TOKEN = "158001:starting-AAAAAAAAAAAAAAAAAAAAAAAAA"
LASTS_S = 60.0


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    server = Sandbox([TOKEN])
    await server.start()
    yield server
    await server.stop()


def made(database_url: str, sandbox: Sandbox, *, only: frozenset[str] = PARTS) -> Application:
    settings = load(
        database_url=database_url, telegram={"token": TOKEN, "api_base": sandbox.base_url}, web={"port": 0}
    )
    return Application(settings, world.Clock(), only=only)  # type: ignore[arg-type]


async def health(application: Application) -> int:
    address = f"http://127.0.0.1:{application.web.port}/healthz"
    async with aiohttp.ClientSession() as client, client.get(address) as answer:
        return answer.status


async def becomes_well(application: Application) -> bool:
    async with asyncio.timeout(LASTS_S):
        while await health(application) != 200:  # noqa: ASYNC110 (a server is asked, there is no event to wait for)
            await asyncio.sleep(0.02)
    return True


async def test_a_start_is_told_in_one_line_without_a_secret(database_url: str, sandbox: Sandbox) -> None:
    application = made(database_url, sandbox)
    with capture_logs() as logged:
        await application.start()
    port = application.web.port
    await application.close()
    (line,) = [each for each in logged if each["event"] == "started"]
    assert line == {
        "event": "started", "log_level": "info", "bot": sandbox.account().username, "hearing": "polling",
        "web_port": port, "database": application.database.dialect, "parts": ["delivery", "inbound", "timers"],
    }  # fmt: skip
    assert TOKEN.partition(":")[2] not in repr(logged)


async def test_a_process_that_only_delivers_is_well_once_it_leads_or_stands_by(
    database_url: str, sandbox: Sandbox
) -> None:
    first = made(database_url, sandbox, only=frozenset({"delivery"}))
    await first.start()
    try:
        assert await becomes_well(first)
        if first.database.dialect == "postgresql":
            second = made(database_url, sandbox, only=frozenset({"delivery"}))
            await second.start()
            try:
                assert await becomes_well(second)
            finally:
                await second.close()
    finally:
        await first.close()


async def test_a_start_that_failed_half_way_can_be_closed(database_url: str, sandbox: Sandbox) -> None:
    application = made(database_url, sandbox)
    taken = Web(port=int(sandbox.base_url.rpartition(":")[2]))  # where somebody listens already
    application.settings = application.settings.model_copy(update={"web": taken})
    with pytest.raises(ValueError, match="RASOAT_WEB__PORT"):
        await application.start()
    await application.close()
    again = made(database_url, sandbox)  # nothing of the first is held any more
    await again.start()
    await again.close()


def run(words: str, tmp_path: Path, **settings: str) -> int:
    """Run `rasoat run` in a process of its own, after some words of Python; returns its exit code."""
    code = f"import os, signal, sys\nfrom bot import cli\n{words}\nsys.argv = ['rasoat', 'run']\ncli.main()"
    env = {name: value for name, value in os.environ.items() if not name.startswith("RASOAT_")}
    env |= {
        "RASOAT_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/rasoat.db",
        "RASOAT_TELEGRAM__TOKEN": TOKEN,
    }
    env |= {"RASOAT_WEB__PORT": "0"} | {f"RASOAT_{name}": value for name, value in settings.items()}
    done = subprocess.run([sys.executable, "-c", code], env=env, timeout=LASTS_S, check=False, cwd=Path.cwd())
    return done.returncode


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_start_told_to_stop_in_its_first_moments_ends_with_0(tmp_path: Path, told: signal.Signals) -> None:
    stop = f"from bot import settings\nsettings.load = lambda: os.kill(os.getpid(), {int(told)})"
    assert run(stop, tmp_path) == 0


async def test_a_start_that_waits_for_a_silent_server_stops_when_told(
    tmp_path: Path, sqlite_template: bytes
) -> None:
    (tmp_path / "rasoat.db").write_bytes(sqlite_template)
    heard = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.set()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    env: dict[str, Any] = {
        name: value for name, value in os.environ.items() if not name.startswith("RASOAT_")
    }
    env |= {
        "RASOAT_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/rasoat.db",
        "RASOAT_TELEGRAM__TOKEN": TOKEN,
        "RASOAT_TELEGRAM__API_BASE": f"http://127.0.0.1:{port}",
        "RASOAT_WEB__PORT": "0",
    }
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.cli", "run", env=env, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(LASTS_S):
        await heard.wait()
        bot.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):  # a call to Telegram is waited for longer
            _, said = await bot.communicate()
    server.close()
    assert (bot.returncode, said) == (0, b"")
