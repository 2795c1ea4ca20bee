"""The Zalo Bot channel as one piece: what it hears, how it speaks, how it starts and stops."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from typing import Any

import httpx
import structlog
from aiohttp import web

from bot.clock import Clock
from bot.zalo.bot_platform import inbound, polling, webhook
from bot.zalo.bot_platform.api import API_BASE, BotApi, identify
from bot.zalo.bot_platform.errors import Refusal
from bot.zalo.bot_platform.outbound import ZaloBotOutbound
from bot.zalo.bot_platform.pictures import Pictures
from bot.zalo.bot_platform.quota import MonthCounter
from bot.zalo.fetching import Fetcher
from domain.sends import A_MONTH
from domain.talk.values import Failed, Heard
from storage.engine import Database
from storage.inbox import Update

# Zalo may give an event again at every poll, and the inbox forgets after 14 days (KEEP_TALK in storage/talk.py): what
# was said longer ago than this was worked off then, or means nothing any more.
OLDEST = timedelta(days=7)

log = structlog.get_logger("bot.zalo")

Receive = Callable[[list[Update], list[tuple[str, str]]], Awaitable[None]]


class ZaloBotChannel:
    """One bot on the Zalo Bot Platform. With a webhook secret Zalo delivers; without one the bot polls."""

    name = inbound.CHANNEL
    capabilities = ZaloBotOutbound.capabilities
    alarm = None  # nothing that a person has to mend beside the token

    def __init__(
        self,
        token: str,
        api_base: str = API_BASE,
        webhook_secret: str | None = None,
        public_url: str | None = None,
        *,
        database: Database,
        clock: Clock,
        month_limit: int = A_MONTH,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Open the channel; raises TokenRefused or WrongSetting where a setting cannot be right.

        `public_url` is where the world reaches our web server: Zalo fetches pictures from there and delivers to it.
        """
        if webhook_secret is not None:
            webhook.check(webhook_secret, public_url)
        self._secret, self._public_url = webhook_secret, public_url or ""
        self._clock = clock
        self._api = BotApi(token, api_base, transport=transport)
        self._fetcher = Fetcher(api_base, transport=transport)
        self._pictures = Pictures(database, clock, public_url) if public_url else None
        self.bot_key = self._api.bot_key
        self.username = ""
        self._own_id = ""
        self.quota = MonthCounter(database, clock, limit=month_limit)
        self.outbound = ZaloBotOutbound(self._api, self.quota, self._pictures)

    async def may_remind(self) -> bool:
        """Say whether the month has messages to spare; what is left from 85 % on is for answers."""
        return (await self.quota.state()).reminders

    def read(self, raw: dict[str, Any]) -> Heard:
        """Understand one raw event."""
        return inbound.read(raw, self._own_id)

    async def own_link(self) -> str | None:
        """Ask who the bot is; there is no link that starts it with a code, so None.

        Raises TokenRefused where Zalo does not know the token.
        """
        me = await identify(self._api)
        if isinstance(me, Refusal):
            log.warning("name_unknown", reason=me.said, code=me.code)
        else:
            self._own_id, self.username = me.id, me.name
        return None

    @property
    def by_webhook(self) -> bool:
        """Whether Zalo delivers, rather than the bot fetching."""
        return self._secret is not None

    def routes(self, receive: Receive) -> list[web.RouteDef]:
        """Give the web routes this channel needs: where pictures are fetched, and where Zalo delivers."""
        pictures = self._pictures.routes() if self._pictures else []
        if self._secret is None:
            return pictures
        return [*pictures, *webhook.routes(self._public_url, self._secret, self._raw(receive))]

    async def listen(self, receive: Receive, *, stop: asyncio.Event, on_alive: Callable[[], object]) -> None:
        """Hear events until told to stop; each is committed by `receive` before the next is asked for, or the 200."""
        if not self._own_id:
            await self.own_link()
        if self._secret is None:
            await polling.poll(self._api, self._raw(receive), stop=stop, on_alive=on_alive)
            return
        await webhook.install(self._api, self._public_url, self._secret, stop=stop, on_alive=on_alive)
        await webhook.stand_by(stop=stop, on_alive=on_alive)

    async def publish_menu(self, chats: Iterable[tuple[str, list[tuple[str, str]]]]) -> None:
        """Do nothing: Zalo's bots have no menu."""

    async def fetch(self, ref: str, most: int) -> bytes | Failed:
        """Give the bytes of a picture somebody sent."""
        return await self._fetcher.fetch(ref, most)

    async def close(self) -> None:
        """Close the connections."""
        await self._api.close()
        await self._fetcher.close()

    def _raw(self, receive: Receive) -> polling.Receive:
        async def keep(events: list[dict[str, Any]]) -> None:
            before = self._clock() - OLDEST
            updates = []
            for event in events:
                said_at = inbound.sent_at(event)
                if said_at is not None and said_at < before:
                    log.warning("old_event_passed_over", message=inbound.event_key(event))
                    continue
                user = inbound.user_key(event, self._own_id)
                updates.append(Update(inbound.event_key(event), user, _written(event)))
            if updates:
                await receive(updates, [])

        return keep


def _written(event: dict[str, Any]) -> str:
    try:
        return json.dumps(event, ensure_ascii=True)
    except (ValueError, RecursionError):  # a tower of brackets: it must not keep its neighbours out
        return json.dumps({"unreadable": "too deep"})
