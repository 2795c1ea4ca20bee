"""Rows of broadcasts: ordered once, moved from where they were seen, every recipient with one status."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from domain.audience import Audience, Whom
from domain.broadcast import State, Status, Withheld
from domain.people import Role
from domain.talk.values import Address, Slot
from storage import (
    acknowledgements,
    audiences,
    audit,
    broadcast_recipients,
    broadcasts,
    outbox,
    outbox_bulk,
    people,
)
from storage.broadcasts import Broadcast, New
from storage.engine import Database, Tx
from storage.outbox_bulk import NewItem
from tests import world
from tests.world import HAI_YEN, HOA_CU, MORNING, TODAY

ALL = Audience(Whom.ALL, (1,))


@pytest.fixture
async def staff(database: Database) -> dict[str, int]:
    """An admin, two officials of a commune, a head, one of another commune; the last is linked nowhere."""
    await world.found(database)
    hired = {}
    for n, (name, role, unit) in enumerate(
        [("Quản", "admin", 1), ("Lan", "official", HOA_CU), ("Nga", "official", HOA_CU), ("Đầu", "head", HOA_CU),
         ("Sơn", "official", HAI_YEN)]
    ):  # fmt: skip
        hired[name] = await world.hire(database, name, f"8491400000{n}", role, unit)
    await world.hire(database, "Nga", "84914000002", "head", HAI_YEN)  # two posts, one person

    async def link(tx: Tx) -> None:
        for name in ("Quản", "Lan", "Nga", "Đầu"):
            account, _ = await people.who(tx, Address("telegram", name))
            await people.link(tx, account.id, hired[name], now=MORNING)

    await database.write(link)
    return hired


async def ordered(database: Database, audience: Audience = ALL, key: str = "k", **more: Any) -> Broadcast:
    new = New(key, audience, "Họp", more.pop("made_by", None), more.pop("state", State.SCHEDULED), **more)
    made = await database.write(lambda tx: broadcasts.order(tx, new, now=MORNING))
    assert made is not None
    return made


async def begun(database: Database, audience: Audience = ALL, key: str = "k") -> Broadcast:
    made = await ordered(database, audience, key)

    async def work(tx: Tx) -> None:
        await broadcast_recipients.begin(tx, made.id, audience, TODAY)
        await broadcasts.move(tx, made.id, was=[State.SCHEDULED], to=State.SENDING, begun_at=MORNING)

    await database.write(work)
    return made


async def written(database: Database, made: Broadcast, *person_ids: int) -> dict[int, int]:
    """Write messages for some people; gives the outbox's number of each."""

    async def work(tx: Tx) -> dict[int, int]:
        rows = [NewItem(f"broadcast:{made.id}:{one}", one, "broadcast", {"text": ""}) for one in person_ids]
        added = await outbox_bulk.add_many(tx, rows, now=MORNING, priority=outbox.BROADCAST)
        items = {one: number for one, number in zip(person_ids, added, strict=True) if number is not None}
        await broadcast_recipients.written(tx, made.id, [(one, n, "telegram") for one, n in items.items()])
        return items

    return await database.write(work)


async def statuses(database: Database, made: Broadcast) -> dict[int, tuple[Status, str]]:
    lines = await database.read(lambda tx: acknowledgements.lines(tx, made.id))
    return {line.person_id: (line.status, line.reason) for line in lines}


async def reach(database: Database, audience: Audience) -> int:
    return (await database.read(lambda tx: audiences.reach(tx, audience, TODAY))).people


async def test_a_draft_is_ordered_once_however_many_try(database: Database, staff: dict[str, int]):
    new = New("draft", ALL, "Họp", staff["Quản"], State.ASKED, consent_until=MORNING + timedelta(hours=1))
    made = await asyncio.gather(
        *(database.write(lambda tx: broadcasts.order(tx, new, now=MORNING)) for _ in range(5))
    )
    assert sum(one is not None for one in made) == 1
    kept = await database.read(lambda tx: broadcasts.with_key(tx, "draft"))
    assert kept is not None and kept.needs_consent and kept.audience == ALL


async def test_of_two_who_answer_one_moves_it(database: Database, staff: dict[str, int]):
    made = await ordered(database, state=State.ASKED)

    def move(to: State) -> Any:
        return database.write(lambda tx: broadcasts.move(tx, made.id, was=[State.ASKED], to=to))

    took = await asyncio.gather(move(State.SCHEDULED), move(State.REFUSED))
    assert sorted(took) == [False, True]


async def test_an_audience_is_counted_by_people_and_by_what_they_can_be_reached_on(
    database: Database, staff: dict[str, int]
):
    found = await database.read(lambda tx: audiences.reach(tx, ALL, TODAY))
    assert (found.people, found.linked, dict(found.by_channel)) == (5, 4, {"telegram": 4})
    assert await reach(database, Audience(Whom.UNIT, (HAI_YEN,))) == 2
    assert await reach(database, Audience(Whom.ROLE, (1,), Role.HEAD)) == 2
    assert await reach(database, Audience(Whom.ROLE, (HOA_CU,), Role.HEAD)) == 1
    assert await reach(database, Audience(Whom.BEHIND, (1,))) == 0
    assert await reach(database, Audience(Whom.ALL)) == 5, "the operator's"
    assert await reach(database, Audience(Whom.ALL, (999,))) == 0, "a unit there is not is not everybody"
    assert await database.read(audiences.everybody) == 5


