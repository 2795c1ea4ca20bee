"""The Official Account as one piece: what it hears, how it speaks, how its tokens stay fresh."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
import structlog
from aiohttp import web

from bot.zalo.fetching import Fetcher
from bot.zalo.oa import inbound
from bot.zalo.oa.calls import Calls
from bot.zalo.oa.oauth import OAuth
from bot.zalo.oa.outbound import ZaloOaOutbound
from bot.zalo.oa.standing import Alarm, Point
from bot.zalo.oa.tokens import TokenKeeper
from bot.zalo.oa.uploads import Uploads
from bot.zalo.oa.webhook import Webhook
from domain.talk.values import Failed, Heard
from domain.wording import zalo_oa as say
from storage import zalo_contacts
from storage.engine import Database
from storage.inbox import Update

API_BASE = "https://openapi.zalo.me"
OAUTH_BASE = "https://oauth.zaloapp.com"
WEBHOOK_PATH = "/zalo/oa/webhook"  # below the path of our public address
CONSENT_PATH = "/zalo/oa/consent"
BEAT_S = 10.0

log = structlog.get_logger("bot.zalo.oa")

Receive = Callable[[list[Update], list[tuple[str, str]]], Awaitable[None]]


class ZaloOaChannel:
    """One Official Account. It takes plain values; whoever builds it knows where they are set."""

    name = inbound.CHANNEL
    capabilities = ZaloOaOutbound.capabilities
    by_webhook = True  # Zalo delivers; there is nothing to fetch
    username = ""

    def __init__(
        self,
        *,
        app_id: str,
        app_secret: str,
        oa_secret: str,
        refresh_token: str | None,
        public_url: str,
        database: Database,
        clock: Callable[[], datetime],
        api_base: str = API_BASE,
        oauth_base: str = OAUTH_BASE,
        template_id: str | None = None,
        template_field: str = "content",
        with_proof: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
        at_point: Callable[[Point], object] = lambda point: None,
    ) -> None:
        self.bot_key = app_id
        self._database = database
        self._clock = clock
        self._path = urlsplit(public_url).path.rstrip("/")
        self._oa_secret = oa_secret
        oauth = OAuth(
            app_id=app_id,
            app_secret=app_secret,
            oauth_base=oauth_base,
            redirect_uri=public_url.rstrip("/") + CONSENT_PATH,
            transport=transport,
        )
        self.tokens = TokenKeeper(
            database, clock, oauth, app_id=app_id, first_refresh_token=refresh_token, at_point=at_point
        )
        self._calls = Calls(
            self.tokens,
            clock,
            api_base=api_base,
            app_secret=app_secret,
            with_proof=with_proof,
            transport=transport,
        )
        self.outbound = ZaloOaOutbound(
            self._calls,
            Uploads(self._calls, database, clock, app_id=app_id),
            database,
            clock,
            app_id=app_id,
            template_id=template_id,
            template_field=template_field,
        )
        self._fetcher = Fetcher(api_base, transport=transport)
        self._webhook: Webhook | None = None

    @property
    def alarm(self) -> Alarm | None:
        """Say why, since when and at which link a person has to authorise the app anew; None while all is well."""
        return self.tokens.alarm

    async def may_remind(self) -> bool:
        """Say that the account counts nothing by itself: each person's window decides."""
        return True

    def read(self, raw: dict[str, Any]) -> Heard:
        """Understand one raw event."""
        return inbound.read(raw)

    async def own_link(self) -> str | None:
        """Say that there is no link that starts the bot with a code: on Zalo the code is typed."""
        return None

    def routes(self, receive: Receive) -> list[web.RouteDef]:
        """Give the web routes: Zalo's deliveries, and where an administrator comes back from the consent."""

        async def keep(update: Update, spoken_at: datetime | None) -> None:
            if spoken_at is not None:  # first: the answer asks whether the person may be written to
                at = min(spoken_at, self._clock())
                await self._database.write(
                    lambda tx: zalo_contacts.spoke(tx, self.bot_key, update.user_key, at)
                )
            await receive([update], [])

        self._webhook = Webhook(app_id=self.bot_key, oa_secret=self._oa_secret, now=self._clock, keep=keep)
        return [
            web.post(self._path + WEBHOOK_PATH, self._webhook.take),
            web.get(self._path + WEBHOOK_PATH, self._webhook.look),
            web.get(self._path + CONSENT_PATH, self._consent),
        ]

    async def listen(self, receive: Receive, *, stop: asyncio.Event, on_alive: Callable[[], object]) -> None:
        """Be there for deliveries until told to stop, and keep the tokens fresh meanwhile."""
        while not stop.is_set():
            on_alive()
            try:
                await self.tokens.keep_fresh()
            except Exception as fault:  # the database is away: the next beat tries again
                log.error("tokens_not_kept", fault=type(fault).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), BEAT_S)

    async def publish_menu(self, chats: Iterable[tuple[str, list[tuple[str, str]]]]) -> None:
        """Do nothing: the account's menu is set by its administrators, for everybody the same."""

    async def fetch(self, ref: str, most: int) -> bytes | Failed:
        """Give the bytes of a file somebody sent."""
        return await self._fetcher.fetch(ref, most)

    async def close(self) -> None:
        """Let what runs come to its end and close the connections."""
        await self.tokens.close()
        if self._webhook is not None:
            await self._webhook.close()
        await self._calls.close()
        await self._fetcher.close()

    async def _consent(self, request: web.Request) -> web.Response:
        state, code = request.query.get("state", ""), request.query.get("code", "")
        done = bool(state and code) and await self.tokens.consent(state, code)
        return web.Response(
            text=say.AUTHORISED if done else say.NOT_AUTHORISED,
            status=200 if done else 403,
            headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"},
        )
