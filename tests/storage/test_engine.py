"""The two databases keep the same promises."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import DBAPIError

from storage import schema
from storage.engine import Database, Tx, WrongAddress, open_database, parse_url
from storage.fence import BUSY_SECONDS, Fence
from storage.sqlite import SuspendedInTransaction
from storage.tables_talk import MarkRow

marks = MarkRow.__table__


async def _mark(tx: Tx, name: str) -> None:
    await tx.run(insert(marks), {"name": name, "value": "x"})


async def _count(tx: Tx) -> int:
    return (await tx.run(select(func.count()).select_from(marks))).scalar_one()


def _stat(path: Path) -> os.stat_result:
    return path.stat()


async def test_what_a_unit_of_work_wrote_is_there_for_the_next(database: Database):
    await database.write(lambda tx: _mark(tx, "a"))
    assert await database.read(_count) == 1


async def test_a_unit_of_work_that_fails_leaves_nothing_and_harms_no_neighbour(database: Database):
    async def fails(tx: Tx) -> None:
        await _mark(tx, "half done")
        raise LookupError("no")

    outcomes = await asyncio.gather(
        *(database.write(lambda tx, n=n: _mark(tx, f"ok {n}")) for n in range(5)),
        database.write(fails),
        *(database.write(lambda tx, n=n: _mark(tx, f"ok {n}")) for n in range(5, 10)),
        return_exceptions=True,
    )
    assert [type(o) for o in outcomes if o is not None] == [LookupError]
    assert await database.read(_count) == 10


async def test_two_that_write_the_same_key_at_once_end_with_one(database: Database):
    outcomes = await asyncio.gather(
        *(database.write(lambda tx: _mark(tx, "same")) for _ in range(8)), return_exceptions=True
    )
    assert sum(o is None for o in outcomes) == 1
    assert await database.read(_count) == 1


async def test_a_reader_cannot_write(database: Database):
    with pytest.raises(DBAPIError):
        await database.read(lambda tx: _mark(tx, "sneaky"))
    assert await database.read(_count) == 0


async def test_the_network_cannot_be_awaited_inside_a_transaction_on_sqlite(database: Database):
    if database.dialect != "sqlite":
        return

    async def sleepy(tx: Tx) -> None:
        await asyncio.sleep(0)

    with pytest.raises(SuspendedInTransaction):
        await database.write(sleepy)


async def test_an_instant_without_an_offset_is_refused_and_one_with_comes_back_in_utc(database: Database):
    from storage.tables import ImportRow

    imports = ImportRow.__table__
    moment = datetime(2024, 7, 4, 7, 0, tzinfo=UTC)

    async def keep(tx: Tx) -> datetime:
        await tx.run(
            insert(imports),
            {"kind": "units", "file_name": "f", "sha256": "s", "done_at": moment, "counts": {"a": 1}},
        )
        return (await tx.run(select(imports.c.done_at))).scalar_one()

    assert await database.write(keep) == moment

    async def naive(tx: Tx) -> None:
        await tx.run(
            insert(imports),
            {"kind": "u", "file_name": "f", "sha256": "s", "done_at": datetime(2024, 7, 4), "counts": {}},
        )

    with pytest.raises(Exception, match="offset"):
        await database.write(naive)


async def test_sqlite_flushes_every_commit_to_the_disk(database: Database):
    if database.dialect != "sqlite":
        return

    async def pragmas(tx: Tx) -> tuple[object, object]:
        from sqlalchemy import text

        return (
            (await tx.run(text("PRAGMA journal_mode"))).scalar_one(),
            (await tx.run(text("PRAGMA synchronous"))).scalar_one(),
        )

    assert await database.write(pragmas) == ("wal", 2)


async def test_what_is_committed_is_told_so_even_where_the_checkpoint_behind_it_fails(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    if database.dialect != "sqlite":
        return
    tried = []

    def fails(self: Fence, connection: object) -> None:
        tried.append(connection)
        raise OSError("no room")

    monkeypatch.setattr(Fence, "fold", fails)
    for n in range(110):  # a checkpoint is due after a hundred
        await database.write(lambda tx, n=n: _mark(tx, f"{n}"))
    assert tried
    assert await database.read(_count) == 110


async def test_whoever_reads_for_long_holds_nobody_up_and_the_log_is_folded_in_afterwards(database: Database):
    if database.dialect != "sqlite":
        return
    path = str(database.url.database)
    reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM marks").fetchall()

    async def write_on(start: int) -> None:
        for n in range(start, start + 250):  # a checkpoint is due twice at least
            await database.write(lambda tx, n=n: _mark(tx, f"{n}"))

    await asyncio.wait_for(write_on(0), BUSY_SECONDS - 5)  # a checkpoint that waited would wait so long
    reader.execute("ROLLBACK")
    log = Path(f"{path}-wal")
    grown = _stat(log).st_size
    await write_on(250)
    assert _stat(log).st_size < grown
    assert await database.read(_count) == 500
    reader.close()


async def test_a_writer_of_another_process_is_waited_for(database: Database):
    if database.dialect != "sqlite":
        return
    other = sqlite3.connect(str(database.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO marks VALUES ('other', 'x')")
    waiting = asyncio.create_task(database.write(lambda tx: _mark(tx, "ours")))
    await asyncio.sleep(0)
    other.execute("COMMIT")
    other.close()
    await waiting
    assert await database.read(_count) == 2


@pytest.mark.parametrize(
    "address", ["mysql://x/y", "sqlite+aiosqlite:///", "sqlite+aiosqlite:///:memory:", "nonsense"]
)
def test_an_address_of_no_database_we_know_is_refused_in_one_line(address: str):
    with pytest.raises(WrongAddress) as fault:
        parse_url(address)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+asyncpg//rasoat:geheim@localhost/rasoat",
        "rasoat:geheim@localhost",
        "postgresql+asyncpg://rasoat:mat@khau:geheim@localhost/rasoat",
        "postgresql+asyncpg://rasoat@localhost:geheim/rasoat",
    ],
)
def test_an_address_that_cannot_be_read_is_not_repeated_since_it_may_hold_a_password(address: str):
    with pytest.raises(WrongAddress) as fault:
        parse_url(address)
    assert "geheim" not in str(fault.value)


async def test_only_its_owner_may_read_a_database_file_and_the_folder_made_for_it(tmp_path):
    tmp_path.chmod(0o755)
    path = tmp_path / "var" / "lang-son" / "rasoat.db"
    await schema.upgrade(f"sqlite+aiosqlite:///{path}")
    opened = open_database(f"sqlite+aiosqlite:///{path}")
    await opened.write(lambda tx: _mark(tx, "a"))
    folders = (path.parent, path.parent.parent, tmp_path)
    modes = {each.name: _stat(each).st_mode & 0o777 for each in folders}
    modes |= {suffix: _stat(Path(f"{path}{suffix}")).st_mode & 0o777 for suffix in ("", "-wal", "-shm")}
    await opened.close()
    assert modes == {
        "lang-son": 0o700, "var": 0o700, tmp_path.name: 0o755, "": 0o600, "-wal": 0o600, "-shm": 0o600,
    }  # fmt: skip


def test_a_database_that_nobody_made_is_named(tmp_path):
    with pytest.raises(RuntimeError, match="rasoat init"):
        open_database(f"sqlite+aiosqlite:///{tmp_path}/nothing.db")
