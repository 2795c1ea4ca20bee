"""A book that stops leaves the desks, goes back as one lot and comes back whole; the log and the sums stay true."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text, update

from domain.book_faults import StopState
from domain.review import Move, ReturnReason, State
from storage import book_stops, claims, decisions, desk, lots, tallies, verify
from storage.engine import Database, Tx
from tests import world

SCAN, TWICE = ReturnReason.WRONG_SCAN, ReturnReason.DUPLICATE
HEAD = 77
NOW = world.MORNING + timedelta(hours=1)


@pytest.fixture
async def province(database: Database) -> Database:
    await world.found(database)
    return database


async def goes_back(
    database: Database, record_id: int, person_id: int = 1, reason: ReturnReason = SCAN, *, after: int = 0
) -> int | None:
    """An official returns one record from the desk, as the handler does it; gives the stop that this made."""

    async def work(tx: Tx) -> int | None:
        row = (await tx.run(select(world.records).where(world.records.c.id == record_id))).one()
        await tx.run(
            update(world.records).where(world.records.c.id == record_id).values(assignee_id=person_id)
        )
        now = world.MORNING + timedelta(minutes=after)
        assert await desk.set_state(
            tx, record_id, person_id, revision=row.revision, seen=State.PENDING, to=State.RETURNED,
            on=world.TODAY,
        )  # fmt: skip
        made = decisions.Decision(
            row.unit_id, record_id, row.revision, person_id, Move.RETURN, State.PENDING, State.RETURNED,
            now, world.TODAY, "telegram", f"telegram:{record_id}:{after}", reasons=(reason.value,),
        )  # fmt: skip
        await decisions.append(tx, made, record_type=row.type, state_on=row.state_on)
        return await book_stops.after_return(tx, record_id, reason, now=now)

    return await database.write(work)


async def stopped(database: Database, size: int = 8, **more: str) -> tuple[book_stops.Stop, list[int]]:
    """A book of Hòa Cư of which five records went back."""
    ids = await world.shelve(database, world.HOA_CU, [world.birth(n, **more) for n in range(1, size + 1)])
    made = [await goes_back(database, record_id) for record_id in ids[:5]]
    assert made[:4] == [None] * 4 and made[4] is not None
    stop = await database.read(lambda tx: book_stops.load(tx, made[4] or 0))
    assert stop is not None
    return stop, ids


def by(at: Any = NOW) -> lots.By:
    return lots.By(HEAD, "telegram", at, at.date())


async def returns(database: Database, stop: book_stops.Stop, at: Any = NOW) -> tuple[book_stops.Stop, int]:
    """A head returns the whole book."""

    async def work(tx: Tx) -> int:
        assert await book_stops.move(tx, stop, StopState.RETURNED, person_id=HEAD, now=at)
        return await lots.give_back(tx, stop, by(at))

    went = await database.write(work)
    now = await database.read(lambda tx: book_stops.load(tx, stop.id))
    assert now is not None
    return now, went


async def takes_back(database: Database, stop: book_stops.Stop, at: Any = NOW) -> lots.Undone:
    async def work(tx: Tx) -> lots.Undone:
        assert await book_stops.move(tx, stop, StopState.STOPPED)
        return await lots.take_back(tx, stop, by(at))

    return await database.write(work)


async def states(database: Database) -> dict[State, int]:
    """The sums of Hòa Cư, after the log, the chain and the sums were recomputed."""
    assert (await database.read(verify.run)).difference is None
    by_type = await database.read(lambda tx: tallies.by_type(tx, "/1/2/3/"))
    return {state: n for state, n in by_type["KS"].items() if n}


async def test_a_stopped_book_leaves_all_desks_and_is_given_to_nobody(province: Database):
    lan = await world.hire(province, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    minh = await world.hire(province, "Vi Văn Minh", "84912000002", "official", world.HOA_CU)
    ids = await world.shelve(province, world.HOA_CU, [world.birth(n) for n in range(1, 13)])
    for person in (lan, minh):
        await province.write(lambda tx, p=person: claims.claim(tx, p, 6, today=world.TODAY))
    for record_id in ids[:4]:
        assert await goes_back(province, record_id, lan) is None
    assert await province.read(lambda tx: desk.held_count(tx, minh)) == 6
    assert await goes_back(province, ids[6], minh) is not None
    for person in (lan, minh):
        assert await province.read(lambda tx, p=person: desk.held_count(tx, p)) == 0
        await province.write(lambda tx, p=person: claims.claim(tx, p, 20, today=world.TODAY))
        assert await province.read(lambda tx, p=person: desk.held_count(tx, p)) == 0
    assert await states(province) == {State.RETURNED: 5, State.PENDING: 7}


async def test_records_with_other_reasons_undone_ones_and_other_books_do_not_count(province: Database):
    rows = [world.birth(n) for n in range(1, 8)] + [world.birth(n, quyenSo="02/2005") for n in range(20, 23)]
    ids = await world.shelve(province, world.HOA_CU, rows)
    other = ids[7:]
    for record_id in (*ids[:3], *other):
        assert await goes_back(province, record_id) is None
    assert await goes_back(province, ids[3], reason=TWICE) is None
    await province.write(lambda tx: _undo(tx, ids[2]))
    assert await goes_back(province, ids[4]) is None
    assert await goes_back(province, ids[5]) is None
    assert await goes_back(province, ids[2], after=5) is not None, "five stand returned for that reason now"


async def _undo(tx: Tx, record_id: int) -> None:
    made = (
        await tx.run(
            select(decisions.decisions).where(decisions.decisions.c.record_id == record_id)
        )
    ).one()  # fmt: skip
    assert await desk.set_state(
        tx, record_id, 1, revision=1, seen=State.RETURNED, to=State.PENDING, on=world.TODAY
    )
    await decisions.append(
        tx,
        decisions.Decision(
            made.unit_id, record_id, 1, 1, Move.UNDO, State.RETURNED, State.PENDING, world.MORNING, world.TODAY,
            "telegram", f"telegram:undo:{record_id}", undoes_id=made.id,
        ),
        record_type="KS",
        state_on=world.TODAY,
    )  # fmt: skip


async def test_records_whose_book_nobody_could_read_never_stop(province: Database):
    ids = await world.shelve(province, world.HOA_CU, [world.birth(n, quyenSo="") for n in range(1, 8)])
    assert [await goes_back(province, record_id) for record_id in ids] == [None] * 7


async def test_of_many_returns_at_the_same_moment_exactly_one_stops_the_book(province: Database):
    ids = await world.shelve(province, world.HOA_CU, [world.birth(n) for n in range(1, 13)])
    made = await asyncio.gather(
        *(goes_back(province, record_id, n) for n, record_id in enumerate(ids[:8], 1))
    )
    assert len([stop_id for stop_id in made if stop_id is not None]) == 1
    assert await states(province) == {State.RETURNED: 8, State.PENDING: 4}


async def test_the_same_book_of_another_unit_is_another_book(province: Database):
    await stopped(province)
    there = await world.shelve(province, world.HAI_YEN, [world.birth(n) for n in range(1, 5)])
    assert [await goes_back(province, record_id) for record_id in there] == [None] * 4


async def test_a_lot_takes_what_nobody_decided_and_leaves_the_rest(province: Database):
    stop, ids = await stopped(province, size=12)
    held = await province.read(lambda tx: book_stops.contents(tx, stop))
    assert (held.pending, held.same_fault, held.by_state) == (7, 5, {State.RETURNED: 5, State.PENDING: 7})
    stop, went = await returns(province, stop)
    assert (went, stop.state) == (7, StopState.RETURNED)
    assert await states(province) == {State.RETURNED: 12}
    log = decisions.decisions
    rows = (
        await province.read(lambda tx: tx.run(select(log).where(log.c.person_id == HEAD).order_by(log.c.id)))
    ).all()
    assert [row.event_key for row in rows] == [f"lot:{stop.id}:1:{record_id}" for record_id in ids[5:]]
    assert {(row.move, tuple(row.reasons), row.case_chosen, row.shown_at) for row in rows} == {
        ("return", ("WRONG_SCAN",), "a", None)
    }
    held = await province.read(lambda tx: book_stops.contents(tx, stop))
    assert held.same_fault == 5, "what went as a lot is no further fault"


async def test_a_lot_can_go_come_back_and_go_again(province: Database):
    stop, _ = await stopped(province)
    for attempt in (1, 2, 3):
        at = NOW + timedelta(minutes=attempt)
        stop, went = await returns(province, stop, at)
        assert went == 3
        undone = await takes_back(province, stop, at + timedelta(seconds=5))
        assert undone == lots.Undone(3, 0)
        found = await province.read(lambda tx, stop_id=stop.id: book_stops.load(tx, stop_id))
        assert found is not None and (found.state, found.decided_by, found.decided_at) == (
            StopState.STOPPED,
            "",
            None,
        )
        stop = found
    assert await states(province) == {State.RETURNED: 5, State.PENDING: 3}


async def test_the_heads_own_day_counts_no_lot_and_offers_none_for_undo(province: Database):
    stop, _ = await stopped(province)
    await returns(province, stop)
    day = NOW.date()
    assert await province.read(lambda tx: decisions.done_on(tx, HEAD, day)) == 0
    assert await province.read(lambda tx: decisions.of_day(tx, HEAD, day)) == []
    assert await province.read(lambda tx: decisions.done_on(tx, 1, world.TODAY)) == 5


async def test_of_two_heads_one_returns_the_book_and_the_other_does_nothing(province: Database):
    stop, _ = await stopped(province)
    await returns(province, stop)
    second = await province.write(
        lambda tx: book_stops.move(tx, stop, StopState.GOING_ON, person_id=78, now=NOW)
    )
    assert second is False


async def test_after_a_lot_came_back_only_five_new_ones_stop_the_book_again(province: Database):
    stop, ids = await stopped(province, size=12)
    stop, _ = await returns(province, stop)
    await province.write(lambda tx: _vendor_sends_again(tx, ids[5:]))
    later = int((NOW - world.MORNING).total_seconds() // 60)
    again = [
        await goes_back(province, record_id, after=later + n) for n, record_id in enumerate(ids[5:10], 1)
    ]
    assert again == [None, None, None, None, stop.id]
    waiting, total = await province.read(lambda tx: book_stops.open_below(tx, ["/1/"], 5))
    assert (total, [one.id for one in waiting]) == (1, [stop.id])


async def _vendor_sends_again(tx: Tx, ids: list[int]) -> None:
    for record_id in ids:
        await tx.run(
            update(world.records).where(world.records.c.id == record_id).values(state="PENDING", revision=2)
        )
        await decisions.append(
            tx,
            decisions.Decision(
                world.HOA_CU, record_id, 2, None, Move.VENDOR_RESUBMIT, State.RETURNED, State.PENDING, NOW,
                world.TODAY, "import", f"import:1:{record_id}",
            ),
            record_type="KS",
            state_on=world.TODAY,
        )  # fmt: skip


async def test_a_book_that_goes_on_by_decision_never_stops_again(province: Database):
    stop, ids = await stopped(province, size=12)
    assert await province.write(
        lambda tx: book_stops.move(tx, stop, StopState.GOING_ON, person_id=HEAD, now=NOW)
    )
    for record_id in ids[5:]:
        assert await goes_back(province, record_id) is None
    assert await province.read(lambda tx: book_stops.open_below(tx, ["/1/"], 5)) == ([], 0)


async def test_five_hundred_records_go_and_come_back_well_below_a_second(province: Database):
    stop, _ = await stopped(province, size=505)
    started = time.perf_counter()
    stop, went = await returns(province, stop)
    gone = time.perf_counter()
    undone = await takes_back(province, stop, NOW + timedelta(minutes=1))
    back = time.perf_counter()
    print(f"{province.dialect}: 500 go in {gone - started:.3f} s, come back in {back - gone:.3f} s")
    assert (went, undone) == (500, lots.Undone(500, 0))
    if province.dialect == "sqlite":
        assert gone - started < 1 and back - gone < 1
    assert await states(province) == {State.RETURNED: 5, State.PENDING: 500}


@pytest.mark.parametrize(
    "hot",
    [book_stops._place, book_stops._same_fault, decisions._day, decisions._moves_of_day],
    ids=["the place of a record", "the same fault in a book", "a person's day", "the moves of a day"],
)
async def test_no_question_at_a_return_reads_a_whole_table(province: Database, hot: Any):
    if province.dialect != "sqlite":
        return  # PostgreSQL plans by statistics, which an empty table does not have

    async def plan(tx: Tx) -> list[str]:
        from sqlalchemy.dialects import sqlite

        sql = str(hot.statement.compile(dialect=sqlite.dialect()))
        marks = {f"v{i}": 1 for i in range(sql.count("?"))}
        for mark in marks:
            sql = sql.replace("?", f":{mark}", 1)
        return [row[-1] for row in await tx.run(text(f"EXPLAIN QUERY PLAN {sql}"), marks)]

    steps = await province.write(plan)
    assert not [step for step in steps if step.startswith("SCAN") and "CONSTANT" not in step], steps
    assert await province.read(lambda tx: tx.run(select(func.count()).select_from(world.records)))
