"""What tests of reminders share: a house whose clock strikes, people who work, and the book of what was said and not."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.delivery.pace import Pace
from bot.delivery.worker import Delivery
from bot.ladder import tell
from bot.timers import Timers
from domain.talk.values import Aside
from domain.wording import captions
from reminders.recheck import Recheck
from storage import nudges
from storage.engine import Database, Tx
from storage.nudges import Line
from tests import chat, world
from tests.chat import House, Phone
from tests.world import TODAY, ZONE, birth

DISTRICT, PROVINCE = 2, 1
FRIDAY, SATURDAY, MONDAY, TUESDAY = date(2024, 7, 5), date(2024, 7, 6), date(2024, 7, 8), date(2024, 7, 9)
DEADLINE = date(2024, 7, 17)  # ten working days from the fourth of July, a Thursday


async def opened(database: Database, **rules: Any) -> House:
    await world.found(database)
    house = House(database, **{"deadline": DEADLINE, **rules})
    assert house.rules.campaign
    house.delivery = Delivery(
        database, house.sender, house.clock, holder="test", pace=Pace(per_chat_s=0.0, overall=10_000),
        recheck=Recheck(house.rules.campaign),
    )  # fmt: skip
    return house


async def person(house: House, name: str, number: int, role: str, unit: int, **more: Any) -> Phone:
    """Somebody linked; the same number again is one more post of theirs."""
    person_id = await world.hire(house.database, name, f"8491200000{number}", role, unit, **more)
    return await chat.linked(house, f"u{number}", person_id)


async def id_of(house: House, phone: Phone) -> int:
    rows = await house.database.read(
        lambda tx: tx.run(
            world.select(world.people.accounts.c.person_id).where(
                world.people.accounts.c.user_key == phone.user
            )
        )
    )
    return int(rows.scalar_one())


async def fill(house: House, unit: int, number: int) -> None:
    await world.shelve(house.database, unit, [birth(n) for n in range(1, number + 1)])


def timers(house: House, filing: date | None = None) -> Timers:
    assert house.rules.campaign

    async def others(tx: Tx, asides: list[Aside], *, not_before: datetime | None = None) -> None:
        await tell(tx, asides, house.conversation.capabilities, house.clock())

    return Timers(house.database, house.clock, house.rules.campaign, others, filing=filing)


def sets(house: House, day: date = TODAY, hour: int = 7, minute: int = 0) -> None:
    house.clock.at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


async def strikes(
    house: House, day: date = TODAY, hour: int = 7, minute: int = 0, *, filing: date | None = None
) -> None:
    """The clock strikes, and what fell due is said."""
    sets(house, day, hour, minute)
    await timers(house, filing).tick()
    while await house.delivers():
        pass


async def approves(house: House, phone: Phone, number: int, day: date, hour: int = 10) -> None:
    """Somebody works through some records of their list."""
    if not number:
        return
    sets(house, day, hour)
    await phone.says("/batdau")
    for _ in range(number):
        await phone.taps(captions.APPROVE)


async def book(house: House, day: date = TODAY) -> list[Line]:
    return await house.database.read(lambda tx: nudges.of_day(tx, day))


async def verdicts(house: House, phone: Phone, day: date = TODAY) -> dict[str, str]:
    """What was decided about somebody on a day: kind → verdict, with its reason."""
    person_id = await id_of(house, phone)
    return {
        line.kind: f"{line.verdict} {line.reason}".strip()
        for line in await book(house, day)
        if line.person_id == person_id
    }


def words(phone: Phone) -> list[str]:
    return [message.text for message in phone.chat]