async def test_who_has_left_or_is_locked_belongs_to_none(database: Database, staff: dict[str, int]):
    await world.leaves(database, staff["Lan"])
    await database.write(
        lambda tx: tx.run(
            update(people.people).where(people.people.c.id == staff["Đầu"]).values(locked_at=MORNING)
        )
    )
    assert await reach(database, ALL) == 3


async def test_beginning_twice_adds_nobody(database: Database, staff: dict[str, int]):
    made = await begun(database)
    assert await database.write(lambda tx: broadcast_recipients.begin(tx, made.id, ALL, TODAY)) == 5
    assert set((await statuses(database, made)).values()) == {(Status.WAITING, "")}


async def test_the_end_in_the_outbox_is_the_end_of_its_recipient_and_only_the_first_counts(
    database: Database, staff: dict[str, int]
):
    made = await begun(database)
    items = await written(database, made, staff["Lan"], staff["Nga"])

    async def settle(status: Status, reason: str) -> None:
        await database.write(
            lambda tx: broadcast_recipients.settle(tx, items.values(), status, reason=reason, now=MORNING)
        )

    await settle(Status.SENT, "")
    await settle(Status.REFUSED, "late")
    found = await statuses(database, made)
    assert found[staff["Lan"]] == found[staff["Nga"]] == (Status.SENT, "")
    assert found[staff["Sơn"]] == (Status.WAITING, "")


async def test_a_stop_takes_back_what_waits_and_leaves_what_is_in_flight(
    database: Database, staff: dict[str, int]
):
    made = await begun(database)
    items = await written(database, made, staff["Lan"], staff["Nga"])
    [held] = await database.write(lambda tx: outbox.claim(tx, "me", now=MORNING, limit=1))
    assert held.id == items[staff["Lan"]] and held.slot is Slot.NOTE
    took = await database.write(
        lambda tx: broadcast_recipients.withhold_rest(tx, made.id, Withheld.STOPPED, now=MORNING)
    )
    found = await statuses(database, made)
    assert took == 4 and found[staff["Lan"]] == (Status.WAITING, "")
    assert {found[one] for name, one in staff.items() if name != "Lan"} == {(Status.WITHHELD, "stopped")}
    counts = await database.read(lambda tx: broadcast_recipients.counts(tx, made.id))
    assert (counts.total, counts.ended, dict(counts.withheld)) == (5, 4, {"stopped": 4})


async def test_it_is_acknowledged_once_and_the_silent_are_an_audience_of_their_own(
    database: Database, staff: dict[str, int]
):
    made = await begun(database)

    def see() -> Any:
        return database.write(lambda tx: acknowledgements.acknowledge(tx, made.id, staff["Lan"], MORNING))

    assert (await see(), await see()) == (True, False)
    silent = Audience(Whom.SILENT, (HOA_CU,), of=made.id)
    assert await reach(database, silent) == 2, "Nga and Đầu of that commune"
    assert await reach(database, Audience(Whom.GOT, (1,), of=made.id)) == 0
    lines = await database.read(
        lambda tx: acknowledgements.lines(tx, made.id, paths=("/1/2/3/",), silent=True)
    )
    assert [line.name for line in lines] == ["Đầu", "Nga"]


async def test_what_is_asked_before_each_message_tells_posts_held_now(
    database: Database, staff: dict[str, int]
):
    made = await begun(database, Audience(Whom.UNIT, (HAI_YEN,)))

    async def belongs(name: str) -> bool:
        standing = await database.read(lambda tx: broadcasts.standing(tx, made.id, staff[name]))
        assert standing is not None and standing.state is State.SENDING
        return standing.audience.holds(standing.posts)

    assert (await belongs("Nga"), await belongs("Lan")) == (True, False)
    await world.leaves(database, staff["Nga"])
    assert not await belongs("Nga")


async def test_acts_are_written_down_and_read_newest_first(database: Database, staff: dict[str, int]):
    async def work(tx: Tx) -> None:
        for n in range(3):
            await audit.note(tx, at=MORNING, person_id=staff["Quản"], act="broadcast.ordered", subject=str(n))
        await audit.note(tx, at=MORNING, person_id=None, act="backup", details={"file": "x"})

    await database.write(work)
    lines = await database.read(audit.of)
    assert [(line.act, line.subject, line.name) for line in lines][:2] == [
        ("backup", "", ""), ("broadcast.ordered", "2", "Quản"),
    ]  # fmt: skip
    only = await database.read(lambda tx: audit.of(tx, "broadcast.ordered", 2))
    assert [line.subject for line in only] == ["2", "1"]
