"""A book that stops: the people around it, what they do on their phones, and what the log holds of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from domain.review import State
from storage import decisions, tallies, verify
from tests import world
from tests.chat import House, Phone, linked

SECOND = [world.birth(n, quyenSo="02/2005") for n in range(31, 34)]


async def comes(
    house: House, user: str, name: str, role: str = "official", unit_id: int = world.HOA_CU, **more: Any
) -> Phone:
    person = await world.hire(house.database, name, f"8491200{user}", role, unit_id, **more)
    return await linked(house, user, person)


async def lan(house: House, limit: int = 40) -> Phone:
    phone = await comes(house, "1001", "Nông Thị Lan", limit=limit)
    await phone.says("/batdau")
    return phone


async def shelve(house: House, size: int = 8, more: Any = ()) -> list[int]:
    rows = [world.birth(n) for n in range(1, size + 1)]
    return await world.shelve(house.database, world.HOA_CU, [*rows, *more])


async def goes_back(phone: Phone, reason: str = "Nhầm bản quét", times: int = 1) -> None:
    for _ in range(times):
        await phone.chooses("↩️ Trả lại số hóa")
        await phone.chooses(reason)


async def sums(house: House) -> dict[State, int]:
    """The sums of the commune, after log, chain and sums were recomputed."""
    assert (await house.database.read(verify.run)).difference is None
    by_type = await house.database.read(lambda tx: tallies.by_type(tx, "/1/2/3/"))
    return {state: n for state, n in by_type["KS"].items() if n}


async def lots(house: House) -> list[Any]:
    log = decisions.decisions
    query = select(log).where(log.c.event_key.like("lot:%")).order_by(log.c.id)
    return list((await house.database.read(lambda tx: tx.run(query))).all())


async def a_stopped_book(house: House, size: int = 8, more: Any = ()) -> tuple[Phone, Phone, list[int]]:
    """Lan has returned five of a book for the same reason, and Minh, who heads the commune, was told."""
    ids = await shelve(house, size, more)
    head = await comes(house, "1009", "Vi Văn Minh", "head")
    phone = await lan(house)
    await goes_back(phone, times=5)
    await house.delivers()
    return phone, head, ids
