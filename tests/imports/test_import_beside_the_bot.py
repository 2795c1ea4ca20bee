"""An import runs while officials tap: it holds nobody up for long, and dies without a trace."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest
import world
from import_sheets import births, order, shelf, sums, write_csv
from sqlalchemy import update
from world import HOA_CU, birth

from domain.records import RecordType
from storage import claims, desk, verify
from storage.engine import Database, Tx, Work, open_database
from storage.fence import fence_of
from storage.imports import reading, records, swap


@pytest.fixture
async def province(database: Database) -> Database:
    await world.found(database)
    await world.hire(database, "Lan", "84912000001", "official", HOA_CU)
    await world.shelve(database, HOA_CU, [birth(number) for number in range(1, 6)])
    return database


async def test_while_rows_are_read_and_laid_out_the_bot_writes_at_once(
    province: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "ks.csv", births(*(birth(number) for number in range(10, 1_300))))
    read = reading.read
    claimed: list[int] = []

    def writes_between(job: reading.Job) -> Iterator[reading.Event]:
        for event in read(job):
            yield event
            if isinstance(event, reading.Rows) and event.rows:
                # laid out by now: the stage's connection stands between two of its own writes
                claimed.append(meanwhile(database_url, _claim))

    monkeypatch.setattr(reading, "read", writes_between)
    outcome = await records.take_in(database_url, order(path))
    assert outcome.counts["new"] == 1_290
    assert len(claimed) == 3  # one for each lot of rows, each within its five seconds
    assert claimed == [1, 2, 3]
    assert sum((await sums(province)).values()) == 1_295


def meanwhile(address: str, work: Work[Any]) -> Any:
    """Let the bot do a unit of work while the import stands still; it must get its turn within five seconds."""

    async def write() -> Any:
        bot = open_database(address)
        try:
            return await asyncio.wait_for(bot.write(work), timeout=5)
        finally:
            await bot.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, write()).result()


async def _claim(tx: Tx) -> int:
    await claims.claim(tx, 1, 1, today=world.TODAY)
    return await desk.held_count(tx, 1)


async def _put_back(tx: Tx) -> None:
    await tx.run(update(swap.records).where(swap.records.c.number == "60").values(state="PENDING"))


async def test_a_fault_in_the_middle_of_the_swap_leaves_nothing(
    province: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, counted = await shelf(province), await sums(province)
    count = swap._count

    def breaks(dialect: str, record_type: RecordType, day: Any) -> Any:
        if day is None:  # the daily tallies are written, the totals are not yet
            raise RuntimeError("the power fails")
        return count(dialect, record_type, day)

    monkeypatch.setattr(swap, "_count", breaks)
    path = write_csv(tmp_path / "ks.csv", births(birth(50), birth(51)))
    with pytest.raises(RuntimeError, match="power"):
        await records.take_in(database_url, order(path))
    assert (await shelf(province), await sums(province)) == (before, counted)
    monkeypatch.undo()
    assert (await records.take_in(database_url, order(path))).counts["new"] == 2


async def test_what_an_official_did_between_reading_and_swapping_stands(
    province: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sheet changes a record that was returned when it was read, and undone before the swap."""
    path = write_csv(tmp_path / "ks.csv", births({**birth(60), "tinhTrang": "Từ chối"}, more=["tinhTrang"]))
    await records.take_in(database_url, order(path))
    changes = swap.changes
    calls = 0

    async def then_undone(tx: Any) -> Any:
        nonlocal calls
        calls += 1
        found = await changes(tx)
        if calls == 1:
            meanwhile(database_url, _put_back)
        return found

    monkeypatch.setattr(swap, "changes", then_undone)
    corrected = write_csv(tmp_path / "b.csv", births(birth(60, trangSo="99"), birth(61)))
    outcome = await records.take_in(database_url, order(corrected))
    assert (outcome.counts["resubmitted"], outcome.counts["conflicts"], outcome.counts["new"]) == (0, 1, 1)
    (row,) = [each for each in await shelf(province) if each.number == "60"]
    assert (row.state, row.page, row.revision) == ("PENDING", "60", 1)


