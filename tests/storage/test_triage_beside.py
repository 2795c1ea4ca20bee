"""A running bot judges what waits by itself, and is not kept from its work by it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import world
from world import HOA_CU, MORNING, ZONE, birth

from bot.clock import Clock
from bot.judging import Judging
from storage import triage, triage_marks
from storage.engine import Database, Tx


@pytest.fixture
async def province(database: Database) -> Database:
    await world.found(database)
    return database


def clock() -> Clock:
    return Clock(ZONE, MORNING)


async def test_what_an_import_was_cut_short_of_is_judged_by_the_bot(province: Database):
    await world.shelve(province, HOA_CU, [birth(1), birth(2)], judged=False)
    judging = Judging(province, clock())
    await judging.once()
    assert await province.read(triage.unjudged) == 0
    assert not await province.read(triage.is_behind)


async def test_judging_stops_with_the_bot_and_goes_on_after_its_next_start(
    province: Database, monkeypatch: pytest.MonkeyPatch
):
    await world.shelve(province, HOA_CU, [birth(n) for n in range(1, 31)], judged=False)
    begun, stop = asyncio.Event(), asyncio.Event()

    async def stands_still(*_: Any) -> Any:
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.judging.FIRST_S", 0.0)
    monkeypatch.setattr("storage.triage_hands.Here.judge", stands_still)
    running = asyncio.create_task(Judging(province, clock()).run(stop))
    await begun.wait()
    stop.set()
    await running
    assert await province.read(triage.unjudged) == 30
    monkeypatch.undo()
    await Judging(province, clock()).once()
    assert await province.read(triage.unjudged) == 0


async def test_no_chunk_that_is_kept_holds_more_records_than_the_writer_can_spare(
    province: Database, monkeypatch: pytest.MonkeyPatch
):
    await world.shelve(province, HOA_CU, [birth(n) for n in range(1, 1202)], judged=False)
    kept: list[int] = []
    keep = triage_marks.keep

    async def counted(tx: Tx, found: Any) -> None:
        kept.append(len(found))
        await keep(tx, found)

    monkeypatch.setattr(triage_marks, "keep", counted)
    await triage.catch_up(province, now=MORNING, today=MORNING.date())
    assert sum(kept) == 1201 and max(kept) <= triage.CHUNK == 500
