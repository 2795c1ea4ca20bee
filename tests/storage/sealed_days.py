"""Three sealed evenings of two communes, and somebody with the database in their hands who writes them anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, text, update

from domain import chain, seal
from domain.seal import Head
from storage import seals
from storage.engine import Database, Tx
from storage.tables import ChainHeadRow, DecisionRow
from tests import world
from tests.chat import House, Phone, linked

decisions: Any = DecisionRow.__table__
heads: Any = ChainHeadRow.__table__

THURSDAY, FRIDAY, SATURDAY = (world.TODAY + timedelta(days=n) for n in range(3))
GUARDS = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {table}_no_{verb}"
               for table in ("decisions", "seals") for verb in ("update", "delete")],
    "postgresql": [f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in ("decisions", "seals")],
}  # fmt: skip


def evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 20, tzinfo=world.ZONE)


async def seal_day(database: Database, day: date) -> seal.Seal:
    """Seal a day at eight in the evening."""
    return await database.write(lambda tx: seals.make(tx, day, evening(day)))


async def at_work(database: Database) -> tuple[House, Phone, Phone]:
    """Lan of Hòa Cư and Minh of Hải Yến, with the first card on their phones."""
    await world.found(database)
    await world.shelve(database, world.HOA_CU, [world.birth(n) for n in range(1, 31)])
    await world.shelve(database, world.HAI_YEN, [world.birth(n) for n in range(41, 44)])
    house = House(database)
    phones = []
    for user, name, unit in (("1001", "Nông Thị Lan", world.HOA_CU), ("1002", "Lý Văn Minh", world.HAI_YEN)):
        phone = await linked(
            house, user, await world.hire(database, name, f"8491200{user}", "official", unit)
        )
        await phone.says("/batdau")
        phones.append(phone)
    return house, phones[0], phones[1]


async def three_evenings(database: Database) -> None:
    """On Thursday Lan approves two records, on Friday she and Minh one each, on Saturday nobody works."""
    house, lan, minh = await at_work(database)
    for _ in range(2):
        await lan.chooses("✅ Phê duyệt")
    await seal_day(database, THURSDAY)
    house.clock.move(days=1)
    for phone in (lan, minh):
        await phone.says("/batdau")
        await phone.chooses("✅ Phê duyệt")
    await seal_day(database, FRIDAY)
    await seal_day(database, SATURDAY)


async def meddle(database: Database, *statements: Any) -> None:
    """Change what the product itself never would, the guards taken off."""

    async def work(tx: Tx) -> None:
        for statement in (*map(text, GUARDS[tx.dialect]), *statements):
            await tx.run(statement)

    await database.write(work)


def at(unit_id: int, seq: int) -> Any:
    return (decisions.c.unit_id == unit_id) & (decisions.c.seq == seq)


async def write_log_anew(database: Database, unit_id: int) -> None:
    """Give every decision of a unit, and the head of its chain, the hashes that fit what stands there now."""

    async def work(tx: Tx) -> None:
        link, seq = chain.GENESIS, 0
        whole_log = select(decisions).where(decisions.c.unit_id == unit_id).order_by(decisions.c.seq)
        for row in (await tx.run(whole_log)).all():
            before, link, seq = link, chain.link(link, row._asdict()), row.seq
            await tx.run(
                update(decisions).where(decisions.c.id == row.id).values(prev_hash=before, hash=link)
            )
        await tx.run(update(heads).where(heads.c.unit_id == unit_id).values(seq=seq, hash=link))

    await database.write(work)


async def write_seals_anew(database: Database) -> None:
    """Seal all days again, as if the log had always been what it is now."""

    async def work(tx: Tx) -> None:
        prev_hash = seal.GENESIS
        rows = (await tx.run(select(seals.seals).order_by(seals.seals.c.day))).all()
        logged = {
            (row.unit_id, row.seq): row.hash
            for row in await tx.run(select(decisions.c.unit_id, decisions.c.seq, decisions.c.hash))
        }
        await tx.run(delete(seals.seals))
        for row in rows:
            now_there = [Head(unit, seq, logged[unit, seq]) for unit, seq, _ in row.heads]
            made = seal.make(prev_hash, row.day, now_there, now=row.made_at)
            await tx.run(
                seals.seals.insert(),
                {"day": row.day, "units": made.units, "decisions": made.decisions,
                 "heads": [list(head) for head in made.heads], "prev_hash": made.prev_hash,
                 "hash": made.hash, "made_at": row.made_at},
            )  # fmt: skip
            prev_hash = made.hash

    await database.write(work)
