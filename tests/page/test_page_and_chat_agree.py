"""A day's work done on the page leaves the log that the same work leaves when it is done in the chat."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from domain.records import Finding, Severity
from domain.wording import captions
from storage import verify
from storage.decisions import decisions
from storage.engine import Database
from storage.tallies import by_type
from tests import world
from tests.chat import House, Phone, linked
from tests.page.visiting import Browser, visited

EMPTY = Finding("R04", "nksQueQuan", Severity.SERIOUS, "c")
SPACED = Finding("R20", "chaHoTen", Severity.WARNING, "b", "Nông  Văn Mẫu", "Nông Văn Mẫu", True)
FOUND = {0: (EMPTY,), 2: (EMPTY,), 3: (SPACED,)}
ROWS = [
    world.birth(1),
    world.birth(2),
    world.birth(3),
    world.birth(4, chaHoTen="Nông  Văn Mẫu"),
    world.birth(5),
]


async def in_the_chat(phone: Phone) -> None:
    """Approve against a grave finding, correct, follow up by the guard, take a suggestion over, return, take back."""
    await phone.taps(captions.APPROVE)
    await phone.taps(captions.APPROVE_ANYWAY)
    await phone.taps(captions.FIX)
    await phone.taps("Họ tên mẹ")
    await phone.says("Hoàng Thị Mầu")
    await phone.taps(captions.SAVE)
    await phone.taps(captions.RETURN)
    await phone.taps(captions.RETURN_REASONS["MISSING_FIELDS"])  # type: ignore[index]
    await phone.taps(captions.REGISTER_SAME)
    await phone.taps("Sổ ghi thiếu")
    await phone.taps(captions.APPLY)
    await phone.taps(captions.RETURN)
    await phone.taps(captions.RETURN_REASONS["WRONG_SCAN"])  # type: ignore[index]
    await phone.taps(captions.UNDO)
    await phone.taps(captions.MORE)
    await phone.taps(captions.LATER)


async def on_the_page(browser: Browser, records: list[int]) -> None:
    """The same, on the page."""
    one, two, three, four, five = records
    for record, move, more in (
        (one, "approve", {}),
        (one, "approve", {"sure": True}),
        (two, "fix", {"changes": {"meHoTen": "Hoàng Thị Mầu"}}),
        (three, "return", {"reason": "MISSING_FIELDS"}),
        (three, "follow_up", {"kind": "REGISTER_INCOMPLETE", "answer": "same"}),
        (four, "fix", {"changes": {"chaHoTen": "Nông Văn Mẫu"}, "suggested": True}),
        (five, "return", {"reason": "WRONG_SCAN"}),
        (five, "undo", {}),
        (five, "skip", {}),
    ):
        await browser.get(f"/ho-so/{record}")
        told = await browser.act(record, move, **more)
        assert told.json and told.json["is"] in ("done", "asked"), (record, move, told.text)


async def log_of(database: Database, person: int) -> list[dict[str, Any]]:
    """What the log says of somebody's day, but for when, where and about which of two like records."""
    query = select(decisions).where(decisions.c.person_id == person).order_by(decisions.c.id)
    names = (
        "move", "from_state", "to_state", "reasons", "route", "note", "changes", "findings", "case_suggested",
        "case_chosen", "revision", "day",
    )  # fmt: skip
    rows = (await database.read(lambda tx: tx.run(query))).all()
    assert all(row.shown_at is None or row.shown_at < row.decided_at for row in rows)
    return [{name: getattr(row, name) for name in names} for row in rows]


async def test_the_log_of_the_page_is_that_of_the_chat(database: Database):
    await world.found(database)
    house = House(database)
    found: dict[str, list[int]] = {}
    people: dict[str, int] = {}
    for number, (name, unit) in enumerate((("Lan", world.HOA_CU), ("Bình", world.HAI_YEN))):
        found[name] = await world.shelve(database, unit, ROWS, findings=FOUND)
        people[name] = await world.hire(database, name, f"8491200000{number}", "official", unit)
        phone = await linked(house, f"100{number}", people[name])
        await phone.says("/batdau")
        if name == "Lan":
            await in_the_chat(phone)
    async with visited(house) as site:
        await on_the_page(await site.browser_of(people["Bình"]), found["Bình"])
    chat, page = await log_of(database, people["Lan"]), await log_of(database, people["Bình"])
    assert [row["move"] for row in chat] == ["approve", "fix", "follow_up", "fix", "return", "undo", "skip"]
    for in_chat, on_page in zip(chat, page, strict=True):
        assert in_chat == on_page
    sums = [await database.read(lambda tx, path=path: by_type(tx, path)) for path in ("/1/2/3/", "/1/2/4/")]
    assert sums[0] == sums[1]
    assert (await database.read(verify.run)).difference is None
