"""Whose time holds for a kind; who asked for quiet; who filed a document: the nearest, today's, the last."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import update

from domain.nudges import RULES, Kind
from storage import assignment_documents, nudge_times, quiet, schedule_runs
from storage.engine import Database, Tx
from storage.nudge_times import Times
from tests import world
from tests.world import HAI_YEN, HOA_CU, MORNING, TODAY, ZONE, birth

PROVINCE, CAO_LOC = 1, 2
PATHS = ("/1/", "/1/2/", "/1/2/3/", "/1/2/4/")


@pytest.fixture
async def province(database: Database) -> Database:
    await world.found(database)
    return database


async def put(database: Database, unit_id: int, kind: Kind, at: time | None, by: int = 1) -> None:
    await database.write(lambda tx: nudge_times.put(tx, unit_id, kind, at, by=by, now=MORNING))


async def times(database: Database) -> Times:
    return await database.read(nudge_times.load)


async def test_where_nobody_set_anything_each_kind_has_its_own_time(province: Database):
    known = await times(province)
    assert all(known.of(path, kind) == RULES[kind].at for path in PATHS for kind in Kind)
    assert known.distinct(Kind.MORNING, PATHS) == (time(7, 30),)
    assert known.distinct(Kind.MORNING, ()) == () and known.set_for("/1/", Kind.MORNING) is None


async def test_the_time_of_the_nearest_unit_holds_and_off_is_one(province: Database):
    await put(province, PROVINCE, Kind.NUDGE, time(14))
    await put(province, CAO_LOC, Kind.NUDGE, None)
    await put(province, HAI_YEN, Kind.NUDGE, time(14, 30))
    known = await times(province)
    assert [known.of(path, Kind.NUDGE) for path in (*PATHS, "/1/9/")] == [
        time(14), None, None, time(14, 30), time(14)
    ]  # fmt: skip
    assert known.distinct(Kind.NUDGE, PATHS) == (time(14), time(14, 30))
    assert known.distinct(Kind.NUDGE, ["/1/2/3/"]) == ()
    assert known.distinct(Kind.MORNING, PATHS) == (time(7, 30),)
    assert [one.unit_name for one in known.below("/1/", Kind.NUDGE)] == ["Huyện Cao Lộc", "Xã Hải Yến"]


async def test_a_time_set_again_is_one_time_and_one_taken_back_is_as_above(province: Database):
    person = await world.hire(province, "Chu Thị Quản", "84912000008", "admin", PROVINCE)
    await put(province, HOA_CU, Kind.DIGEST, None)
    await put(province, HOA_CU, Kind.DIGEST, time(7, 5), by=person)
    found = (await times(province)).set_for("/1/2/3/", Kind.DIGEST)
    assert found is not None
    assert (found.unit_name, found.at, found.by_name, found.set_at) == (
        "Xã Hòa Cư", time(7, 5), "Chu Thị Quản", MORNING
    )  # fmt: skip
    assert await province.write(lambda tx: nudge_times.clear(tx, HOA_CU, Kind.DIGEST))
    assert not await province.write(lambda tx: nudge_times.clear(tx, HOA_CU, Kind.DIGEST))
    assert (await times(province)).of("/1/2/3/", Kind.DIGEST) == time(16, 30)


async def test_only_what_was_looked_at_on_that_day_is_forgotten(province: Database):
    begin = datetime(2024, 7, 4, tzinfo=ZONE)
    end = begin + timedelta(days=1)
    moments = {"before": begin - timedelta(seconds=1), "first": begin, "last": end - timedelta(microseconds=1),
               "after": end}  # fmt: skip

    async def look(tx: Tx) -> None:
        for period, at in moments.items():
            await schedule_runs.note(tx, "nudge", period, now=at, result="")
        await schedule_runs.note(tx, "digest", "first", now=begin, result="")
        await schedule_runs.forget_day(tx, "nudge", begin, end)

    async def left(tx: Tx) -> list[str]:
        return [period for period in moments if await schedule_runs.is_done(tx, "nudge", period)]

    await province.write(look)
    assert await province.read(left) == ["before", "after"]
    assert await province.read(lambda tx: schedule_runs.is_done(tx, "digest", "first"))


async def test_quiet_holds_for_the_day_it_was_asked_for(province: Database):
    lan = await world.hire(province, "Nông Thị Lan", "84912000001", "official", HOA_CU)

    async def muted(day: date = TODAY) -> bool:
        return await province.read(lambda tx: quiet.is_muted(tx, lan, day))

    assert not await muted()
    for _ in range(2):
        await province.write(lambda tx: quiet.mute(tx, lan, TODAY))
    assert await muted() and not await muted(TODAY + timedelta(days=1))
    for _ in range(2):
        await province.write(lambda tx: quiet.unmute(tx, lan))
    assert not await muted()
    assert not await province.read(lambda tx: quiet.is_muted(tx, 999, TODAY))


# ── assignment documents ────────────────────────────────────────────────────────────────────────


async def file(database: Database, unit_id: int, number: str, day: date = TODAY) -> bool:
    return await database.write(
        lambda tx: assignment_documents.file(tx, unit_id, number=number, signed_on=day, by=1, now=MORNING)
    )


async def owing(database: Database, path: str = "/1/", day: date = TODAY) -> list[int]:
    found = await database.read(lambda tx: assignment_documents.missing(tx, path, day))
    return [unit.id for unit in found]


async def test_the_document_filed_last_is_a_units_own(province: Database):
    assert await province.read(lambda tx: assignment_documents.of_unit(tx, HOA_CU)) is None
    assert await file(province, HOA_CU, "15/QĐ") and await file(province, HOA_CU, "16/QĐ")
    assert not await file(province, HOA_CU, "16/QĐ")
    found = await province.read(lambda tx: assignment_documents.of_unit(tx, HOA_CU))
    assert found is not None and (found.number, found.signed_on, found.filed_at) == ("16/QĐ", TODAY, MORNING)
    assert await province.read(lambda tx: assignment_documents.of_unit(tx, HAI_YEN)) is None


async def test_only_communes_with_records_owe_a_document(province: Database):
    assert await owing(province) == []
    await world.shelve(province, HOA_CU, [birth(1)])
    await world.shelve(province, CAO_LOC, [birth(1)])
    assert await owing(province) == [HOA_CU]
    assert await owing(province, "/1/2/4/") == []
    await file(province, HOA_CU, "15/QĐ")
    assert await owing(province) == []


async def test_a_commune_that_took_another_in_owes_one_of_its_own(province: Database):
    await world.shelve(province, HAI_YEN, [birth(1)])
    await file(province, HAI_YEN, "15/QĐ")
    path = f"/1/2/{HOA_CU}/{HAI_YEN}/"
    merged = update(world.units).where(world.units.c.id == HAI_YEN)
    await province.write(
        lambda tx: tx.run(
            merged.values(merged_into=HOA_CU, parent_id=HOA_CU, path=path, valid_to=TODAY - timedelta(days=1))
        )
    )
    assert await owing(province) == [HOA_CU]
