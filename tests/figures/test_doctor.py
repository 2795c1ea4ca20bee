"""An operator asks whether the installation is well."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from bot.commands import checkups
from bot.commands.checkups import Level
from bot.settings import Settings
from storage import health
from storage.engine import Database
from storage.health import Health
from tests import world
from tests.chat import House, linked
from tests.figures.terminal import Answer, rasoat
from tests.telegram.far_server import TOKEN, FarServer, refusal, result

ME = {"id": 42, "is_bot": True, "first_name": "Rà soát", "username": "ra_soat_bot"}


@pytest.fixture
async def far() -> AsyncIterator[FarServer]:
    server = FarServer()
    await server.start()
    yield server
    await server.stop()


async def examined(database: Database, far: FarServer, **settings: str) -> tuple[Answer, dict[str, str]]:
    """Run the check-up; gives the answer and each thing's level."""
    telegram = {"TELEGRAM__TOKEN": TOKEN, "TELEGRAM__API_BASE": far.base_url}
    answer = await rasoat(database, "doctor", "--json", **{**telegram, **settings})
    return answer, {check["name"]: check["level"] for check in json.loads(answer.out)["checks"]}


async def test_an_installation_that_works_has_no_fault(database: Database, far: FarServer, tmp_path: Path):
    far.will_answer("getMe", result(ME))
    folder = tmp_path / "scans"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"%PDF")
    page = {"WEB__PUBLIC_URL": "https://rasoat.example"}
    answer, levels = await examined(database, far, SCANS=str(folder), **page)
    assert answer.code == 0
    assert levels | {"sqlite": "", "disk": "", "durability": ""} == {
        "settings": "ok", "token": "ok", "webhook": "ok", "database": "ok", "log": "ok", "clock": "warn",
        "font": "ok", "scans": "ok", "backup": "warn", "sqlite": "", "disk": "", "durability": "",
    } | ({"postgresql": "ok"} if database.dialect == "postgresql" else {})  # fmt: skip
    assert "@ra_soat_bot" in answer.out
    assert "RASOAT_NOW đang đặt" in answer.out


async def test_scans_that_nobody_can_look_at_are_told(database: Database, far: FarServer, tmp_path: Path):
    far.will_answer("getMe", result(ME), result(ME))
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    answer, levels = await examined(database, far, SCANS=str(tmp_path))
    assert (answer.code, levels["scans"]) == (0, "warn")
    assert "RASOAT_WEB__PUBLIC_URL" in answer.out
    _, levels = await examined(database, far, SCANS=str(tmp_path), SCAN_IN_CHAT="true")
    assert levels["scans"] == "ok"


async def test_a_wrong_token_is_a_fault_and_a_broken_line_is_not(database: Database, far: FarServer):
    far.will_answer("getMe", refusal(401, "Unauthorized"), refusal(502, "Bad Gateway"))
    answer, levels = await examined(database, far)
    assert (answer.code, levels["token"]) == (1, "fault")
    answer, levels = await examined(database, far)
    assert (answer.code, levels["token"]) == (0, "warn")
    answer, levels = await examined(database, far, TELEGRAM__TOKEN="")
    assert (answer.code, levels["token"]) == (1, "fault")


async def test_a_name_that_is_not_the_bots_is_told_before_the_sheet_is_printed(
    database: Database, far: FarServer
):
    far.will_answer("getMe", result(ME))
    answer, levels = await examined(database, far, TELEGRAM__USERNAME="@other_bot")
    assert (answer.code, levels["token"]) == (0, "warn")
    assert "@other_bot" in answer.out


