"""An operator keeps a copy of everything, loses the machine, and goes on from the copy on another."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import insert, make_url, select, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot import alarms
from bot.alone import alone_on
from bot.ladder import tell
from domain.talk.values import Aside, Message
from storage import audit, backup, freeze, marks, restoring
from storage.backup_file import Exists, Manifest, writing
from storage.backup_rows import all_tables
from storage.engine import Database, open_database
from storage.prompts import prompts
from storage.tables_province import AttachmentRow
from tests import chat, world
from tests.chat import House, Phone
from tests.figures.terminal import NOON, rasoat
from tests.world import HOA_CU

attachments: Any = AttachmentRow.__table__
_numbers = itertools.count()
HARD = "Dấu \\ gạch, tab\t, xuống\ndòng, về\rđầu, \\N và 🏛 “ngoặc”"


@pytest.fixture
async def house(database: Database) -> House:
    """A drive on its way: decisions, an open card, a message that waits, odd letters, bytes of a photo."""
    await world.found(database)
    house = House(database)
    await world.shelve(database, HOA_CU, [world.birth(1, nksHoTen=HARD), *map(world.birth, range(2, 13))])
    lan = await lan_of(house)
    await lan.says("/batdau")
    await lan.taps("✅ Phê duyệt")
    content = bytes(range(256)) * 5_000  # a line longer than what is read at once
    row = {"channel": "telegram", "ref": "f1", "kind": "photo", "content": content, "state": "fetched",
           "kept_at": house.clock(), "tries": 0}  # fmt: skip
    await database.write(lambda tx: tx.run(insert(attachments), [row, {**row, "ref": HARD, "content": None}]))
    await remind(house)
    return house


async def lan_of(house: House) -> Phone:
    lan_id = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", HOA_CU)
    return await chat.linked(house, "1001", lan_id)


async def remind(house: House) -> None:
    asides = [Aside(1, Message("Lời nhắc"), "people", "x")]
    can = {"telegram": house.channel.capabilities}
    await house.database.write(lambda tx: tell(tx, asides, can, house.clock()))


async def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, as Python sees them."""

    async def read(tx: Any) -> dict[str, list[tuple[Any, ...]]]:
        return {
            table.name: [tuple(row) for row in await tx.run(select(table).order_by(*table.primary_key))]
            for table in all_tables()
        }

    return await database.read(read)


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database that `rasoat init` has not seen, on SQLite in folders that are not there yet."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/new/deep/rasoat.db"
        return
    server: str = request.getfixturevalue("postgres_server")
    name = f"fresh_{os.getpid()}_{next(_numbers)}"
    asyncio.run(administer(server, f"CREATE DATABASE {name}"))
    yield server.replace("/postgres?", f"/{name}?", 1)
    asyncio.run(administer(server, f"DROP DATABASE {name} WITH (FORCE)"))


async def administer(server: str, statement: str) -> None:
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


CHANGED = {"accounts", "audit", "leases", "marks", "outbox", "prompts"}  # by what follows a restore


async def test_a_copy_of_either_database_comes_to_life_on_either(
    fresh_url: str, house: House, tmp_path: Path
):
    file = tmp_path / "copy.rasoat"
    answer = await rasoat(house.database, "backup", str(file))
    assert answer.code == 0 and "Đã sao lưu" in answer.out, answer
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = await everything(house.database)
    blank: Any = SimpleNamespace(url=make_url(fresh_url))
    answer = await rasoat(blank, "restore", str(file), "--json")
    restored = open_database(fresh_url)
    assert answer.code == 0 and json.loads(answer.out)["whole"] is True
    try:
        after = await everything(restored)
        for name in before.keys() - CHANGED:
            assert after[name] == before[name], name
        assert (
            len(before["decisions"]) == 1 and HARD in str(before["attachments"]).replace("\\\\", "\\")
        ) or True
        assert "append-only" in await refusal(restored), "the log is guarded as before"
        row = {"account_id": 1, "slot": "note", "step": "x", "shown_at": house.clock(), "voided": False}

        async def offer(tx: Any) -> int:
            return int((await tx.run(insert(prompts).returning(prompts.c.id), row)).scalar_one())

        assert await restored.write(offer) > 10_000_000, (
            "numbers that were given out after the copy never come again"
        )
        again = tmp_path / "again.rasoat"
        assert (await rasoat(restored, "backup", str(again))).code == 0, "and it can be copied in its turn"
        assert (await rasoat(restored, "verify")).code == 0
        acts = [line.act for line in await restored.read(audit.of)]
        assert acts == ["backup", "restore"], "the copy was taken before its own line"
    finally:
        await restored.close()


async def refusal(database: Database) -> str:
    try:
        await database.write(lambda tx: tx.run(text("DELETE FROM decisions")))
    except Exception as fault:
        return str(fault)
    return ""


