"""Who may see and do what on the page: every role, at every distance, with every desk and state, by every way in.

What is denied looks in every letter like what is not there.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import update

from domain.review import State
from storage.engine import Database
from tests import world
from tests.chat import House, linked
from tests.page.visiting import Browser, Seen, Site, visited

DISTRICT = 2
ROLES = ("official", "head", "admin", "auditor", "vendor")
# where the person's post is, seen from the record's unit
RELATIONS = {
    "own": (world.HOA_CU, world.HOA_CU),
    "above": (DISTRICT, world.HOA_CU),
    "beside": (world.HAI_YEN, world.HOA_CU),
    "below": (world.HOA_CU, DISTRICT),
}
DESKS = ("mine", "a colleague's", "nobody's")
ACTS: dict[str, dict[str, Any]] = {
    "approve": {},
    "fix": {"changes": {"meHoTen": "Hoàng Thị Mầu"}},
    "return": {"reason": "WRONG_UNIT"},
    "follow_up": {"kind": "REGISTER_WRONG"},
    "skip": {"reason": "chờ xác minh"},
    "undo": {},
}
ABSENT = 999_999


@dataclass(frozen=True)
class Cell:
    """A cell of the table."""

    role: str
    relation: str
    desk: str
    state: State

    @property
    def serves(self) -> bool:
        return self.role == "official" and self.relation in ("own", "above")

    @property
    def sees(self) -> bool:
        """What the table says: an official their desk and what is free, who oversees all of their subtree."""
        oversees = self.role in ("head", "admin", "auditor") and self.relation in ("own", "above")
        return oversees or (self.serves and self.desk != "a colleague's")

    @property
    def decides(self) -> bool:
        return self.serves and self.desk == "mine" and self.state is State.PENDING


async def lay(database: Database, record: int, cell: Cell, mine: int, colleague: int) -> None:
    """Put a record onto a desk and into a state."""
    holder = {"mine": mine, "a colleague's": colleague, "nobody's": None}[cell.desk]
    values = {"assignee_id": holder, "state": cell.state.value, "skips": 0, "turn": 0}
    await database.write(
        lambda tx: tx.run(update(world.records).where(world.records.c.id == record).values(**values))
    )


def same(denied: Seen, absent: Seen) -> bool:
    return denied.without_chance() == absent.without_chance()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.timeout(600)
async def test_every_cell_of_the_table(database: Database, role: str):
    await world.found(database)
    house = House(database)
    colleague = await world.hire(database, "Vi Thị Bạn", "84912000099", "official", world.HOA_CU)
    shelves = {unit: iter(await shelve(database, unit)) for unit in (world.HOA_CU, DISTRICT)}
    async with visited(house) as site:
        for number, (relation, (post, unit)) in enumerate(RELATIONS.items()):
            person = await world.hire(database, f"Người {number}", f"8491200010{number}", role, post)
            await linked(house, f"10{number}", person)
            browser = await site.browser_of(person)
            absent = await _answers(browser, ABSENT)
            assert absent["see"].status == 404 and absent["approve"].status == 404
            for desk, state in itertools.product(DESKS, State):
                cell = Cell(role, relation, desk, state)
                await _look(site, browser, next(shelves[unit]), cell, person, colleague, absent)


async def shelve(database: Database, unit: int) -> list[int]:
    """Records for all cells, each of a book of its own: no book stops for what is returned here."""
    rows = [
        world.birth(n, quyenSo=f"{n:02d}/2005") for n in range(1, len(RELATIONS) * len(DESKS) * len(State))
    ]
    return await world.shelve(database, unit, rows)


async def _answers(browser: Browser, record: int) -> dict[str, Seen]:
    found = {
        "see": await browser.get(f"/ho-so/{record}"),
        "scan": await browser.get(f"/ho-so/{record}/anh/1"),
    }
    found["tile"] = await browser.get(f"/ho-so/{record}/anh/1/0/0/0")
    return found | {move: await browser.act(record, move, **more) for move, more in ACTS.items()}


async def _look(
    site: Site, browser: Browser, record: int, cell: Cell, mine: int, colleague: int, absent: dict[str, Seen]
) -> None:
    database = site.house.database
    for move, more in ACTS.items():  # acts before looks: whoever was shown a record is told when it goes
        await lay(database, record, cell, mine, colleague)
        seen = await browser.act(record, move, **more)
        if not (cell.role == "official" and cell.sees):
            assert same(seen, absent[move]), (cell, move, seen.text)
        elif move == "undo":
            assert seen.status == 200, (cell, move)
        else:
            assert seen.json and seen.json["is"] == ("done" if cell.decides else "gone"), (
                cell,
                move,
                seen.text,
            )
        state = (await world.state_of(database, record))[0]
        if not cell.decides and move != "undo":
            assert state == cell.state.value, (cell, move)
    await lay(database, record, cell, mine, colleague)
    seen = await browser.get(f"/ho-so/{record}")
    if cell.sees:
        assert seen.status == 200 and "Hoàng Thị" in seen.text, cell
    else:
        assert same(seen, absent["see"]), cell
    for way, path in (("scan", f"/ho-so/{record}/anh/1"), ("tile", f"/ho-so/{record}/anh/1/0/0/0")):
        denied = same(await browser.get(path), absent[way])
        assert denied is not cell.sees, (cell, way)


async def test_a_record_taken_away_meanwhile_is_said_to_be_gone_and_is_not_decided(database: Database):
    await world.found(database)
    house = House(database)
    lan = await world.hire(database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    colleague = await world.hire(database, "Vi Thị Bạn", "84912000002", "official", world.HOA_CU)
    await linked(house, "1001", lan)
    [record] = await world.shelve(database, world.HOA_CU, [world.birth(1)])
    mine = Cell("official", "own", "mine", State.PENDING)
    theirs = Cell("official", "own", "a colleague's", State.PENDING)
    async with visited(house) as site:
        browser = await site.browser_of(lan)
        await lay(database, record, mine, lan, colleague)
        assert (await browser.get(f"/ho-so/{record}")).status == 200
        await lay(database, record, theirs, lan, colleague)
        seen = await browser.act(record, "approve")
        assert seen.json and (seen.status, seen.json["is"]) == (200, "gone")
        assert same(await browser.get(f"/ho-so/{record}"), await browser.get(f"/ho-so/{ABSENT}"))
        await lay(database, record, mine, lan, colleague)
        await world.leaves(database, lan)
        assert (await browser.act(record, "approve")).status == 404
    assert (await world.state_of(database, record))[0] == "PENDING"


async def test_without_a_session_every_address_answers_alike(database: Database):
    await world.found(database)
    [record] = await world.shelve(database, world.HOA_CU, [world.birth(1)])
    async with visited(House(database)) as site:
        stranger = site.browser()
        absent = await _answers(stranger, ABSENT)
        there = await _answers(stranger, record)
        assert all(same(there[way], absent[way]) for way in absent)
        assert {seen.status for seen in there.values()} == {404}
        for path in ("/tien-do", "/tien-do/moi", "/pin", "/ho-so/tiep", "/ho-so/x"):
            assert same(await stranger.get(path), absent["see"]), path
