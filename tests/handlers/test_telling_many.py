"""Telling many at once writes what telling each would have written, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import bulk_telling, ladder
from domain.talk.values import Address, Aside, Choice, File, Message, Slot, Style
from storage import people, preferences
from storage.engine import Database, Tx
from storage.outbox import outbox
from storage.people import accounts
from storage.prompts import prompts
from tests import world
from tests.chat import BUTTONS, NUMBERS
from tests.world import HOA_CU, MORNING

CHANNELS = {"telegram": BUTTONS, "zalo_bot": NUMBERS}
REASONS = tuple(Choice(key, key.title(), Style.PLAIN, 1) for key in ("no_book", "no_network", "other"))
NOW = MORNING + timedelta(minutes=7)


class Undone(Exception):
    """Carries what a transaction would have left, and takes it back."""


async def left_by(database: Database, telling: Any, rounds: list[list[Aside]], **more: Any) -> list[Any]:
    """Tell round by round in one transaction, read all rows there are then, and undo it."""

    async def work(tx: Tx) -> None:
        counts = [await telling(tx, asides, CHANNELS, NOW, **more) for asides in rounds]
        offered = {row.id: row for row in await tx.run(select(prompts))}

        def prompt(number: int | None) -> tuple[Any, ...] | None:
            row = offered.get(number) if number else None
            return row and tuple(row)[1:]

        said = []
        for row in await tx.run(select(outbox).order_by(outbox.c.key)):
            body = {**row.body, "prompt": prompt(row.body.get("prompt"))}
            said.append({**row._mapping, "id": None, "body": body})
        chats = [
            (row.id, prompt(row.card_prompt_id), prompt(row.shown_prompt_id))
            for row in await tx.run(select(accounts).order_by(accounts.c.id))
        ]
        raise Undone([counts, said, chats, len(offered)])

    with pytest.raises(Undone) as undone:
        await database.write(work)
    return list(undone.value.args[0])


async def staffed(database: Database) -> list[int]:
    """Five people: by Telegram, by Zalo, by both, by both with Zalo first, and by nothing that reaches them."""
    await world.found(database)
    ids = [await world.hire(database, f"Cán bộ {n}", f"8491200002{n}", "official", HOA_CU) for n in range(5)]

    async def link(tx: Tx) -> None:
        held = {
            0: ["telegram"],
            1: ["zalo_bot"],
            2: ["telegram", "zalo_bot"],
            3: ["telegram", "zalo_bot"],
            4: ["telegram"],
        }
        for place, channels in held.items():
            for minutes, channel in enumerate(channels):
                account, _ = await people.who(tx, Address(channel, f"{channel}-{place}"))
                await people.link(tx, account.id, ids[place], now=MORNING + timedelta(minutes=minutes))
                await people.set_reachable(tx, account.id, reachable=place != 4, now=MORNING)
        await preferences.prefer_channel(tx, ids[3], "zalo_bot")

    await database.write(link)
    return ids


def some_messages() -> list[Message]:
    return [
        Message("Chào buổi sáng"),
        Message("Vì sao chậm?", choices=REASONS, step="nudge", payload=(("day", "2024-07-04"), ("left", 12))),
        Message("Xin gõ lý do", takes_text=True, step="reason"),
        Message("Thẻ", slot=Slot.CARD, choices=REASONS, step="card"),
        Message("Bảng", file=File("bang.xlsx", "AAAA")),
        Message("Ảnh", file=File("bang.png", "AAAA", True), choices=REASONS, step="board"),
    ]


async def test_many_at_once_leave_the_rows_that_one_by_one_would(database: Database):
    ids = await staffed(database)
    everybody = [*ids, 99_999]
    first = [
        Aside(person, message, "nudge", f"2024-07-04-{place}")
        for person in everybody
        for place, message in enumerate(some_messages())
    ]
    news = [
        Aside(person, Message(f"Tin {day}", choices=REASONS, step="news"), "news", day)
        for day in ("2024-07-04", "2024-07-05")
        for person in everybody
    ]
    rounds = [first, first[3:9] + news, [*news, *news], first]
    one_by_one = await left_by(database, ladder.tell, rounds)
    at_once = await left_by(database, bulk_telling.tell_many, rounds)
    assert one_by_one[0] == at_once[0] and sum(at_once[0]) == len(at_once[1]) > 30
    assert one_by_one[1] == at_once[1]
    assert one_by_one[2:] == at_once[2:]


async def test_what_is_written_for_later_is_due_later_both_ways(database: Database):
    ids = await staffed(database)
    asides = [Aside(person, message, "digest", "x") for person in ids for message in some_messages()[1:3]]
    later = NOW + timedelta(hours=2)
    one_by_one = await left_by(database, ladder.tell, [asides], not_before=later)
    at_once = await left_by(database, bulk_telling.tell_many, [asides], not_before=later)
    assert one_by_one == at_once
    assert {row["not_before"] for row in at_once[1]} == {later}
    assert {row["created_at"] for row in at_once[1]} == {NOW}


async def test_two_hundred_are_told_once_and_each_prompt_is_its_own(database: Database):
    await world.found(database)

    async def link(tx: Tx) -> None:
        for person, account_id in enumerate(account_ids, 1):
            await people.link(tx, account_id, person, now=MORNING)

    ids = [await world.hire(database, f"Cán bộ {n}", f"849120{n:05}", "official", HOA_CU) for n in range(200)]
    account_ids = [
        (await database.write(lambda tx, n=n: people.who(tx, Address("telegram", str(n)))))[0].id for n in ids
    ]
    await database.write(link)
    asides = [
        Aside(person, Message(f"Chào {person}", choices=REASONS, step="morning"), "card", "x")
        for person in ids
    ]
    for new in (120, 80, 0):
        some = asides[:120] if new == 120 else asides
        assert (
            await database.write(lambda tx, some=some: bulk_telling.tell_many(tx, some, CHANNELS, NOW)) == new
        )
    rows = (
        await database.read(
            lambda tx: tx.run(
                select(outbox.c.account_id, outbox.c.body, prompts.c.account_id.label("asked"))
                .join(prompts, prompts.c.id == outbox.c.body["prompt"].as_integer())
                .order_by(outbox.c.id)
            )
        )
    ).all()
    assert [row.body["text"] for row in rows] == [f"Chào {person}" for person in ids]
    assert [row.account_id for row in rows] == [row.asked for row in rows]
    assert len({row.body["prompt"] for row in rows}) == 200
    nobody = await database.write(lambda tx: bulk_telling.tell_many(tx, [], CHANNELS, NOW))
    assert nobody == 0
