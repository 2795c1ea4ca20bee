"""What was said is forgotten after two weeks; the numbers that old buttons and answers bear are never given again."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from domain.talk.values import Address, Choice, Slot
from storage import inbox, people, prompts, talk
from storage.engine import Database, Tx
from storage.inbox import Update
from tests import world


async def _asks(tx: Tx) -> int:
    return await prompts.add(
        tx, 1, slot=Slot.CARD, step="card", payload={}, choices=(Choice("approve", "x"),), takes_text=False,
        numbered=False, now=world.MORNING,
    )  # fmt: skip


async def _hears(tx: Tx, key: str) -> int:
    await inbox.keep(tx, "telegram", "1", [Update(key, "1001", "{}")], world.MORNING)
    number = (await tx.run(select(inbox.inbox.c.id).where(inbox.inbox.c.event_key == key))).scalar_one()
    await inbox.finish(tx, number)
    return int(number)


async def test_after_two_silent_weeks_no_number_is_given_again(database: Database):
    await world.found(database)
    person = await world.hire(database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    assert person

    async def account(tx: Tx) -> None:
        await people.who(tx, Address("telegram", "1001"))

    await database.write(account)
    asked = [await database.write(_asks) for _ in range(3)]
    heard = [await database.write(lambda tx, key=key: _hears(tx, key)) for key in "abc"]
    later = world.MORNING + talk.KEEP_TALK + timedelta(seconds=1)
    forgotten = await database.write(lambda tx: talk.forget_old(tx, later))
    assert forgotten == 4
    assert await database.write(_asks) > max(asked)
    assert await database.write(lambda tx: _hears(tx, "d")) > max(heard)
