"""The demo while it runs: the stand-in with its phones, and the real bot that speaks to it over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.demo.stage import TOKEN, Player, Stage
from bot.main import Application
from bot.sandbox.phone import Phone
from bot.sandbox.server import Sandbox
from domain.wording.people import ROLE_WORDS

HEARD_S = 15.0  # how long the bot may take to reach the stand-in


@dataclass(frozen=True, slots=True)
class Theatre:
    """Where the phones are, and the bot behind them."""

    stage: Stage
    sandbox: Sandbox
    application: Application

    @property
    def page(self) -> str:
        """The address of the page with the phones of the cast."""
        return f"{self.sandbox.base_url}/phones"

    def phone(self, player: Player) -> Phone:
        """The phone of somebody, for `async with`."""
        return Phone(self.sandbox.base_url, player.user)


@asynccontextmanager
async def opened(stage: Stage, *, port: int = 0) -> AsyncIterator[Theatre]:
    """Start stand-in and bot, and stop both at the end; both live by the stage's clock.

    Raises OSError if the port is taken.
    """
    clock = stage.clock
    sandbox = Sandbox(
        [TOKEN],
        clock=lambda: clock().timestamp(),
        on_clock=lambda seconds: clock.set(datetime.fromtimestamp(seconds, UTC)),
        cast=[
            {
                "user": player.user,
                "name": player.member.name,
                "role_label": ROLE_WORDS[player.member.role],
                "start_code": player.code,
            }
            for player in stage.cast
        ],
    )
    for player in stage.players:
        # the whole name as the first one: that is how it is read here, the family first
        sandbox.add_user(player.user, player.member.name, phone=f"+84{player.member.phone[1:]}")
    await sandbox.start(port=port)
    telegram = stage.settings.telegram.model_copy(update={"api_base": sandbox.base_url})
    application = Application(stage.settings.model_copy(update={"telegram": telegram}), clock)
    try:
        await application.start()
        try:
            async with asyncio.timeout(HEARD_S):
                while not application.alive:  # noqa: ASYNC110 (the application tells nobody)
                    await asyncio.sleep(0.02)
            yield Theatre(stage, sandbox, application)
        finally:
            await application.close()
    finally:
        await sandbox.stop()
