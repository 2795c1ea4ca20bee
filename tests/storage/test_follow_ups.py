"""The follow-up register in the database: opened once, changed by the version that was seen, true beside the log."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from domain.follow_ups import Standing
from domain.records import Finding, Severity
from domain.review import FollowUpKind, Move, State
from storage import (
    decisions,
    desk,
    follow_up_ends,
    follow_up_lists,
    follow_ups,
    retriage,
    schema,
    tallies,
    verify,
)
from storage.engine import Database, Tx, open_database, parse_url
from storage.follow_up_lists import Counts, Due, Wanted
from storage.lots import By
from storage.tables import DecisionRow, ImportRow
from tests import world

LAN, MINH = 11, 12
BY = By(MINH, "telegram", world.MORNING, world.TODAY)
table = follow_ups.follow_ups


@pytest.fixture
async def province(database: Database) -> Database:
    await world.found(database)
    return database


async def opened(database: Database, number: int = 1, unit: int = world.HOA_CU, **more: Any) -> int:
    """A record came in as followed up, and has its entry."""
    [record] = await world.shelve(database, unit, [world.birth(number)], state=State.FOLLOW_UP)
    values = {"decision_id": None, "kind": "REGISTER_WRONG", "route": "cải chính", "note": "", "field": "meNgaySinh",
              "shows": "1980", "person_id": LAN, "now": world.MORNING} | more  # fmt: skip
    return await database.write(lambda tx: follow_ups.opened(tx, record_id=record, unit_id=unit, **values))


async def loaded(database: Database, entry_id: int) -> follow_ups.Entry:
    found = await database.read(lambda tx: follow_ups.load(tx, entry_id))
    assert found is not None
    return found


async def test_records_that_came_in_followed_up_get_their_entries_once(province: Database):
    rows = [world.birth(n) for n in range(1, 4)]
    await world.shelve(province, world.HOA_CU, rows, state=State.FOLLOW_UP)
    await world.shelve(province, world.HOA_CU, [world.birth(9)], state=State.APPROVED)
    for _ in range(2):
        await province.write(lambda tx: follow_ups.of_import(tx, 1, world.MORNING))
    found = (await province.read(lambda tx: tx.run(select(table)))).all()
    assert [(row.record_id, row.standing, row.kind, row.person_id) for row in found] == [
        (n, "OPEN", "", None) for n in (1, 2, 3)
    ]
    one = await loaded(province, 1)
    assert (one.kind, one.about, one.person_name) == (None, (), "")


async def test_a_record_has_one_entry_that_is_not_over(province: Database):
    entry_id = await opened(province)
    record = (await loaded(province, entry_id)).record_id

    async def twice(tx: Tx) -> None:
        await tx.run(
            insert(table),
            {"record_id": record, "unit_id": world.HOA_CU, "standing": "OPEN", "opened_at": world.MORNING},
        )

    with pytest.raises(IntegrityError):
        await province.write(twice)
    again = await province.write(
        lambda tx: follow_ups.opened(
            tx, decision_id=None, record_id=record, unit_id=world.HOA_CU, kind="", route="", note="", field="",
            shows="x" * 999, person_id=None, now=world.MORNING,
        )
    )  # fmt: skip
    assert (await loaded(province, entry_id)).standing is Standing.BACK, (
        "the one left behind refuses no decision"
    )
    assert len((await loaded(province, again)).shows) == 300
    assert await province.write(lambda tx: follow_ups.withdrawn(tx, record, by=LAN, now=world.MORNING))
    assert not await province.write(lambda tx: follow_ups.withdrawn(tx, record, by=LAN, now=world.MORNING))


async def test_of_two_acts_on_one_version_the_first_counts_and_both_databases_agree(province: Database):
    seen = await loaded(province, await opened(province))

    async def act(route: str) -> bool:
        return await province.write(
            lambda tx: follow_ups.act(tx, seen, "route", {"route": route}, by=MINH, now=world.MORNING)
        )

    took = await asyncio.gather(*(act(route) for route in ("bổ sung", "thay đổi", "chỉ theo dõi")))
    assert sorted(took) == [False, False, True]
    now = await loaded(province, seen.id)
    assert (
        now.version == seen.version + 1
        and now.route == ("bổ sung", "thay đổi", "chỉ theo dõi")[took.index(True)]
    )
    [done] = await province.read(lambda tx: follow_ups.history(tx, seen.id, limit=9))
    assert done.changes == {"route": ["cải chính", now.route]}


async def test_two_who_end_one_entry_at_once_leave_one_decision_and_sums_that_hold(province: Database):
    seen = await loaded(province, await opened(province))
    approved = province.write(
        lambda tx: follow_up_ends.approve(tx, seen, BY, note="15/TL", changes={}, key="one")
    )
    back = province.write(lambda tx: follow_up_ends.back_to_review(tx, seen, BY, note="xem lại", key="two"))
    assert sorted(await asyncio.gather(approved, back)) == [False, True]
    log = (await province.read(lambda tx: tx.run(select(decisions.decisions)))).all()
    assert [row.move for row in log] == ["resolve"]
    assert (await province.read(verify.run)).difference is None
    by_type = await province.read(lambda tx: tallies.by_type(tx, "/"))
    assert sum(by_type["KS"].values()) == 1


async def test_what_a_document_changed_is_written_with_before_and_after(province: Database):
    seen = await loaded(province, await opened(province))
    took = await province.write(
        lambda tx: follow_up_ends.approve(
            tx, seen, BY, note="15/TL-UBND", changes={"meNgaySinh": "1979"}, key="k"
        )
    )
    assert took
    [row] = (await province.read(lambda tx: tx.run(select(decisions.decisions)))).all()
    assert (row.changes, row.note, row.case_chosen) == ({"meNgaySinh": ["1980", "1979"]}, "15/TL-UBND", "")
    assert (await world.state_of(province, seen.record_id))[2]["meNgaySinh"] == "1979"
    assert (await province.read(verify.run)).difference is None


async def test_kept_and_taken_up_again_no_decision_is_made(province: Database):
    seen = await loaded(province, await opened(province))
    assert await province.write(lambda tx: follow_up_ends.keep(tx, seen, BY, note="không ai yêu cầu"))
    assert not await province.write(lambda tx: follow_up_ends.keep(tx, seen, BY, note="lần nữa"))
    kept = await loaded(province, seen.id)
    assert (kept.standing, kept.closed_at) == (Standing.CLOSED_KEPT, world.MORNING)
    assert not await province.write(
        lambda tx: follow_up_ends.approve(tx, kept, BY, note="15", changes={}, key="k")
    )
    assert await province.write(lambda tx: follow_up_ends.reopen(tx, kept, BY))
    again = await loaded(province, seen.id)
    assert (again.standing, again.closed_at, again.closing_note) == (Standing.OPEN, None, "")
    assert (await province.read(lambda tx: tx.run(select(decisions.decisions)))).all() == []


async def test_lists_and_counts_see_a_subtree_and_what_is_late(province: Database):
    days = {1: date(2024, 7, 3), 2: date(2024, 7, 4), 3: None, 4: date(2024, 7, 20)}
    here = await world.shelve(
        province, world.HOA_CU, [world.birth(n) for n in (1, 2, 3)], state=State.FOLLOW_UP
    )
    there = await world.shelve(province, world.HAI_YEN, [world.birth(4)], state=State.FOLLOW_UP)
    await province.write(lambda tx: follow_ups.of_import(tx, 1, world.MORNING))
    for record, due in zip((*here, *there), days.values(), strict=True):
        await province.write(
            lambda tx, r=record, due=due: tx.run(
                table.update().where(table.c.record_id == r).values(due_on=due, person_id=LAN)
            )
        )

    async def numbers(wanted: Wanted) -> list[str]:
        found, total = await province.read(
            lambda tx: follow_up_lists.listed(tx, wanted, world.TODAY, limit=9)
        )
        assert total == len(found)
        return [one.number for one in found]

    assert await numbers(Wanted(("/1/",))) == ["1", "2", "4", "3"], (
        "the first due first, those without a day last"
    )
    assert await numbers(Wanted(("/1/2/3/",), overdue=True)) == ["1"]
    assert await numbers(Wanted(("/1/",), undated=True)) == ["3"]
    assert await numbers(Wanted(("/1/",), kind=FollowUpKind.REGISTER_LOST)) == []
    assert await numbers(Wanted(("/1/",), number="4")) == ["4"]
    assert await numbers(Wanted((), number="4")) == []
    assert await province.read(lambda tx: follow_up_lists.counts(tx, ("/1/2/3/",), world.TODAY)) == Counts(
        3, 1, 1, 0
    )
    due = await province.read(
        lambda tx: follow_up_lists.due(tx, world.TODAY, world.TODAY + timedelta(days=5))
    )
    assert due.people == {LAN: Due(1, 1, 4)} and due.below("/1/2/3/") == Due(1, 1, 3)
    assert due.below("/1/2/4/") == Due(0, 0, 1) and due.below() == Due()


async def test_a_return_comes_home_once(province: Database):
    lacks = Finding("R04", "meDanToc", Severity.SERIOUS)
    [record] = await world.shelve(
        province, world.HOA_CU, [world.birth(1, meDanToc="")], state=State.RETURNED, findings={0: (lacks,)}
    )
    held = await province.read(lambda tx: desk.load(tx, record))
    assert held is not None
    [suspect], total = await province.read(lambda tx: retriage.likeliest(tx, ("/1/",), limit=5))
    assert total == 1 and suspect.suspicion.fields == ("meDanToc",)

    async def home(key: str) -> bool:
        return await province.write(
            lambda tx: follow_up_ends.retriage(
                tx,
                held,
                BY,
                kind=suspect.suspicion.kind,
                route="bổ sung",
                about=("meDanToc",),
                shows="",
                key=key,
            )
        )

    assert sorted(await asyncio.gather(home("a"), home("b"))) == [False, True]
    assert await province.read(lambda tx: retriage.likeliest(tx, ("/1/",), limit=5)) == ([], 0)
    assert (await province.read(verify.run)).difference is None
    assert (await province.read(lambda tx: retriage.likeliest(tx, (), limit=5))) == ([], 0)


async def test_what_is_kept_returned_is_asked_again_only_when_it_was_sent_again(province: Database):
    lacks = Finding("R04", "meDanToc", Severity.SERIOUS)
    [record] = await world.shelve(
        province, world.HOA_CU, [world.birth(1)], state=State.RETURNED, findings={0: (lacks,)}
    )
    keeps = lambda tx: retriage.keep(tx, record, 1, by=MINH, now=world.MORNING)  # noqa: E731
    assert await province.write(keeps) and not await province.write(keeps)
    assert (await province.read(lambda tx: retriage.likeliest(tx, ("/",), limit=5)))[1] == 0
    await province.write(lambda tx: tx.run(world.records.update().values(revision=2)))
    assert (await province.read(lambda tx: retriage.likeliest(tx, ("/",), limit=5)))[1] == 1


# ── the migration ────────────────────────────────────────────────────────────────────────────────


async def _to(address: str, revision: str) -> None:
    def go(connection: Connection) -> None:
        change = command.upgrade if revision == "head" else command.downgrade
        change(schema._config(connection), revision)

    url = parse_url(address)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(f"sqlite:///{url.database}")
        with engine.begin() as connection:
            go(connection)
        engine.dispose()
        return
    asynchronous = create_async_engine(url)
    async with asynchronous.begin() as connection:
        await connection.run_sync(go)
    await asynchronous.dispose()


async def test_a_campaign_under_way_gets_entries_for_what_is_followed_up_already(database_url: str):
    await _to(database_url, "0012")
    database = open_database(database_url)
    try:
        await world.found(database)
        ids = await world.shelve(
            database, world.HOA_CU, [world.birth(1), world.birth(2)], state=State.FOLLOW_UP
        )

        async def decided(tx: Tx) -> None:
            row = {
                "unit_id": world.HOA_CU, "seq": 1, "record_id": ids[0], "revision": 1, "person_id": LAN,
                "move": Move.FOLLOW_UP.value, "from_state": "PENDING", "to_state": "FOLLOW_UP",
                "reasons": ["REGISTER_LOST"], "route": "chỉ theo dõi", "note": "mất trang 3",
                "changes": {}, "findings": [], "decided_at": world.MORNING, "day": world.TODAY, "channel": "telegram",
                "event_key": "k", "prev_hash": "", "hash": "h",
            }  # fmt: skip
            await tx.run(insert(DecisionRow.__table__), row)
            await tx.run(
                insert(ImportRow.__table__),
                {"id": 1, "kind": "records", "file_name": "a.csv", "sha256": "", "done_at": world.MORNING,
                 "counts": {}},
            )  # fmt: skip

        await database.write(decided)
        await _to(database_url, "head")
        first, second = (
            await database.read(lambda tx: tx.run(select(table).order_by(table.c.record_id)))
        ).all()
        assert (first.kind, first.route, first.note, first.person_id, first.invite, first.opened_at) == (
            "REGISTER_LOST", "chỉ theo dõi", "mất trang 3", LAN, False, world.MORNING,
        )  # fmt: skip
        assert (second.kind, second.decision_id, second.standing, second.opened_at) == (
            "", None, "OPEN", world.MORNING,
        )  # fmt: skip
        assert (await loaded(database, first.id)).kind is FollowUpKind.REGISTER_LOST
    finally:
        await database.close()