async def test_two_imports_at_once_take_turns(province: Database, database_url: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ks.csv", births(*(birth(number) for number in range(100, 400))))
    both = [start(_IMPORT, database_url, path) for _ in range(2)]
    told = sorted(each.communicate(timeout=60)[0] for each in both)
    assert told == [b"0 new\n", b"300 new\n"]
    assert len(await shelf(province)) == 305


def start(script: str, address: str, path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", script, address, str(path)], stdout=subprocess.PIPE)


def kill_when_it_says_now(child: subprocess.Popen[bytes]) -> list[int]:
    """Kill an import at the point it names; returns the processes it had started."""
    assert child.stdout is not None
    assert child.stdout.readline() == b"now\n"
    readers = [each.pid for each in psutil.Process(child.pid).children()]
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    return readers


def all_gone(pids: list[int]) -> bool:
    there = [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]
    return not [each for each in psutil.wait_procs(there, timeout=10)[1] if each.status() != "zombie"]


_IMPORT = """
import asyncio, sys
from pathlib import Path
from datetime import UTC, date, datetime
from storage.imports import records
from storage.imports.outcome import Order
order = Order(Path(sys.argv[2]), datetime(2024, 7, 4, tzinfo=UTC), date(2024, 7, 4))
print(asyncio.run(records.take_in(sys.argv[1], order)).counts["new"], "new")
"""


@pytest.mark.parametrize("after_rows", [0, 1_000, 2_500])
async def test_an_import_killed_while_it_reads_leaves_the_shelves_as_they_were_and_no_reader(
    province: Database, database_url: str, tmp_path: Path, after_rows: int
) -> None:
    before, counted = await shelf(province), await sums(province)
    path = write_csv(tmp_path / "ks.csv", births(*(birth(number) for number in range(100, 3_100))))
    script = _IMPORT.replace(
        "print(asyncio.run(records.take_in(sys.argv[1], order))",
        f"def told(f, rows):\n    if rows >= {after_rows}: print('now', flush=True); import time; time.sleep(60)\n"
        "print(asyncio.run(records.take_in(sys.argv[1], order, told))",
    )
    readers = kill_when_it_says_now(start(script, database_url, path))
    assert (await shelf(province), await sums(province)) == (before, counted)
    assert await asyncio.to_thread(all_gone, readers)
    outcome = await records.take_in(database_url, order(path))
    assert outcome.counts["new"] == 3_000


async def test_the_swap_waits_for_whoever_folds_the_log_into_the_file(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    if province.dialect != "sqlite":  # PostgreSQL has no such fence and needs none
        return
    fence = fence_of(Path(province.url.database or "")).open("a")
    fcntl.flock(fence, fcntl.LOCK_EX)
    path = write_csv(tmp_path / "ks.csv", births(birth(50)))
    child = start(_IMPORT, database_url, path)
    with pytest.raises(subprocess.TimeoutExpired):
        child.communicate(timeout=3)
    fcntl.flock(fence, fcntl.LOCK_UN)
    assert child.communicate(timeout=30)[0] == b"1 new\n"
    fence.close()
    with sqlite3.connect(str(province.url.database)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_sums_and_chains_hold_after_imports_and_corrections(
    province: Database, database_url: str, tmp_path: Path
) -> None:
    rows = births(
        {**birth(70), "tinhTrang": "Từ chối"}, birth(71, so=""), birth(72), birth(72), more=["tinhTrang"]
    )
    await records.take_in(database_url, order(write_csv(tmp_path / "a.csv", rows)))
    await records.take_in(database_url, order(write_csv(tmp_path / "b.csv", births(birth(70, trangSo="8")))))
    assert (await province.read(verify.run)).difference is None