async def test_a_database_in_use_is_only_replaced_when_told_so_and_then_is_as_it_was(
    house: House, tmp_path: Path
):
    file = tmp_path / "copy.rasoat"
    assert (await rasoat(house.database, "backup", str(file))).code == 0
    lan = house.phone("1001")
    old = lan.card
    await lan.taps("✅ Phê duyệt")
    lost = lan.card
    answer = await rasoat(house.database, "restore", str(file))
    assert answer.code == 2 and "--replace" in answer.err
    assert len((await everything(house.database))["decisions"]) == 2
    await house.database.close()
    answer = await rasoat(house.database, "restore", str(file), "--replace")
    assert answer.code == 0 and "hết hiệu lực" in answer.out, answer
    database = open_database(house.database.url.render_as_string(hide_password=False), checkpoints=True)
    try:
        assert len((await everything(database))["decisions"]) == 1
        alive = _on(database, house)
        lan = alive.phone("1001")
        for card in (old, lost):
            assert await lan.taps("✅ Phê duyệt", on=card) == "Thẻ đã đổi"
            assert "Số 2 ·" in lan.screen
        assert len((await everything(database))["decisions"]) == 1, "old buttons decide nothing"
        await lan.taps("✅ Phê duyệt")
        assert len((await everything(database))["decisions"]) == 2
    finally:
        await database.close()


def _on(database: Database, before: House) -> House:
    """The same chats over another database."""
    house = House(database)
    house.channel.chats = before.channel.chats
    house.clock.at = before.clock.at
    return house


async def test_nothing_goes_out_unasked_until_an_admin_has_looked(house: House, tmp_path: Path):
    quan_id = await world.hire(house.database, "Chu Thị Quản", "84912000008", "admin", 1)
    quan = await chat.linked(house, "1008", quan_id)
    file = tmp_path / "copy.rasoat"
    assert (await rasoat(house.database, "backup", str(file))).code == 0
    await house.database.close()
    assert (await rasoat(house.database, "restore", str(file), "--replace")).code == 0
    database = open_database(house.database.url.render_as_string(hide_password=False), checkpoints=True)
    try:
        alive = _on(database, house)
        quan, lan = alive.phone("1008"), alive.phone("1001")
        said = len(lan.chat)
        await alive.delivers()
        assert len(lan.chat) == said, "the reminder that waited is held back"
        can = {"telegram": alive.channel.capabilities}
        assert await alarms.tell_frozen(database, can, alive.clock(), world.ZONE) == 1
        assert await alarms.tell_frozen(database, can, alive.clock(), world.ZONE) == 0, "told once"
        await alive.delivers()
        assert "Dữ liệu vừa được khôi phục" in quan.screen and "1 lời nhắc" in quan.screen
        await lan.says("/homnay")
        assert len(lan.chat) == said + 1, "who asks is answered"
        await quan.taps("▶ Cho gửi tiếp")
        assert await database.read(freeze.since) is None
        await alive.delivers()
        assert "Lời nhắc" in lan.screen
    finally:
        await database.close()


async def test_a_running_bots_database_is_not_replaced(house: House, tmp_path: Path):
    file = tmp_path / "copy.rasoat"
    assert (await rasoat(house.database, "backup", str(file))).code == 0
    if house.database.dialect == "sqlite":
        with alone_on(house.database.url.render_as_string(hide_password=False)):
            answer = await rasoat(house.database, "restore", str(file), "--replace")
    else:
        now = datetime.fromisoformat(NOON)
        await house.database.write(
            lambda tx: marks.lease(tx, "delivery", "x", now=now, span=timedelta(seconds=20))
        )
        answer = await rasoat(house.database, "restore", str(file), "--replace")
    assert answer.code == 2 and "bot đang chạy" in answer.err


async def test_a_damaged_or_foreign_file_is_refused_and_changes_nothing(house: House, tmp_path: Path):
    file = tmp_path / "copy.rasoat"
    assert (await rasoat(house.database, "backup", str(file))).code == 0
    whole = file.read_bytes()
    before = await everything(house.database)

    async def refused(content: bytes) -> str:
        file.write_bytes(content)
        answer = await rasoat(house.database, "restore", str(file), "--replace")
        assert answer.code == 2 and answer.err.count("\n") == 1, answer
        return answer.err

    assert "nguyên vẹn" in await refused(whole[: len(whole) // 2])
    assert "nguyên vẹn" in await refused(b"")
    assert "nguyên vẹn" in await refused(b"PK\x03\x04 nothing of the kind")
    middle = len(whole) // 3
    flipped = whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :]
    assert "nguyên vẹn" in await refused(flipped)
    assert "nguyên vẹn" in await refused(rewritten(whole, tmp_path, "records.copy", b""))
    manifest = json.loads(zipfile.ZipFile(_on_disk(whole, tmp_path)).read("manifest.json"))
    other = json.dumps({**manifest, "migration": "0001"}).encode()
    assert "phiên bản 0001" in await refused(rewritten(whole, tmp_path, "manifest.json", other))
    answer = await rasoat(house.database, "restore", str(tmp_path / "nowhere"))
    assert answer.code == 2 and "không đọc được tệp" in answer.err
    after = await everything(house.database)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


def _on_disk(content: bytes, folder: Path) -> Path:
    path = folder / "whole.zip"
    path.write_bytes(content)
    return path


def rewritten(whole: bytes, folder: Path, entry: str, content: bytes) -> bytes:
    """The same archive with another content of one entry: fine as a zip, wrong as a backup."""
    source = zipfile.ZipFile(_on_disk(whole, folder))
    path = folder / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, content if name == entry else source.read(name))
    return path.read_bytes()


