"""A commune with somebody who asks, heads above her and the province's admin, each with the chat open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot import question_sweep
from domain.records import Finding, Severity
from storage.decisions import decisions
from storage.engine import Database
from storage.questions import questions
from tests import world
from tests.chat import House, Phone, linked

EMPTY_NAME = Finding("R04", "meHoTen", Severity.WARNING)
HARD = "Tờ bìa dán băng keo che mất một góc, có tính không"  # nothing of this stands in any ruling


@dataclass
class Asking:
    """Lan reviews in Hòa Cư; Minh heads the commune, Hạnh the district, Quản is the province's admin."""

    house: House
    lan: Phone
    lan_id: int
    minh: Phone
    hanh: Phone
    quan: Phone
    record_ids: list[int]

    @property
    def database(self) -> Database:
        return self.house.database

    async def state(self, place: int = 0) -> str:
        return (await world.state_of(self.database, self.record_ids[place]))[0]

    async def rows(self, table: Any = questions) -> list[Any]:
        found = await self.database.read(lambda tx: tx.run(select(table).order_by(table.c.id)))
        return list(found.all())

    async def moves(self) -> list[str]:
        return [row.move for row in await self.rows(decisions)]

    async def asks(self, words: str = HARD) -> None:
        """Lan asks about the record on her card."""
        if not self.lan.chat or "⋯ Thêm" not in self.lan.labels():
            await self.lan.says("/batdau")
        await self.lan.chooses("⋯ Thêm")
        await self.lan.chooses("❓ Hỏi vướng mắc")
        await self.lan.says(words)
        await self.tells()

    async def tells(self) -> None:
        """Let what is said to others go out."""
        while await self.house.delivers():
            pass

    async def sweeps(self) -> int:
        channel = self.house.channel.capabilities
        went = await question_sweep.hand_on(
            self.database, self.house.rules, {channel.channel: channel}, self.house.clock()
        )
        await self.tells()
        return went


async def open_house(house: House, *, births: int = 3) -> Asking:
    """Found the house of these tests."""
    rows = [world.birth(n, meHoTen="" if n == 1 else "Hoàng Thị Mẫu") for n in range(1, births + 1)]
    found = {0: (EMPTY_NAME,)}
    ids = await world.shelve(house.database, world.HOA_CU, rows, findings=found)

    async def hire(name: str, tail: str, role: str, unit: int) -> tuple[Phone, int]:
        person = await world.hire(house.database, name, f"8491200{tail}", role, unit)
        return await linked(house, tail, person), person

    lan, lan_id = await hire("Nông Thị Lan", "1001", "official", world.HOA_CU)
    minh, _ = await hire("Vi Văn Minh", "1009", "head", world.HOA_CU)
    hanh, _ = await hire("Lý Thị Hạnh", "1010", "head", 2)
    quan, _ = await hire("Chu Thị Quản", "1008", "admin", 1)
    return Asking(house, lan, lan_id, minh, hanh, quan, ids)
