"""Each evening the log is sealed; whoever writes it anew afterwards no longer fits what was sealed."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from domain import seal
from domain.integrity import Breach, Difference
from domain.seal import Copy, Head
from storage import seals, verify, verify_seals
from storage.engine import Database, Tx, open_database
from tests import world
from tests.storage.sealed_days import (
    FRIDAY,
    SATURDAY,
    THURSDAY,
    at,
    at_work,
    decisions,
    evening,
    heads,
    meddle,
    seal_day,
    three_evenings,
    write_log_anew,
    write_seals_anew,
)


async def sealed(database: Database, day: Any) -> seal.Seal:
    found = await database.read(lambda tx: seals.of_day(tx, day))
    assert found is not None
    return found


async def difference(database: Database) -> Difference | None:
    return (await database.read(verify.run)).difference


async def stored(database: Database) -> int:
    count = select(func.count()).select_from(seals.seals)
    return int((await database.read(lambda tx: tx.run(count))).scalar_one())


async def test_an_evening_seals_the_newest_decision_of_every_unit_that_decided(database: Database):
    await three_evenings(database)
    thursday, friday = await sealed(database, THURSDAY), await sealed(database, FRIDAY)
    assert [(head.unit_id, head.seq) for head in thursday.heads] == [(world.HOA_CU, 2)]
    assert [(head.unit_id, head.seq) for head in friday.heads] == [(world.HOA_CU, 3), (world.HAI_YEN, 1)]
    assert (friday.units, friday.decisions, friday.prev_hash) == (2, 4, thursday.hash)
    assert friday.made_at == evening(FRIDAY)
    seen = await database.read(verify.run)
    assert (seen.seals, seen.difference) == (3, None)


async def test_an_evening_without_decisions_is_sealed_too(database: Database):
    await three_evenings(database)
    friday, saturday = await sealed(database, FRIDAY), await sealed(database, SATURDAY)
    assert saturday.heads == friday.heads
    assert saturday.hash != friday.hash
    assert await database.read(seals.last) == saturday


async def test_before_the_first_decision_nothing_is_sealed_and_yet_there_is_a_seal(database: Database):
    assert await database.read(seals.last) is None
    made = await seal_day(database, THURSDAY)
    assert (made.heads, made.prev_hash) == ((), seal.GENESIS)
    assert await difference(database) is None


async def test_a_day_is_sealed_once_however_much_was_decided_since(database: Database):
    _, lan, _ = await at_work(database)
    await lan.chooses("✅ Phê duyệt")
    first = await seal_day(database, THURSDAY)
    await lan.chooses("✅ Phê duyệt")
    assert await seal_day(database, THURSDAY) == first
    assert await stored(database) == 1


async def test_a_day_that_went_by_is_covered_by_the_next_one_sealed(database: Database):
    """The clock was put back: no seal is slipped in between two that went out."""
    await three_evenings(database)
    before = THURSDAY - timedelta(days=3)
    assert await seal_day(database, before) == await sealed(database, THURSDAY)
    assert await database.read(lambda tx: seals.of_day(tx, before)) is None


async def test_two_processes_that_seal_the_same_evening_make_one_seal(database: Database, database_url: str):
    _, lan, _ = await at_work(database)
    await lan.chooses("✅ Phê duyệt")
    other = open_database(database_url)
    try:
        made = await asyncio.gather(*(seal_day(each, THURSDAY) for each in (database, other) * 4))
    finally:
        await other.close()
    assert len({one.hash for one in made}) == 1
    assert await stored(database) == 1


async def test_two_processes_whose_clocks_are_a_day_apart_make_one_chain(
    database: Database, database_url: str
):
    other = open_database(database_url)
    try:
        days = [THURSDAY + timedelta(days=n) for n in (0, 2, 1, 3)]
        await asyncio.gather(*(seal_day(each, day) for day in days for each in (database, other)))
    finally:
        await other.close()
    assert await difference(database) is None
    last = await database.read(seals.last)
    assert last is not None
    assert last.day == max(days)


async def test_an_evening_sealed_while_taps_are_taken_fits_the_log(database: Database):
    _, lan, minh = await at_work(database)

    async def taps(phone: Any, times: int) -> None:
        for _ in range(times):
            await phone.chooses("✅ Phê duyệt")

    async def seals_on_and_on() -> None:
        for n in range(20):
            await seal_day(database, THURSDAY + timedelta(days=n))
            await asyncio.sleep(0)

    await asyncio.gather(taps(lan, 20), taps(minh, 3), seals_on_and_on())
    assert await difference(database) is None


@pytest.mark.parametrize("change", [update(seals.seals).values(hash="0"), delete(seals.seals)])
async def test_the_database_itself_refuses_to_change_a_seal(database: Database, change: Any):
    await seal_day(database, THURSDAY)
    with pytest.raises(DBAPIError, match="seals are append-only"):
        await database.write(lambda tx: tx.run(change))


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
async def test_nor_can_the_seals_be_emptied(database: Database):
    """Only PostgreSQL has such a statement."""
    with pytest.raises(DBAPIError, match="seals are append-only"):
        await database.write(lambda tx: tx.run(text("TRUNCATE seals")))


# ── somebody writes the log anew ────────────────────────────────────────────────────────────────


async def test_an_old_decision_changed_with_all_later_hashes_is_found_by_the_seal(database: Database):
    await three_evenings(database)
    await meddle(database, update(decisions).where(at(world.HOA_CU, 3)).values(note="khác"))
    await write_log_anew(database, world.HOA_CU)
    found = await difference(database)
    assert found is not None
    assert (found.breach, found.day, found.unit, found.seq) == (Breach.SEALED_CHANGED, FRIDAY, "06184", 3)
    assert found.detail == "3"  # up to the second one Thursday's seal vouches for the log
    await meddle(database, delete(seals.seals))
    assert await difference(database) is None  # nothing but the seals could tell


async def test_the_newest_decisions_of_a_unit_taken_out_are_found_by_the_seal(database: Database):
    await three_evenings(database)
    await meddle(database, delete(decisions).where(at(world.HOA_CU, 3)))
    await write_log_anew(database, world.HOA_CU)
    found = await difference(database)
    assert found is not None
    assert (found.breach, found.day, found.unit, found.seq) == (Breach.SEALED_GONE, FRIDAY, "06184", 3)


async def test_a_unit_whose_whole_log_was_taken_out_is_found_by_the_seal(database: Database):
    await three_evenings(database)
    await meddle(
        database,
        delete(decisions).where(decisions.c.unit_id == world.HAI_YEN),
        delete(heads).where(heads.c.unit_id == world.HAI_YEN),
    )
    found = await difference(database)
    assert found is not None
    assert (found.breach, found.day, found.unit, found.detail) == (Breach.SEALED_GONE, FRIDAY, "06187", "1")


async def test_decisions_put_where_others_were_taken_out_are_found_by_the_seal(database: Database):
    """The newest is taken out, and the bot goes on from there with the same number."""
    _, lan, _ = await at_work(database)
    await lan.chooses("✅ Phê duyệt")
    await lan.chooses("✅ Phê duyệt")
    await seal_day(database, THURSDAY)
    await meddle(database, delete(decisions).where(at(world.HOA_CU, 2)))
    await write_log_anew(database, world.HOA_CU)
    await lan.chooses("✅ Phê duyệt")
    found = await difference(database)
    assert found is not None
    assert (found.breach, found.day, found.seq) == (Breach.SEALED_CHANGED, THURSDAY, 2)


async def test_a_log_written_anew_with_all_its_seals_no_longer_fits_the_copy_that_went_out(
    database: Database,
):
    await three_evenings(database)
    went_out = Copy(FRIDAY, (await sealed(database, FRIDAY)).hash[: seal.SHORT_DIGITS])
    untouched = Copy(THURSDAY, (await sealed(database, THURSDAY)).hash[: seal.SHORT_DIGITS])
    await meddle(database, update(decisions).where(at(world.HAI_YEN, 1)).values(note="khác"))
    await write_log_anew(database, world.HAI_YEN)
    await write_seals_anew(database)
    assert await difference(database) is None
    found = await database.read(lambda tx: verify_seals.compare(tx, [went_out, untouched]))
    assert [one.is_same for one in found] == [False, True]


# ── somebody changes the seals ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "breach", "day", "detail"),
    [
        pytest.param({"hash": "0" * 64}, Breach.SEAL_CHANGED, FRIDAY, "hash", id="its hash"),
        pytest.param({"prev_hash": "0" * 64}, Breach.SEAL_UNCHAINED, FRIDAY, "prev_hash", id="its link"),
        pytest.param({"heads": []}, Breach.SEAL_CHANGED, FRIDAY, "hash", id="what it has sealed"),
        pytest.param({"decisions": 3}, Breach.SEAL_CHANGED, FRIDAY, "decisions", id="how many it says"),
        pytest.param({"units": 3}, Breach.SEAL_CHANGED, FRIDAY, "units", id="how many units it says"),
        pytest.param(
            {"day": FRIDAY - timedelta(days=7)},
            Breach.SEAL_UNCHAINED,
            FRIDAY - timedelta(days=7),
            "prev_hash",
            id="its day",
        ),
    ],
)
async def test_a_changed_seal_is_named(
    database: Database, change: dict[str, Any], breach: Breach, day: Any, detail: str
):
    await three_evenings(database)
    await meddle(database, update(seals.seals).where(seals.seals.c.day == FRIDAY).values(**change))
    found = await difference(database)
    assert found is not None
    assert (found.breach, found.day, found.detail) == (breach, day, detail)


async def test_a_seal_taken_out_is_missed_by_the_next_one(database: Database):
    await three_evenings(database)
    await meddle(database, delete(seals.seals).where(seals.seals.c.day == FRIDAY))
    found = await difference(database)
    assert found is not None
    assert (found.breach, found.day) == (Breach.SEAL_UNCHAINED, SATURDAY)


async def test_a_seal_written_anew_alone_is_missed_by_the_next_one(database: Database):
    await three_evenings(database)
    friday = await sealed(database, FRIDAY)
    other = seal.compute(friday.prev_hash, FRIDAY, friday.heads[:1])
    change = {"heads": [list(friday.heads[0])], "units": 1, "decisions": 3, "hash": other}
    await meddle(database, update(seals.seals).where(seals.seals.c.day == FRIDAY).values(**change))
    found = await difference(database)
    assert found is not None
    assert (found.breach, found.day) == (Breach.SEAL_UNCHAINED, SATURDAY)


@pytest.mark.parametrize(
    "nonsense", [{"a": 1}, [[1]], [["1", 1, "x"]], [[True, 1, "x"]], [[1, 0, "x"]], [[1, 10**19, "x"]]]
)
async def test_heads_that_are_none_are_named_and_no_surprise(database: Database, nonsense: Any):
    row = {"day": THURSDAY, "units": 0, "decisions": 0, "heads": nonsense, "prev_hash": seal.GENESIS,
           "hash": seal.compute(seal.GENESIS, THURSDAY, nonsense), "made_at": evening(THURSDAY)}  # fmt: skip
    await meddle(database, insert(seals.seals).values(row))
    assert await difference(database) == Difference(Breach.UNREADABLE, detail="heads", day=THURSDAY)
    assert (await seal_day(database, FRIDAY)).prev_hash == row["hash"]  # the evenings after it are sealed


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE seals SET heads = '{' WHERE day = '2024-07-05'", Difference(Breach.UNREADABLE, day=FRIDAY)),
        (
            "UPDATE seals SET day = 'mai' WHERE day = '2024-07-05'",
            Difference(Breach.UNREADABLE, detail="seals"),
        ),
    ],
)
async def test_a_value_that_is_none_is_told_with_its_seal(database: Database, change: str, named: Difference):
    """Only SQLite would keep such a value."""
    await three_evenings(database)
    await meddle(database, text(change))
    assert await difference(database) == named


async def test_the_log_is_asked_for_a_head_once_and_not_every_evening_again(database: Database):
    await three_evenings(database)
    asked: list[int] = []

    class Counting:
        def __init__(self, tx: Tx) -> None:
            self.tx, self.dialect = tx, tx.dialect

        async def run(self, statement: Any, params: Any = None) -> Any:
            if isinstance(params, dict) and "asked" in params:
                asked.append(len(json.loads(params["asked"])))
            return await self.tx.run(statement, params)

    async def look(tx: Tx) -> Any:
        return await verify_seals.run(Counting(tx), {})

    assert await database.read(look) == (3, None)
    assert asked == [1, 2, 0]


def test_a_seal_is_of_its_day_its_heads_and_all_before_it() -> None:
    first = seal.make(seal.GENESIS, THURSDAY, [Head(2, 1, "b"), Head(1, 5, "a")], now=evening(THURSDAY))
    assert first.heads == (Head(1, 5, "a"), Head(2, 1, "b"))
    assert first.hash == seal.compute(seal.GENESIS, THURSDAY, [[1, 5, "a"], [2, 1, "b"]])
    second = seal.make(first.hash, FRIDAY, first.heads, now=evening(FRIDAY))
    other = seal.make("0" * 64, FRIDAY, first.heads, now=evening(FRIDAY))
    assert len({first.hash, second.hash, other.hash}) == 3
