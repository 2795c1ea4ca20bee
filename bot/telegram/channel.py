"""The Telegram channel as one piece: what it hears, how it speaks, how it starts and stops."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import structlog
from aiohttp import web

from bot.settings import Settings
from bot.telegram import api, fetching, inbound, menu, polling, webhook
from bot.telegram.outbound import TelegramOutbound
from domain.talk.values import Failed, Heard
from storage import chat_files, marks
from storage.engine import Database
from storage.inbox import Update

log = structlog.get_logger("bot.telegram")

Receive = Callable[[list[Update], list[tuple[str, str]]], Awaitable[None]]


class _KnownFiles:
    """Telegram's names for files, kept in the database."""

    def __init__(self, database: Database, bot_id: int) -> None:
        self._database, self._bot = database, str(bot_id)

    async def get(self, content_key: str) -> str | None:
        return await self._database.read(
            lambda tx: chat_files.file_ref(tx, inbound.CHANNEL, self._bot, content_key)
        )

    async def put(self, content_key: str, file_ref: str) -> None:
        await self._database.write(
            lambda tx: chat_files.keep_file_ref(tx, inbound.CHANNEL, self._bot, content_key, file_ref)
        )


class _Marks:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> str | None:
        return await self._database.read(lambda tx: marks.get(tx, name))

    async def put(self, name: str, value: str) -> None:
        await self._database.write(lambda tx: marks.put(tx, name, value))


class TelegramChannel:
    """One bot on Telegram."""

    name = inbound.CHANNEL
    capabilities = TelegramOutbound.capabilities
    alarm = None  # nothing that a person has to mend beside the token

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._bot = api.open_bot(settings)
        self.bot_key = str(self._bot.id)
        self.username = (
            settings.telegram.username or ""
        )  # asked for by own_link where the settings do not tell it
        self.outbound = TelegramOutbound(self._bot, _KnownFiles(database, self._bot.id))
        self._marks = _Marks(database)

    def read(self, raw: dict[str, Any]) -> Heard:
        """Understand one raw update."""
        return inbound.read(raw)

    async def own_link(self) -> str | None:
        """Tell the link that starts the bot, or None while Telegram does not say its name.

        Raises TokenRefused where Telegram does not know the token.
        """
        if not self.username:
            me = await api.identify(self._bot)
            if isinstance(me, Failed):
                log.warning("name_unknown", reason=me.reason)
                return None
            self.username = me.username
        return f"https://t.me/{self.username}?start=" if self.username else None

    @property
    def by_webhook(self) -> bool:
        """Whether Telegram delivers, rather than the bot fetching."""
        return self._settings.telegram.webhook_url is not None

    def routes(self, receive: Receive) -> list[web.RouteDef]:
        """Give the web routes this channel needs."""
        return webhook.routes(self._settings, _raw(receive)) if self.by_webhook else []

    async def listen(self, receive: Receive, *, stop: asyncio.Event, on_alive: Callable[[], object]) -> None:
        """Hear updates until told to stop; each batch is committed by `receive` before it is confirmed."""
        if self.by_webhook:
            await webhook.install(self._bot, self._settings, stop=stop, on_alive=on_alive)
            await webhook.stand_by(stop=stop, on_alive=on_alive)
            return
        await polling.poll(self._bot, _raw(receive), stop=stop, on_alive=on_alive)

    async def may_remind(self) -> bool:
        """Say that messages are not counted."""
        return True

    async def publish_menu(self, chats: Iterable[tuple[str, list[tuple[str, str]]]]) -> None:
        """Show each person the commands of their roles."""
        await menu.publish(self._bot, dict(chats), self._marks)

    async def fetch(self, ref: str, most: int) -> bytes | Failed:
        """Give the bytes of a file somebody sent."""
        return await fetching.fetch(self._bot, ref, most)

    async def close(self) -> None:
        """Close the connections."""
        await api.close(self._bot)


def _raw(receive: Receive) -> Callable[[list[dict[str, Any]]], Awaitable[None]]:
    async def keep(raws: list[dict[str, Any]]) -> None:
        updates, taps = [], []
        for raw in raws:
            user = inbound.user_key(raw)
            updates.append(Update(inbound.event_key(raw), user, json.dumps(raw, ensure_ascii=True)))
            tap = raw.get("callback_query")
            if user and isinstance(tap, dict) and isinstance(tap.get("id"), str):
                taps.append((user, tap["id"]))
        await receive(updates, taps)

    return keep
