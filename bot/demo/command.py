"""`rasoat demo`: the story, and then the phones for whoever wants to try."""

from __future__ import annotations

import asyncio
import signal
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from domain.wording import demo as say

PORT = 8158
PAUSE_S = 0.35
VISITOR = 5  # the place on the roster of somebody the story leaves alone

Port = Annotated[int, typer.Option(help=say.HELP_PORT)]
StoryOnly = Annotated[bool, typer.Option("--story-only", help=say.HELP_STORY_ONLY)]


def demo(port: Port = PORT, story_only: StoryOnly = False) -> None:
    """Play two days through the real bot against a stand-in of Telegram; no token, no network."""
    from bot import logs
    from bot.demo.stage import SceneryBroken
    from bot.demo.story import Damaged
    from bot.sandbox.phone import NotThere

    logs.configure("ERROR")
    console = Console(highlight=False)
    try:
        asyncio.run(_play(console, 0 if story_only else port, story_only))
    except (SceneryBroken, Damaged, NotThere) as fault:
        console.print(say.BROKEN.format(fault), style="red", soft_wrap=True, markup=False)
        raise typer.Exit(1) from None
    except OSError as fault:
        if story_only or fault.errno is None:
            raise
        console.print(f"rasoat: {say.BUSY.format(port)}", style="red", soft_wrap=True, markup=False)
        raise typer.Exit(2) from None


async def _play(console: Console, port: int, story_only: bool) -> None:
    from bot.demo import stage, story, theatre
    from bot.demo.telling import Teller

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    with tempfile.TemporaryDirectory(prefix="rasoat-demo-") as folder:
        console.print(say.BUILDING)
        built = await stage.build(Path(folder))
        async with theatre.opened(built, port=port) as opened:
            teller = Teller(console, built.clock, 0.0 if story_only else PAUSE_S)
            teller.title()
            if not story_only:
                visitor = built.players[VISITOR]
                teller.line(say.invitation(opened.page, f"{opened.page}?users={visitor.user}", visitor.code))
            await story.tell(opened, teller)
            if story_only:
                return
            teller.line(say.goes_on(built.clock().astimezone(built.clock.zone)))
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, stop.set)
            teller.line(say.invitation(opened.page, f"{opened.page}?users={visitor.user}", visitor.code))
            await stop.wait()