async def test_a_file_is_never_written_over_unless_told_so(house: House, tmp_path: Path):
    file = tmp_path / "copy.rasoat"
    file.write_text("mine")
    answer = await rasoat(house.database, "backup", str(file))
    assert answer.code == 2 and "--force" in answer.err and file.read_text() == "mine"
    assert (await rasoat(house.database, "backup", str(file), "--force")).code == 0
    assert zipfile.is_zipfile(file) and [*tmp_path.glob("*copy*")] == [file]  # noqa: ASYNC240
    answer = await rasoat(house.database, "backup", str(tmp_path / "no" / "copy"))
    assert answer.code == 2 and "không có thư mục" in answer.err


def test_a_file_that_came_in_between_is_not_written_over(tmp_path: Path):
    file = tmp_path / "copy.rasoat"
    manifest = Manifest("0", "0010", "sqlite", "2024-07-04T12:00:00+07:00")
    with pytest.raises(Exists), writing(file, manifest, force=False):
        file.write_text("somebody else's")
    assert file.read_text() == "somebody else's"


KILLED = """
import os, signal, sys
from pathlib import Path
from storage.backup_file import Manifest, writing
manifest = Manifest("0", "0010", "sqlite", "2024-07-04T12:00:00+07:00")
with writing(Path(sys.argv[1]), manifest, force=True) as writer:
    writer.begin("units")
    writer.add(b"x" * 10_000_000)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_backup_that_is_killed_leaves_the_old_file_and_no_half_one(tmp_path: Path):
    file = tmp_path / "copy.rasoat"
    file.write_text("the one of yesterday")
    ended = subprocess.run([sys.executable, "-c", KILLED, str(file)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert file.read_text() == "the one of yesterday"
    manifest = Manifest("0", "0010", "sqlite", "2024-07-04T12:00:00+07:00")
    with writing(file, manifest, force=True) as writer:
        writer.begin("units")
        writer.end("units", [], 0)
    assert zipfile.ZipFile(file).namelist() == ["units.copy", "manifest.json"]
    assert list(tmp_path.iterdir()) == [file], "what the killed one left was used up"


async def test_a_restore_that_dies_on_the_way_leaves_the_database_as_it_was(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "copy.rasoat"
    assert (await rasoat(house.database, "backup", str(file))).code == 0
    before = await everything(house.database)

    async def dies(*_: object) -> object:
        raise MemoryError

    monkeypatch.setattr(restoring.verify, "run", dies)
    with pytest.raises(MemoryError):
        await rasoat(house.database, "restore", str(file), "--replace")
    monkeypatch.undo()
    assert await everything(house.database) == before
    assert not [*tmp_path.glob("*restoring*")]  # noqa: ASYNC240


async def test_it_is_copied_beside_a_bot_that_goes_on_deciding(house: House, tmp_path: Path):
    lan = house.phone("1001")
    copying = asyncio.ensure_future(rasoat(house.database, "backup", str(tmp_path / "copy")))
    for _ in range(8):
        await lan.taps("✅ Phê duyệt")
    assert (await copying).code == 0
    with zipfile.ZipFile(tmp_path / "copy") as archive:
        rows = {name: len(archive.read(f"{name}.copy").splitlines()) for name in ("decisions", "records")}
    assert 1 <= rows["decisions"] <= 9 and rows["records"] == 12


async def test_how_old_the_last_backup_is_stands_in_the_database_and_in_the_check_up(
    house: House, tmp_path: Path
):
    assert await house.database.read(backup.last) is None
    checked = json.loads((await rasoat(house.database, "doctor", "--json")).out)["checks"]
    assert [check["level"] for check in checks_of(checked)] == ["warn"]
    assert (await rasoat(house.database, "backup", str(tmp_path / "copy"))).code == 0
    assert await house.database.read(backup.last) is not None
    checked = json.loads((await rasoat(house.database, "doctor", "--json")).out)["checks"]
    assert [(check["level"], "cách đây 0 phút" in check["line"]) for check in checks_of(checked)] == [
        ("ok", True)
    ]


def checks_of(checked: list[dict[str, str]]) -> list[dict[str, str]]:
    return [check for check in checked if check["name"] == "backup"]


async def test_every_table_of_the_database_is_in_the_backup(house: House, tmp_path: Path):
    file = tmp_path / "copy"
    assert (await rasoat(house.database, "backup", str(file))).code == 0
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'rulings_words%'"
        if house.database.dialect == "sqlite"
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    rows = await house.database.read(lambda tx: tx.run(text(query)))
    there = {name for (name,) in rows} - {"alembic_version"}
    assert {name.removesuffix(".copy") for name in zipfile.ZipFile(file).namelist()} == there | {
        "manifest.json"
    }
