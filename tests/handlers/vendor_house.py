"""A commune that returns records, a neighbour, and the vendor who looks at what waits; days can go by."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from domain.review import State
from storage import verify
from storage.decisions import decisions
from storage.engine import Tx
from tests import world
from tests.chat import House, Phone
from tests.handlers.stopping_books import comes, goes_back

PROVINCE, DISTRICT = 1, 2


async def vendor(house: House, user: str = "1020", unit: int = PROVINCE) -> Phone:
    return await comes(house, user, "Đỗ Thành Trung", "vendor", unit)


async def official(
    house: House, user: str = "1001", unit: int = world.HOA_CU, name: str = "Nông Thị Lan"
) -> Phone:
    phone = await comes(house, user, name, unit_id=unit, limit=60)
    await phone.says("/batdau")
    return phone


async def sends_again(house: House, record_id: int) -> None:
    """The vendor's corrected sheet brought a record back, as an import writes it."""
    from domain.review import Move
    from storage import decisions as log

    async def work(tx: Tx) -> None:
        table: Any = world.records
        row = (await tx.run(select(table).where(table.c.id == record_id))).one()
        assert row.state == State.RETURNED.value
        await tx.run(
            update(table)
            .where(table.c.id == record_id)
            .values(state=State.PENDING.value, state_on=house.clock.today(), revision=row.revision + 1)
        )
        made = log.Decision(
            row.unit_id, record_id, row.revision + 1, None, Move.VENDOR_RESUBMIT, State.RETURNED, State.PENDING,
            house.clock(), house.clock.today(), "import", f"import:9:{record_id}:{row.revision}",
            changes={"meHoTen": ["Hoàng Thị Mẫu", "Hoàng Thị Mậu"]},
        )  # fmt: skip
        await log.append(tx, made, record_type=row.type, state_on=row.state_on)

    await house.database.write(work)


async def returned_twice(house: House, births: int = 1, *, books: bool = False) -> tuple[Phone, list[int]]:
    """Lan returned some records, of one book or each of its own, got them again, and returns them once more."""
    rows = [world.birth(n, quyenSo=f"{n if books else 1:02}/2005") for n in range(1, births + 1)]
    ids = await world.shelve(house.database, world.HOA_CU, rows)
    lan = await official(house)
    await goes_back(lan, "Thiếu/mờ bản quét", births)
    house.clock.move(days=1)
    for record_id in ids:
        await sends_again(house, record_id)
    await lan.says("/batdau")
    await goes_back(lan, "Nhầm bản quét", births)
    return lan, ids


async def log_of(house: House) -> list[Any]:
    rows = await house.database.read(lambda tx: tx.run(select(decisions).order_by(decisions.c.id)))
    return list(rows.all())


async def whole(house: House) -> None:
    """Chains, records and sums agree."""
    assert (await house.database.read(verify.run)).difference is None


def offered(phone: Phone) -> list[str]:
    """What can be chosen, in the order drawn: the captions of buttons, or the lines that are numbered."""
    if phone.house.channel.capabilities.buttons:
        return phone.labels()
    lines = phone.screen.splitlines()
    return [line.split(". ", 1)[1] for line in lines if line[:1].isdigit() and ". " in line]
