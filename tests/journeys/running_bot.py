"""The real bot beside the stand-in of the Bot API, both in the test's own loop, talking HTTP over loopback.

A journey is one person's day: what they do on the phone, what the phone shows, and what the log holds in the evening.
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import AsyncExitStack
from typing import Any

from sqlalchemy import select

from bot.main import Application
from bot.sandbox.phone import Phone
from bot.sandbox.server import Sandbox
from bot.settings import load
from domain.talk.values import Address
from storage import inbox, outbox, people, verify
from storage.decisions import decisions
from storage.engine import Database, Tx
from tests import world

TOKEN = "158001:journeys-AAAAAAAAAAAAAAAAAAAAAAAAA"
SECRET = "a-secret-that-nobody-will-ever-guess_158"
SETTLES_S = 10.0


class Person(Phone):
    """Somebody with a phone, and their number in the database once they are on the roster."""

    person_id: int = 0

    async def chooses(self, label: str, sees: str) -> str:
        """Wait for a button, tap it, wait for the words that follow, and give what the tap was answered with."""
        await self.sees_button(label)
        tap = await self.taps(label)
        await self.sees(sees)
        return await self.hears_answer(tap)

    async def writes(self, words: str, sees: str) -> None:
        """Type something and wait for the words that follow."""
        await self.says(words)
        await self.sees(sees)

    async def cards(self) -> list[dict[str, Any]]:
        """Give the messages on the screen that have buttons."""
        return [
            message for message in await self.chat() if "inline_keyboard" in message.get("reply_markup", {})
        ]

    async def all_words(self) -> str:
        """Give all the bot's words that stand on the screen."""
        return "\n".join(
            str(message.get("text") or message.get("caption") or "")
            for message in await self.chat()
            if message["by"] == "bot"
        )


class RunningBot:
    """One bot over one database, and the people who talk to it."""

    def __init__(self, database_url: str, *, by_webhook: bool, **settings: Any) -> None:
        self.sandbox = Sandbox([TOKEN])
        self.clock = world.Clock()
        self._database_url = database_url
        self._by_webhook = by_webhook
        self._settings = {"practice": 0, **settings}
        self._phones = AsyncExitStack()

    @property
    def database(self) -> Database:
        return self.application.database

    async def start(self) -> None:
        """Start the stand-in and the bot, and found the small province."""
        await self.sandbox.start()
        telegram: dict[str, Any] = {"token": TOKEN, "api_base": self.sandbox.base_url}
        port = 0
        if self._by_webhook:
            port = _free_port()
            telegram |= {"webhook_url": f"http://127.0.0.1:{port}/telegram", "webhook_secret": SECRET}
        settings = load(
            database_url=self._database_url, telegram=telegram, web={"port": port}, **self._settings
        )
        self.application = Application(settings, self.clock)  # type: ignore[arg-type]
        await self.application.start()
        await world.found(self.database)

    async def stop(self) -> None:
        """Put the phones away and stop the bot, then the stand-in."""
        await self._phones.aclose()
        await self.application.close()
        await self.sandbox.stop()

    async def stranger(self, user: int, name: str, number: str = "") -> Person:
        """Give somebody a phone."""
        self.sandbox.add_user(user, name, phone=number)
        return await self._phones.enter_async_context(Person(self.sandbox.base_url, user))

    async def colleague(
        self,
        user: int,
        name: str,
        number: str,
        role: str = "official",
        unit_id: int = world.HOA_CU,
        **more: Any,
    ) -> Person:
        """Give a phone to somebody who has registered before."""
        phone = await self.stranger(user, name, number)
        phone.person_id = await world.hire(self.database, name, number, role, unit_id, **more)

        async def link(tx: Tx) -> None:
            account, _ = await people.who(tx, Address("telegram", str(user)))
            await people.link(tx, account.id, phone.person_id, now=self.clock())

        await self.database.write(link)
        return phone

    async def lan(self, **more: Any) -> Person:
        """Lan reviews in Hòa Cư."""
        return await self.colleague(1001, "Nông Thị Lan", "84912000001", **more)

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

    async def owner(self, user: int) -> int | None:
        """Tell whose account this is."""
        account, _ = await self.database.write(lambda tx: people.who(tx, Address("telegram", str(user))))
        return account.person_id

    async def settles(self) -> None:
        """Wait until all that was said has arrived and is worked off, and all answers are out and recorded."""
        async with asyncio.timeout(SETTLES_S):
            # neither the stand-in's queue nor the database tells anybody when it is empty, so they are asked
            while await self._open():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def _open(self) -> int:
        waiting = len(self.sandbox.account().queue)  # first: what leaves it lies in the inbox already
        waiting += await self.database.read(inbox.open_count)
        return waiting + await self.database.read(outbox.open_count)

    async def closes_the_day(self) -> None:
        """Check what must hold after any day: nothing parked, nothing unsent, the log and the sums whole."""
        await self.settles()
        assert set(await self.database.read(inbox.counts)) <= {"done"}
        assert set(await self.database.read(outbox.counts)) <= {"sent", "cancelled"}
        assert (await self.database.read(verify.run)).difference is None
        fetched, told = (bool(self.sandbox.calls(method=name)) for name in ("getUpdates", "setWebhook"))
        assert (fetched, told) == (not self._by_webhook, self._by_webhook), "it came in by the way it should"


def _free_port() -> int:
    # the webhook's address has to be known before the bot listens on it
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
