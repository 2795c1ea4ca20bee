"""Whatever comes in: no update raises, strangers hear nothing, the log stays whole, and a neighbour's work goes on."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from structlog.testing import capture_logs

from domain.records import Finding, RecordType, Severity
from domain.wording import common, onboarding
from storage import inbox, outbox, people, sqlite, verify
from storage.decisions import decisions
from storage.engine import Database
from tests import world
from tests.journeys import fuzz_updates as grammar
from tests.journeys import fuzz_words as words
from tests.journeys.fuzz_updates import Button, Fuzzed, own_tap, own_words
from tests.journeys.fuzzed_house import FuzzedHouse

BATCH = 25
NEIGHBOUR = 2001
CAST = (
    (words.LAN, "Nông Thị Lan", "84912000001", "official", world.HOA_CU, 99),
    (words.MINH, "Lý Văn Minh", "84912000002", "official", world.HOA_CU, 99),
    (words.HOA, "Triệu Thị Hoa", "84912000003", "official", world.HOA_CU, 0),
    (words.HEAD, "Hoàng Văn Đạo", "84912000009", "head", 2, 99),
    (words.ADMIN, "Chu Thị Quản", "84912000008", "admin", 1, 99),
    (words.LEFT, "Vi Văn Đi", "84912000010", "official", world.HOA_CU, 99),
    (NEIGHBOUR, "Lâm Văn Bình", "84912000007", "official", world.HAI_YEN, 99),
)
PARTS = 4  # they can run side by side
MANY = {"sqlite": 20_000 // PARTS, "postgresql": 2_000 // PARTS}
# how deep the updates go, so that they are no mere knocking at the door; parts differ in what else they reach
REACHED = {"sqlite": {"approve", "return", "follow_up"}, "postgresql": {"approve"}}


@pytest.fixture(autouse=True)
def _disk_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the flushes to the disk out: what a crash leaves is tested by killing the bot, not here."""
    prepare = sqlite.prepare_writer

    def hurried(raw: sqlite3.Connection, record: object) -> None:
        prepare(raw, record)
        raw.execute("PRAGMA synchronous=OFF")

    monkeypatch.setattr(sqlite, "prepare_writer", hurried)


def batches(part: int, count: int) -> list[list[Fuzzed]]:
    """Draw batches of updates, the same ones in every run."""
    drawn: list[list[Fuzzed]] = []

    # nothing is shrunk: one bot hears all of them, so no batch can be tried again by itself
    @seed(part)
    @settings(
        max_examples=count, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.lists(grammar.updates, min_size=BATCH, max_size=BATCH))
    def draw(batch: list[Fuzzed]) -> None:
        drawn.append(batch)

    draw()
    return drawn


# by the number of the record modulo 7
FOUND = {
    0: Finding("R12", "so", Severity.SERIOUS, "a"),
    3: Finding("R04", "ghiChu", Severity.SERIOUS),
    5: Finding("R20", "nguoiKy", suggestion="Nông Văn Ký", loss_free=True),
}


async def settle_hoa_cu(house: FuzzedHouse, database: Database, updates: int) -> dict[int, int]:
    """Put the cast on the roster, with more work than they can do; gives each one's number in the database."""
    await world.found(database)
    odd = {n: (FOUND[n % 7],) for n in range(updates // 4 - 1) if n % 7 in FOUND}
    # in many books, since one of them stops where enough of it went back for one reason
    births = [world.birth(n, quyenSo=f"{1 + n // 40:02d}/2005") for n in range(1, updates // 4)]
    await world.shelve(database, world.HOA_CU, births, findings=odd)
    await world.shelve(database, world.HOA_CU, [world.birth(9)], kind=RecordType.CMC)
    await world.shelve(database, world.HAI_YEN, births[: updates // BATCH + 1])
    limit = updates // 10
    numbers = {}
    for user, name, phone, role, unit, practised in CAST:
        numbers[user] = await world.hire(database, name, phone, role, unit, limit=limit, practised=practised)
        await house.link(user, numbers[user])
    await world.leaves(database, numbers[words.LEFT])
    return numbers


async def moves_of(database: Database) -> dict[tuple[int, str], int]:
    query = select(decisions.c.person_id, decisions.c.move, func.count()).group_by("person_id", "move")
    return {(row[0], row[1]): row[2] for row in await database.read(lambda tx: tx.run(query))}


async def linked(database: Database) -> dict[int, int]:
    query = select(people.accounts.c.user_key, people.accounts.c.person_id)
    rows = await database.read(lambda tx: tx.run(query.where(people.accounts.c.person_id.is_not(None))))
    return {int(row[0]): row[1] for row in rows}


@pytest.mark.parametrize("part", range(PARTS))
async def test_no_update_breaks_the_bot_or_opens_it_to_a_stranger_and_a_neighbours_work_goes_on(
    database: Database, database_kind: str, part: int
):
    many = MANY[database_kind]
    house = FuzzedHouse(database)
    cast = await settle_hoa_cu(house, database, many)
    with capture_logs() as logged:
        await house.hears([own_words(NEIGHBOUR, "/batdau")])
        drawn = batches(part, many // BATCH)
        for batch in drawn:
            await house.hears(batch)
            await house.hears([own_tap(NEIGHBOUR, Button(NEIGHBOUR, 0, 0))])
            await house.delivery.run_once()  # what others are told because of it
            house.clock.move(seconds=90)
        await house.delivery.quiet()  # files are made beside, by a process of their own
        house.clock.move(hours=25)  # and leave the chat after a day
        while await house.delivery.run_once():
            await house.delivery.quiet()
        await house.delivery.close()
    assert house.sent > many

    assert [line for line in logged if line["log_level"] not in ("debug", "info", "warning")] == []
    assert set(await database.read(inbox.counts)) <= {"done", "unreadable"}, (
        "nothing is parked, nothing waits"
    )
    assert set(await database.read(outbox.counts)) <= {"sent", "cancelled"}
    assert (await database.read(verify.run)).difference is None
    assert {house.telegram.answers[tap] for tap in house.owed} == {1}, "every tap is answered, and once"

    strangers = {user: screen for user, screen in house.telegram.screens.items() if user not in cast}
    assert strangers.keys() >= set(words.STRANGERS)
    assert {text for screen in strangers.values() for text in screen.texts} == {onboarding.STRANGER}
    # whoever left is told why, and a card that still lies in the chat is put away
    assert house.telegram.screens[words.LEFT].texts - {common.CARD_MOVED} == {common.NO_POST}
    assert await linked(database) == cast, "nobody came in and nobody was pushed out"

    moves = await moves_of(database)
    heads = {cast[words.HEAD], cast[words.ADMIN]}
    officials = {cast[words.LAN], cast[words.MINH], cast[words.HOA], cast[NEIGHBOUR]}
    assert {person for person, _ in moves} <= officials | heads
    assert {move for person, move in moves if person in heads} <= {"return", "undo"}, (
        "whole books, nothing else"
    )
    assert {move for person, move in moves if person != cast[NEIGHBOUR]} >= REACHED[database_kind]
    assert {move: n for (person, move), n in moves.items() if person == cast[NEIGHBOUR]} == {
        "approve": len(drawn)
    }