async def test_without_a_database_the_rest_is_checked_all_the_same(
    database: Database, far: FarServer, tmp_path: Path
):
    far.will_answer("getMe", result(ME))
    answer, levels = await examined(database, far, DATABASE_URL=f"sqlite:///{tmp_path}/none.db")
    assert answer.code == 1
    assert (levels["database"], levels["token"], levels["font"]) == ("fault", "ok", "ok")
    assert "rasoat init" in answer.out


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
async def test_a_server_that_has_no_such_database_is_a_fault_in_one_line(database: Database, far: FarServer):
    far.will_answer("getMe", result(ME), result(ME))
    there = database.url
    for url in (there.set(database="nowhere"), there.set(host="127.0.0.1", port=9, query={})):
        answer, levels = await examined(database, far, DATABASE_URL=url.render_as_string(hide_password=False))
        assert (answer.code, levels["database"]) == (1, "fault")


async def test_a_wrong_setting_is_the_one_thing_told(database: Database):
    answer = await rasoat(database, "doctor", TIMEZONE="Mars")
    assert answer.code == 1
    assert "RASOAT_TIMEZONE" in answer.out.splitlines()[0]


async def test_a_log_without_its_guard_is_a_fault(database: Database, far: FarServer):
    far.will_answer("getMe", result(ME))
    await database.write(
        lambda tx: tx.run(
            text(
                "DROP TRIGGER decisions_no_update"
                if database.dialect == "sqlite"
                else "ALTER TABLE decisions DISABLE TRIGGER decisions_no_change"
            )
        )
    )
    answer, levels = await examined(database, far)
    assert (answer.code, levels["log"]) == (1, "fault")


async def test_a_clock_behind_the_newest_decision_is_told(database: Database):
    await world.found(database)
    await world.shelve(database, world.HOA_CU, [world.birth(1)])
    house = House(database)
    lan = await linked(
        house, "1001", await world.hire(database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    )
    await lan.says("/batdau")
    await lan.chooses("✅ Phê duyệt")
    found = await database.read(health.examine)
    settings = Settings()
    assert checkups.clock(settings, world.MORNING, found).level is Level.OK
    late = checkups.clock(settings, world.MORNING - timedelta(hours=1), found)
    assert late.level is Level.WARN
    assert "đồng hồ chạy lùi" in late.line


async def test_the_facts_of_the_database_are_its_own(database: Database):
    found = await database.read(health.examine)
    assert (found.dialect, found.log_guarded, found.last_decided_at) == (database.dialect, True, None)
    assert found.size_bytes > 0
    if database.dialect == "sqlite":
        assert (found.journal, found.every_commit_on_disk) == ("wal", True)
        assert found.version == sqlite3.sqlite_version
    else:
        assert abs(found.skew_s) < checkups.SKEW_S
        assert not found.every_commit_on_disk  # the tests' own server runs without fsync


def facts(**more: object) -> Health:
    plain = {
        "dialect": "sqlite", "version": "3.51.3", "version_numbers": (3, 51, 3), "journal": "wal",
        "every_commit_on_disk": True, "log_guarded": True, "size_bytes": 1, "last_decided_at": None,
    }  # fmt: skip
    return Health(**{**plain, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "name", "level", "word"),
    [
        ({}, "sqlite", Level.OK, "3.51.3"),
        ({"version": "3.51.2", "version_numbers": (3, 51, 2)}, "sqlite", Level.WARN, "đã rào"),
        ({"journal": "delete"}, "durability", Level.FAULT, "delete"),
        ({"every_commit_on_disk": False}, "durability", Level.FAULT, "synchronous"),
        ({"dialect": "postgresql", "skew_s": 90.0}, "postgresql", Level.WARN, "90,0 giây"),
        ({"dialect": "postgresql", "skew_s": -1.5}, "postgresql", Level.OK, "1,5 giây"),
    ],
)
def test_how_safe_the_database_is_can_be_read(more: dict[str, object], name: str, level: Level, word: str):
    [check] = [check for check in checkups.safety(facts(**more)) if check.name == name]
    assert check.level is level
    assert word in check.line


@pytest.mark.parametrize(("free", "level"), [(10**8, Level.FAULT), (10**9, Level.WARN), (10**10, Level.OK)])
def test_a_disk_that_fills_up_is_told_in_time(free: int, level: Level, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    check = checkups.disk(Settings(), facts())
    assert check is not None
    assert check.level is level
