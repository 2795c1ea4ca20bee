"""A house with heads, their browser, and the progress page served to it as the running bot serves it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime

from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import insert

from bot.page import routes
from bot.page.house import PageHouse
from bot.settings import Settings
from domain import chain
from domain.folding import fold
from storage import page_sessions, people
from storage.engine import Tx
from storage.tables import ChainHeadRow, TallyRow, TotalRow
from tests import world
from tests.chat import House, Phone
from tests.handlers.planned_house import morning
from tests.world import ZONE

AGENT = "phone of a test"
DEADLINE = date(2024, 7, 17)


@dataclass
class Served:
    """A house whose pages are served at an address."""

    house: House
    url: str

    async def cookie(self, person_id: int, agent: str = AGENT) -> str:
        """Open a session for somebody, as a used link does."""

        async def work(tx: Tx) -> str:
            account = (await people.accounts_of(tx, person_id))[0]
            return await page_sessions.begin(
                tx, person_id=person_id, account_id=account.id, agent=agent, now=self.house.clock()
            )

        return await self.house.database.write(work)


@asynccontextmanager
async def served(house: House) -> AsyncIterator[Served]:
    """Serve the pages of a house until the test is over."""
    app = web.Application()
    routes.install(
        app, PageHouse(house.database, house.clock, Settings(), house.conversation, house.delivery.wake)
    )
    async with TestServer(app) as server:
        yield Served(house, str(server.make_url("")).rstrip("/"))


async def works(house: House, official: Phone, number: int, days: tuple[date, ...]) -> None:
    """Somebody decides so many records on each of some days, all of which are planned."""
    for on in days:
        await morning(house, on)
        await official.says("/batdau")
        for _ in range(number):
            await official.chooses("✅ Phê duyệt")
        house.clock.at = datetime(on.year, on.month, on.day, 16, tzinfo=ZONE)


async def many_units(house: House, number: int, name: str = "Xã Thử") -> None:
    """Hang so many communes with ten records each into the district."""

    async def work(tx: Tx) -> None:
        for place in range(number):
            unit_id = 1000 + place
            full = f"{name} {place + 1}"
            await tx.run(
                insert(world.units),
                {"id": unit_id, "scheme": "2024", "code": f"{40000 + place}", "name": full, "level": "commune",
                 "parent_id": 2, "path": f"/1/2/{unit_id}/", "search_name": fold(full)},
            )  # fmt: skip
            await tx.run(
                insert(ChainHeadRow.__table__), {"unit_id": unit_id, "seq": 0, "hash": chain.GENESIS}
            )
            for table, extra in ((TallyRow.__table__, {"day": world.TODAY}), (TotalRow.__table__, {})):
                of_unit = {"unit_id": unit_id, "type": "KS", "state": "PENDING", "count": 10, **extra}
                await tx.run(insert(table), of_unit)

    await house.database.write(work)
