"""A house whose pages are visited over HTTP, without a browser: links followed, records looked at, acts sent."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientResponse, ClientSession, DummyCookieJar, web
from aiohttp.test_utils import TestServer

from bot.page import cookies, routes
from bot.page.house import PageHouse
from bot.settings import Settings
from domain.talk.values import Address
from storage import page_links, page_sessions, people
from storage.engine import Tx
from storage.page_links import Target
from tests.chat import House

PHONE = "Mozilla/5.0 (Linux; Android 11) Chrome/90"
TOKEN = "158000:test-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
_keys = itertools.count(1)


@dataclass(frozen=True)
class Seen:
    """An answer as it came."""

    status: int
    headers: dict[str, str]
    text: str
    json: dict[str, Any] | None
    cookie: str

    @property
    def place(self) -> str:
        return self.headers.get("Location", "")

    def without_chance(self) -> tuple[int, dict[str, str], str]:
        """All of it but what differs from one moment to the next by itself."""
        return self.status, {k: v for k, v in self.headers.items() if k != "Date"}, self.text


@dataclass
class Browser:
    """One browser: its name, and the cookies it holds. `cookie` is that of its session."""

    site: Site
    agent: str = PHONE
    csrf: str = ""
    jar: dict[str, str] = field(default_factory=dict)

    @property
    def cookie(self) -> str:
        return self.jar.get(self.site.cookie_name(cookies.SESSION), "")

    @cookie.setter
    def cookie(self, value: str) -> None:
        self.jar[self.site.cookie_name(cookies.SESSION)] = value

    async def get(self, path: str, **headers: str) -> Seen:
        return await self._ask("GET", path, headers=headers)

    async def post(self, path: str, form: dict[str, str] | None = None, **more: Any) -> Seen:
        headers = {"Origin": self.site.origin, "Sec-Fetch-Site": "same-origin"} | more.pop("headers", {})
        return await self._ask("POST", path, data=form or {}, headers=headers, **more)

    async def act(self, record_id: int, move: str, *, revision: int = 1, **more: Any) -> Seen:
        """Send an act as the page's script does."""
        headers = {"Origin": self.site.origin, "X-Rasoat": self.csrf} | more.pop("headers", {})
        key = more.pop("key", f"key-{next(_keys):032d}")
        body = {"key": key, "revision": revision, "move": move} | more
        return await self._ask("POST", f"/ho-so/{record_id}/viec", json=body, headers=headers)

    async def _ask(self, method: str, path: str, **more: Any) -> Seen:
        headers = {"User-Agent": self.agent} | more.pop("headers", {})
        if held := "; ".join(f"{name}={value}" for name, value in self.jar.items() if value):
            headers["Cookie"] = held
        async with self.site.client.request(
            method, self.site.url + path, allow_redirects=False, headers=headers, **more
        ) as answer:
            self.jar |= {name: morsel.value for name, morsel in answer.cookies.items()}
            return await _seen(answer, self.site.cookie_name(cookies.SESSION))

    async def opens(self, handle: str) -> Seen:
        """Follow a one-time link, as its button does."""
        return await self.post(f"/r/{handle}")


async def _seen(answer: ClientResponse, session: str) -> Seen:
    text = await answer.text()
    is_json = answer.content_type == "application/json"
    given = answer.cookies.get(session)
    return Seen(
        answer.status, dict(answer.headers), text, await answer.json() if is_json else None,
        given.value if given else "",
    )  # fmt: skip


@dataclass
class Site:
    """The pages of a house at an address."""

    house: House
    url: str
    client: ClientSession
    pages: PageHouse

    @property
    def origin(self) -> str:
        """What a browser calls it, also where a proxy stands before it."""
        return self.pages.origin

    def cookie_name(self, kind: str) -> str:
        return f"__Host-{kind}" if self.pages.is_secure else kind

    async def link(self, person_id: int, record_id: int | None, *, target: Target = Target.RECORD) -> str:
        """Make a one-time link for somebody, as a card does."""

        async def work(tx: Tx) -> str:
            account = (await people.accounts_of(tx, person_id))[0]
            return await page_links.make(
                tx, person_id=person_id, account_id=account.id, target=target, record_id=record_id,
                now=self.house.clock(),
            )  # fmt: skip

        return await self.house.database.write(work)

    async def browser_of(self, person_id: int, *, user: str = "", agent: str = PHONE) -> Browser:
        """A browser in which somebody has a session."""

        async def work(tx: Tx) -> tuple[str, str]:
            account = (await people.accounts_of(tx, person_id))[0]
            cookie = await page_sessions.begin(
                tx, person_id=person_id, account_id=account.id, agent=agent, now=self.house.clock()
            )
            session = await page_sessions.find(tx, cookie, agent, self.house.clock())
            assert session is not None
            return cookie, session.csrf

        cookie, csrf = await self.house.database.write(work)
        browser = Browser(self, agent, csrf)
        browser.cookie = cookie
        return browser

    def browser(self, agent: str = PHONE) -> Browser:
        """A browser that has never been here."""
        return Browser(self, agent)


@asynccontextmanager
async def visited(house: House, **settings: Any) -> AsyncIterator[Site]:
    """Serve the pages of a house until the test is over."""
    app = web.Application()
    pages = PageHouse(house.database, house.clock, Settings(), house.conversation, house.delivery.wake)
    routes.install(app, pages)
    async with TestServer(app) as server, ClientSession(cookie_jar=DummyCookieJar()) as client:
        url = str(server.make_url("")).rstrip("/")
        web_settings = {"public_url": url, **settings}
        pages.settings = Settings(web=web_settings, telegram={"token": TOKEN})
        yield Site(house, url, client, pages)


async def linked_as(house: House, user: str, person_id: int) -> None:
    """Give somebody an account on the house's channel."""
    name = house.channel.capabilities.channel

    async def work(tx: Tx) -> None:
        account, _ = await people.who(tx, Address(name, user))
        await people.link(tx, account.id, person_id, now=house.clock())

    await house.database.write(work)
