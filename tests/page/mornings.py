"""Lan's morning in a house that has pages, for tests of the page."""

from __future__ import annotations

from storage.engine import Database
from tests import world
from tests.chat import BUTTONS, House, Phone, linked

PAGE = "https://rasoat.example"


async def begun(
    database: Database, capabilities=BUTTONS, number: int = 3, **rules
) -> tuple[House, Phone, int]:
    """Lan has begun her day in a house that has pages."""
    await world.found(database)
    house = House(database, capabilities, page_url=PAGE, **rules)
    await world.shelve(database, world.HOA_CU, [world.birth(n + 1) for n in range(number)])
    person = await world.hire(database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    phone = await linked(house, "1001", person)
    await phone.says("/batdau")
    return house, phone, person


async def record_on(phone: Phone) -> int:
    """Which record lies open on the phone's card."""
    return int(dict((await asked(phone)).payload)["r"])


async def asked(phone: Phone):
    from storage import people, prompts

    async def look(tx):
        account = (
            await tx.run(people.accounts.select().where(people.accounts.c.user_key == phone.user))
        ).one()
        return await prompts.load(tx, account.card_prompt_id, account.id)

    return await phone.house.database.read(look)
