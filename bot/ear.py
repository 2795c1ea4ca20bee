"""One channel being heard: its updates kept before they are confirmed, the lanes of who spoke woken, its silence noted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from datetime import datetime
from typing import Any, Protocol

from aiohttp import web

from bot.clock import Clock
from bot.hearing import Hearing
from bot.lanes import Lanes
from bot.leadership import while_leading
from bot.turn import Conversation
from domain.talk.ports import Outbound
from domain.talk.values import Address, Capabilities, Failed, Heard
from storage import inbox
from storage.engine import Database
from storage.inbox import Update

Receive = Callable[[list[Update], list[tuple[str, str]]], Awaitable[None]]


class Alarm(Protocol):
    """Something only a person can mend: why, since when, and where."""

    @property
    def reason(self) -> str: ...

    @property
    def since(self) -> datetime: ...

    @property
    def link(self) -> str: ...


class Channel(Protocol):
    """What a channel is to the bot: how it is heard, how it speaks, what it can draw."""

    name: str
    bot_key: str
    username: str  # what people call the bot there; empty where it has no such name
    capabilities: Capabilities

    @property
    def alarm(self) -> Alarm | None:
        """What only a person can mend, or None."""
        ...

    async def may_remind(self) -> bool:
        """Say whether the channel has messages to spare for what nobody asked for."""
        ...

    @property
    def outbound(self) -> Outbound: ...

    @property
    def by_webhook(self) -> bool:
        """Whether it delivers, rather than the bot fetching."""
        ...

    def read(self, raw: dict[str, Any]) -> Heard:
        """Understand one raw update; never raises for what the update holds."""
        ...

    async def own_link(self) -> str | None:
        """Tell the link that starts the bot, where the channel has any."""
        ...

    def routes(self, receive: Receive) -> list[web.RouteDef]:
        """Give the web routes it needs."""
        ...

    async def listen(self, receive: Receive, *, stop: asyncio.Event, on_alive: Callable[[], object]) -> None:
        """Hear updates until told to stop; each batch is committed by `receive` before it is confirmed."""
        ...

    async def publish_menu(self, chats: Iterable[tuple[str, list[tuple[str, str]]]]) -> None:
        """Show each person the commands of their roles, where it has menus."""
        ...

    async def fetch(self, ref: str, most: int) -> bytes | Failed:
        """Give the bytes of a file somebody sent there, `most` of them at most.

        `Failed.reason` begins with "large" or "gone" where no further try can help; it is permanent then.
        """
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...


class Ear:
    """Listens to one channel for the whole process."""

    def __init__(
        self,
        channel: Channel,
        database: Database,
        clock: Clock,
        conversation: Conversation,
        lanes: Lanes,
        *,
        holder: str,
        wake: Callable[[], None],
        spawn: Callable[[Coroutine[Any, Any, None]], Any],
    ) -> None:
        self.channel = channel
        self.hearing = Hearing(database, clock, channel.name, wake, spawn)
        self._database = database
        self._clock = clock
        self._conversation = conversation
        self._lanes = lanes
        self._holder = holder

    async def listen(self, stop: asyncio.Event) -> None:
        """Hear until told to stop; a channel that is fetched from is heard by one process at a time."""

        async def listening(ended: asyncio.Event) -> None:
            await self.hearing.remember()  # another process may have listened until now
            await self.channel.listen(self.receive, stop=ended, on_alive=self.hearing.on_alive)

        if self.channel.by_webhook:
            await listening(stop)
        else:
            name = f"poll:{self.channel.name}"
            await while_leading(self._database, self._clock, name, self._holder, listening, stop)

    async def receive(self, updates: list[Update], taps: list[tuple[str, str]]) -> None:
        """Commit what came in, then wake the lanes of those who said it."""
        name = self.channel.name
        addresses = await self._conversation.receive(name, self.channel.bot_key, updates)
        self._lanes.wake(addresses, [(Address(name, user), ref) for user, ref in taps])

    async def wake_open(self, before: datetime | None) -> None:
        """Wake the lanes of updates that nobody has worked off, received before an instant."""
        name = self.channel.name
        self._lanes.wake(await self._database.read(lambda tx: inbox.open_addresses(tx, name, before=before)))
