"""One bot on whichever channels a test wants, and people who say and choose the same on each of them.

A script knows no channel: what is a tap on Telegram is a label or a number typed on Zalo Bot, and whichever of the two
the Official Account shows. The stand-ins run in the test's own loop and are talked to over HTTP; Zalo's tell the time
by the bot's clock.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any

from sqlalchemy import select

from bot.main import Application
from bot.sandbox.phone import Phone
from bot.sandbox.server import Sandbox
from bot.sandbox_zalo.official.settings import Settings as OfficialSettings
from bot.sandbox_zalo.phone import OaPhone, ZaloPhone
from bot.sandbox_zalo.server import TOKEN as ZALO_TOKEN
from bot.sandbox_zalo.server import ZaloSandbox
from bot.settings import load
from bot.zalo.oa.channel import WEBHOOK_PATH
from domain.talk.values import Address
from storage import inbox, outbox, people, verify
from storage.decisions import decisions
from storage.engine import Database, Tx
from tests import world
from tests.journeys.any_phone import Person
from tests.journeys.waiting import until

TOKEN = "158001:journeys-AAAAAAAAAAAAAAAAAAAAAAAAA"
SECRET = "a-secret-that-nobody-will-ever-guess_158"
Json = dict[str, Any]


class BotOn:
    """One bot over one database on some channels, and the people who talk to it."""

    def __init__(
        self, database_url: str, *channels: str, polls: Sequence[str] = ("telegram",), **settings: Any
    ) -> None:
        """`polls` are the channels that are fetched from; the others are heard by webhook."""
        self.channels, self._polls = channels, polls
        self.clock = world.Clock()
        self.telegram = Sandbox([TOKEN])
        self.zalo = ZaloSandbox(ZALO_TOKEN, self._seconds, official=OfficialSettings(package="Toàn diện"))
        self._settings = {"database_url": database_url, "practice": 0, **settings}
        self._phones = AsyncExitStack()

    def _seconds(self) -> float:
        return self.clock.at.timestamp()

    @property
    def database(self) -> Database:
        return self.application.database

    async def start(self) -> None:
        """Start the stand-ins and the bot, and found the small province."""
        await self.telegram.start()
        await self.zalo.start()
        port = _free_port()
        self.own = own = f"http://127.0.0.1:{port}"
        self._settings["web"] = {"port": port, "public_url": own}
        for channel in self.channels:
            self._settings[channel] = getattr(self, f"_as_{channel}")(own, polled=channel in self._polls)
        await self.wakes()
        if "zalo_oa" in self.channels:
            await self.zalo.oa.save_webhook(own + WEBHOOK_PATH)
        await world.found(self.database)

    async def wakes(self) -> None:
        """Start the bot, perhaps once more."""
        self.application = Application(load(**self._settings), self.clock)  # type: ignore[arg-type]
        await self.application.start()

    async def stop(self) -> None:
        """Put the phones away and stop the bot, then the stand-ins."""
        await self._phones.aclose()
        await self.application.close()
        await self.zalo.stop()
        await self.telegram.stop()

    def _as_telegram(self, own: str, *, polled: bool) -> Json:
        told = {} if polled else {"webhook_url": f"{own}/telegram", "webhook_secret": SECRET}
        return {"token": TOKEN, "api_base": self.telegram.base_url, **told}

    def _as_zalo_bot(self, own: str, *, polled: bool) -> Json:
        told = {} if polled else {"webhook_secret": SECRET}
        return {"token": ZALO_TOKEN, "api_base": self.zalo.base_url, **told}

    def _as_zalo_oa(self, own: str, *, polled: bool) -> Json:
        account = self.zalo.oa
        ours = {name: getattr(account.settings, name) for name in ("app_id", "app_secret", "oa_secret")}
        return {**ours, "api_base": self.zalo.base_url, "refresh_token": account.tokens.issue().refresh}

    async def stranger(self, name: str, number: str, *, on: str = "") -> Person:
        """Give somebody a phone of a channel, the bot's first unless told."""
        channel = on or self.channels[0]
        tail = number[-4:]
        base_url, phone, user = self.zalo.base_url, ZaloPhone, f"6f00aa11bb22cc33{tail}"
        if channel == "telegram":
            base_url, phone, user = self.telegram.base_url, Phone, f"10{tail}"  # type: ignore[assignment]
            self.telegram.add_user(int(user), name, phone=number)
        elif channel == "zalo_oa":
            phone, user = OaPhone, f"551234567890123{tail}"  # type: ignore[assignment]
            self.zalo.oa.add_user(user, name)
        else:
            self.zalo.bot.add_user(user, name)
        opened = phone(base_url, int(user) if channel == "telegram" else user)  # type: ignore[arg-type]
        return Person(channel, user, await self._phones.enter_async_context(opened))

    async def colleague(
        self,
        name: str,
        number: str,
        role: str = "official",
        unit: int = world.HOA_CU,
        *,
        on: str = "",
        **more: Any,
    ) -> Person:
        """Give a phone to somebody who has registered before."""
        person = await self.stranger(name, number, on=on)
        person.person_id = await world.hire(self.database, name, number, role, unit, **more)
        await self.links(person)
        return person

    async def links(self, person: Person) -> None:
        """Make an account somebody's, as registration does."""

        async def work(tx: Tx) -> None:
            account, _ = await people.who(tx, Address(person.channel, person.user))
            await people.link(tx, account.id, person.person_id, now=self.clock())

        await self.database.write(work)

    async def lan(self, **more: Any) -> Person:
        """Lan reviews in Hòa Cư."""
        return await self.colleague("Nông Thị Lan", "84912000001", **more)

    async def log(self) -> list[Any]:
        """Read the decisions, oldest first."""
        query = select(decisions).order_by(decisions.c.id)
        return list((await self.database.read(lambda tx: tx.run(query))).all())

    async def moves(self) -> list[str]:
        """Read which moves were logged, oldest first."""
        return [row.move for row in await self.log()]

    async def state(self, record_id: int) -> str:
        """Read what became of a record."""
        return (await world.state_of(self.database, record_id))[0]

    async def fields(self, record_id: int) -> dict[str, str]:
        """Read a record's fields."""
        return (await world.state_of(self.database, record_id))[2]

    async def settles(self) -> None:
        """Wait until all that was said has arrived and is worked off, and all answers are out and recorded."""
        await self.zalo.settle()
        await until(self.nothing_open)

    async def nothing_open(self) -> bool:
        """Say whether all that was said is worked off and all that is to be said is out."""
        waiting = len(self.zalo.bot.world.queue) + len(self.telegram.account().queue)
        waiting += await self.database.read(inbox.open_count)
        return not waiting + await self.database.read(outbox.open_count)

    async def closes_the_day(self) -> None:
        """Check what must hold after any day: nothing parked, nothing unsent, the log and the sums whole."""
        await self.settles()
        assert set(await self.database.read(inbox.counts)) <= {"done"}
        assert set(await self.database.read(outbox.counts)) <= {"sent", "cancelled"}
        assert (await self.database.read(verify.run)).difference is None


def _free_port() -> int:
    # Zalo has to be told the address before the bot listens on it
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
