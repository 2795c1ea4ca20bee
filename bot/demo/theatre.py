"""The demo while it runs: the stand-ins with their phones, and the real bot that speaks to them over HTTP."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import SecretStr

from bot.demo import silence, timetable
from bot.demo.journey import Journey
from bot.demo.stage import TOKEN, Player, Stage
from bot.main import Application
from bot.rules import rules_of
from bot.sandbox.phone import Phone
from bot.sandbox.server import Sandbox
from bot.sandbox_zalo.phone import OaPhone
from bot.sandbox_zalo.server import ZaloSandbox
from bot.settings import Settings, Web, ZaloBot, ZaloOa
from bot.zalo.oa.channel import CONSENT_PATH, WEBHOOK_PATH
from domain.wording.people import ROLE_WORDS

HEARD_S = 15.0  # how long the bot may take to reach the stand-ins
HOST = "127.0.0.1"
FIRST_ON_OA = 5_500_000_000_000_000_000  # beyond 2^53, as true ids are


@dataclass(frozen=True, slots=True)
class Theatre:
    """Where the phones are, and the bot behind them. `zalo` has the same people on both of Zalo's channels.

    `journey` moves the clock of all.
    """

    stage: Stage
    sandbox: Sandbox
    zalo: ZaloSandbox
    application: Application
    journey: Journey

    @property
    def page(self) -> str:
        """The address of the page with the phones of the cast."""
        return f"{self.sandbox.base_url}/phones"

    def phone(self, player: Player) -> Phone:
        """The phone of somebody, for `async with`."""
        return Phone(self.sandbox.base_url, player.user)

    def oa_phone(self, player: Player) -> OaPhone:
        """The same person's phone with the Official Account on it."""
        return OaPhone(self.zalo.base_url, _on_oa(player))


@asynccontextmanager
async def opened(stage: Stage, *, port: int = 0) -> AsyncIterator[Theatre]:
    """Start stand-ins and bot, and stop all at the end; all live by the stage's clock.

    Raises OSError if the port is taken.
    """
    clock = stage.clock

    def seconds() -> float:
        return clock().timestamp()

    async with AsyncExitStack() as end:
        zalo = ZaloSandbox(clock=seconds, on_clock=lambda at: clock.set(datetime.fromtimestamp(at, UTC)))
        sandbox = _telegram(stage, zalo)
        await sandbox.start(port=port)
        end.push_async_callback(sandbox.stop)
        await zalo.start()
        end.push_async_callback(zalo.stop)
        for player in stage.players:
            _give_phones(player, sandbox, zalo)
        own_port = end.enter_context(_held_port())
        settings = _with_channels(stage.settings, sandbox, zalo, own_port)
        application = Application(settings, clock)
        end.push_async_callback(application.close)
        await application.start()
        await zalo.oa.save_webhook(f"{settings.web.public_url}{WEBHOOK_PATH}")
        async with asyncio.timeout(HEARD_S):
            while not all(ear.hearing.alive for ear in application.ears):  # noqa: ASYNC110 (nobody is told)
                await asyncio.sleep(0.02)
        journey = await _give_the_page(stage, sandbox, zalo, application)
        yield Theatre(stage, sandbox, zalo, application, journey)


async def _give_the_page(
    stage: Stage, sandbox: Sandbox, zalo: ZaloSandbox, application: Application
) -> Journey:
    """Let the page move the clock by way of what falls due, and show what the bot says and why it is silent."""

    async def show(at: datetime) -> None:
        await zalo.move_to(at.timestamp())  # by way of what falls due at the stand-in
        sandbox.show_clock()

    clock, database = stage.clock, application.database
    journey = Journey(application, show)
    first = clock.today()
    roles = {player.member.name: ROLE_WORDS[player.member.role] for player in stage.players}
    sandbox.on_clock = lambda at: journey.to(datetime.fromtimestamp(at, UTC))
    sandbox.reminders = lambda asked: silence.page(
        database, clock.zone, asked, first=first, today=clock.today(), roles=roles
    )
    if (campaign := rules_of(stage.settings).campaign) is not None:
        sandbox.timetable = await timetable.read(database, campaign, clock)
    return journey


def _telegram(stage: Stage, zalo: ZaloSandbox) -> Sandbox:
    """Make the stand-in whose page shows the phones."""
    return Sandbox(
        [TOKEN],
        clock=zalo.stage.clock,
        cast=[
            {
                "user": player.user,
                "name": player.member.name,
                "role_label": ROLE_WORDS[player.member.role],
                "start_code": player.code,
            }
            for player in stage.cast
        ],
        zalo=zalo.serve_phones,
    )


def _give_phones(player: Player, sandbox: Sandbox, zalo: ZaloSandbox) -> None:
    name, oa, bot = player.member.name, _on_oa(player), f"6f{player.user:014x}"
    zalo.oa.add_user(oa, name)
    zalo.bot.add_user(bot, name)
    # the whole name as the first one: that is how it is read here, the family first
    sandbox.add_user(
        player.user, name, phone=f"+84{player.member.phone[1:]}", elsewhere={"oa": oa, "bot": bot}
    )


def _on_oa(player: Player) -> str:
    return str(FIRST_ON_OA + player.user)


def _with_channels(settings: Settings, sandbox: Sandbox, zalo: ZaloSandbox, own_port: int) -> Settings:
    """Set the three channels up as an operator would, with the stand-ins in the place of the true hosts."""
    account, public_url = zalo.oa.settings, f"http://{HOST}:{own_port}"
    zalo.oa.configure(redirect_uri=f"{public_url}{CONSENT_PATH}")
    return settings.model_copy(
        update={
            "telegram": settings.telegram.model_copy(update={"api_base": sandbox.base_url}),
            "zalo_oa": ZaloOa(
                app_id=account.app_id,
                app_secret=SecretStr(account.app_secret),
                oa_secret=SecretStr(account.oa_secret),
                refresh_token=SecretStr(zalo.oa.tokens.issue().refresh),
                api_base=zalo.base_url,
            ),
            "zalo_bot": ZaloBot(token=SecretStr(zalo.bot.token), api_base=zalo.base_url),
            "web": Web(host=HOST, port=own_port, public_url=public_url),
        }
    )


@contextmanager
def _held_port() -> Iterator[int]:
    """Hold a free port until the bot listens on it: whoever is to be reached there must be told before."""
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind((HOST, 0))
        yield holder.getsockname()[1]
