"""A house in which one record has a scan of some pages, and Lan with that record's card before her."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from domain.talk.ports import Page
from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, House, Phone, linked


async def house_with_scan(database: Database, folder: Path, pages: int) -> House:
    """Three records in Hòa Cư; the first has a scan of so many pages."""
    await world.found(database)
    await world.shelve(database, world.HOA_CU, [world.birth(n) for n in (1, 2, 3)], scans={0: "a.pdf"})
    made = House(database, BUTTONS, scans_folder=folder, has_scans=True, scan_in_chat=True)

    async def drawn(*_: Any) -> list[Page]:
        return [Page(b"%d" % n, f"k{n}", f"{n}/{pages}") for n in range(1, pages + 1)]

    made.sender._load_scan = drawn
    return made


async def lan_at_work(house: House) -> Phone:
    """Lan has begun her day."""
    person = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    phone = await linked(house, "1001", person)
    await phone.says("/batdau")
    return phone
