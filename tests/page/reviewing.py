"""A house with its pages on a port of this machine, and an official who has opened a record there from her chat."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from playwright.async_api import Page

from bot.page import routes, scan
from bot.page.house import PageHouse
from bot.page.pictures import Pictures
from bot.settings import Settings
from domain.records import Finding, Severity
from domain.talk.values import Address
from storage import page_links, people
from storage.engine import Database
from storage.page_links import Target
from tests import world
from tests.chat import BUTTONS, House, Phone, linked

CSS_PHONE = {"width": 360, "height": 740}
GRAVE = Finding("R05", "nksNgaySinh", Severity.SERIOUS, "", "31.02.2005")
EMPTY = Finding("R04", "nksNoiSinh", Severity.SERIOUS, "c")
SPACED = Finding("R20", "chaHoTen", Severity.WARNING, "b", "Nông  Văn Mẫu", "Nông Văn Mẫu", True)


@dataclass
class Served:
    """The house and its address. `acts` lists what was sent; of so many as `lost` says the answers go astray."""

    house: House
    lan: Phone
    lan_id: int
    url: str
    records: list[int]
    acts: list[str] = field(default_factory=list)
    lost: int = 0
    pages: PageHouse | None = None
    drawing: Pictures | None = None

    async def link(self, record: int, *, person_id: int | None = None, user: str = "1001") -> str:
        """Make a one-time link to a record, as a card does."""
        name, now = self.house.channel.capabilities.channel, self.house.clock()

        async def work(tx) -> str:
            account, _ = await people.who(tx, Address(name, user))
            return await page_links.make(
                tx, person_id=person_id or self.lan_id, account_id=account.id, target=Target.RECORD,
                record_id=record, now=now,
            )  # fmt: skip

        return f"{self.url}/r/{await self.house.database.write(work)}"

    async def opens(self, page: Page, record: int) -> None:
        """Follow a link into the page, as somebody does who taps it in the chat."""
        await page.goto(await self.link(record))
        await page.locator("h1").filter(has_text="Số").wait_for()

    async def state(self, record: int) -> str:
        return (await world.state_of(self.house.database, record))[0]


@asynccontextmanager
async def serving(
    database: Database,
    folder: Path,
    *,
    rows: list[dict[str, str]] | None = None,
    findings: Mapping[int, tuple[Finding, ...]] | None = None,
    scans: Mapping[int, str] | None = None,
    practice: int = 0,
) -> AsyncIterator[Served]:
    """Serve the pages of a house in which Lan has begun her day."""
    await world.found(database)
    rows = rows or [world.birth(n) for n in range(1, 7)]
    ids = await world.shelve(database, world.HOA_CU, rows, findings=findings, scans=scans)
    house = House(database, BUTTONS, scans_folder=folder, has_scans=True, practice=practice)
    lan_id = await world.hire(
        database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU, practised=0 if practice else 99
    )
    lan = await linked(house, "1001", lan_id)
    await lan.says("/batdau")

    served = Served(house, lan, lan_id, "", ids)

    @web.middleware
    async def watched(request: web.Request, handler) -> web.StreamResponse:
        if request.method == "POST" and request.path.endswith("/viec"):
            served.acts.append(request.path)
            answer = await handler(request)
            if served.lost > 0:  # decided, and the answer goes astray
                served.lost -= 1
                if request.transport is not None:
                    request.transport.abort()
            return answer
        return await handler(request)

    app = web.Application(middlewares=[watched])
    runner = web.AppRunner(app, access_log=None)
    pages = PageHouse(
        database, house.clock, Settings(scans=str(folder)), house.conversation, house.delivery.wake
    )
    routes.install(app, pages)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    served.url = f"http://127.0.0.1:{port}"
    pages.settings = Settings(scans=str(folder), web={"public_url": served.url, "port": port})
    served.pages, served.drawing = pages, app[scan.PICTURES]
    yield served
    await runner.cleanup()
